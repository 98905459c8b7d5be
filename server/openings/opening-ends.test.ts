import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OpeningId, PersonId, SlotId } from "../../shared/ids.ts";
import { asDoer, type Ledger, openLedger } from "../../test/services/ledger.ts";
import { createSqlOpeningBook } from "./opening-book.sql.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
});
afterAll(() => ledger.close());

/** The latest opening of the slot's store. */
async function openingOf(slot: SlotId): Promise<OpeningId> {
  const [row] = await ledger.run<{ id: OpeningId }>(
    "select max(opening.id)::text as id from opening join slot using (store_id) where slot.id = $1",
    [slot],
  );
  return (row as { id: OpeningId }).id;
}

const cameTo = async (opening: OpeningId) =>
  (await ledger.run<{ came: number }>("select came::integer from opening where id = $1", [opening]))[0]?.came;

const pass = (opening: OpeningId, minutes: number) =>
  ledger.run(
    `with aged as (
        update opening set opens_at = opens_at - make_interval(mins => $2),
          changed_at = changed_at - make_interval(mins => $2)
        where id = $1 returning store_id, opens_at
      ) update store set opens_at = aged.opens_at from aged where store.id = aged.store_id`,
    [opening, minutes],
  );

async function join(slot: SlotId, people: number): Promise<void> {
  for (const person of (await ledger.people(people)) as PersonId[]) {
    await ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
  }
}

interface Quiet {
  readonly capacity: number;
  readonly joins: number;
  /** Before they joined. */
  readonly isPaused: boolean;
}

/** A store that opened three minutes ago, in which so many joined at once and nothing happened since. */
async function openQuietly({ capacity, joins, isPaused }: Quiet) {
  const [slot, book] = [await ledger.slot({ opensInMs: -1_000, capacity }), createSqlOpeningBook(ledger.database)];
  const pause = (paused: boolean) => book.pause([slot], asDoer(ledger.host), paused, randomUUID());
  await pause(isPaused);
  await join(slot, joins);
  await book.due(20, []);
  const opening = await openingOf(slot);
  await pass(opening, 3);
  return {
    pause,
    pass: (minutes: number) => pass(opening, minutes),
    isOver: async () => (await book.due(100, [])).includes(opening),
    isOverWithoutIt: async () => (await book.due(100, [opening])).includes(opening),
  };
}

test("S12: a quiet opening goes on while a pause keeps somebody waiting, ten minutes at most", async () => {
  const waitsForPause = { capacity: 5, joins: 1, isPaused: true };
  const paused = await openQuietly(waitsForPause);
  expect(await paused.isOver()).toBe(false);
  await paused.pass(8);
  expect(await paused.isOver()).toBe(true);

  const resumed = await openQuietly(waitsForPause);
  expect(await resumed.isOver()).toBe(false);
  await resumed.pause(false);
  expect(await resumed.isOver()).toBe(true);
});

test("S12: it is over where the pause keeps nobody waiting, or those who wait are kept by no pause", async () => {
  const empty = await openQuietly({ capacity: 5, joins: 1, isPaused: false });
  await empty.pause(true);
  expect(await empty.isOver()).toBe(true);
  expect(await empty.isOverWithoutIt()).toBe(false);
  const full = await openQuietly({ capacity: 1, joins: 2, isPaused: false });
  expect(await full.isOver()).toBe(true);
});

test("S12: a second opening goes on while nobody has come to it, whoever came before", async () => {
  const [slot, book] = [await ledger.slot({ opensInMs: -1_000, capacity: 5 }), createSqlOpeningBook(ledger.database)];
  await join(slot, 2);
  await ledger.run("update entry set joined_at = joined_at - interval '1 hour' where slot_id = $1", [slot]);
  await book.due(20, []);
  const opening = await openingOf(slot);
  const isOver = async () => (await book.due(100, [])).includes(opening);
  await pass(opening, 3);
  expect(await isOver()).toBe(false);
  await join(slot, 1);
  expect(await isOver()).toBe(false);
  await pass(opening, 3);
  expect(await isOver()).toBe(true);
});

