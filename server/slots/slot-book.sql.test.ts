import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import { timeZones } from "../../shared/time-zones.ts";
import { asDoer, type Ledger, openLedger } from "../../test/services/ledger.ts";
import type { Database } from "../platform/database/index.ts";
import type { SlotBook, SlotsAsked, StoredSlot } from "./ports.ts";
import { planSlots, type SlotPlan } from "./rules.ts";
import { createSqlSlotBook } from "./slot-book.sql.ts";

const seoul = "Asia/Seoul";
const newYork = "America/New_York";
/** Where clocks never change. */
const honolulu = "Pacific/Honolulu";
const planOf = (dates: string[], times: string[], more: { minutes?: number; capacity?: number } = {}) =>
  planSlots({ dates, times, ...more }) as SlotPlan;

interface Place {
  readonly ledger: Ledger;
  readonly book: SlotBook;
}

/** Before all days of these tests, whenever they run. */
const now = "2026-12-01T00:00:00Z";

async function openPlace(engine: "embedded" | "server"): Promise<Place> {
  const ledger = await openLedger(engine);
  await ledger.setClock(`timestamptz '${now}'`);
  return { ledger, book: createSqlSlotBook(ledger.database, 10_000) };
}

/** A store of the ledger's host, in that zone, without slots. */
async function storeIn({ ledger }: Place, timeZone: string): Promise<StoreId> {
  const text = `insert into store (owner_id, name, category, district, starts_on, ends_on, opens_at, closes_at,
      time_zone)
    values ($1, $2, 'food', '성수', '2026-01-01', '2036-01-01', $4, $4::timestamptz + interval '1 day', $3) returning id`;
  const [row] = await ledger.run<{ id: StoreId }>(text, [ledger.host, randomUUID(), timeZone, now]);
  return (row as { id: StoreId }).id;
}

async function added(place: Place, store: StoreId, plan: SlotPlan, key: string = randomUUID()): Promise<SlotId[]> {
  const answer = await place.book.add(store, asDoer(place.ledger.host), plan, key);
  if ("problem" in answer) throw new Error(`Refused: ${answer.problem}`);
  return answer.slotIds;
}

async function listed({ book }: Place, store: StoreId, asked: Partial<SlotsAsked> = {}): Promise<StoredSlot[]> {
  const slots = await book.list({ store, date: null, cursor: null, limit: 500, by: null, ...asked });
  if (slots === null) throw new Error("No such store.");
  return slots;
}

const startsOf = async (place: Place, store: StoreId, date: string | null = null) =>
  (await listed(place, store, { date })).map(({ startsAt }) => startsAt);

