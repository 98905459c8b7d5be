import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StoreId } from "../../shared/ids.ts";
import { mostSlotsOfStore } from "../../shared/slots.ts";
import { asDoer, type Ledger, openLedger } from "../../test/services/ledger.ts";
import type { SlotPlan } from "./rules.ts";
import { createSqlSlotBook } from "./slot-book.sql.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
});
afterAll(() => ledger.close());

/** So many hours one after the other, from this day of 2030. */
function hoursFrom(day: string, count: number): SlotPlan {
  const starts = Array.from({ length: count }, (_, at) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + at * 3_600_000).toISOString(),
  );
  const [days, times] = [starts.map((start) => start.slice(0, 10)), starts.map((start) => start.slice(11, 16))];
  return { days, times, minutes: 60, capacity: 1 };
}

async function storeOf(slot: string): Promise<StoreId> {
  const [row] = await ledger.run<{ id: StoreId }>("select store_id::text as id from slot where id = $1", [slot]);
  return (row as { id: StoreId }).id;
}

/** A store with one slot, and what its host does. */
async function openStore() {
  const [store, book] = [await storeOf(await ledger.slot()), createSqlSlotBook(ledger.database, 10)];
  return {
    store,
    add: (plan: SlotPlan) => book.add(store, asDoer(ledger.host), plan, randomUUID()),
    count: (plan: SlotPlan) => book.count(store, ledger.host, plan),
    slots: async () => (await ledger.run("select from slot where store_id = $1", [store])).length,
  };
}

const tooMany = { problem: "too-many-slots" };

test("S20: a store has 2,000 slots that are not over; more are refused, counted or added: all or none", async () => {
  const { store, add, count, slots } = await openStore();
  expect(await add(hoursFrom("2030-01-01", mostSlotsOfStore - 2))).toMatchObject({ count: mostSlotsOfStore - 2 });
  const two = hoursFrom("2031-01-01", 2);
  expect([await count(two), await add(two)]).toEqual([tooMany, tooMany]);
  expect(await slots()).toBe(mostSlotsOfStore - 1);
  expect(await add(hoursFrom("2031-01-01", 1))).toMatchObject({ count: 1 });
  expect(await add(hoursFrom("2031-02-01", 1))).toEqual(tooMany);
  // One that is over makes room.
  await ledger.run(
    `update slot set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'
      where id = (select min(id) from slot where store_id = $1)`,
    [store],
  );
  expect(await add(hoursFrom("2031-02-01", 1))).toMatchObject({ count: 1 });
  // Of one that has more from before, hours that are all there are none too many.
  await ledger.run("update slot set ends_at = now() + interval '1 hour' where store_id = $1 and ends_at < now()", [
    store,
  ]);
  expect(await add(hoursFrom("2031-02-01", 1))).toMatchObject({ count: 0 });
});

test("S20: of two who add at once what only one of them has room for, one is refused", async () => {
  const { add, slots } = await openStore();
  const answers = await Promise.all(["2030-01-01", "2032-01-01"].map((day) => add(hoursFrom(day, 1_200))));
  expect(answers.filter((answer) => "problem" in answer)).toEqual([tooMany]);
  expect(await slots()).toBe(1_201);
});
