import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import type { PersonId, SlotId } from "../../../shared/ids.ts";
import type { Entry } from "../../../shared/line.ts";
import { openBufferedGround, openBufferedLine, unhurried } from "../../../test/services/buffered-ledger.ts";
import { entryOf } from "../line.conformance.ts";

const hourMs = 3_600_000;

const { ledger, link, close } = await openBufferedGround();
const line = openBufferedLine({ ...unhurried, database: ledger.database, link });
afterAll(close);

const join = (slot: SlotId, person: PersonId, receipt?: string) =>
  line.join(slot, { person, partySize: 1, key: randomUUID(), receipt });
const joinAll = (slot: SlotId, people: readonly PersonId[]) =>
  Promise.all(people.map(async (person) => entryOf(await join(slot, person))));
const keysOf = async (slot: SlotId) => (await link.ask((redis) => redis.keys(link.named(`line:${slot}:*`)))) ?? [];
const rowsOf = async (slot: SlotId) =>
  (await ledger.rows(slot)).entries.map(({ ticket, personId, state }) => [ticket, String(personId), state]);

/** All that Redis has of a slot is gone, and long enough after the last time that another epoch may begin. */
async function wipe(slot: SlotId): Promise<void> {
  await ledger.run("update slot_line set entrance_since = now() - interval '1 minute' where slot_id = $1", [slot]);
  const keys = await keysOf(slot);
  await link.ask((redis) => redis.del(keys));
  await line.renewCards();
}
async function endRecovery(slot: SlotId): Promise<void> {
  await ledger.run("update slot_line set recovering_until = now() where slot_id = $1", [slot]);
  await line.renewCards();
  await line.handOver();
}

test("DESIGN 1: Redis wiped while PostgreSQL is up: what is written stands, receipts order the rest", async () => {
  const slot = await ledger.slot({ capacity: 2 });
  const [a, b, c, d, e, f] = (await ledger.people(6)) as [PersonId, PersonId, PersonId, PersonId, PersonId, PersonId];
  const [first] = (await joinAll(slot, [a])) as [Entry];
  await line.handOver();
  const [, third, fourth] = (await joinAll(slot, [b, c, d])) as [Entry, Entry, Entry];
  await wipe(slot);
  expect(await line.mine(slot, a)).toMatchObject({ id: first.id, state: "confirmed" });
  expect(await line.mine(slot, c)).toBeNull();
  for (const newcomer of [b, e]) {
    expect(await join(slot, newcomer)).toMatchObject({ problem: "unavailable", retryAfterSeconds: expect.any(Number) });
  }
  for (const [person, { id, receipt, ahead }] of [[d, fourth] as const, [c, third] as const]) {
    const back = entryOf(await join(slot, person, receipt));
    expect(back).toMatchObject({ id, state: "waiting", receipt: expect.stringMatching(/^2\./), afterLoss: true });
    expect(back.ahead).toBeLessThanOrEqual(ahead as number);
  }
  await endRecovery(slot);
  // Without a receipt in time one is behind all who had one, and before who comes later.
  const late = await joinAll(slot, [b, e, f]);
  await line.handOver();
  expect(await rowsOf(slot)).toEqual([
    [1, a, "confirmed"],
    [3, c, "confirmed"],
    [4, d, "waitlisted"],
    ...[b, e, f].map((person, at) => [late[at]?.ticket, person, "waitlisted"]),
  ]);
});

const passes = {
  "a Redis wiped before the opening": wipe,
  "a slot handed back and opened again": async (slot: SlotId) => {
    for (const places_per_person of [1, null]) {
      await ledger.hostDoes("edit_store", slot, { change: { places_per_person }, knowingly: false });
      await line.renewCards();
    }
  },
};
test.each(Object.entries(passes))("DESIGN 1: after %s nobody is told of a loss, as there was none", async (_, pass) => {
  const slot = await ledger.slot({ capacity: 2, opensInMs: hourMs });
  const [a, b] = (await ledger.people(2)) as [PersonId, PersonId];
  expect(await join(slot, a)).toMatchObject({ problem: "not-open" });
  await pass(slot);
  await ledger.passTime(slot, hourMs);
  await line.renewCards();
  const entries = await joinAll(slot, [a, b]);
  for (const [at, person] of [a, b].entries()) {
    for (const told of [entries[at], await line.mine(slot, person)]) {
      expect(told).toMatchObject({ ahead: at, receipt: expect.stringMatching(/^2\./) });
      expect(told).not.toHaveProperty("afterLoss");
    }
  }
  // I10: nobody was before them in what went first.
  await wipe(slot);
  for (const [at, person] of [a, b].entries())
    expect(await join(slot, person, entries[at]?.receipt)).toMatchObject({ entry: { ahead: at, afterLoss: true } });
});

