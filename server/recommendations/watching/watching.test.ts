import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonId, StoreId } from "../../../shared/ids.ts";
import { type Ledger, openLedger } from "../../../test/services/ledger.ts";
import type { Impression, Opened } from "../ports.ts";
import { createSqlOutcomes } from "./outcomes.sql.ts";
import { createSqlWatchBook } from "./watch-book.sql.ts";
import { createWatching } from "./watching-service.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("embedded");
  await ledger.slot();
});
afterAll(() => ledger.close());

const clock = { now: () => Date.parse("2026-11-28T03:00:00Z") };

async function somebody(consent: string): Promise<PersonId> {
  const text = `with born as (insert into person (issuer, subject, name, role, sex)
      values ('test', gen_random_uuid()::text, 'name', 'visitor', 'F') returning id)
    insert into consent (person_id, kind, version, is_given, at)
    select id, 'profile', $1, true, now() from born returning person_id::text as id`;
  const [row] = await ledger.database.query<{ id: PersonId }>({ text, values: [consent] });
  return row?.id as PersonId;
}

async function storeIds(count: number): Promise<StoreId[]> {
  const text = `insert into store (owner_id, name, category, district, starts_on, ends_on, opens_at, closes_at,
      published_at)
    select owner_id, gen_random_uuid()::text, category, district, starts_on, ends_on, opens_at, closes_at, now()
    from generate_series(1, $1) as number, (select * from store order by id limit 1) as one returning id::text`;
  return (await ledger.database.query<{ id: StoreId }>({ text, values: [count] })).map(({ id }) => id);
}

test("of a person and day a hundred stores are kept, however many come; by an older text none", async () => {
  const watching = createWatching({ book: createSqlWatchBook(ledger.database, "today"), clock });
  const [much, old, stores] = [await somebody("today"), await somebody("yesterday"), await storeIds(130)];
  for (let from = 0; from < stores.length; from += 10) {
    const items = stores.slice(from, from + 10).map((store) => ({ store, reason: "fresh" }));
    for (const person of [much, old]) watching.shown(person, { place: "home", model: null, items });
    for (const store of stores.slice(from, from + 10)) watching.opened(much, store);
    if (from % 40 === 0) await watching.tell();
  }
  await watching.tell();
  const counts = `select person_id::text as person, count(*)::integer as rows from impression group by 1 order by 1`;
  expect(await ledger.run(counts)).toEqual([{ person: much, rows: 100 }]);
  expect(await ledger.run(counts.replace("impression", "store_view"))).toEqual([{ person: much, rows: 100 }]);
  // Those that are kept are still seen to be opened again.
  const again = [stores[0], stores[120]].map((store) => ({ person: much, store, at: "2026-11-28T04:00:00Z" }));
  await createSqlWatchBook(ledger.database, "today").opened(again as Opened[]);
  const kept = "select count(*)::integer as rows, count(again_at)::integer as again from store_view";
  expect(await ledger.run(kept)).toEqual([{ rows: 100, again: 1 }]);
});

test("D28: what came of it is told once ten people were shown something, not of nine", async () => {
  await ledger.run("delete from impression");
  const watching = createWatching({ book: createSqlWatchBook(ledger.database, "today"), clock: { now: Date.now } });
  const [store] = (await storeIds(1)) as [StoreId];
  const outcomes = createSqlOutcomes(ledger.database);
  async function show(people: number): Promise<void> {
    for (let at = 0; at < people; at += 1) {
      const items = [{ store, reason: "fresh" }];
      watching.shown(await somebody("today"), { place: "home", model: null, items });
    }
    await watching.tell();
  }
  await show(9);
  expect(await outcomes.read()).toEqual([]);
  await show(1);
  expect(await outcomes.read()).toMatchObject([{ place: "home", people: 10, shown: 10 }]);
});

const hourMs = 3_600_000;
const dayHours = 24;
/** Noon in Korea, sixteen days ago: when each was shown the store, but for those who say how many days later. */
const shownMs = Math.floor(Date.now() / (dayHours * hourMs) - 16) * dayHours * hourMs + 3 * hourMs;

interface Course {
  readonly shownDays?: number;
  /** Hours after noon. */
  readonly looks?: readonly number[];
  readonly booked?: number;
  readonly waits?: number;
  /** When whoever booked moved to another time. */
  readonly moved?: number;
}

