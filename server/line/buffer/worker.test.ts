import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { PersonId, SlotId } from "../../../shared/ids.ts";
import type { Entry } from "../../../shared/line.ts";
import {
  type Buffered,
  openBufferedGround,
  openBufferedLine,
  unhurried,
} from "../../../test/services/buffered-ledger.ts";
import type { Ledger } from "../../../test/services/ledger.ts";
import type { RedisLink } from "../../platform/redis/link.redis.ts";
import { entryOf } from "../line.conformance.ts";
import { createSqlEntrances } from "./entrances.sql.ts";
import type { Card, Entrances, Given } from "./ports.ts";

let ledger: Ledger;
let link: RedisLink;
beforeAll(async () => {
  const ground = await openBufferedGround();
  ({ ledger, link } = ground);
  return ground.close;
});

const joinAll = (line: Buffered, slot: SlotId, people: readonly PersonId[]) =>
  Promise.all(people.map((person) => line.join(slot, { person, partySize: 1, key: randomUUID() }))).then((answers) =>
    answers.map(entryOf),
  );
const statesIn = async (slot: SlotId) => (await ledger.rows(slot)).entries.map(({ ticket, state }) => [ticket, state]);
const open = (entrances?: (real: Entrances) => Entrances, elapsedMs?: () => number) =>
  openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link },
    ...(entrances && { entrances }),
    ...(elapsedMs && { elapsedMs }),
  });

test("S23, I10: until they are written people have tickets, ranks and receipts; then the ledger speaks", async () => {
  const line = open();
  const slot = await ledger.slot({ capacity: 2 });
  const people = await ledger.people(4);
  const waiting = await joinAll(line, slot, people);
  expect(waiting).toMatchObject([1, 2, 3, 4].map((ticket) => ({ ticket, state: "waiting", ahead: ticket - 1 })));
  expect(waiting.map(({ behind, receipt }) => [behind, typeof receipt])).toEqual(
    [3, 2, 1, 0].map((n) => [n, "string"]),
  );
  expect(await statesIn(slot)).toEqual([]);
  await line.handOver();
  const after = await Promise.all(people.map((person, at) => line.place((waiting[at] as Entry).id, person)));
  expect(after.map((entry) => [entry?.state, entry?.ahead, entry?.receipt])).toEqual([
    ["confirmed", 0, undefined],
    ["confirmed", 0, undefined],
    ["waitlisted", 0, undefined],
    ["waitlisted", 1, undefined],
  ]);
});

test("I10: a card that was read before a batch came to the ledger makes no place seem unwritten again", async () => {
  let old: Promise<Card[]> | null = null;
  const line = open((real) => ({ ...real, cards: (slots) => old ?? real.cards(slots) }));
  const slot = await ledger.slot({ capacity: 1 });
  const people = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
  const waiting = await joinAll(line, slot, people);
  old = createSqlEntrances(ledger.database).cards([slot]);
  await old;
  await line.handOver();
  await line.renewCards();
  for (const person of people) expect(await line.mine(slot, person)).not.toHaveProperty("receipt");
  expect(await line.place((waiting[2] as Entry).id, people[2])).toMatchObject({ state: "waitlisted", ahead: 1 });
  old = null;
  await line.renewCards();
  const [fourth] = (await ledger.people(1)) as [PersonId];
  expect(await joinAll(line, slot, [fourth])).toMatchObject([{ ticket: 4, ahead: 2, state: "waiting" }]);
});

test("whoever leaves before being written is never seated, the next one is; a new press goes last", async () => {
  const line = open();
  const slot = await ledger.slot({ capacity: 1 });
  const [first, second] = (await ledger.people(2)) as [PersonId, PersonId];
  const [mine, theirs] = (await joinAll(line, slot, [first, second])) as [Entry, Entry];
  const key = randomUUID();
  expect(await line.act("leave", theirs.id, first, randomUUID())).toEqual({ problem: "not-found" });
  for (const _ of [1, 2])
    expect(await line.act("leave", mine.id, first, key)).toMatchObject({ state: "left", ahead: null });
  expect(await line.act("leave", mine.id, first, randomUUID())).toEqual({ problem: "already-ended" });
  expect(await line.mine(slot, first)).toMatchObject({ id: mine.id, state: "left" });
  const [again] = await joinAll(line, slot, [first]);
  expect(again).toMatchObject({ ticket: 3, ahead: 2 });
  await line.handOver();
  expect(await statesIn(slot)).toEqual([
    [1, "left"],
    [2, "confirmed"],
    [3, "waitlisted"],
  ]);
});

