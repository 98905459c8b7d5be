import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { SlotId, StoreId } from "../../shared/ids.ts";
import { asDoer, type Ledger, openLedger } from "../../test/services/ledger.ts";
import { createSqlOpeningBook } from "./opening-book.sql.ts";
import { createSqlOpeningShelf } from "./opening-shelf.sql.ts";
import { createOpenings } from "./service.ts";
import { createTallies } from "./tally.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
  // A press takes no time, however long it was held up.
  await ledger.setClock("now()");
});
afterAll(() => ledger.close());

/** A store with so many slots, and its openings, which count their presses and tell which lines have changed. */
async function openWith(count: number) {
  const first = await ledger.slot();
  const slots = [first];
  while (slots.length < count) slots.push(await ledger.slotBeside(first));
  const [{ store } = { store: "" as StoreId }] = await ledger.run<{ store: StoreId }>(
    "select store_id::text as store from slot where id = $1",
    [first],
  );
  const book = createSqlOpeningBook(ledger.database);
  const presses: number[] = [];
  const told: SlotId[] = [];
  const openings = createOpenings({
    book: {
      ...book,
      pause(some, ...press) {
        presses.push(some.length);
        return book.pause(some, ...press);
      },
    },
    shelf: createSqlOpeningShelf(ledger.database),
    tallies: createTallies(),
    line: { seatsChanged: (slot) => void told.push(slot) },
  });
  const pause = (paused: boolean) => openings.pause(store, asDoer(ledger.host), paused, randomUUID());
  const pausedCount = async () => {
    const text = "select count(*)::integer as count from slot_line where slot_id = any ($1) and paused";
    return (await ledger.run<{ count: number }>(text, [slots]))[0]?.count;
  };
  return { slots, store, book, presses, told, pause, pausedCount };
}

test("S12: 185 slots are paused in one press, as they go on, and whoever follows one of them is told", async () => {
  const { slots, presses, told, pause, pausedCount } = await openWith(185);
  expect([await pause(true), await pausedCount()]).toEqual([{ slotIds: slots }, 185]);
  expect([presses, told]).toEqual([[185], slots]);
  expect(await pause(true)).toEqual({ slotIds: [] });
  expect([await pause(false), await pausedCount()]).toEqual([{ slotIds: slots }, 0]);
  expect(presses).toEqual([185, 185]);
});

test("S12: a pause of all looks at every slot of a store, also where there are more than 2,000", async () => {
  const { store, slots } = await openWith(1);
  await ledger.run(
    `with many as (
        insert into slot (store_id, starts_at, ends_at)
        select store_id, starts_at + number * interval '1 day', ends_at + number * interval '1 day'
        from slot, generate_series(1, 2000) as number where id = $1 returning id
      ) insert into slot_line (slot_id, capacity) select id, 1 from many`,
    [slots[0]],
  );
  expect(await createSqlOpeningShelf(ledger.database).slotsToPause(store, ledger.host, true)).toHaveLength(2_001);
});

test("S12: no press holds lines longer than a second or more than 200 of them; the next goes on", async () => {
  const { slots, presses, pause, pausedCount } = await openWith(203);
  expect([await pause(true), await pausedCount()]).toEqual([{ slotIds: slots }, 203]);
  expect(presses).toEqual([200, 3]);
  await ledger.run("create sequence tenths");
  await ledger.setClock("now() + nextval('tenths') * interval '100 milliseconds'");
  const resumed = await pause(false);
  await ledger.setClock("now()");
  expect([resumed, await pausedCount()]).toEqual([{ slotIds: slots }, 0]);
  expect(presses.length).toBeGreaterThan(20);
});

test("pause all goes past slots that were closed or taken away meanwhile, and changes the others", async () => {
  const { slots, book, pausedCount } = await openWith(3);
  const [first, second, third] = slots as [SlotId, SlotId, SlotId];
  await ledger.run("update slot set closed_at = now() where id = $1", [first]);
  await ledger.run("delete from slot_line where slot_id = $1", [second]);
  await ledger.run("delete from slot where id = $1", [second]);
  const answer = await book.pause(slots, asDoer(ledger.host), true, randomUUID());
  expect([answer, await pausedCount()]).toEqual([{ slotIds: [third], looked: 3 }, 1]);
});

test("pause all locks lines by their ids, whatever order they are named in: no circle with a move", async () => {
  const { slots, book } = await openWith(2);
  const other = new pg.Client({ connectionString: ledger.url as string });
  await other.connect();
  const lock = (slot: SlotId | undefined) => other.query("select from slot_line where slot_id = $1 for update", [slot]);
  await other.query("begin");
  await other.query("set local lock_timeout = '500ms'");
  await lock(slots[0]);
  const pausing = book.pause(slots.toReversed(), asDoer(ledger.host), true, randomUUID());
  const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await waitUntil(async () => (await ledger.run(waiting)).length > 0, { what: "the pause waits", everyMs: 5 });
  const locked = await lock(slots[1]).catch((error: unknown) => error);
  await other.query("rollback");
  await other.end();
  expect(await pausing).toEqual({ slotIds: slots, looked: 2 });
  expect(locked).not.toBeInstanceOf(Error);
});
