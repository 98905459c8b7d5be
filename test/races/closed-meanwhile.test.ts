import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createSqlDoorBook } from "../../server/reservations/door/door-book.sql.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { asDoer, type Ledger, openLedger } from "../services/ledger.ts";

let ledger: Ledger;
let host: pg.Client;
beforeAll(async () => {
  ledger = await openLedger("server");
  host = new pg.Client({ connectionString: ledger.url as string });
  await host.connect();
});
afterAll(async () => {
  await host.end();
  await ledger.close();
});

const atTheDoor = { startsInMs: 600_000 };

/** What `press` is answered that comes after the host's deed and before its commit. */
async function whileHost<Answer>(deed: string, slot: SlotId, wish: object, press: () => Promise<Answer>) {
  const [store] = await ledger.run<{ id: string; revision: number }>(
    "select store.id::text, revision from store join slot on slot.store_id = store.id where slot.id = $1",
    [slot],
  );
  const facts = { slot, store: store?.id, revision: store?.revision, tell: {}, most: 9, knowingly: true };
  await host.query("begin");
  const text = `select ${ledger.database.code}.${deed}($1, $2) as answer`;
  const { rows } = await host.query(text, [ledger.host, { ...facts, ...wish }]);
  expect(rows[0].answer).not.toHaveProperty("problem");
  const answer = press();
  const waits = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  await waitUntil(async () => (await ledger.run(waits)).length > 0, { what: "the press waits for the line" });
  await host.query("commit");
  return answer;
}

const walkIn = (slot: SlotId) => createSqlDoorBook(ledger.database).walkIn(slot, 1, asDoer(ledger.host), randomUUID());
async function join(slot: SlotId, person: PersonId, partySize = 1) {
  const answer = await ledger.line.join(slot, { person, partySize, key: randomUUID() });
  if ("problem" in answer) throw new Error(answer.problem);
  return answer.entry;
}

test("D6: whoever stands at the door of a slot that is being closed gets no seat of it", async () => {
  const slot = await ledger.slot({ capacity: 2, ...atTheDoor });
  await join(slot, (await ledger.people(1))[0] as PersonId);
  expect(await whileHost("close_slot", slot, {}, () => walkIn(slot))).toEqual({ problem: "no-free-seat" });
  expect((await ledger.rows(slot)).line.held).toBe(0);
});

test("I2: nobody at the door passes a pair that waits in a store that has just become strict", async () => {
  const slot = await ledger.slot({ capacity: 2, fillsGaps: true, ...atTheDoor });
  const [single, pair] = (await ledger.people(2)) as [PersonId, PersonId];
  await join(slot, single);
  expect(await join(slot, pair, 2)).toMatchObject({ state: "waitlisted" });
  const strict = { change: { fills_gaps: false } };
  expect(await whileHost("edit_store", slot, strict, () => walkIn(slot))).toEqual({ problem: "no-free-seat" });
  expect((await ledger.rows(slot)).line).toMatchObject({ held: 1, waiting: 1 });
});

test("D6: a slot that is taken away while somebody comes to its door is absent", async () => {
  const slot = await ledger.slot(atTheDoor);
  expect(await whileHost("close_slot", slot, {}, () => walkIn(slot))).toEqual({ problem: "not-found" });
});

test("D6: a move into a slot that is being taken away is refused, and the seat stays", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const beside = await ledger.slotBeside(slot);
  const [person] = (await ledger.people(1)) as [PersonId];
  const { reservationId } = await join(slot, person);
  const move = async () => {
    const text = `select ${ledger.database.code}.reschedule($1, $2) as answer`;
    const values = [person, { reservation: reservationId, slot: beside }];
    return (await ledger.database.query<{ answer: object }>({ text, values }))[0]?.answer;
  };
  expect(await whileHost("close_slot", beside, {}, move)).toEqual({ problem: "not-found" });
  expect((await ledger.rows(slot)).line.held).toBe(1);
});