test("DESIGN 1: a slot that was lost, handed back and opened again begins anew", async () => {
  const slot = await ledger.slot({ capacity: 2 });
  const [a] = (await ledger.people(1)) as [PersonId];
  await join(slot, a);
  await wipe(slot);
  await endRecovery(slot);
  await passes["a slot handed back and opened again"](slot);
  const entry = entryOf(await join(slot, a));
  expect(entry.receipt).toMatch(/^3\./);
  expect(entry).not.toHaveProperty("afterLoss");
});

test("DESIGN 1: a receipt that comes too late for its ticket is the back of the line, once", async () => {
  const slot = await ledger.slot({ capacity: 2 });
  const [a, b, c, d] = (await ledger.people(4)) as [PersonId, PersonId, PersonId, PersonId];
  await joinAll(slot, [a]);
  await line.handOver();
  const [second, third] = (await joinAll(slot, [b, c])) as [Entry, Entry];
  await wipe(slot);
  await join(slot, c, third.receipt);
  await endRecovery(slot);
  const [newcomer] = (await joinAll(slot, [d])) as [Entry];
  const late = await join(slot, b, second.receipt);
  expect(late).toMatchObject({ fresh: true, entry: { ticket: newcomer.ticket + 1, state: "waiting", ahead: 1 } });
  const { id, ticket, receipt } = entryOf(late);
  expect(receipt).toMatch(/^2\./);
  await line.handOver();
  for (const again of [second.receipt, receipt]) {
    expect(await join(slot, b, again)).toMatchObject({ fresh: false, entry: { id, state: "waitlisted", ahead: 1 } });
  }
  expect(await rowsOf(slot)).toEqual([
    [1, a, "confirmed"],
    [3, c, "confirmed"],
    [newcomer.ticket, d, "waitlisted"],
    [ticket, b, "waitlisted"],
  ]);
});

test("DESIGN 1: of a Redis put back to an older state a ticket the ledger gave to another is no place", async () => {
  const slot = await ledger.slot({ capacity: 3 });
  const [a, b, c, newcomer] = (await ledger.people(4)) as [PersonId, PersonId, PersonId, PersonId];
  await joinAll(slot, [a]);
  await line.handOver();
  await line.renewCards();
  const old = await Promise.all(
    (await keysOf(slot)).map(async (key) => [key, await link.ask((redis) => redis.dumpBuffer(key))] as const),
  );
  await joinAll(slot, [b, c]);
  await line.handOver();
  await ledger.run("update slot_line set entrance_since = now() - interval '1 minute' where slot_id = $1", [slot]);
  for (const [key, value] of old) await link.ask((redis) => redis.restore(key, 0, value as Buffer, "REPLACE"));
  const [told] = (await joinAll(slot, [newcomer])) as [Entry];
  expect(told).toMatchObject({ ticket: 2, receipt: expect.stringMatching(/^1\./) });
  await line.renewCards();
  expect(await line.mine(slot, newcomer)).toBeNull();
  expect(await join(slot, newcomer, told.receipt)).toMatchObject({ problem: "unavailable" });
  await endRecovery(slot);
  const back = entryOf(await join(slot, newcomer, told.receipt));
  expect(back.receipt).toMatch(/^2\./);
  await line.handOver();
  expect(await rowsOf(slot)).toEqual([
    [1, a, "confirmed"],
    [2, b, "confirmed"],
    [3, c, "confirmed"],
    [back.ticket, newcomer, "waitlisted"],
  ]);
});

/** What a backup from before everything behind this ticket has of the slot. */
async function restore(slot: SlotId, last: number, epoch = 1): Promise<void> {
  for (const rows of ["reservation", "entry"])
    await ledger.run(`delete from ${rows} where slot_id = $1 and ticket > $2`, [slot, last]);
  await ledger.run(
    `update slot_line set held = $2, next_ticket = $2 + 1, epoch = $3, first_of_epoch = 1, recovering_until = null,
      last_of_epoch = 10010, entrance_since = now() - interval '1 minute' where slot_id = $1`,
    [slot, last, epoch],
  );
}

