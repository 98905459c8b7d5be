import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ledger, openLedger } from "../../../test/services/ledger.ts";
import { createSqlDeedBook } from "./deed-book.sql.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("embedded");
});
afterAll(() => ledger.close());

test("S38: what is booked counts half after 60 days; cancelled or removed, or of who told nothing, not", async () => {
  const slot = await ledger.slot();
  const [told, silent] = await ledger.people(2);
  await ledger.run("update person set sex = 'F' where id = $1", [told]);
  for (const [at, person] of [told, silent].entries()) {
    await ledger.run(
      `insert into reservation (slot_id, ticket, person_id, party_size, state, created_at, cancelled_at, removed_at)
        select $1, 10 * $3 + number, $2, 1, state::reservation_state, made_at, gone, removed from (values
          (1, 'completed', now() - interval '60 days', null, null), (2, 'confirmed', now(), null, null),
          (3, 'cancelled', now(), now(), null), (4, 'no_show', now(), null, now())
        ) as made (number, state, made_at, gone, removed)`,
      [slot, person, at],
    );
  }
  const book = createSqlDeedBook(ledger.database);
  const { sex, own } = await book.of(told as never);
  expect([sex, ...own.map((each) => Math.round(each * 1_000) / 1_000)]).toEqual(["F", 0, 1.5, 0, 0, 0, 0, 0, 0]);
  expect(await book.of(silent as never)).toEqual({ ageBand: null, sex: null, region: null, own: [] });
});

test("whoever moves to another time keeps the taste of the day on which they reserved", async () => {
  const [slot, [person]] = [await ledger.slot(), await ledger.people(1)];
  await ledger.run("update person set sex = 'F' where id = $1", [person]);
  const reserved = `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    select $1, 61 - days, $2, 1, now() - days * interval '1 day' from unnest(array[60, 30, 0]) as days returning id`;
  const made = await ledger.run<{ id: string }>(reserved, [slot, person]);
  for (const [at, { id }] of made.slice(0, -1).entries()) {
    await ledger.run("update reservation set state = 'cancelled', cancelled_at = now(), moved_to = $2 where id = $1", [
      id,
      made[at + 1]?.id,
    ]);
  }
  const { own } = await createSqlDeedBook(ledger.database).of(person as never);
  expect(Math.round(Math.max(...own) * 1_000) / 1_000).toBe(0.5);
});

test("the latest 200 reservations count; a year begins when it does in Korea", async () => {
  const [slot, [person]] = [await ledger.slot(), await ledger.people(1)];
  await ledger.run("update person set birth_year = 2000 where id = $1", [person]);
  await ledger.run(
    `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
      select $1, number, $2, 1, '2029-12-31T16:00:00Z' from generate_series(1, 201) as number`,
    [slot, person],
  );
  await ledger.run(`create or replace function ${ledger.database.code}.clock() returns timestamptz
    language sql volatile as $$ select '2029-12-31T16:00:00Z'::timestamptz $$`);
  const { ageBand, own } = await createSqlDeedBook(ledger.database).of(person as never);
  expect([ageBand, Math.max(...own)]).toEqual([3, 200]);
});