test("I5, I9: left in the ledger before Redis heard: another press is new, or fails while nobody knows", async () => {
  let [isHeard, isAway, now] = [false, false, 0];
  const line = openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link, elapsedMs: () => now },
    buffer: (real) => ({
      ...real,
      handOver: (done) => (isHeard ? real.handOver(done) : Promise.reject(new Error("lost"))),
    }),
    direct: (real) => ({
      ...real,
      place: (...asked) => (isAway ? Promise.reject(new Error("away")) : real.place(...asked)),
    }),
  });
  const slot = await ledger.slot({ capacity: 1 });
  const [first, second] = (await ledger.people(2)) as [PersonId, PersonId];
  const [, mine] = (await joinAll(line, slot, [first, second])) as [Entry, Entry];
  await line.handOver();
  expect(await line.act("leave", mine.id, second, randomUUID())).toMatchObject({ state: "left" });
  expect(await line.mine(slot, second)).toMatchObject({ id: mine.id, state: "left" });
  isAway = true;
  await expect(joinAll(line, slot, [second])).rejects.toThrow("away");
  isAway = false;
  expect(await joinAll(line, slot, [second])).toMatchObject([{ ticket: 3, state: "waiting" }]);
  [isHeard, now] = [true, 1_000];
  await line.handOver();
  expect(await statesIn(slot)).toEqual([
    [1, "confirmed"],
    [2, "left"],
    [3, "waitlisted"],
  ]);
});

test("I5: a worker gone before or after its commit: another takes over in its lease, nothing is twice", async () => {
  for (const isCommitted of [true, false]) {
    let [now, isGone] = [0, false];
    const gone = open((real) => ({
      ...real,
      async write(...batch) {
        if (isCommitted) await real.write(...batch);
        return new Promise(() => undefined);
      },
    }));
    const successor = open(undefined, () => now);
    const slot = await ledger.slot({ capacity: 2 });
    await joinAll(gone, slot, await ledger.people(5));
    void gone.handOver(() => isGone);
    const leased = () => link.ask((redis) => redis.get(link.named(`line:${slot}:lease`)));
    await waitUntil(leased, { what: "the first worker has begun" });
    isGone = true;
    await waitUntil(async () => !isCommitted || (await statesIn(slot)).length === 5, { what: "it has committed" });
    await successor.handOver();
    now = 2_999;
    await successor.handOver();
    expect(await link.ask((redis) => redis.xlen(link.named(`line:${slot}:1:stream`)))).toBe(5);
    now = 3_000;
    await successor.handOver();
    expect(await link.ask((redis) => redis.xlen(link.named(`line:${slot}:1:stream`)))).toBe(0);
    expect((await statesIn(slot)).map(([, state]) => state)).toEqual([
      "confirmed",
      "confirmed",
      "waitlisted",
      "waitlisted",
      "waitlisted",
    ]);
    const { line, reservations, outbox } = await ledger.rows(slot);
    expect([line.held, line.nextTicket, reservations.length, outbox.length]).toEqual([2, 6, 2, 2]);
  }
});

test("I2: of two that hand over one slot what is out of turn is refused, what is known has no effect", async () => {
  const given: Given[][] = [];
  const line = open((real) => ({
    ...real,
    async write(slot, epoch, batch) {
      given.push([...batch]);
      return real.write(slot, epoch, batch);
    },
  }));
  const slot = await ledger.slot({ capacity: 3 });
  await joinAll(line, slot, await ledger.people(6));
  let write: Entrances["write"] = async () => ({ refused: "out-of-turn" });
  open((real) => {
    write = real.write;
    return real;
  });
  await line.handOver();
  const [batch] = given as [Given[]];
  const before = await ledger.rows(slot);
  await write(slot, 1, batch.slice(0, 3));
  await write(slot, 1, batch);
  expect(await ledger.rows(slot)).toEqual(before);
  const [late] = (await ledger.people(1)) as [PersonId];
  const early = { ticket: 8, person: late, partySize: 1, key: randomUUID(), gone: false };
  expect(await write(slot, 1, [early])).toEqual({ refused: "out-of-turn" });
  expect(await write(slot, 2, [{ ...early, ticket: 7 }])).toEqual({ refused: "other-entrance" });
  const direct = await ledger.line.join(slot, { person: late, partySize: 1, key: randomUUID() });
  expect(direct).toMatchObject({ problem: "unavailable" });
  expect(await ledger.rows(slot)).toEqual(before);
});

test("decision 0039: what the ledger refuses as out of turn is told, kept, and handed over again", async () => {
  const told: SlotId[] = [];
  let isRefused = true;
  const line = openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link, onOutOfTurn: (slot) => told.push(slot) },
    entrances: (real) => ({
      ...real,
      write: (...batch) => (isRefused ? Promise.resolve({ refused: "out-of-turn" }) : real.write(...batch)),
    }),
  });
  const slot = await ledger.slot({ capacity: 1 });
  await joinAll(line, slot, await ledger.people(2));
  await line.handOver();
  expect([told, await statesIn(slot)]).toEqual([[slot], []]);
  isRefused = false;
  await line.handOver();
  expect([told, (await statesIn(slot)).length]).toEqual([[slot], 2]);
});
