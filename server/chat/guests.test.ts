import { expect, test } from "vitest";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Follower } from "../platform/live/index.ts";
import { createGuests } from "./guests.ts";
import type { GuestBook } from "./ports.ts";

const store = "5" as StoreId;
const person = "7" as PersonId;
const window = () => ({}) as Follower;

/** A book as presence.sql keeps it, for one person, and two processes whose seconds a test lets go by. */
function createHouse() {
  let second = 0;
  let presentUntil = 0;
  let isPresent = false;
  let isAway = false;
  const notices: string[] = [];
  const answer = () => {
    if (isAway) throw new Error("The database is away.");
  };
  const book: GuestBook = {
    async keep(_store, _people, seconds) {
      answer();
      if (!isPresent) notices.push(`join ${second}`);
      isPresent = true;
      presentUntil = Math.max(presentUntil, second + seconds);
      return true;
    },
    async release(_store, _people, seconds) {
      presentUntil = Math.min(presentUntil, second + seconds);
    },
    async dismiss(most) {
      answer();
      if (most === 0 || !isPresent || presentUntil >= second) return [];
      isPresent = false;
      notices.push(`leave ${second}`);
      return [store];
    },
  };
  const open = () => createGuests({ book, now: () => second * 1_000, onNews: () => undefined });
  const processes = [open(), open()] as const;
  return {
    processes,
    notices,
    async pass(seconds: number, running = [...processes]) {
      for (const end = second + seconds; second < end; second += 1) for (const each of running) await each.tick();
    },
    /** The database is away for so long. */
    async goAway(seconds: number, running = [...processes]) {
      isAway = true;
      for (const end = second + seconds; second < end; second += 1)
        for (const each of running) await each.tick().catch(() => undefined);
      isAway = false;
    },
    open,
  };
}

test("S17: who closes one of two windows is there by the other process, and is not said to have left", async () => {
  const { processes, notices, pass } = createHouse();
  const [one, other] = processes;
  const closing = window();
  one.arrive(store, person, closing);
  other.arrive(store, person, window());
  await pass(23);
  one.leave(store, person, closing);
  await pass(120);
  expect(notices).toEqual(["join 0"]);
});

test("S15: who closes the last window has left soon after; who was on a killed process, within a minute", async () => {
  const { processes, notices, pass } = createHouse();
  const closing = window();
  processes[0].arrive(store, person, closing);
  await pass(10);
  processes[0].leave(store, person, closing);
  await pass(40);
  expect(notices).toEqual(["join 0", expect.stringMatching(/^leave (3\d|4[0-4])$/)]);
  processes[0].arrive(store, person, window());
  await pass(2);
  await pass(60, [processes[1]]);
  expect(notices).toHaveLength(4);
});

test("S15: who speaks before the second is over is announced first, once, and nobody waits who was", async () => {
  const { processes, notices, pass } = createHouse();
  const [one] = processes;
  one.arrive(store, person, window());
  const first = one.coming(store, person);
  expect(first).not.toBeNull();
  // What they say right after it waits for the same, so that both stay in order.
  expect(one.coming(store, person)).toBe(first);
  await first;
  expect(notices).toEqual(["join 0"]);
  expect(one.coming(store, person)).toBeNull();
  await pass(3);
  expect(notices).toEqual(["join 0"]);
});

test("S15: a database that was away makes nobody leave who is there by another process, nor a new one", async () => {
  const { processes, notices, pass, goAway, open } = createHouse();
  const [first, second] = processes;
  second.arrive(store, person, window());
  await pass(98);
  await goAway(40);
  // The one that is back first speaks for its own people alone.
  await pass(2, [first]);
  await pass(60);
  await goAway(50);
  await pass(2, [open()]);
  await pass(60);
  expect(notices).toEqual(["join 0"]);
});

test("S15: who left and came again while it was announced speaks after it is said that they came again", async () => {
  const ends: (() => void)[] = [];
  const keep = () => new Promise<boolean>((resolve) => ends.push(() => resolve(true)));
  const book: GuestBook = { keep, release: async () => undefined, dismiss: async () => [] };
  const guests = createGuests({ book, now: () => 0, onNews: () => undefined });
  const closing = window();
  guests.arrive(store, person, closing);
  const first = guests.coming(store, person);
  guests.leave(store, person, closing);
  guests.arrive(store, person, window());
  const second = guests.coming(store, person);
  ends[0]?.();
  await first;
  expect(guests.coming(store, person)).toBe(second);
  ends[1]?.();
  await second;
  expect(guests.coming(store, person)).toBeNull();
});

test("S15: all who came to a room within the second are announced together", async () => {
  const kept: (readonly PersonId[])[] = [];
  const keep = async (_: StoreId, people: readonly PersonId[]) => kept.push(people) > 0;
  const book: GuestBook = { keep, release: async () => undefined, dismiss: async () => [] };
  const guests = createGuests({ book, now: () => 0, onNews: () => undefined });
  const people = ["7", "8", "9", "10"] as PersonId[];
  for (const each of people) guests.arrive(store, each, window());
  await guests.tick();
  await guests.tick();
  expect(kept).toEqual([people]);
});
