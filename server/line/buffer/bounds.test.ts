import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import type { PersonId, SlotId } from "../../../shared/ids.ts";
import { openBufferedGround, openBufferedLine, unhurried } from "../../../test/services/buffered-ledger.ts";
import { isPassingTrouble } from "../../platform/database/index.ts";
import { entryOf } from "../line.conformance.ts";
import { createRedisBuffer } from "./buffer.redis.ts";
import { createSqlEntrances } from "./entrances.sql.ts";
import type { Card } from "./ports.ts";

const hourMs = 3_600_000;

const { ledger, link, close } = await openBufferedGround();
const line = openBufferedLine({ ...unhurried, database: ledger.database, link });
afterAll(close);

const join = (slot: SlotId, person: PersonId, partySize = 1) =>
  line.join(slot, { person, partySize, key: randomUUID() });
const mine = (slot: SlotId, person: PersonId) => line.mine(slot, person);
const cardOf = async (slot: SlotId) => (await createSqlEntrances(ledger.database).cards([slot]))[0] as Card;

test("I5, decision 0039: whose ticket is written after the slot began has missed it, and is told", async () => {
  const slot = await ledger.slot({ capacity: 5, startsInMs: hourMs });
  const [person] = (await ledger.people(1)) as [PersonId];
  await join(slot, person);
  await ledger.passTime(slot, hourMs);
  await line.handOver();
  expect(await mine(slot, person)).toMatchObject({ state: "missed" });
  const { reservations, outbox } = await ledger.rows(slot);
  expect([reservations, outbox.map(({ kind }) => kind)]).toEqual([[], ["missed"]]);
});

test("I5, decision 0039: a party that cannot be seated any more, seats having gone, has missed the slot", async () => {
  const slot = await ledger.slot({ capacity: 4, largestParty: 4 });
  const [three, two] = (await ledger.people(2)) as [PersonId, PersonId];
  await join(slot, three, 3);
  await join(slot, two, 2);
  await ledger.run("update slot_line set capacity = 2 where slot_id = $1", [slot]);
  await line.handOver();
  expect([await mine(slot, three), await mine(slot, two)]).toMatchObject([{ state: "missed" }, { state: "confirmed" }]);
});

test("I2, decision 0039: walk-ins have numbers far behind all that Redis gives", async () => {
  const slot = await ledger.slot({ capacity: 5, startsInMs: hourMs });
  const [person, next] = (await ledger.people(2)) as [PersonId, PersonId];
  await join(slot, person);
  for (const _ of ["first", "second"]) {
    const walkIn = { partySize: 1, openMinutes: 120 };
    expect(await ledger.hostDoes("register_walk_in", slot, walkIn)).not.toHaveProperty("problem");
  }
  await line.handOver();
  expect(entryOf(await join(slot, next)).ticket).toBe(2);
  await line.handOver();
  expect((await ledger.rows(slot)).entries.map(({ ticket }) => ticket)).toEqual([1, 2, 900_000_001, 900_000_002]);
});

test("decision 0039: how far Redis may be ahead goes on with what is written", async () => {
  const slot = await ledger.slot({ capacity: 5, mostWaiting: 10 });
  const people = await ledger.people(3);
  for (const person of people) await join(slot, person);
  const before = await cardOf(slot);
  expect([before.next, before.last]).toEqual([1, 1 + 5 + 10 + 10_000]);
  await line.handOver();
  const { next, last } = await cardOf(slot);
  expect([next, last]).toEqual([4, 3 + 5 + 10 + 10_000]);
});

test("I3, decision 0039: a live entry is answered before any refusal, also where Redis does not know it", async () => {
  const slot = await ledger.slot({ capacity: 5 });
  const [known, unknown] = (await ledger.people(2)) as [PersonId, PersonId];
  const { id } = entryOf(await join(slot, known));
  await line.handOver();
  await ledger.run("update slot_line set entrance_since = now() - interval '1 minute' where slot_id = $1", [slot]);
  await link.ask(async (redis) => redis.del(await redis.keys(link.named(`line:${slot}:*`))));
  await line.renewCards();
  const expectOwn = async (refused: string) => {
    expect(await join(slot, unknown)).toMatchObject({ problem: refused });
    expect(await join(slot, known)).toMatchObject({ fresh: false, entry: { id, state: "confirmed" } });
  };
  await expectOwn("unavailable");
  await ledger.run("update slot_line set recovering_until = now() where slot_id = $1", [slot]);
  const closing = "update store set closes_at = now() where id = (select store_id from slot where id = $1)";
  await ledger.run(closing, [slot]);
  await line.renewCards();
  await expectOwn("closed");
});