/** What somebody did of a store that they were shown, each at another time. */
const courses: Readonly<Record<"opened" | "joined" | "neither" | "notShown", readonly Course[]>> = {
  opened: [
    ...[{ looks: [23] }, { looks: [-1, 1] }, { looks: [-2, -1, 1] }, { looks: [22, 23, 25] }],
    ...[{ shownDays: -13, looks: [1 - 13 * dayHours] }],
  ],
  joined: [{ booked: 6 * dayHours }, { waits: 1 }, { booked: 1, moved: 2 }],
  neither: [
    ...[{ looks: [25] }, { looks: [-1] }, { booked: 8 * dayHours }, { booked: -1 }, { waits: 8 * dayHours }],
    ...[{ waits: -1 }, {}, { booked: -1, moved: 1 }],
  ],
  notShown: [{ shownDays: -15, looks: [1 - 15 * dayHours] }],
};

/** As code.reschedule leaves it, from a slot to itself. */
async function move(slot: string, ticket: number, later: number, at: string): Promise<void> {
  const made = `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
    select slot_id, $3, person_id, 1, $4 from reservation where (slot_id, ticket) = ($1, $2) returning id`;
  const keyed = `insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
    select slot_id, $3, person_id, 1, 'confirmed', 'moved from ' || id, $4 from reservation
    where (slot_id, ticket) = ($1, $2)`;
  await ledger.run(keyed, [slot, ticket, later, at]);
  const [row] = await ledger.run<{ id: string }>(made, [slot, ticket, later, at]);
  const ended = `update reservation set state = 'cancelled', cancelled_at = $3, moved_to = $4
    where (slot_id, ticket) = ($1, $2)`;
  await ledger.run(ended, [slot, ticket, at, row?.id]);
}

async function follow(course: Course, store: StoreId, slot: string, at: number) {
  const { shownDays = 0, looks = [], booked, waits, moved } = course;
  const person = await somebody("today");
  const hours = (after: number) => new Date(shownMs + after * hourMs).toISOString();
  const book = createSqlWatchBook(ledger.database, "today");
  const showing = { person, store, place: "home", rank: 1, reason: "fresh", model: null } as const;
  await book.shown([{ ...showing, at: hours(shownDays * dayHours) }]);
  const looked = looks.map((after) => ({ person, store, at: hours(after) }));
  await book.opened(looked.slice(0, 2));
  for (const later of looked.slice(2)) await book.opened([later]);
  if (booked !== undefined) {
    const text = `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
      values ($1, $2, $3, 1, $4)`;
    await ledger.run(text, [slot, at, person, hours(booked)]);
  }
  if (moved !== undefined) await move(slot, at, 100 + at, hours(moved));
  if (waits === undefined) return;
  const text = `insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
    values ($1, $2, $3, 1, 'waiting', 'press', $4)`;
  await ledger.run(text, [slot, at, person, hours(waits)]);
}

test("of what was shown in 30 days, opened is a look within a day, joined a seat or place within a week", async () => {
  for (const table of ["impression", "store_view"]) await ledger.run(`delete from ${table}`);
  const slot = await ledger.slot();
  const [row] = await ledger.run<{ store: StoreId }>("select store_id::text as store from slot where id = $1", [slot]);
  const all = Object.values(courses).flat();
  for (const [at, course] of all.entries()) await follow(course, row?.store as StoreId, slot, at + 1);
  const shown = all.length - courses.notShown.length;
  const [outcome, ...more] = await createSqlOutcomes(ledger.database).read();
  expect(more).toEqual([]);
  expect(outcome).toMatchObject({ people: shown, shown, opened: courses.opened.length, joined: courses.joined.length });
});

test("RECOMMENDATIONS 7: reasons are counted of one place and one model, also where none was live", async () => {
  await ledger.run("delete from impression");
  const [one, other, third] = (await storeIds(3)) as [StoreId, StoreId, StoreId];
  const at = new Date().toISOString();
  const rows: Impression[] = [];
  for (let number = 0; number < 10; number += 1) {
    const showing = { person: await somebody("today"), rank: 1, at };
    const [known, plain] = [number < 3 ? "own" : "segment", number < 6 ? "fresh" : "popular"];
    rows.push({ ...showing, place: "home", store: one, reason: known, model: "7" });
    rows.push({ ...showing, place: "home", store: other, reason: plain, model: null });
    rows.push({ ...showing, place: "similar", store: third, reason: "similar", model: null });
  }
  await createSqlWatchBook(ledger.database, "today").shown(rows);
  const told = await createSqlOutcomes(ledger.database).read();
  expect(told.map(({ place, model, reasons }) => [place, model, reasons])).toEqual([
    ["home", "7", { own: 3, segment: 7 }],
    ["home", null, { fresh: 6, popular: 4 }],
    ["similar", null, { similar: 10 }],
  ]);
});

