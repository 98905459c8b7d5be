import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeEntryId, type PersonId, type SlotId } from "../../shared/ids.ts";
import { openCountedReads, type Reads } from "../services/counted-reads.ts";
import type { Ledger, SlotWish } from "../services/ledger.ts";

let ledger: Ledger;
let counted: Awaited<ReturnType<typeof openCountedReads>>;

beforeAll(async () => {
  counted = await openCountedReads();
  ledger = counted.ledger;
});
afterAll(() => counted.close());

interface Lined {
  readonly slot: SlotId;
  readonly people: readonly PersonId[];
}

/** A slot with these parties joined in order through `admit` itself, a thousand at once. */
async function lineOf(wish: SlotWish, parties: readonly number[]): Promise<Lined> {
  const slot = await ledger.slot({ mostWaiting: 1_000_000, ...wish });
  const people = await ledger.people(parties.length);
  for (let start = 0; start < people.length; start += 1_000) {
    const batch = people.slice(start, start + 1_000);
    const sizes = parties.slice(start, start + 1_000);
    const values = [slot, batch, sizes, batch.map(() => randomUUID())];
    await ledger.run(`select from ${ledger.database.code}.admit($1, $2, $3, $4)`, values);
  }
  return { slot, people };
}

/** Everybody with a ticket from `first` to `last` leaves at once. */
async function leaveTogether(slot: SlotId, first: number, last: number): Promise<void> {
  await ledger.run("update entry set state = 'left' where slot_id = $1 and ticket between $2 and $3", [
    slot,
    first,
    last,
  ]);
  const { code } = ledger.database;
  const text = `select ${code}.line_shrinks($1, array(select generate_series($2::integer, $3::integer)))`;
  await ledger.run(text, [slot, first, last]);
}

async function leave({ slot, people }: Lined, ticket: number): Promise<void> {
  const person = people[ticket - 1] as PersonId;
  expect(await counted.line.act("leave", makeEntryId(slot, ticket), person, randomUUID())).toHaveProperty("id");
}

const range = (length: number) => Array.from({ length }, (_, position) => position);

function expectFlat(few: Reads, many: Reads): void {
  for (const what of ["tuples", "buffers"] as const) {
    expect(few[what]).toBeGreaterThan(100);
    expect(many[what] / few[what]).toBeLessThan(1.5);
  }
}

/** 100 who leave a line of parties of two beside one free seat, spread over it. */
async function leavesWhereNobodyFits(waiting: number): Promise<Reads> {
  const lined = await lineOf({ capacity: 3, fillsGaps: true }, [2, ...Array<number>(waiting).fill(2)]);
  await counted.analyze();
  const reads = await counted.readsOf(async () => {
    for (const at of range(100)) await leave(lined, 2 + Math.floor((at * waiting) / 100));
  });
  expect((await ledger.rows(lined.slot)).line).toMatchObject({ held: 2, waiting: waiting - 100 });
  return reads;
}

test("D8: where gaps are filled and nobody fits the free seat, a leaving party reads nothing of the line", async () => {
  const [few, many] = [await leavesWhereNobodyFits(150), await leavesWhereNobodyFits(10_000)];
  console.log("100 leaves beside a seat that nobody fits, at 150 waiting:", few, "at 10,000 waiting:", many);
  expectFlat(few, many);
});

/** 100 who leave behind a head that does not fit, with this many between them who have ended. */
async function leavesBehindTheEnded(ended: number): Promise<Reads> {
  const lined = await lineOf({ capacity: 3 }, [2, 2, ...Array<number>(ended + 150).fill(1)]);
  await leaveTogether(lined.slot, 3, ended + 2);
  await counted.analyze();
  const reads = await counted.readsOf(async () => {
    for (const at of range(100)) await leave(lined, ended + 150 - at);
  });
  expect((await ledger.rows(lined.slot)).line).toMatchObject({ held: 2, waiting: 51 });
  return reads;
}

