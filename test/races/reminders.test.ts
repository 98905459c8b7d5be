import pg from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { patient } from "../services/places.ts";
import { without } from "./without.ts";

let ledger: Ledger;
let booker: pg.Client;
beforeAll(async () => {
  ledger = await openLedger("server", patient);
  booker = new pg.Client({ connectionString: ledger.url as string });
  await booker.connect();
});
afterAll(async () => {
  await booker.end();
  await ledger.close();
});

/** A time of tomorrow whose reminder is due since a second, where it is just past 15:00. */
async function dueSlot(): Promise<SlotId> {
  const slot = await ledger.slot({ capacity: 5 });
  // From 12 hours behind UTC to 11 ahead of it, which "Etc/GMT-11" is.
  const ahead = ((15 - new Date().getUTCHours() + 36) % 24) - 12;
  const zone = ahead === 0 ? "UTC" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
  const text = "update store set time_zone = $2 where id = (select store_id from slot where id = $1)";
  await ledger.run(text, [slot, zone]);
  return slot;
}

/** Somebody books before the moment and commits after the reminders have begun; answers whether they are reminded. */
async function bookMeanwhile(): Promise<boolean> {
  const slot = await dueSlot();
  const [person] = (await ledger.people(1)) as [PersonId];
  await booker.query("begin");
  await booker.query("select from slot_line where slot_id = $1 for update", [slot]);
  const text = `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    values ($1, 1, $2, 1, now() - interval '2 hours')`;
  await booker.query(text, [slot, person]);

  let isDone = false;
  const reminding = ledger.run(`select ${ledger.database.code}.remind(200)`).then(() => {
    isDone = true;
  });
  const waits = `select count(*)::integer as count from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`;
  const isWaiting = async () => ((await ledger.run<{ count: number }>(waits))[0]?.count ?? 0) > 0;
  await waitUntil(async () => isDone || (await isWaiting()), { what: "the reminders wait, or have gone on" });
  await booker.query("commit");
  await reminding;
  await ledger.run(`select ${ledger.database.code}.remind(200)`);
  const told = await ledger.run("select from outbox where slot_id = $1 and kind = 'reminder'", [slot]);
  await ledger.run("update slot set reminded_at = now() where id = $1", [slot]);
  await ledger.run("delete from outbox");
  return told.length === 1;
}

test("S31: whoever booked before 15:00 is reminded, also when their booking commits just after", async () => {
  expect(await bookMeanwhile()).toBe(true);
});

test("S31: a line that somebody holds keeps nobody's reminder but its own", async () => {
  const [held, other] = [await dueSlot(), await dueSlot()];
  const people = await ledger.people(2);
  const text = `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    values ($1, 1, $2, 1, now() - interval '2 hours')`;
  for (const [at, slot] of [held, other].entries()) await ledger.run(text, [slot, people[at]]);
  await booker.query("begin");
  await booker.query("select from slot_line where slot_id = $1 for update", [held]);
  const { database, close } = await openLedger("server", { databaseUrl: ledger.url as string });
  onTestFinished(close);
  const remind = () => database.query({ text: `select ${database.code}.remind(200)`, values: [] });
  await remind();
  await expect(remind()).rejects.toMatchObject({ code: "55P03" });
  const reminded = async () =>
    (await ledger.run<{ slot: SlotId }>("select slot_id::text as slot from outbox where kind = 'reminder'")).map(
      ({ slot }) => slot,
    );
  expect(await reminded()).toEqual([String(other)]);
  await booker.query("commit");
  await remind();
  expect((await reminded()).sort()).toEqual([String(held), String(other)].sort());
});

test("S31 control: without the slot's lock they are passed over", async () => {
  const lock = { name: "remind", part: /^ *perform from slot_line .* for update;$/m };
  expect(await without(ledger, lock, bookMeanwhile)).toBe(false);
});

/** Somebody books before a notice is written and commits after all rounds of then; answers what each look told. */
async function bookDuringNotice(): Promise<readonly number[]> {
  const slot = await ledger.slot({ capacity: 5 });
  const [early, late] = (await ledger.people(2)) as [PersonId, PersonId];
  const text = `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    values ($1, $2, $3, 1, now())`;
  await booker.query("begin");
  await booker.query("select from slot_line where slot_id = $1 for update", [slot]);
  await booker.query(text, [slot, 2, late]);
  // Later in number, earlier in commit: a cursor over numbers goes past the other one.
  await ledger.run(text, [slot, 1, early]);
  const { code } = ledger.database;
  await ledger.run(`select ${code}.put_notice(store_id, '내일 만나요', now(), true) from slot where id = $1`, [slot]);

  const tell = async () => (await ledger.run<{ done: number }>(`select ${code}.tell_notices(200) as done`))[0]?.done;
  const told = async () => (await ledger.run("select from outbox where kind = 'host-notice'")).length;
  const untilNothing = async () => {
    while (((await tell()) ?? 0) > 0);
  };
  await untilNothing();
  const before = await told();
  await booker.query("commit");
  const isOver = async () => {
    await untilNothing();
    return (await ledger.run("select from notice where told_at is null")).length === 0;
  };
  // Transactions of other databases of the server are waited for too.
  await waitUntil(isOver, { what: "the notice has been told", timeoutMs: 90_000 });
  const counts = [before, await told()];
  await ledger.run("delete from outbox");
  return counts;
}

test("S31: whoever booked before a notice is told it, also when their booking commits after its rounds", async () => {
  expect(await bookDuringNotice()).toEqual([1, 2]);
});

test("S31 control: without waiting for whoever was booking they are passed over", async () => {
  const wait = {
    name: "tell_notices",
    part: /looked_by <= pg_snapshot_xmin\(pg_current_snapshot\(\)\)/,
    instead: "true",
  };
  expect(await without(ledger, wait, bookDuringNotice)).toEqual([1, 1]);
});

test("a notice waits ten minutes at most for whoever is booking, and keeps no other waiting", async () => {
  const slot = await ledger.slot();
  const { code } = ledger.database;
  await booker.query("begin");
  await booker.query("select from slot_line where slot_id = $1 for update", [slot]);
  for (const minutes of [1, 11]) {
    const text = `select ${code}.put_notice(store_id, '내일 만나요', now() - $2 * interval '1 minute', true)
      from slot where id = $1`;
    await ledger.run(text, [slot, minutes]);
  }
  for (const _ of [1, 2, 3, 4]) await ledger.run(`select ${code}.tell_notices(200)`);
  const waits = "select created_at < now() - interval '5 minutes' as old from notice where told_at is null";
  expect(await ledger.run(waits)).toEqual([{ old: false }]);
  await booker.query("rollback");
  await ledger.run("delete from notice");
});
