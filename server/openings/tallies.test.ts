import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { OpeningId, SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { patient } from "../../test/services/places.ts";
import { createSqlOpeningBook } from "./opening-book.sql.ts";
import { createSqlOpeningShelf } from "./opening-shelf.sql.ts";
import { type OwnTally, reportOf } from "./rules.ts";
import { createOpenings } from "./service.ts";
import { createTallies } from "./tally.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server", patient);
});
afterAll(() => ledger.close());

/** A slot whose opening is on, what this process counts of it, and what a report would say that was made now. */
async function openPlace() {
  const slot = await ledger.slot({ opensInMs: -1_000 });
  const [book, tallies] = [createSqlOpeningBook(ledger.database), createTallies()];
  const line = { seatsChanged: () => undefined };
  const shelf = createSqlOpeningShelf(ledger.database);
  const openings = createOpenings({ book, shelf, tallies, line });
  const latest = async () => {
    await openings.keep();
    const text = `select opening.id::text as id from opening join slot using (store_id)
      where slot.id = $1 order by opening.id desc limit 1`;
    return (await ledger.run<{ id: OpeningId }>(text, [slot]))[0]?.id as OpeningId;
  };
  const report = async (opening: OpeningId) => reportOf(await book.measure(opening)).all;
  const rows = () => ledger.run("select opening_id::text as opening from opening_tally where slot_id = $1", [slot]);
  return { slot, book, tallies, openings, opening: await latest(), latest, report, rows };
}

/** The store opens again; the opening before is over. */
async function openAgain({ book, slot, opening, report }: Awaited<ReturnType<typeof openPlace>>): Promise<void> {
  await book.close(opening, { all: await report(opening), seconds: [], slots: [] });
  await ledger.run(
    `update store set opens_at = opens_at + interval '500 milliseconds' where id = (
      select store_id from slot where id = $1)`,
    [slot],
  );
}

const tallyOf = (slot: SlotId, opening: OpeningId | null): OwnTally => ({
  ...{ id: randomUUID(), slot, opening, fresh: 1, repeats: 0, overtaken: 0, overtakenMs: 0 },
  ...{ refusals: {}, latencies: [1] },
});

test("S12: the next opening of a store begins at nothing, also where nobody pressed between the two", async () => {
  const place = await openPlace();
  const { slot, tallies, openings } = place;
  for (let at = 0; at < 5; at += 1) tallies.answered(slot, 200, null, 1);
  tallies.answered(slot, 409, "closed", 1);
  await openings.tell();
  expect(await place.report(place.opening)).toMatchObject({ repeats: 5, refusals: { closed: 1 } });
  await openings.tell();
  expect(tallies.openings()).toEqual([place.opening]);

  await openAgain(place);
  await openings.tell();
  expect(tallies.openings()).toEqual([]);
  const next = await place.latest();
  expect(next).not.toBe(place.opening);
  tallies.answered(slot, 200, null, 1);
  await openings.tell();
  expect(await place.report(next)).toMatchObject({ repeats: 1, refusals: {} });
});

test("S12: what is counted after an opening is over is in none, nor in the one after it", async () => {
  const place = await openPlace();
  const { slot, tallies, openings, book } = place;
  tallies.answered(slot, 200, null, 1);
  await openings.tell();
  await openAgain(place);
  const next = await place.latest();
  const late = [tallyOf(slot, place.opening), tallyOf(slot, "999999999" as OpeningId)];
  expect([await book.keep(late), await place.rows()]).toEqual([[], []]);
  expect(await book.over([next, place.opening, "999999999" as OpeningId])).toEqual([place.opening, "999999999"]);
  const fresh = tallyOf(slot, null);
  expect(await book.keep([fresh])).toEqual([{ id: fresh.id, opening: next }]);
});

test("S12: what is told while an opening is being closed waits for that, and is not kept", async () => {
  const { slot, book, opening, rows } = await openPlace();
  const other = new pg.Client({ connectionString: ledger.url as string });
  await other.connect();
  await other.query("begin");
  await other.query(`select ${ledger.database.code}.close_opening($1, '{}')`, [opening]);
  const telling = book.keep([tallyOf(slot, null)]);
  const waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  const told = await Promise.race([
    telling,
    waitUntil(async () => (await ledger.run(waiting)).length > 0 || undefined, { what: "it waits", everyMs: 5 }),
  ]);
  expect(told).toBe(true);
  await other.query("commit");
  await other.end();
  expect([await telling, await rows()]).toEqual([[], []]);
});