test("decision 0039: of one person's presses 200 keys are kept", async () => {
  const slot = await ledger.slot();
  const [person] = (await ledger.people(1)) as [PersonId];
  await join(slot, person);
  const press = { person, partySize: 1, checked: null, returning: 0, isNew: false };
  const presses = Array.from({ length: 210 }, (_, at) => ({ ...press, key: `key-${at}` }));
  await createRedisBuffer(link).press(slot, presses);
  const kept = await link.ask((redis) => redis.hkeys(link.named(`line:${slot}:1:presses`)));
  // And how many there were.
  expect(kept).toHaveLength(200 + 1);
});

test("I10: what the ledger has is not shown as waiting again, though Redis never heard of it", async () => {
  let [isAway, isHeard] = [false, false];
  const away = () => Promise.reject(new Error("away"));
  const late = openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link },
    buffer: (real) => ({
      ...real,
      look: (...asked) => (isAway ? away() : real.look(...asked)),
      handOver: (done) => (isHeard ? real.handOver(done) : away()),
    }),
  });
  const slot = await ledger.slot({ capacity: 1 });
  const people = (await ledger.people(2)) as [PersonId, PersonId];
  for (const person of people) await join(slot, person);
  await late.handOver();
  const states = () => Promise.all(people.map(async (person) => late.mine(slot, person)));
  const written = [
    { state: "confirmed", ahead: 0 },
    { state: "waitlisted", ahead: 0 },
  ];
  for (isAway of [true, false]) expect(await states()).toMatchObject(written);
  for (const [at, person] of people.entries())
    expect(await late.join(slot, { person, partySize: 1, key: randomUUID() })).toMatchObject({ entry: written[at] });
});

test("I10: neither a late worker nor a late card says what the line was before people left it", async () => {
  const buffer = createRedisBuffer(link);
  const slot = await ledger.slot({ capacity: 1 });
  const people = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
  for (const person of people) await join(slot, person);
  const card = await cardOf(slot);
  const [before, after] = [
    { waiting: 1, departed: 0, free: 0 } as const,
    { waiting: 0, departed: 1, free: 1 } as const,
  ];
  const done = { slot, epoch: card.epoch, voids: [] };
  await buffer.handOver({ ...done, last: 2, ...after });
  await buffer.handOver({ ...done, last: 2, ...before });
  await buffer.keep({ ...card, next: 3, ...before }, false);
  expect(await mine(slot, people[2])).toMatchObject({ ticket: 3, ahead: 0, departed: 1 });
  await buffer.handOver({ ...done, last: 3, ...after });
  await buffer.handOver({ ...done, last: 3, ...before });
  const foreseen = await link.ask((redis) => redis.hmget(link.named(`line:${slot}:card`), "seats", "queue"));
  expect(foreseen).toEqual(["1", "0"]);
});

test("DESIGN 1: a silent ledger holds up nobody whose ticket it was handed; another press is 503", async () => {
  let isSilent = false;
  const silence = new Promise<never>(() => undefined);
  const beforeSilence = openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link },
    // Its time is over at once.
    clock: { wait: (ms) => (isSilent ? Promise.resolve() : unhurried.clock.wait(ms)) },
    direct: (real) => ({ ...real, place: (...asked) => (isSilent ? silence : real.place(...asked)) }),
    entrances: (real) => ({ ...real, write: () => Promise.reject(new Error("silent")) }),
  });
  const slot = await ledger.slot({ capacity: 1 });
  const [person] = (await ledger.people(1)) as [PersonId];
  const press = { person, partySize: 1, key: randomUUID() };
  const { id, receipt } = entryOf(await beforeSilence.join(slot, press));
  await beforeSilence.handOver();
  isSilent = true;
  const waits = { id, receipt, state: "waiting", ahead: 0 };
  expect(await beforeSilence.mine(slot, person)).toMatchObject(waits);
  expect(await beforeSilence.join(slot, press)).toMatchObject({ fresh: false, entry: waits });
  const another = beforeSilence.join(slot, { ...press, key: randomUUID() });
  await expect(another).rejects.toSatisfy(isPassingTrouble);
});

test("DESIGN 1: a first press in a slot that Redis lacks waits 1.5 s for a silent ledger, once", async () => {
  const waits: number[] = [];
  const silence = new Promise<never>(() => undefined);
  const silent = openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link },
    clock: { wait: async (ms) => void waits.push(ms) },
    entrances: (real) => ({ ...real, cards: () => silence }),
    direct: (real) => ({ ...real, mine: () => silence }),
  });
  const slot = await ledger.slot({ capacity: 1 });
  const [person] = (await ledger.people(1)) as [PersonId];
  const press = { person, partySize: 1, key: randomUUID() };
  expect(await silent.join(slot, press)).toMatchObject({ problem: "unavailable" });
  expect(waits).toEqual([1_500, 1_500]);
});
