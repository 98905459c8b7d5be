import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createSqlStoreShelf } from "../../server/stores/store-shelf.sql.ts";
import type { SlotId, StoreId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";

let ledger: Ledger;
let [one, other]: pg.Client[] = [];
let store: StoreId;
let slots: SlotId[];

beforeAll(async () => {
  ledger = await openLedger("server");
  const clients = [1, 2].map(() => new pg.Client({ connectionString: ledger.url as string }));
  for (const client of clients) await client.connect();
  [one, other] = clients;
});
beforeEach(async () => {
  const first = await ledger.slot({ capacity: 5 });
  slots = [first, await ledger.slotBeside(first, { capacity: 5 })];
  const [row] = await ledger.run<{ id: StoreId }>("select store_id as id from slot where id = $1", [first]);
  store = (row as { id: StoreId }).id;
});
afterAll(async () => {
  await one?.end();
  await other?.end();
  await ledger.close();
});

/** Both slots fill at the same moment, each in a transaction of its own; answers what searches take the store for. */
async function fillBoth(): Promise<string[]> {
  const clients = [one, other] as pg.Client[];
  for (const [place, client] of clients.entries()) {
    await client.query("begin");
    await client.query("update slot_line set held = capacity where slot_id = $1", [slots[place]]);
  }
  // As at their commits: the first holds the store's row, the second comes while it does.
  await clients[0]?.query("set constraints all immediate");
  let isDone = false;
  const second = clients[1]?.query("set constraints all immediate").then(() => {
    isDone = true;
  });
  const waits = `select count(*)::integer as count from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`;
  const isWaiting = async () => ((await ledger.run<{ count: number }>(waits))[0]?.count ?? 0) > 0;
  await waitUntil(async () => isDone || (await isWaiting()), { what: "the second waits, or did not have to" });
  await clients[0]?.query("commit");
  await second;
  await clients[1]?.query("commit");

  const shelf = createSqlStoreShelf(ledger.database);
  const found: string[] = [];
  for (const state of ["open", "sold-out"] as const) {
    const { stores } = await shelf.search({ state }, null, 100, null);
    if (stores.some(({ id }) => id === store)) found.push(state);
  }
  return found;
}

/** The same refresh, with its lock or without. */
async function refreshWith(locks: boolean): Promise<void> {
  const [row] = await ledger.run<{ text: string }>("select pg_get_functiondef('refresh_store_seats'::regproc) as text");
  const text = (row as { text: string }).text;
  const lock = /^ *perform from store_search .* for update;$/m;
  expect(text).toMatch(lock);
  if (!locks) await ledger.run(text.replace(lock, ""));
  else await ledger.run(text);
}

test("S9: two slots that fill at once leave a store that is sold out for every search", async () => {
  await refreshWith(true);
  expect(await fillBoth()).toEqual(["sold-out"]);
});

test("control: without the lock each sees the other's seats still free, and the store stays open", async () => {
  await refreshWith(false);
  expect(await fillBoth()).toEqual(["open"]);
});