/** A slot with a second opening to come in half a minute, which is kept already, and those who came to the first. */
async function openAgainSoon(joins: number) {
  const [slot, book] = [await ledger.slot({ opensInMs: -1_000, capacity: 5 }), createSqlOpeningBook(ledger.database)];
  await join(slot, joins);
  await ledger.run("update entry set joined_at = joined_at - interval '1 hour' where slot_id = $1", [slot]);
  await ledger.run(
    `update store set opens_at = now() + interval '30 seconds'
      from slot where slot.store_id = store.id and slot.id = $1`,
    [slot],
  );
  await book.due(20, []);
  const opening = await openingOf(slot);
  return { slot, opening, isOver: async () => (await book.due(100, [])).includes(opening) };
}

test("S12: numbers that go on behind, since Redis lost some before an opening, are no people who came", async () => {
  const { slot, opening, isOver } = await openAgainSoon(0);
  const take = (lost: number | null = null) =>
    ledger.run(`select ${ledger.database.code}.take_entrance($1, $2)`, [slot, lost]);
  await take();
  await ledger.run("update slot_line set entrance_since = entrance_since - interval '6 seconds' where slot_id = $1", [
    slot,
  ]);
  const [line] = await ledger.run<{ epoch: number }>("select epoch from slot_line where slot_id = $1", [slot]);
  await take(line?.epoch);
  expect((await ledger.rows(slot)).line.nextTicket).toBeGreaterThan(10_000);
  expect(await isOver()).toBe(false);
  await pass(opening, 3);
  expect(await isOver()).toBe(false);
});

test("S12: never fewer than nobody came, though a slot that goes takes its earlier tickets with it", async () => {
  const { slot, opening, isOver } = await openAgainSoon(2);
  const beside = await ledger.slotBeside(slot);
  await ledger.run("delete from slot_line where slot_id = $1", [slot]);
  await pass(opening, 1);
  await isOver();
  expect(await cameTo(opening)).toBe(0);
  await join(beside, 3);
  await isOver();
  expect(await cameTo(opening)).toBe(3);
});

/** A slot that has opened, of which nothing is kept yet, and another of its store. */
async function openUnkept() {
  const slot = await ledger.slot({ opensInMs: -1_000, capacity: 5, startsInMs: 3_600_000 });
  return { slot, beside: await ledger.slotBeside(slot), book: createSqlOpeningBook(ledger.database) };
}
const does = (call: string, ...values: readonly unknown[]) =>
  ledger.run<{ answer: unknown }>(`select ${ledger.database.code}.${call} as answer`, values);

/** Somebody who has had a seat in the one slot since before it opened, and moves to the other one. */
async function move(from: SlotId, to: SlotId): Promise<PersonId> {
  const [person] = (await ledger.people(1)) as [PersonId];
  await ledger.line.join(from, { person, partySize: 1, key: randomUUID() });
  await ledger.run("update entry set joined_at = joined_at - interval '1 hour' where slot_id = $1", [from]);
  const [seat] = await ledger.run<{ id: string }>("select id from reservation where slot_id = $1", [from]);
  const moved = await does("reschedule($1, $2)", person, JSON.stringify({ reservation: seat?.id, slot: to }));
  expect(moved).toMatchObject([{ answer: { slot: to } }]);
  return person;
}

test("S12: an opening that is kept late counts neither who was let in at the door since nor who moved", async () => {
  const door = await openUnkept();
  const walkIn = { partySize: 1, openMinutes: 120 };
  expect(await ledger.hostDoes("register_walk_in", door.slot, walkIn)).not.toHaveProperty("problem");
  await door.book.due(20, []);
  expect(await cameTo(await openingOf(door.slot))).toBe(0);

  const moved = await openUnkept();
  await move(moved.slot, moved.beside);
  await moved.book.due(20, []);
  expect(await cameTo(await openingOf(moved.slot))).toBe(0);
  await join(moved.beside, 2);
  await moved.book.due(20, []);
  expect(await cameTo(await openingOf(moved.slot))).toBe(2);
});

test("S12: nor who moved and was erased since", async () => {
  const { slot, beside, book } = await openUnkept();
  const person = await move(slot, beside);
  await ledger.run("update reservation set state = 'checked_in', checked_in_at = now() where slot_id = $1", [beside]);
  expect(await does("forget_in_slot($1, $2)", person, beside)).toEqual([{ answer: true }]);
  await book.due(20, []);
  expect(await cameTo(await openingOf(slot))).toBe(0);
});
