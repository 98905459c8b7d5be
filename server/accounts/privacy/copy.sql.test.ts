import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonId } from "../../../shared/ids.ts";
import { createTestDatabase, type TestDatabase } from "../../../test/services/test-database.ts";
import { type Database, openDatabase } from "../../platform/database/index.ts";
import { copyOf } from "./copy.sql.ts";

let place: TestDatabase;
let database: Database;
beforeAll(async () => {
  place = await createTestDatabase({ migrated: true });
  database = await openDatabase({ databaseUrl: place.url, dataFolder: "" });
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

/** `table.column` of all that is kept under somebody's number: a person's, or a guest's in a room. */
const keptOfPeople = `select table_name || '.' || column_name as name from information_schema.columns
  where table_schema = 'public' and (table_name = 'person' or table_name in (
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name ~ '(person|owner)_id$'
    union select conrelid::regclass::text from pg_constraint where confrelid = 'room_guest'::regclass
  ))`;

/** Columns that a view reads. */
const readBy = `select distinct refobjid::regclass || '.' || attname as name
  from pg_depend join pg_rewrite on pg_rewrite.oid = objid
  join pg_attribute on attrelid = refobjid and attnum = refobjsubid
  where pg_depend.classid = 'pg_rewrite'::regclass and ev_class = $1::regclass`;

/** What a copy leaves out, and why. */
const leftOut: Readonly<Record<string, string>> = {
  "names a row and says nothing": "consent.id mailbox.id mailbox.key outbox.id push_device.id",
  "presses repeat answers and go after a day":
    "press.person_id press.key press.body_hash press.answer press.created_at entry.press_key message.client_id",
  "opens something": "session.id push_device.session_id push_device.p256dh push_device.auth person.session_version",
  "says again what is told beside it": "mailbox.html mailbox.attachments impression.day store_view.day",
  "orders the server's own work": "outbox.cause outbox.cause_at outbox.sending_until reservation.revision",
  "names an event to calendars": "reservation.event_id",
  "counts others": "message.others",
  "whoever it is set of has no number here": "reservation.is_walk_in room_guest.forgotten_at person.erasing_since",
  "says how a store is run, not who runs it":
    "store.largest_party store.fills_gaps store.offer_minutes store.number_in_category store.grace_minutes " +
    "store.releases_no_shows store.revision store.picture store.shows_picture store.places_per_person store.is_listed",
};

async function namesOf(text: string, ...values: string[]): Promise<string[]> {
  return (await database.query<{ name: string }>({ text, values })).map(({ name }) => name);
}

/** Every column that the copy asks for; what only sorts is not told. */
async function toldByCopy(): Promise<Set<string>> {
  const asked: string[] = [];
  const read = async ({ text }: { text: string }) => asked.push(text) && [];
  await copyOf({ ...database, read } as unknown as Database, "1" as PersonId, 1);
  const told = new Set<string>();
  for (const [at, text] of asked.entries()) {
    const view = `told_${at}`;
    const whole = text.replace(/order by .*$/s, "").replace(/\$[12]/g, "1");
    await database.query({ text: `create view ${view} as ${whole}`, values: [] });
    for (const name of await namesOf(readBy, view)) told.add(name);
  }
  return told;
}

test("D28: every column that is kept of a person is in their copy, or left out for a reason", async () => {
  const kept = await namesOf(keptOfPeople);
  const told = await toldByCopy();
  const left = Object.values(leftOut).flatMap((names) => names.split(" "));
  expect(kept.filter((name) => !told.has(name) && !left.includes(name))).toEqual([]);
  expect(left.filter((name) => !kept.includes(name) || told.has(name))).toEqual([]);
});
