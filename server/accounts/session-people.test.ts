import { expect, test } from "vitest";
import type { PersonId, SessionId } from "../../shared/ids.ts";
import type { SessionPerson } from "./ports.ts";
import { createSessionPeople } from "./session-people.ts";

const personOf = (session: SessionId): SessionPerson => ({
  session,
  id: session as string as PersonId,
  name: session,
  role: "visitor",
});

function world() {
  const loads: string[][] = [];
  let release: () => void = () => undefined;
  let now = 0;
  const people = createSessionPeople(
    {
      async find(ids) {
        loads.push([...ids]);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return ids.filter((id) => id !== "9").map(personOf);
      },
    },
    { now: () => now },
  );
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    people,
    loads,
    turn,
    release: () => release(),
    passTime: (ms: number) => {
      now += ms;
    },
  };
}

test("D11: a clock that is set back by an hour keeps nobody known for longer", async () => {
  const { people, loads, turn, release, passTime } = world();
  passTime(3_600_000);
  const first = people.get("1" as SessionId);
  await turn();
  release();
  await first;
  passTime(-3_600_000);
  const second = people.get("1" as SessionId);
  await turn();
  expect(loads).toHaveLength(2);
  release();
  await second;
});

test("I2: somebody known does not pass somebody who must still be looked up", async () => {
  const { people, turn, release } = world();
  const first = people.get("1" as SessionId);
  await turn();
  release();
  await first;

  const order: string[] = [];
  const unknown = people.get("2" as SessionId).then(() => order.push("2"));
  const known = people.get("1" as SessionId).then(() => order.push("1"));
  await turn();
  expect(order).toEqual([]);
  release();
  await Promise.all([unknown, known]);
  expect(order).toEqual(["2", "1"]);
});

test("D11: a session that ends while it is looked up is not kept as it was found", async () => {
  const { people, loads, turn, release } = world();
  const found = people.get("1" as SessionId);
  await turn();
  people.forget("1" as SessionId);
  release();
  await found;
  const later = people.get("1" as SessionId);
  await turn();
  expect(loads).toHaveLength(2);
  release();
  await later;
});

test("everybody of one turn is one statement, kept for 5 s; who does not exist is null", async () => {
  const { people, loads, turn, release, passTime } = world();
  const all = ["1", "2", "1", "9"].map((id) => people.get(id as SessionId));
  await turn();
  release();
  expect((await Promise.all(all)).map((person) => person?.id ?? null)).toEqual(["1", "2", "1", null]);
  expect(loads).toEqual([["1", "2", "9"]]);
  await people.get("2" as SessionId);
  passTime(5_001);
  const later = people.get("2" as SessionId);
  await turn();
  release();
  await later;
  expect(loads).toEqual([["1", "2", "9"], ["2"]]);
});

test("decision 0039: while nobody can be looked up, people are who they were for a minute", async () => {
  let [now, isAway] = [0, false];
  const find = async (ids: readonly SessionId[]) => {
    if (isAway) throw new Error("the database is away");
    return ids.map((session) => ({ id: "1", session }) as never);
  };
  const id = "a" as SessionId;
  const [lasting, strict] = [true, false].map((outlast) => createSessionPeople({ find }, { now: () => now }, outlast));
  for (const people of [lasting, strict]) expect(await people?.get(id)).toMatchObject({ session: id });
  [isAway, now] = [true, 64_999];
  expect(await lasting?.get(id)).toMatchObject({ session: id });
  await expect(lasting?.get("b" as SessionId)).rejects.toThrow("away");
  await expect(strict?.get(id)).rejects.toThrow("away");
  now = 65_000;
  await expect(lasting?.get(id)).rejects.toThrow("away");
});

test("D11: somebody whose five seconds end while a look-up is put together is looked up, not sent away", async () => {
  let now = 0;
  // Time goes on within one look-up too.
  const clock = { now: () => now++ };
  const people = createSessionPeople({ find: async (ids) => ids.map(personOf) }, clock);
  const ids = Array.from({ length: 50 }, (_, at) => String(at + 1) as SessionId);
  for (let tries = 0; tries < 400; tries += 1) {
    // In another order each time, so that some of a look-up have been known for longer than others.
    const order = ids.toSorted((one, other) => ((Number(one) * 37 * tries) % 53) - ((Number(other) * 37 * tries) % 53));
    const found = await Promise.all(order.map((id) => people.get(id)));
    expect(found.map((person) => person?.id ?? null)).toEqual(order);
  }
});