test("D28: of whoever is being erased, or has told nothing, nothing is kept", async () => {
  const book = createSqlWatchBook(ledger.database, "today");
  const [told, leaving, silent] = [await somebody("today"), await somebody("today"), await somebody("today")];
  const [store] = (await storeIds(1)) as [StoreId];
  await ledger.run("update person set erasing_since = now() where id = $1", [leaving]);
  await ledger.run("update person set sex = null where id = $1", [silent]);
  const at = new Date(clock.now()).toISOString();
  const rows = [leaving, silent, told].map((person) => ({ person, store, at }));
  await book.shown(rows.map((one) => ({ ...one, place: "home", rank: 1, reason: "fresh", model: null })));
  await book.opened(rows);
  for (const table of ["impression", "store_view"]) {
    const kept = `select person_id::text as person from ${table} where store_id = $1`;
    expect(await ledger.run(kept, [store])).toEqual([{ person: told }]);
  }
});

test("that somebody opened a store that is not published is not kept", async () => {
  const watching = createWatching({ book: createSqlWatchBook(ledger.database, "today"), clock });
  const [person, [draft, listed]] = [await somebody("today"), (await storeIds(2)) as [StoreId, StoreId]];
  await ledger.run("update store set published_at = null where id = $1", [draft]);
  for (const store of [draft, listed]) watching.opened(person, store);
  await watching.tell();
  const opened = await ledger.run("select store_id::text as id from store_view where person_id = $1", [person]);
  expect(opened).toEqual([{ id: listed }]);
});

test("what waits to be written has a bound, and comes last is dropped first", async () => {
  const told: number[] = [];
  const book = { shown: async (rows: readonly object[]) => void told.push(rows.length), opened: async () => undefined };
  const watching = createWatching({ book, clock });
  const items = Array.from({ length: 12 }, (_, at) => ({ store: String(at) as StoreId, reason: "fresh" }));
  for (let at = 0; at < 2_000; at += 1) watching.shown("1" as PersonId, { place: "home", model: null, items });
  await watching.tell();
  expect(told).toEqual([19_992]);
});

test("a round is written some hundred rows in a statement, all of them", async () => {
  for (const table of ["impression", "store_view"]) await ledger.run(`delete from ${table}`);
  const sizes: number[] = [];
  const press: Ledger["database"]["press"] = (statement) => {
    sizes.push(JSON.parse(String(statement.values[0])).length);
    return ledger.database.press(statement);
  };
  const watching = createWatching({ book: createSqlWatchBook({ ...ledger.database, press }, "today"), clock });
  const stores = await storeIds(84);
  const people = await Promise.all(Array.from({ length: 12 }, () => somebody("today")));
  for (const person of people) {
    for (let from = 0; from < stores.length; from += 12) {
      const items = stores.slice(from, from + 12).map((store) => ({ store, reason: "fresh" }));
      watching.shown(person, { place: "home", model: null, items });
    }
    for (const store of stores) watching.opened(person, store);
  }
  await watching.tell();
  expect(sizes).toEqual([500, 500, 8, 500, 500, 8]);
  const counts = ["impression", "store_view"].map((table) => `(select count(*)::integer from ${table}) ${table}`);
  expect(await ledger.run(`select ${counts.join(", ")}`)).toEqual([{ impression: 1_008, store_view: 1_008 }]);
});

test("what was opened is written though what was shown could not be, and that is told", async () => {
  const told: unknown[] = [];
  const shown = () => Promise.reject(new Error("no more paper"));
  const watching = createWatching({ book: { shown, opened: async (rows) => void told.push(...rows) }, clock });
  watching.opened("1" as PersonId, "2" as StoreId);
  await expect(watching.tell()).rejects.toMatchObject({ errors: [{ message: "no more paper" }] });
  expect(told).toMatchObject([{ person: "1", store: "2" }]);
});
