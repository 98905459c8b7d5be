import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { without } from "./without.ts";

const hourMs = 3_600_000;
/** What locks all of a store's lines before anything else of an edit does. */
const allLines = { name: "refusal_of_edit", part: /perform from slot_line where slot_id = any[\s\S]*?for update;/ };

let ledger: Ledger;
let [batch, host]: pg.Client[] = [];
beforeAll(async () => {
  ledger = await openLedger("server");
  [batch, host] = [1, 2].map(() => new pg.Client({ connectionString: ledger.url as string }));
  for (const client of [batch, host]) await client?.connect();
});
afterAll(async () => {
  for (const client of [batch, host]) await client?.end();
  await ledger.close();
});

/** The host changes the slot's store knowingly: that waits for what `batch` holds, or is done already. */
async function editUnderWay(slot: SlotId, change: object): Promise<{ readonly answer: Promise<unknown> }> {
  const [store] = await ledger.run<{ id: string; owner: string; revision: number }>(
    `select id::text, owner_id::text as owner, revision from store
     where id = (select store_id from slot where id = $1)`,
    [slot],
  );
  const wish = { store: store?.id, revision: store?.revision, change, knowingly: true, tell: {}, most: 9 };
  const text = `select ${ledger.database.code}.edit_store($1, $2) as answer`;
  let isDone = false;
  const answer = (host as pg.Client).query(text, [store?.owner, wish]).then(({ rows }) => rows[0].answer);
  const end = () => {
    isDone = true;
  };
  answer.then(end, end);
  const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  const isWaiting = async () => (await ledger.run(waits)).length > 0;
  await waitUntil(async () => isDone || (await isWaiting()), { what: "the edit waits, or did not have to" });
  return { answer };
}

/**
 * By the strict order a pair and a single come to wait for the one seat left, and before that is committed the host
 * lets whoever fits pass. Answers how the single stands when both are done.
 */
async function changeOverBatch(): Promise<unknown> {
  const { code } = ledger.database;
  const slot = await ledger.slot({ capacity: 2 });
  const people = (await ledger.people(3)) as PersonId[];
  const ofSlot = "id = (select store_id from slot where id = $1)";
  await ledger.run(`update store set largest_party = 2, offer_minutes = 0 where ${ofSlot}`, [slot]);
  await ledger.line.join(slot, { person: people[0] as PersonId, partySize: 1, key: randomUUID() });
  await batch?.query("begin");
  const keys = [randomUUID(), randomUUID()];
  await batch?.query(`select from ${code}.admit($1, $2, $3, $4)`, [slot, people.slice(1), [2, 1], keys]);
  const edit = await editUnderWay(slot, { fills_gaps: true });
  await batch?.query("commit");
  expect(await edit.answer).toMatchObject({ fillsGaps: true });
  const { entries } = await ledger.rows(slot);
  return entries.find(({ personId }) => String(personId) === String(people[2]))?.state;
}

test("I12: whoever a batch put into the line by the old order has the seat that the new one gives them", async () => {
  expect(await changeOverBatch()).toBe("confirmed");
});

test("control: where no line is locked first, and only those with somebody in them later, it stays free", async () => {
  const part = {
    name: "follow_order",
    part: /line_phase = 0/,
    instead: `line_phase = 0 and exists (
    select from slot_line where slot_id = slot.id and waiting > 0)`,
  };
  expect(await without(ledger, allLines, () => without(ledger, part, changeOverBatch))).toBe("waitlisted");
});

/**
 * Somebody who moves between two times of a store has the line of the earlier one; the host takes away the later one,
 * which has the larger id, and changes the order of seats with it; then the move asks for the later line. Answers what
 * failed.
 */
async function changeOverMove(): Promise<unknown[]> {
  const { code } = ledger.database;
  const slot = await ledger.slot();
  const later = await ledger.slotBeside(slot, { startsInMs: 96 * hourMs });
  const lock = `select from ${code}.open_line($1)`;
  await batch?.query("begin");
  await batch?.query(lock, [slot]);
  const day = new Date(Date.now() + 72 * hourMs).toISOString().slice(0, 10);
  const edit = await editUnderWay(slot, { ends_on: day, fills_gaps: true });
  const moved = Promise.resolve(batch?.query(lock, [later])).finally(() => batch?.query("commit"));
  const isEdited = edit.answer.then((edition) => expect(edition).toMatchObject({ endsOn: day, fillsGaps: true }));
  const ended = await Promise.allSettled([isEdited, moved]);
  return ended.flatMap((end) => (end.status === "rejected" ? [end.reason.code ?? end.reason] : []));
}

test("an edit of days and order together asks for no line before those of smaller ids, and meets a move", async () => {
  expect(await changeOverMove()).toEqual([]);
});

test("control: where it asks for the lines outside the new days first, the two deadlock", async () => {
  expect(await without(ledger, allLines, changeOverMove)).toEqual(["40P01"]);
});

/** Before somebody's seat is committed, the host moves the days so that its slot lies outside them. Answers both. */
async function moveDaysOverBatch(): Promise<readonly [unknown, number]> {
  const slot = await ledger.slot({ capacity: 2 });
  const [person] = (await ledger.people(1)) as [PersonId];
  await batch?.query("begin");
  await batch?.query(`select from ${ledger.database.code}.admit($1, $2, $3, $4)`, [
    slot,
    [person],
    [1],
    [randomUUID()],
  ]);
  const edit = await editUnderWay(slot, { starts_on: "2035-12-31" });
  await batch?.query("commit");
  const answer = await edit.answer;
  return [(answer as { problem?: string }).problem ?? null, (await ledger.rows(slot)).line?.held ?? 0];
}

test("D21, I4: days are not moved away from a seat that is being given", async () => {
  expect(await moveDaysOverBatch()).toEqual(["slots-outside", 1]);
});

test("I4 control: without the lock of their lines the days are moved away from it", async () => {
  const lock = { name: "slots_outside", part: /perform from slot_line where slot_id = any[\s\S]*?for update;/ };
  expect((await without(ledger, lock, moveDaysOverBatch))[0]).not.toBe("slots-outside");
});
