import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Ledger, openLedger, type SlotWish } from "../../test/services/ledger.ts";
import { createSqlLineList } from "./line-list.sql.ts";

// Rows by hand, past everything that gives seats: what the query says of them is its own reckoning.
let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("embedded");
});
afterAll(() => ledger.close());

interface Rows {
  readonly slot?: SlotWish;
  /** Party sizes, by ticket. */
  readonly waiting?: readonly number[];
  /** Of each, for how many seconds the offer has run out. */
  readonly offeredSince?: readonly number[];
  readonly seated?: readonly ("confirmed" | "checked_in" | "completed" | "no_show" | "released" | "cancelled")[];
  /** What else is so of the line. */
  readonly paused?: boolean;
}

async function writeLine({ slot: wish, waiting = [], offeredSince = [], seated = [], paused = false }: Rows) {
  const slot = await ledger.slot({ capacity: 1, ...wish });
  const entry = `insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at,
    offer_expires_at) values ($1, $2::integer, $2::integer, $3, $4,
    gen_random_uuid()::text, now(), ${ledger.database.code}.clock() - $5::integer * interval '1 second')`;
  let ticket = 0;
  for (const partySize of waiting) {
    ticket += 1;
    await ledger.run(entry, [slot, ticket, partySize, "waitlisted", null]);
  }
  for (const seconds of offeredSince) {
    ticket += 1;
    await ledger.run(entry, [slot, ticket, 1, "offered", seconds]);
  }
  for (const state of seated) {
    ticket += 1;
    await ledger.run(
      `insert into reservation (slot_id, ticket, person_id, party_size, created_at, state, cancelled_at, seat_released)
       values ($1, $2::integer, $2::integer, 1, now(), $3::reservation_state,
         case when $3::reservation_state = 'cancelled' then now() end, $4)`,
      [slot, ticket, state === "released" ? "no_show" : state, state === "released"],
    );
  }
  await ledger.run("update slot_line set waiting = $2, paused = $3 where slot_id = $1", [
    ...[slot, waiting.length, paused],
  ]);
  return slot;
}

/** What is said of such a line; null when it is not listed. */
async function saidOf(rows: Rows) {
  const slot = await writeLine(rows);
  const lines = await createSqlLineList(ledger.database).running(1_000);
  const { seated, isOversold, isStill } = lines.find(({ slotId }) => slotId === slot) ?? {};
  return { seated, isOversold, isStill };
}

test("S40: an offer that ran out a minute ago and was forgotten is a line that stands still", async () => {
  await ledger.setClock(`timestamptz '${new Date().toISOString()}'`);
  onTestFinished(() => ledger.setClock("clock_timestamp()"));
  expect(await saidOf({ offeredSince: [61] })).toEqual({ seated: 1, isOversold: false, isStill: true });
  // Within the minute, and before it has run out, there is nothing to see to.
  expect(await saidOf({ offeredSince: [50] })).toMatchObject({ isStill: false });
  expect(await saidOf({ offeredSince: [-3_600] })).toMatchObject({ isStill: false });
  expect(await saidOf({ offeredSince: [61], paused: true })).toMatchObject({ isStill: false });
  expect(await saidOf({ offeredSince: [61], slot: { startsInMs: -60_000 } })).toMatchObject({ isStill: false });
});

test("S40: where gaps are filled anybody who fits could be seated, in strict order only who is first", async () => {
  const twoThenOne = { slot: { capacity: 2 }, seated: ["confirmed"], waiting: [2, 1] } as const;
  const filling = { ...twoThenOne, slot: { capacity: 2, fillsGaps: true } };
  expect(await saidOf(twoThenOne)).toEqual({ seated: 1, isOversold: false, isStill: false });
  expect(await saidOf(filling)).toEqual({ seated: 1, isOversold: false, isStill: true });
  expect(await saidOf({ ...filling, waiting: [2, 3] })).toMatchObject({ isStill: false });
  expect(await saidOf({ ...twoThenOne, waiting: [1, 2] })).toMatchObject({ isStill: true });
});

test("S40: a seat that was released by a no-show is free again, and one that was not is taken", async () => {
  const taken = ["confirmed", "checked_in", "completed", "no_show"] as const;
  for (const state of taken) {
    const one = await saidOf({ seated: [state, "confirmed"] });
    expect(one, state).toEqual({ seated: 2, isOversold: true, isStill: false });
  }
  for (const state of ["released", "cancelled"] as const) {
    const one = await saidOf({ seated: [state, "confirmed"] });
    expect(one, state).toEqual({ seated: 1, isOversold: false, isStill: false });
    // And somebody who waits should have it.
    expect(await saidOf({ seated: [state], waiting: [1] }), state).toEqual({
      ...{ seated: 0, isOversold: false, isStill: true },
    });
  }
});

test("S40: a seat that is offered is taken", async () => {
  const offered = { offeredSince: [-60], waiting: [1] };
  expect(await saidOf(offered)).toEqual({ seated: 1, isOversold: false, isStill: false });
  expect(await saidOf({ ...offered, seated: ["confirmed"] })).toEqual({ seated: 2, isOversold: true, isStill: false });
});