describe.each([
  ["embedded", "UTC"],
  ["server", "Asia/Seoul"],
  ["embedded", "America/Los_Angeles"],
  ["server", "Pacific/Kiritimati"],
] as const)("the hours of the slot book, %s, in a process that lives in %s", (engine, processZone) => {
  const before = process.env.TZ;
  let place: Place;
  beforeAll(async () => {
    process.env.TZ = processZone;
    place = await openPlace(engine);
  });
  afterAll(async () => {
    await place.ledger.close();
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  test("it does live there", () => {
    const hours = { UTC: 0, "Asia/Seoul": 9, "America/Los_Angeles": 16, "Pacific/Kiritimati": 14 };
    expect(new Date("2027-01-15T00:00:00Z").getHours()).toBe(hours[processZone]);
  });

  test("every zone that a store may live in is known here, by that name", async () => {
    const rows = await place.ledger.run<{ name: string }>("select name from pg_timezone_names");
    const known = new Set(rows.map(({ name }) => name));
    expect(timeZones.filter((name) => !known.has(name))).toEqual([]);
  });

  test("D23: times of day are Korea's for a store in Korea, 9 hours before UTC all year", async () => {
    const store = await storeIn(place, seoul);
    await added(place, store, planOf(["2027-01-15", "2027-07-15"], ["00:30", "19:00"], { minutes: 90 }));
    expect(await startsOf(place, store)).toEqual([
      "2027-01-14T15:30:00.000Z",
      "2027-01-15T10:00:00.000Z",
      "2027-07-14T15:30:00.000Z",
      "2027-07-15T10:00:00.000Z",
    ]);
    const [first] = await listed(place, store, { limit: 1 });
    expect(first).toMatchObject({ endsAt: "2027-01-14T17:00:00.000Z", timeZone: seoul });
  });

  test("D23: a store in New York keeps its hours when the clocks go forward", async () => {
    const store = await storeIn(place, newYork);
    await added(place, store, planOf(["2027-03-13", "2027-03-14", "2027-03-15"], ["01:30", "12:00"]));
    expect(await startsOf(place, store)).toEqual([
      "2027-03-13T06:30:00.000Z",
      "2027-03-13T17:00:00.000Z",
      "2027-03-14T06:30:00.000Z",
      "2027-03-14T16:00:00.000Z",
      "2027-03-15T05:30:00.000Z",
      "2027-03-15T16:00:00.000Z",
    ]);
  });

  test("D23: an hour that the clocks skip is no slot: it is left out, named, and counted as it is added", async () => {
    const store = await storeIn(place, newYork);
    const plan = planOf(["2027-03-14"], ["02:30", "03:30"]);
    const left = { leftOutCount: 1, leftOut: [{ date: "2027-03-14", time: "02:30", reason: "no-such-hour" }] };
    expect(await place.book.count(store, place.ledger.host, plan)).toMatchObject({ count: 1, slotIds: [], ...left });
    const answer = await place.book.add(store, asDoer(place.ledger.host), plan, randomUUID());
    expect(answer).toMatchObject({ count: 1, first: [{ startsAt: "2027-03-14T07:30:00.000Z" }], ...left });
    expect(await startsOf(place, store)).toEqual(["2027-03-14T07:30:00.000Z"]);
  });

  test("S20: an hour that was closed after somebody had been in it is left out, and named so", async () => {
    const store = await storeIn(place, seoul);
    const plan = planOf(["2027-01-15"], ["10:00", "11:00", "12:00"]);
    const [first, second] = (await added(place, store, plan)) as [SlotId, SlotId];
    const { ledger, book } = place;
    const [person] = (await ledger.people(1)) as [PersonId];
    await ledger.line.join(first, { person, partySize: 1, key: randomUUID() });
    const close = (slot: SlotId) => book.close(slot, asDoer(ledger.host), true, randomUUID());
    for (const slot of [first, second]) expect(await close(slot)).toEqual({ slot });
    // Nobody was in the second: it is gone, and can be made again.
    const left = { leftOutCount: 1, leftOut: [{ date: "2027-01-15", time: "10:00", reason: "closed" }] };
    expect(await book.count(store, ledger.host, plan)).toMatchObject({ count: 1, ...left });
    const answer = await book.add(store, asDoer(ledger.host), plan, randomUUID());
    expect(answer).toMatchObject({ count: 1, first: [{ startsAt: "2027-01-15T02:00:00.000Z" }], ...left });
  });

  test("D23: and when they go back; an hour that comes twice means the second, and lasts an hour", async () => {
    const store = await storeIn(place, newYork);
    await added(place, store, planOf(["2027-11-06", "2027-11-07"], ["00:30", "01:30", "12:00"]));
    expect(await startsOf(place, store)).toEqual([
      "2027-11-06T04:30:00.000Z",
      "2027-11-06T05:30:00.000Z",
      "2027-11-06T16:00:00.000Z",
      "2027-11-07T04:30:00.000Z",
      "2027-11-07T06:30:00.000Z",
      "2027-11-07T17:00:00.000Z",
    ]);
    const hours = (await listed(place, store)).map(
      ({ startsAt, endsAt }) => (Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000,
    );
    expect(hours).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("D23: a date means the day in the store's zone, on either side of midnight in UTC", async () => {
    const [here, there] = [await storeIn(place, seoul), await storeIn(place, newYork)];
    const plan = planOf(["2027-11-06", "2027-11-07"], ["00:00", "08:59", "23:59"]);
    for (const store of [here, there]) await added(place, store, plan);
    expect(await startsOf(place, here, "2027-11-07")).toEqual([
      "2027-11-06T15:00:00.000Z",
      "2027-11-06T23:59:00.000Z",
      "2027-11-07T14:59:00.000Z",
    ]);
    expect(await startsOf(place, there, "2027-11-07")).toEqual([
      "2027-11-07T04:00:00.000Z",
      "2027-11-07T13:59:00.000Z",
      "2027-11-08T04:59:00.000Z",
    ]);
    expect(await startsOf(place, here, "2027-11-08")).toEqual([]);
  });
});

describe.each(["embedded", "server"] as const)("the slot book, %s", (engine) => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace(engine);
  });
  afterAll(() => place.ledger.close());

  test("a dry run counts what would be added, and adds nothing; adding again adds nothing", async () => {
    const store = await storeIn(place, seoul);
    const small = planOf(["2027-01-15"], ["10:00", "11:00"]);
    const large = planOf(["2027-01-15", "2027-01-16"], ["10:00", "12:00"]);
    const count = (plan: SlotPlan) => place.book.count(store, place.ledger.host, plan);
    expect([await count(small), await startsOf(place, store)]).toMatchObject([{ count: 2 }, []]);
    expect(await added(place, store, small)).toHaveLength(2);
    expect([await count(small), await count(large)]).toMatchObject([{ count: 0 }, { count: 3 }]);
    expect(await added(place, store, large)).toHaveLength(3);
    expect([await count(large), await added(place, store, large)]).toMatchObject([{ count: 0 }, []]);
    expect(await startsOf(place, store)).toHaveLength(5);
  });

  test("S11: a day outside the store's own is no slot; it is named, at most ten of all that are counted", async () => {
    const store = await storeIn(place, seoul);
    await place.ledger.run("update store set starts_on = '2027-01-15', ends_on = '2027-01-16' where id = $1", [store]);
    const plan = planOf(
      ["2027-01-14", "2027-01-15", "2027-01-17"],
      ["10:00", "11:00", "12:00", "13:00", "14:00", "15:00"],
    );
    const answer = await place.book.add(store, asDoer(place.ledger.host), plan, randomUUID());
    expect(answer).toMatchObject({ count: 6, leftOutCount: 12 });
    expect("leftOut" in answer && answer.leftOut).toHaveLength(10);
    expect("leftOut" in answer && answer.leftOut[0]).toEqual({
      ...{ date: "2027-01-14", time: "10:00", reason: "outside-dates" },
    });
    expect(await startsOf(place, store)).toHaveLength(6);
  });

  test("S11: an hour that is over is no slot, and named; one that runs is a slot still", async () => {
    const store = await storeIn(place, honolulu);
    const there = { timeZone: honolulu, hourCycle: "h23", dateStyle: "short", timeStyle: "short" } as const;
    const hourAgo = (minutes: number) =>
      new Intl.DateTimeFormat("sv-SE", there).format(Date.parse(now) - minutes * 60_000).split(" ") as [string, string];
    const [[overDay, over], [runsDay, runs]] = [hourAgo(61), hourAgo(30)];
    const plan = { days: [overDay, runsDay], times: [over, runs], minutes: 60, capacity: 10 };
    const left = { leftOutCount: 1, leftOut: [{ date: overDay, time: over, reason: "over" }] };
    expect(await place.book.count(store, place.ledger.host, plan)).toMatchObject({ count: 1, ...left });
    const answer = await place.book.add(store, asDoer(place.ledger.host), plan, randomUUID());
    expect(answer).toMatchObject({ count: 1, ...left });
    expect(await startsOf(place, store)).toHaveLength(1);
  });

  test("I9: the same press again answers the same slots, also after they are there", async () => {
    const store = await storeIn(place, seoul);
    const [plan, key] = [planOf(["2027-01-15"], ["10:00", "11:00"]), randomUUID()];
    const first = await added(place, store, plan, key);
    expect(await added(place, store, plan, key)).toEqual(first);
    const other = await place.book.add(store, asDoer(place.ledger.host), { ...plan, capacity: 3 }, key);
    expect(other).toEqual({ problem: "key-reused" });
  });

  test("S20: each new slot has a line with its capacity and nobody in it", async () => {
    const store = await storeIn(place, seoul);
    const [id] = (await added(place, store, planOf(["2027-01-15"], ["10:00"], { capacity: 7 }))) as [SlotId];
    expect(await place.book.find(id, null)).toMatchObject({ id, storeId: store, capacity: 7, held: 0, waiting: 0 });
    expect(await place.book.find("999999999" as SlotId, null)).toBeNull();
  });

  test("what is there already is left alone, seats and all", async () => {
    const store = await storeIn(place, seoul);
    const [id] = (await added(place, store, planOf(["2027-01-15"], ["10:00"], { capacity: 7 }))) as [SlotId];
    await added(place, store, planOf(["2027-01-15"], ["10:00", "11:00"], { capacity: 3, minutes: 5 }));
    expect(await place.book.find(id, null)).toMatchObject({ capacity: 7, endsAt: "2027-01-15T02:00:00.000Z" });
  });

  test("I11: somebody else's store is absent, as one that does not exist, and gets no slot", async () => {
    const store = await storeIn(place, seoul);
    const [stranger] = (await place.ledger.people(1)) as [PersonId];
    const plan = planOf(["2027-01-15"], ["10:00"]);
    for (const [id, who] of [
      [store, stranger],
      ["999999999" as StoreId, place.ledger.host],
    ] as const) {
      expect(await place.book.count(id, who, plan)).toEqual({ problem: "not-found" });
      expect(await place.book.add(id, asDoer(who), plan, randomUUID())).toEqual({ problem: "not-found" });
    }
    expect(await startsOf(place, store)).toEqual([]);
  });

  test("pages by cursor meet every slot once, by start, however they were added", async () => {
    const store = await storeIn(place, seoul);
    const days = ["2027-01-17", "2027-01-15", "2027-01-16"];
    for (const day of days) await added(place, store, planOf([day], ["12:00", "10:00", "11:00"]));
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await listed(place, store, { cursor, limit: 2 });
      seen.push(...page.map(({ startsAt }) => startsAt));
      cursor = page.at(-1)?.startsAt ?? null;
      if (cursor === null) break;
    }
    expect(seen).toEqual(await startsOf(place, store));
    expect(seen).toEqual([...seen].sort());
    expect(seen).toHaveLength(9);
  });

  test("the cursor works within a day, and another store's slots are not listed", async () => {
    const [store, other] = [await storeIn(place, seoul), await storeIn(place, seoul)];
    const plan = planOf(["2027-01-15", "2027-01-16"], ["10:00", "11:00"]);
    for (const each of [store, other]) await added(place, each, plan);
    const [first] = await listed(place, store, { date: "2027-01-15", limit: 1 });
    const rest = await listed(place, store, { date: "2027-01-15", cursor: first?.startsAt ?? null });
    expect(rest.map(({ startsAt, storeId }) => [startsAt, storeId])).toEqual([["2027-01-15T02:00:00.000Z", store]]);
  });

  test("S18: one statement tells a store without slots, an empty list, from one that is not there", async () => {
    let statements = 0;
    const read: Database["read"] = (statement) => {
      statements += 1;
      return place.ledger.database.read(statement);
    };
    const book = createSqlSlotBook({ ...place.ledger.database, read, query: read }, 10_000);
    const [stranger] = (await place.ledger.people(1)) as [PersonId];
    const [store, draft] = [await storeIn(place, seoul), await storeIn(place, seoul)];
    await place.ledger.run("update store set published_at = null where id = $1", [draft]);
    const list = (of: StoreId, by: PersonId | null) => book.list({ store: of, date: null, cursor: null, limit: 9, by });
    expect([await list(store, null), await list(draft, place.ledger.host)]).toEqual([[], []]);
    for (const [id, by] of [
      [draft, null],
      [draft, stranger],
      ["999999999" as StoreId, null],
    ] as const) {
      expect(await list(id, by)).toBeNull();
    }
    expect(statements).toBe(5);
  });

  test("without a date only what is not over is listed; a day shows what was", async () => {
    const store = await storeIn(place, seoul);
    await place.ledger.run("update store set starts_on = '2020-01-01' where id = $1", [store]);
    const [past] = await added(place, store, planOf(["2035-01-14", "2035-01-15"], ["10:00"]));
    const text = `update slot set starts_at = '2020-01-15T01:00:00Z', ends_at = '2020-01-15T02:00:00Z' where id = $1`;
    await place.ledger.run(text, [past]);
    expect(await startsOf(place, store)).toEqual(["2035-01-15T01:00:00.000Z"]);
    expect(await startsOf(place, store, "2020-01-15")).toEqual(["2020-01-15T01:00:00.000Z"]);
  });
});