test("D8: in strict order whoever has ended behind a head that does not fit is not read", async () => {
  const [few, many] = [await leavesBehindTheEnded(400), await leavesBehindTheEnded(100_000)];
  console.log("100 leaves behind a large head, with 400 ended between:", few, "with 100,000:", many);
  expectFlat(few, many);
});

test("D8: a seat that comes back finds the one who fits behind 10,000 who do not", async () => {
  const parties = [1, ...Array<number>(10).fill(1), ...Array<number>(10_000).fill(2), ...Array<number>(10).fill(1)];
  const { slot, people } = await lineOf({ capacity: 11, fillsGaps: true }, parties);
  await counted.analyze();
  const { reservations } = await ledger.rows(slot);
  const reads = await counted.readsOf(async () => {
    for (const { id, personId } of reservations.slice(0, 10)) {
      expect(await counted.book.cancel(id as never, personId, randomUUID())).toHaveProperty("reservation");
    }
  });
  console.log("10 seats that come back, each to one at the end of a line of 10,000 parties of two:", reads);
  const seated = (await ledger.rows(slot)).entries.filter(({ state }) => state === "confirmed");
  expect(seated.slice(1).map(({ personId }) => personId)).toEqual(people.slice(-10));
  // Three levels of at most 64 blocks, 64 entries, and what a cancel reads anyway.
  expect(reads.tuples / 10).toBeLessThan(300);
});

/** 50 seats that come back and are offered, with this many more people whose pages are open. */
async function offersBeside(present: number): Promise<Reads> {
  const { slot } = await lineOf({ capacity: 50, offerMinutes: 60 }, Array<number>(150).fill(1));
  await ledger.run(
    "insert into presence select -n, 'infinity' from generate_series(1, $1) as n on conflict do nothing",
    [present],
  );
  const { reservations } = await ledger.rows(slot);
  const reads = await counted.readsOf(async () => {
    for (const { id, personId } of reservations) await counted.book.cancel(id as never, personId, randomUUID());
  });
  expect((await ledger.rows(slot)).entries.filter(({ state }) => state === "offered")).toHaveLength(50);
  return reads;
}

test("D8: an offer reads one person's presence, however many pages are open", async () => {
  const [few, many] = [await offersBeside(10), await offersBeside(50_000)];
  console.log("50 offers with 10 pages open:", few, "with 50,000:", many);
  expectFlat(few, many);
});

/** A press, a leave and a look by somebody who was in this line that often before. */
async function comingsAndGoings(before: number): Promise<Reads> {
  const { slot } = await lineOf({ capacity: 1 }, [1]);
  const [person] = (await ledger.people(1)) as [PersonId];
  await ledger.run(
    `insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
    select $1, ticket, $2, 1, 'left', 'before ' || ticket, now() from generate_series(2, $3 + 1) as ticket`,
    [slot, person, before],
  );
  await ledger.run("update slot_line set next_ticket = $2 + 2 where slot_id = $1", [slot, before]);
  await counted.analyze();
  return counted.readsOf(async () => {
    for (const at of range(50)) {
      expect(await counted.line.mine(slot, person)).toMatchObject({ state: "left", ticket: before + 1 + at });
      const joined = await counted.line.join(slot, { person, partySize: 1, key: randomUUID() });
      expect(joined).toMatchObject({ fresh: true, entry: { ticket: before + 2 + at } });
      const left = await counted.line.act("leave", makeEntryId(slot, before + 2 + at), person, randomUUID());
      expect(left).toMatchObject({ state: "left" });
    }
  });
}

test("D8: somebody who joined and left 10,000 times costs no more than somebody who did it ten times", async () => {
  const [few, many] = [await comingsAndGoings(100), await comingsAndGoings(10_000)];
  console.log("50 comings and goings after 100:", few, "after 10,000:", many);
  expectFlat(few, many);
});
