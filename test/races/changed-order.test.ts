import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { PersonId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { without } from "./without.ts";

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
  const [store] = await ledger.run<{ id: string; owner: string; revision: number }>(
    `select id::text, owner_id::text as owner, revision from store where ${ofSlot}`,
    [slot],
  );

  await batch?.query("begin");
  const keys = [randomUUID(), randomUUID()];
  await batch?.query(`select from ${code}.admit($1, $2, $3, $4)`, [slot, people.slice(1), [2, 1], keys]);
  const wish = {
    store: store?.id,
    revision: store?.revision,
    change: { fills_gaps: true },
    knowingly: true,
    tell: {},
    most: 9,
  };
  let isDone = false;
  const edited = host?.query(`select ${code}.edit_store($1, $2) as answer`, [store?.owner, wish]).then(({ rows }) => {
    isDone = true;
    return rows[0].answer;
  });
  const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  const isWaiting = async () => (await ledger.run(waits)).length > 0;
  await waitUntil(async () => isDone || (await isWaiting()), {
    what: "the edit waits for the batch, or did not have to",
  });
  await batch?.query("commit");
  expect(await edited).toMatchObject({ fillsGaps: true });
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
  const lock = { name: "refusal_of_edit", part: /perform from slot_line where slot_id = any[\s\S]*?for update;/ };
  expect(await without(ledger, lock, () => without(ledger, part, changeOverBatch))).toBe("waitlisted");
});
