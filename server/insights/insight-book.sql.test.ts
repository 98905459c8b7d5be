import { afterAll, beforeAll, expect, test } from "vitest";
import type { StoreId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { createSqlInsightBook } from "./insight-book.sql.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("embedded");
});
afterAll(() => ledger.close());

/** By the clock of Seoul, where the day begins nine hours before that of Greenwich. */
const visits = {
  "weekday-morning": ["2026-11-27 00:30", "2026-11-27 11:59"],
  "weekday-afternoon": ["2026-11-27 23:30", "2026-11-30 12:00"],
  "weekend-morning": ["2026-11-28 00:30", "2026-11-28 11:59", "2026-11-29 10:00"],
  "weekend-afternoon": ["2026-11-28 12:00", "2026-11-29 12:00", "2026-11-29 13:00", "2026-11-29 23:59"],
};

test("S37: purchases that are more than two thousand millions in all are counted", async () => {
  const [made] = await ledger.run<{ id: string }>(
    "insert into purchase_import (source, hash) values ('much', $1) returning id::text",
    ["0".repeat(64)],
  );
  await ledger.run(
    `insert into purchase (import_id, number, month, sex, age, region, is_weekend, is_afternoon, category, quantity,
        amount, times)
      select $1, number, 202401, 'F', 3, '11', true, true, 'bags', 1, 1, 1000000000
      from generate_series(1, 3) as number`,
    [made?.id],
  );
  const counts = await createSqlInsightBook(ledger.database, "today").purchases(made?.id ?? "");
  expect(counts.map(({ count }) => count)).toEqual(Array(7).fill(3_000_000_000));
});

test("S37: visits are counted by the store's own clock, beside how many people made them", async () => {
  const [often, once] = await ledger.people(2);
  const first = await ledger.slot();
  const [row] = await ledger.run<{ store: StoreId }>(
    `update store set time_zone = 'Asia/Seoul' where id = (select store_id from slot where id = $1)
      returning id as store`,
    [first],
  );
  const { store } = row as { store: StoreId };
  const reserve = async (person: unknown, at: string, state: string) => {
    const slot = await ledger.slotBeside(first);
    const local = "$2::timestamp at time zone 'Asia/Seoul'";
    const moved = `update slot set starts_at = ${local}, ends_at = ${local} + interval '1 hour' where id = $1`;
    await ledger.run(moved, [slot, at]);
    await ledger.run(
      `insert into reservation (slot_id, ticket, person_id, party_size, state, created_at, cancelled_at)
        values ($1, 1, $2, 1, $3, now(), case $3::reservation_state when 'cancelled' then now() end)`,
      [slot, person, state],
    );
  };
  for (const at of Object.values(visits).flat()) await reserve(often, at, "confirmed");
  await reserve(once, "2026-11-29 12:30", "confirmed");
  await reserve(once, "2026-11-29 10:30", "cancelled");

  const told = await createSqlInsightBook(ledger.database, "today").store(store, ledger.host);
  const times = (told?.counts ?? []).filter(({ chart }) => chart === "time");
  expect(Object.fromEntries(times.map(({ key, count, people }) => [key, { count, people }]))).toEqual({
    "weekday-morning": { count: 2, people: 1 },
    "weekday-afternoon": { count: 2, people: 1 },
    "weekend-morning": { count: 3, people: 1 },
    "weekend-afternoon": { count: 5, people: 2 },
  });
});