test("I5, DESIGN 1: a ledger restored to an earlier moment is a loss: receipts order those who come back", async () => {
  const slot = await ledger.slot({ capacity: 5 });
  const [a, b, c, d] = (await ledger.people(4)) as [PersonId, PersonId, PersonId, PersonId];
  for (const person of [a, b]) {
    await join(slot, person);
    await line.handOver();
  }
  await restore(slot, 1);
  await line.renewCards();
  const [third, fourth] = (await joinAll(slot, [c, d])) as [Entry, Entry];
  await line.handOver();
  expect(await line.mine(slot, c)).toBeNull();
  for (const [person, { id, receipt }] of [[d, fourth] as const, [c, third] as const])
    expect(await join(slot, person, receipt)).toMatchObject({ entry: { id, state: "waiting", afterLoss: true } });
  await endRecovery(slot);
  const late = entryOf(await join(slot, b));
  await line.handOver();
  expect(await rowsOf(slot)).toEqual([
    [1, a, "confirmed"],
    [3, c, "confirmed"],
    [4, d, "confirmed"],
    [late.ticket, b, "confirmed"],
  ]);
});

test("I5, decision 0039: a ledger restored to before an epoch that Redis knows begins one behind it", async () => {
  const slot = await ledger.slot({ capacity: 5 });
  const [a, b] = (await ledger.people(2)) as [PersonId, PersonId];
  await join(slot, a);
  await line.handOver();
  for (const epoch of [2, 3]) {
    await wipe(slot);
    await endRecovery(slot);
    expect(entryOf(await join(slot, b)).receipt).toMatch(new RegExp(`^${epoch}`));
  }
  await restore(slot, 1);
  for (const _ of ["epoch 2", "epoch 3", "what Redis has of that is out of turn", "epoch 4"]) {
    await ledger.run(
      `update slot_line set entrance_since = now() - interval '1 minute', recovering_until = now() where slot_id = $1`,
      [slot],
    );
    await line.renewCards();
    await line.handOver();
  }
  await endRecovery(slot);
  await join(slot, b);
  await line.handOver();
  expect((await rowsOf(slot)).map(([, person]) => person)).toEqual([a, b]);
});

test("DESIGN 1: what Redis has of a slot ends an hour after the slot began", async () => {
  const slot = await ledger.slot({ capacity: 1, startsInMs: 2 * hourMs });
  const [a, b, c] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
  const [, held] = (await joinAll(slot, [a, b])) as [Entry, Entry];
  await line.act("leave", held.id, b, randomUUID());
  await line.handOver();
  await wipe(slot);
  await endRecovery(slot);
  await joinAll(slot, [a, c]);
  const keys = await keysOf(slot);
  expect(keys.length).toBeGreaterThanOrEqual(4);
  for (const key of keys) {
    const leftMs = (await link.ask((redis) => redis.pttl(key))) ?? 0;
    expect([key, leftMs > 3 * hourMs - 60_000, leftMs <= 3 * hourMs]).toEqual([key, true, true]);
  }
});

test("I3: a ticket of somebody whose entry Redis forgot is none of its own: their place is that entry", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const [a, b, c] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
  const [, mine] = (await joinAll(slot, [a, b])) as [Entry, Entry];
  await line.handOver();
  const people = (await keysOf(slot)).filter((key) => /people|presses/.test(key));
  await link.ask((redis) => redis.del(people));
  const [another, behind] = (await joinAll(slot, [b, c])) as [Entry, Entry];
  expect([another.ticket > mine.ticket, behind.ticket]).toEqual([true, another.ticket + 1]);
  await line.handOver();
  expect(await rowsOf(slot)).toEqual([
    [1, a, "confirmed"],
    [2, b, "waitlisted"],
    [behind.ticket, c, "waitlisted"],
  ]);
  for (const id of [mine.id, another.id]) {
    expect(await line.place(id, b)).toMatchObject({ id: mine.id, state: "waitlisted", ahead: 0 });
  }
  expect(await join(slot, b)).toMatchObject({ fresh: false, entry: { id: mine.id } });
  expect(await line.act("leave", another.id, b, randomUUID())).toMatchObject({ id: mine.id, state: "left" });
  expect(await line.mine(slot, c)).toMatchObject({ id: behind.id, ahead: 0 });
});

test("I12, TRUST: whoever was erased before being written gets no seat, and no row says their number", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const [erasing, gone, next] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
  await joinAll(slot, [erasing, gone, next]);
  await ledger.run("update person set erasing_since = now() where id = $1", [erasing]);
  await ledger.run("delete from person where id = $1", [gone]);
  await line.handOver();
  expect(await rowsOf(slot)).toEqual([
    [1, "-1", "left"],
    [2, "-2", "left"],
    [3, next, "confirmed"],
  ]);
  const { reservations, outbox } = await ledger.rows(slot);
  expect([...reservations, ...outbox].map(({ personId }) => String(personId))).toEqual([next, next]);
});
