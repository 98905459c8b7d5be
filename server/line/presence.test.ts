import { expect, test } from "vitest";
import type { PersonId } from "../../shared/ids.ts";
import { createPresence } from "./presence.ts";

const roundMs = 20_000;

/** Presence for whoever the test lets wait, and what was written of it at each tick. */
function openPresence(mostAtOnce: number) {
  const waiting = new Set<PersonId>();
  const written: (readonly PersonId[])[] = [];
  let now = 0;
  let fails = false;
  const presence = createPresence({
    book: {
      mostAtOnce,
      async keep(people) {
        written.push(people);
        if (fails) throw new Error("The database is away.");
      },
    },
    clock: { now: () => now },
    waiters: () => waiting,
  });
  return {
    arrive(...people: string[]): void {
      for (const person of people as PersonId[]) {
        waiting.add(person);
        presence.arrive(person);
      }
    },
    leave: (person: string) => waiting.delete(person as PersonId),
    breakDown: (isBroken: boolean) => {
      fails = isBroken;
    },
    /** What a tick that much later writes. */
    async after(milliseconds: number): Promise<readonly PersonId[]> {
      now += milliseconds;
      const before = written.length;
      await presence.tick().catch(() => undefined);
      return written.slice(before).flat();
    },
  };
}

test("whoever comes is written at once, again every 20 s while they wait, and else nothing is", async () => {
  const { arrive, leave, after } = openPresence(10);
  arrive("a", "b");
  expect(await after(0)).toEqual(["a", "b"]);
  expect(await after(roundMs - 1)).toEqual([]);
  expect(await after(1)).toEqual(["a", "b"]);
  leave("a");
  expect(await after(roundMs - 1)).toEqual([]);
  expect(await after(1)).toEqual(["b"]);
});

test("never more than a batch at a tick, nobody twice in it, and newcomers before the round", async () => {
  const { arrive, after } = openPresence(3);
  arrive("a", "b", "c", "d", "e");
  expect([await after(0), await after(0), await after(0)]).toEqual([["a", "b", "c"], ["d", "e"], []]);
  expect(await after(roundMs)).toEqual(["a", "b", "c"]);
  arrive("d", "f");
  expect(await after(0)).toEqual(["d", "f"]);
  expect(await after(0)).toEqual(["e"]);
});

test("decision 0016: a clock that is set back an hour stops no round", async () => {
  const { arrive, after } = openPresence(10);
  arrive("a");
  expect(await after(2 * roundMs)).toEqual(["a"]);
  expect(await after(-3_600_000)).toEqual(["a"]);
  expect(await after(roundMs)).toEqual(["a"]);
});

test("what fails is written in the next round", async () => {
  const { arrive, after, breakDown } = openPresence(10);
  breakDown(true);
  arrive("a");
  await after(0);
  breakDown(false);
  expect(await after(1)).toEqual([]);
  expect(await after(roundMs)).toEqual(["a"]);
});
