import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { PersonId, StoreId } from "../../../shared/ids.ts";
import { type Ledger, openLedger } from "../../../test/services/ledger.ts";
import { patient } from "../../../test/services/places.ts";
import { createConsents } from "../../accounts/privacy/consents-service.ts";
import { createSqlConsentLog } from "../../accounts/privacy/privacy.sql.ts";
import { createSqlWatchBook } from "./watch-book.sql.ts";

let ledger: Ledger;
let other: pg.Client;
beforeAll(async () => {
  ledger = await openLedger("server", patient);
  other = new pg.Client({ connectionString: ledger.url as string });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await ledger.close();
});

const at = new Date().toISOString();
const book = () => createSqlWatchBook(ledger.database, "today");
const tables = ["impression", "store_view"] as const;

async function somebody(): Promise<PersonId> {
  const [person] = (await ledger.people(1)) as [PersonId];
  await ledger.run("update person set sex = 'F' where id = $1", [person]);
  await ledger.run(
    "insert into consent (person_id, kind, version, is_given, at) values ($1, 'profile', 'today', true, now())",
    [person],
  );
  return person;
}

async function store(): Promise<StoreId> {
  const slot = await ledger.slot();
  const [row] = await ledger.run<{ id: StoreId }>("select store_id::text as id from slot where id = $1", [slot]);
  return row?.id as StoreId;
}

/** Everybody is shown every store, and opens it. */
async function write(people: readonly PersonId[], stores: readonly StoreId[]): Promise<void> {
  const opened = people.flatMap((person) => stores.map((of) => ({ person, store: of, at })));
  await book().shown(opened.map((one) => ({ ...one, place: "home", rank: 1, reason: "fresh", model: null })));
  await book().opened(opened);
}

async function kept(of: readonly PersonId[]): Promise<object[]> {
  const counts = tables.map((table) => `(select count(*)::integer from ${table} where person_id = any ($1)) ${table}`);
  return ledger.run(`select ${counts.join(", ")}`, [of]);
}

const waiting = (query: string) => `select 1 from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and query like '${query}'`;

const takesBack = [
  "update person set sex = null where id = $1",
  "insert into consent (person_id, kind, version, is_given, at) values ($1, 'profile', 'today', false, now())",
  "delete from impression where person_id = $1",
  "delete from store_view where person_id = $1",
];

test("D28: nothing is written of whoever takes their word back meanwhile, and of all others it is", async () => {
  const [going, staying, one] = [await somebody(), await somebody(), await store()];
  await other.query("begin");
  for (const text of takesBack) await other.query(text, [going]);
  await write([going, staying], [one]);
  await other.query("commit");
  expect([await kept([going]), await kept([staying])]).toEqual([
    [{ impression: 0, store_view: 0 }],
    [{ impression: 1, store_view: 1 }],
  ]);
});

test("D28: whoever takes their word back while it is written waits for that, and it goes with the rest", async () => {
  const [person, one] = [await somebody(), await store()];
  const { transaction } = ledger.database;
  const people = { change: () => ledger.run("update person set sex = null where id = $1", [person]) };
  const log = createSqlConsentLog(ledger.database);
  const consents = createConsents({ log, people: people as never, together: transaction });
  const asked = { kinds: ["profile" as const], isGiven: false, version: "today" };
  let over = false;
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const taking = begun
    .then(() => consents.write(person, asked))
    .finally(() => {
      over = true;
    });
  await transaction(async () => {
    await write([person], [one]);
    begin();
    const waits = waiting("update person%");
    await waitUntil(async () => over || (await other.query(waits)).rows.length > 0, { what: "it waits, or is over" });
  });
  await taking;
  expect(await kept([person])).toEqual([{ impression: 0, store_view: 0 }]);
});

test("a store or somebody who goes meanwhile takes no other row along", async () => {
  const [going, staying] = [await somebody(), await somebody()];
  const [gone, stays] = [await store(), await store()];
  for (const of of ["slot", "room"]) await ledger.run(`delete from ${of} where store_id = $1`, [gone]);
  await other.query("begin");
  await other.query("delete from store where id = $1", [gone]);
  await other.query("delete from consent where person_id = $1", [going]);
  await other.query("delete from person where id = $1", [going]);
  let over = false;
  const written = write([going, staying], [gone, stays]).finally(() => {
    over = true;
  });
  const waits = waiting("%note_%");
  await waitUntil(async () => over || (await ledger.run(waits)).length > 0, { what: "it waits, or is written" });
  await other.query("commit");
  await written;
  expect(await kept([going, staying])).toEqual([{ impression: 1, store_view: 1 }]);
});
