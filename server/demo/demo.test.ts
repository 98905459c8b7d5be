import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkHistory } from "../../load/history/check-history.ts";
import type { History, HistoryEvent } from "../../load/history/history.ts";
import type { SlotId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import { storeStates } from "../../shared/store-codes.ts";
import type { StoreCard } from "../../shared/stores.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { createLocalBus } from "../platform/bus/bus.local.ts";
import { createLocalCache } from "../platform/cache/cache.local.ts";
import { realClock } from "../platform/clock.ts";
import type { Database } from "../platform/database/index.ts";
import { createStores } from "../stores/index.ts";
import { createSqlStoreShelf } from "../stores/store-shelf.sql.ts";
import { createSqlDemoBook } from "./demo-book.sql.ts";
import { createDemo } from "./index.ts";
import { demoPeople, pastPopups, popups } from "./popups.ts";

const openPopups = popups.filter(({ opens }) => opens === undefined);
const seedOn = (database: Database) => createDemo({ book: createSqlDemoBook(database) }).seed();

async function cardsOf({ database }: Ledger) {
  const cache = createLocalCache({ clock: realClock, mostWeight: 1_000 });
  const stores = createStores({ shelf: createSqlStoreShelf(database), clock: realClock, cache, bus: createLocalBus() });
  return ((await stores.list({ limit: "100" })) as Page<StoreCard>).items;
}

async function numberOf({ run }: Ledger, text: string): Promise<number> {
  const [row] = await run<{ number: number }>(`select (${text})::float8 as number`);
  return (row as { number: number }).number;
}

const setClock = ({ database, run }: Ledger, moment: string) =>
  run(`create or replace function ${database.code}.clock() returns timestamptz language sql volatile
    as $$ select '${moment}'::timestamptz $$`);

/** What nobody may find in any ledger, as counts of offending rows. */
const offences: Readonly<Record<string, string>> = {
  "I1: more held than there is": "select count(*) from slot_line where held > capacity",
  "I1: held is not the seats of live entries": `select count(*) from slot_line join slot on slot.id = slot_id
    where line_phase = 0 and held <> (select coalesce(sum(party_size), 0) from entry
      where entry.slot_id = slot_line.slot_id and state in ('confirmed', 'offered'))`,
  "I1: held is not the seats of reservations": `select count(*) from slot_line where held <> (
    select coalesce(sum(party_size), 0) from reservation
    where reservation.slot_id = slot_line.slot_id and state <> 'cancelled')`,
  "a slot that is over was ever fuller than it is large": `select count(*) from slot_line where capacity < (
    select coalesce(sum(party_size), 0) from reservation where reservation.slot_id = slot_line.slot_id)`,
  "I2: a ticket that was never given": `select count(*) from slot_line where next_ticket <= (
    select coalesce(max(ticket), 0) from (select slot_id, ticket from entry union select slot_id, ticket
      from reservation) as given where given.slot_id = slot_line.slot_id)`,
  "I2: seated past somebody who waits": `select count(*) from entry as seated join entry as waiter
    on waiter.slot_id = seated.slot_id and waiter.ticket < seated.ticket
    where seated.state = 'confirmed' and waiter.state in ('waiting', 'waitlisted')`,
  "I2: moments in another order than tickets": `select count(*) from entry as one join entry as other
    on other.slot_id = one.slot_id and other.ticket > one.ticket where other.joined_at < one.joined_at`,
  "I3: two live entries of a person in a slot": `select count(*) from (select 1 from entry
    group by slot_id, person_id having count(*) > 1) as doubled`,
  "the number waiting is wrong": `select count(*) from slot_line where waiting <> (select count(*) from entry
    where entry.slot_id = slot_line.slot_id and state in ('waiting', 'waitlisted'))`,
  "line_count is wrong": `select count(*) from (
    (select slot_id, level, ticket >> (6 * (level + 1)) as block, count(*)::integer as waiting
     from entry cross join generate_series(0, 2) as levels (level) where state in ('waiting', 'waitlisted')
     group by 1, 2, 3 except select slot_id, level, block, waiting from line_count)
    union all
    (select slot_id, level, block, waiting from line_count
     except select slot_id, level, ticket >> (6 * (level + 1)), count(*)::integer
     from entry cross join generate_series(0, 2) as levels (level) where state in ('waiting', 'waitlisted')
     group by 1, 2, 3)) as differing`,
  "I4: a confirmed entry without its reservation": `select count(*) from entry left join reservation
    using (slot_id, ticket, person_id, party_size) where entry.state = 'confirmed'
    and reservation.state is distinct from 'confirmed'`,
  "I7: a mail that would still be sent": "select count(*) from outbox where sent_at is null",
  "a party larger than its store allows": `select count(*) from reservation join slot on slot.id = slot_id
    join store on store.id = store_id where party_size > largest_party`,
  "a slot that is over and has a line": `select count(*) from slot join slot_line on slot_id = slot.id
    where ends_at < code.clock() and (line_phase <> 2 or waiting <> 0
      or exists (select from entry where entry.slot_id = slot.id))`,
};

/** The moment at which a slot's last seat was taken. */
const lastSeatAt = `(select max(created_at) from reservation
  where reservation.slot_id = slot_line.slot_id and state <> 'cancelled')`;

/** Past things are past, coming things are to come, whatever day it is. */
const anachronisms: Readonly<Record<string, string>> = {
  "a booking after now": "select count(*) from reservation where created_at > code.clock()",
  "a cancel after now": "select count(*) from reservation where cancelled_at not between created_at and code.clock()",
  "a message after now": "select count(*) from outbox where created_at > code.clock() or sent_at > code.clock()",
  "a join after now": "select count(*) from entry where joined_at > code.clock()",
  "a person from the future": "select count(*) from person where issuer = 'demo' and created_at > code.clock()",
  "a booking before its opening or after its slot began": `select count(*) from reservation
    join slot on slot.id = slot_id join store on store.id = store_id
    where reservation.created_at not between opens_at and starts_at`,
  "a visit that has not been, or without its scan": `select count(*) from reservation join slot on slot.id = slot_id
    where state in ('completed', 'no_show') and ends_at > code.clock()
      or (state = 'completed') <> ((checked_in_at between starts_at and ends_at) is true)`,
  "a booking still open for a slot that is over": `select count(*) from reservation join slot on slot.id = slot_id
    where state = 'confirmed' and starts_at <= code.clock()`,
  "a slot under way": "select count(*) from slot where starts_at <= code.clock() and ends_at > code.clock()",
  "a slot that filled at another moment than its last seat was taken": `select count(*) from slot_line
    where filled_at <> ${lastSeatAt}`,
  "a slot outside its store's days": `select count(*) from slot join store on store.id = store_id
    where (starts_at at time zone time_zone)::date not between starts_on and ends_on`,
  "a lively room more or less than three, or one not numbered from 1": `select abs(3 - count(*)) from (
    select from message join room using (store_id) group by store_id having count(*) = max(last_seq)) as whole`,
  "a slot that begins before reservations open": `select count(*) from slot join store on store.id = store_id
    where starts_at <= opens_at`,
};

async function found(ledger: Ledger, searches: Readonly<Record<string, string>>): Promise<string[]> {
  const names: string[] = [];
  for (const [name, text] of Object.entries(searches)) {
    const rows = await numberOf(ledger, text.replaceAll("code.", `${ledger.database.code}.`));
    if (rows > 0) names.push(`${name}: ${rows}`);
  }
  return names;
}

/** The rows of all coming slots as a history of joins, for the checker that judges real runs. */
async function historyOf(ledger: Ledger): Promise<History> {
  const lines = await ledger.run<{ slot: SlotId }>(`select slot_id as slot from slot_line join slot on slot.id = slot_id
    where line_phase = 0 and next_ticket > 1 order by 1`);
  const parts = await Promise.all(lines.map(async ({ slot }) => ({ slotId: slot, ...(await ledger.rows(slot)) })));
  const events = parts.flatMap(({ slotId, entries }) =>
    entries.map(({ personId, key, ...entry }): HistoryEvent => {
      const answer = { status: 201, entry };
      return { kind: "join", personId, slotId, key, sentAt: entry.ticket, answeredAt: entry.ticket + 0.5, answer };
    }),
  );
  return {
    slots: parts.map(({ slotId, line: { capacity } }) => ({ slotId, capacity, fillsGaps: false, largestParty: 4 })),
    events,
    ranks: [],
    final: {
      entries: parts.flatMap(({ slotId, entries }) => entries.map((entry) => ({ ...entry, slotId }))),
      reservations: parts.flatMap(({ slotId, reservations }) => reservations.map((each) => ({ ...each, slotId }))),
      slotLines: parts.map(({ slotId, line }) => ({ ...line, slotId })),
    },
  };
}

describe.each(["embedded", "server"] as const)("the demo's world, %s", (engine) => {
  let ledger: Ledger;
  let tookMs = 0;
  /** Its time stands: the first store opens a minute after it began, and a busy machine takes that long to look. */
  const began = Date.now();
  beforeAll(async () => {
    ledger = await openLedger(engine);
    await setClock(ledger, new Date(began).toISOString());
    const startedAt = performance.now();
    expect(await seedOn(ledger.database)).toBe(true);
    tookMs = performance.now() - startedAt;
  });
  afterAll(() => ledger.close());

  test("forty popups and the past ones, newest first as they are listed, in every state", async () => {
    const cards = await cardsOf(ledger);
    expect(cards.map(({ name }) => name)).toEqual([...popups, ...pastPopups.toReversed()].map(({ name }) => name));
    expect(popups).toHaveLength(40);
    expect(new Set(cards.map(({ state }) => state))).toEqual(new Set(storeStates));
    expect(cards.slice(40).map(({ state }) => state)).toEqual(pastPopups.map(() => "closed"));
    expect(cards.every(({ bio, hostName }) => bio.length > 20 && hostName.length > 0)).toBe(true);
  });

  test("seats, seats left and waiting are as the popups say; one is paused, three sold out", async () => {
    const cards = new Map((await cardsOf(ledger)).map((card) => [card.name, card]));
    for (const { name, seats, left, waiting } of popups) {
      const card = cards.get(name);
      expect(card).toMatchObject({ name, capacity: seats, waiting });
      // Where one line is paused with seats free, those go to whoever waits there.
      if (left > 0 && waiting > 0) expect(card?.seatsLeft).toBeLessThan(left);
      else expect(card?.seatsLeft).toBe(left);
    }
    const soldOut = openPopups.filter(({ left, waiting }) => left === 0 && waiting > 0);
    expect(soldOut.map(({ name }) => cards.get(name)?.state)).toEqual(["sold-out", "sold-out", "sold-out"]);
    expect(openPopups.some(({ left }) => left > 0 && left <= 5)).toBe(true);
    expect(
      await numberOf(ledger, "select count(distinct store_id) from slot join slot_line on slot_id = id where paused"),
    ).toBe(1);
  });

  test("one store opens a minute after the start with 500 seats, others later today or in days", async () => {
    const upcoming = (await cardsOf(ledger)).filter(({ state }) => state === "upcoming");
    const inMinutes = upcoming.map(({ opensAt }) => (Date.parse(opensAt) - began) / 60_000).sort((a, b) => a - b);
    expect(upcoming).toHaveLength(11);
    expect(inMinutes[0]).toBe(1);
    expect(inMinutes[2]).toBeLessThan(6 * 60);
    expect(inMinutes.at(-1)).toBeGreaterThan(5 * 24 * 60);
    expect(upcoming[0]).toMatchObject({ name: "달토끼 세탁소", capacity: 500, hostName: demoPeople.host });
  });

  test("400 visitors and a host for each brand, all of them invented and each once", async () => {
    const count = (role: string) =>
      numberOf(ledger, `select count(*) from person where role = '${role}' and issuer = 'demo'`);
    expect([await count("visitor"), await count("host"), await count("operator")]).toEqual([
      400,
      new Set(popups.map(({ host }) => host)).size,
      1,
    ]);
    expect(await numberOf(ledger, "select count(distinct owner_id) from store")).toBe(39);
  });

  test("half a year of bookings: completed, missed and cancelled, fuller at weekends and in the evening", async () => {
    const months = await ledger.run<{ month: string }>(
      "select distinct to_char(created_at, 'YYYY-MM') as month from reservation",
    );
    expect(months.length).toBeGreaterThanOrEqual(6);
    const past = "reservation join slot on slot.id = slot_id where line_phase = 2";
    const share = (state: string) => numberOf(ledger, `select avg((state = '${state}')::integer) from ${past}`);
    expect(await share("cancelled")).toBeGreaterThan(0.03);
    expect(await share("no_show")).toBeGreaterThan(0.03);
    expect(await share("completed")).toBeGreaterThan(0.75);
    const fill = (condition: string) =>
      numberOf(
        ledger,
        `select avg(held::float8 / capacity) from slot_line
      join slot on slot.id = slot_id where line_phase = 2 and ${condition}`,
      );
    const local = "starts_at at time zone 'Asia/Seoul'";
    const weekend = `extract(isodow from ${local}) >= 6`;
    expect(await fill(weekend)).toBeGreaterThan(1.3 * (await fill(`not ${weekend}`)));
    expect(await fill(`extract(hour from ${local}) >= 17`)).toBeGreaterThan(
      await fill(`extract(hour from ${local}) < 17`),
    );
  });

  test("the demo's visitor has a seat, a place on a waiting list and a past", async () => {
    const states = await ledger.run<{ state: string }>(
      `select distinct state::text from (select state::text, person_id from entry union
        select state::text, person_id from reservation) as theirs
      join person on person.id = person_id where person.subject = 'visitor:' || $1`,
      [demoPeople.visitor],
    );
    expect(states.map(({ state }) => state)).toEqual(expect.arrayContaining(["confirmed", "waitlisted", "completed"]));
  });

  test("I1, I2, I3, I4, I7: the ledger is as the line itself would have left it", async () => {
    expect(await found(ledger, offences)).toEqual([]);
    expect(checkHistory(await historyOf(ledger))).toEqual([]);
  });

  test("nothing past is to come, and nothing to come is past", async () => {
    expect(await found(ledger, anachronisms)).toEqual([]);
  });

  test("what is full filled when its last seat was taken, at one moment here and another there", async () => {
    const moments = await ledger.run<{ at: Date }>(
      "select distinct filled_at as at from slot_line join slot on slot.id = slot_id where waiting > 0 and not paused",
    );
    expect(moments.length).toBeGreaterThan(3);
    expect(moments.every(({ at }) => at !== null && at.getTime() < began - 60_000)).toBe(true);
  });

  test("the line goes on from there: a cancelled seat is offered to the first who waits", async () => {
    const [row] = await ledger.run<{ id: string; slot: SlotId; person: string }>(
      `select reservation.id, slot_id as slot, person_id as person from reservation join slot_line using (slot_id)
       where state = 'confirmed' and waiting > 0 and not paused and party_size > 1 order by 1 limit 1`,
    );
    const { id, slot, person } = row as { id: string; slot: SlotId; person: string };
    await ledger.reservations.cancel(id as never, person as never, "undo");
    const rows = await ledger.rows(slot);
    expect(rows.entries.find(({ state }) => state === "waitlisted" || state === "offered")?.state).toBe("offered");
  });

  test("a second start changes nothing", async () => {
    const before = await everyRow(ledger);
    expect(await seedOn(ledger.database)).toBe(false);
    expect(await everyRow(ledger)).toEqual(before);
  });

  test("it takes a moment: ten seconds are the limit, here with ten times that for a busy machine", () => {
    expect(tookMs).toBeLessThan(100_000);
  });
});

async function everyRow({ run }: Ledger): Promise<unknown> {
  const tables = await run<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  const sums = [];
  for (const { name } of tables) {
    sums.push(
      ...(await run(`select '${name}' as at, md5(string_agg(row::text, '|' order by row::text)) from ${name} as row`)),
    );
  }
  return sums;
}

// On the embedded one only after the last step, when there is most to undo.
describe.each([
  ["embedded", ["pause"]],
  ["server", ["addPeople", "addStores", "addSlots", "addPast", "admit", "pause"]],
] as const)("a start that is interrupted, %s", (engine, steps) => {
  test("leaves nothing behind, and the next one does all of it", async () => {
    const ledger = await openLedger(engine);
    const before = await everyRow(ledger);
    for (const step of steps) {
      const book = createSqlDemoBook(ledger.database);
      const broken = { ...book, [step]: () => Promise.reject(new Error("the power is gone")) };
      await expect(createDemo({ book: broken }).seed()).rejects.toThrow("the power is gone");
      expect([step, await everyRow(ledger)]).toEqual([step, before]);
      await ledger.database.query({ text: "analyze", values: [] });
    }
    expect(await seedOn(ledger.database)).toBe(true);
    expect((await cardsOf(ledger)).map(({ id }) => Number(id))).toEqual(
      Array.from({ length: 56 }, (_, index) => 56 - index),
    );
    expect(await found(ledger, offences)).toEqual([]);
    await ledger.close();
  });
});

test("of two processes that start together one does it, and the other waits for it", async () => {
  const ledger = await openLedger("server");
  const other = await openLedger("server", { databaseUrl: ledger.url as string });
  const did = await Promise.all([seedOn(ledger.database), seedOn(other.database)]);
  expect(did.toSorted()).toEqual([false, true]);
  expect(await cardsOf(ledger)).toHaveLength(56);
  await other.close();
  await ledger.close();
});

test("stores that are there already are left alone", async () => {
  const ledger = await openLedger("embedded");
  await ledger.slot();
  expect(await seedOn(ledger.database)).toBe(false);
  expect(await cardsOf(ledger)).toHaveLength(1);
  await ledger.close();
});

// Late evening in Seoul, midnight at the turn of the year, and the morning of a leap day.
test.each(["2026-11-25T14:50:00Z", "2026-12-31T15:00:00Z", "2028-02-29T00:30:00Z"])(
  "at %s every moment is where it belongs, and stores can be booked",
  async (moment) => {
    const ledger = await openLedger("server");
    await setClock(ledger, moment);
    await seedOn(ledger.database);
    expect(await found(ledger, { ...offences, ...anachronisms })).toEqual([]);
    const cards = await cardsOf(ledger);
    const now = Date.parse(moment);
    const bookable = cards.filter(({ state, nextSlotId }) => state === "open" && nextSlotId !== null);
    expect(bookable.length).toBeGreaterThanOrEqual(24);
    expect(cards.filter(({ state }) => state === "upcoming")).toHaveLength(11);
    expect(cards.filter(({ state }) => state === "sold-out")).toHaveLength(3);
    expect(Date.parse(cards[0]?.opensAt ?? "")).toBe(now + 60_000);
    await ledger.close();
  },
);
