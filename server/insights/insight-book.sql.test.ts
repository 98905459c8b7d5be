import { afterAll, beforeAll, expect, test } from "vitest";
import type { SlotId, StoreId } from "../../shared/ids.ts";
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

async function storeInSeoul(slot: SlotId): Promise<StoreId> {
  const [row] = await ledger.run<{ store: StoreId }>(
    `update store set time_zone = 'Asia/Seoul' where id = (select store_id from slot where id = $1)
      returning id as store`,
    [slot],
  );
  return (row as { store: StoreId }).store;
}

const agree = (person: unknown, version: string) =>
  ledger.run("insert into consent (person_id, kind, version, is_given, at) values ($1, 'profile', $2, true, now())", [
    person,
    version,
  ]);

interface Visit {
  readonly person: unknown;
  readonly at: string;
  readonly state?: string;
  readonly ticket?: number;
}

/** In a slot of its own, beside that one. */
async function reserve(beside: SlotId, { person, at, state = "confirmed", ticket = 1 }: Visit): Promise<void> {
  const slot = await ledger.slotBeside(beside);
  const local = "$2::timestamp at time zone 'Asia/Seoul'";
  const moved = `update slot set starts_at = ${local}, ends_at = ${local} + interval '1 hour' where id = $1`;
  await ledger.run(moved, [slot, at]);
  await ledger.run(
    `insert into reservation (slot_id, ticket, person_id, party_size, state, created_at, cancelled_at)
      values ($1, $2, $3, 1, $4, now(), case $4::reservation_state when 'cancelled' then now() end)`,
    [slot, ticket, person, state],
  );
}

async function countsOf(store: StoreId, chart: string) {
  const told = await createSqlInsightBook(ledger.database, "today").store(store, ledger.host);
  const counts = (told?.counts ?? []).filter((each) => each.chart === chart);
  return Object.fromEntries(counts.map(({ key, count, people }) => [key, { count, people }]));
}

test("S37: who was erased is counted, and is nobody of those whose number lets a bar be told", async () => {
  const [first, [erased, known]] = [await ledger.slot(), await ledger.people(2)];
  const store = await storeInSeoul(first);
  for (const ticket of [1, 2, 3, 4, 5, 6]) {
    await reserve(first, { person: erased, at: `2026-11-27 12:0${ticket}`, ticket });
  }
  await reserve(first, { person: known, at: "2026-11-27 12:00" });
  const before = { "weekday-afternoon": { count: 7, people: 2 } };
  expect(await countsOf(store, "time")).toEqual(before);
  await ledger.run("update reservation set person_id = -ticket where person_id = $1", [erased]);
  const after = { count: 7, people: 1 };
  expect(await countsOf(store, "time")).toEqual({ "weekday-afternoon": after });
  expect(await countsOf(store, "month")).toEqual({ "202611": after });
});

test("S37: visits are counted by the store's own clock, beside how many people made them", async () => {
  const [often, once] = await ledger.people(2);
  const first = await ledger.slot();
  const store = await storeInSeoul(first);
  for (const at of Object.values(visits).flat()) await reserve(first, { person: often, at });
  await reserve(first, { person: once, at: "2026-11-29 12:30" });
  await reserve(first, { person: once, at: "2026-11-29 10:30", state: "cancelled" });

  expect(await countsOf(store, "time")).toEqual({
    "weekday-morning": { count: 2, people: 1 },
    "weekday-afternoon": { count: 2, people: 1 },
    "weekend-morning": { count: 3, people: 1 },
    "weekend-afternoon": { count: 5, people: 2 },
  });
});

test("S37: opened counts days on which somebody looked who agrees to the text of today", async () => {
  const [slot, people] = [await ledger.slot(), await ledger.people(3)];
  const store = await storeInSeoul(slot);
  const [agreed, before, silent] = people;
  await ledger.run("update person set sex = 'F' where id = any($1)", [people]);
  await agree(agreed, "today");
  await agree(before, "before");
  for (const [person, day] of [
    [agreed, "2026-11-27"],
    [agreed, "2026-11-28"],
    [before, "2026-11-28"],
    [silent, "2026-11-28"],
  ]) {
    await ledger.run("insert into store_view values ($1, $2::date, $3, $2::date)", [person, day, store]);
  }
  expect(await countsOf(store, "funnel")).toMatchObject({ opened: { count: 2, people: 1 } });
});

test("S37: a year begins when it does in Korea", async () => {
  const [slot, [person]] = [await ledger.slot(), await ledger.people(1)];
  const store = await storeInSeoul(slot);
  await ledger.run("update person set birth_year = 2000, sex = 'F' where id = $1", [person]);
  await agree(person, "today");
  await reserve(slot, { person, at: "2030-01-01 12:00" });
  await ledger.run(`create or replace function ${ledger.database.code}.clock() returns timestamptz
    language sql volatile as $$ select '2029-12-31T15:00:00Z'::timestamptz $$`);
  expect(await countsOf(store, "segment")).toEqual({ "F-3": { count: 1, people: 1 } });
});
