import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqlPurchaseShelf } from "../../server/recommendations/purchases/purchase-shelf.sql.ts";
import { consentVersion } from "../../shared/consent-version.ts";
import type { Chart } from "../../shared/insights.ts";
import { dayIn } from "../services/days.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let shop: Awaited<ReturnType<World["openStore"]>>;
const year = new Date().getFullYear();

/** Twelve women of 33, six men of 45, two men of 55; one of the women cancels, one tells nothing. */
beforeAll(async () => {
  world = await openWorld({}, { isStill: true });
  shop = await world.openStore({}, 40);
  const groups = [
    [12, "F", 33],
    [6, "M", 45],
    [2, "M", 55],
  ] as const;
  for (const [count, sex, age] of groups) {
    for (let at = 0; at < count; at += 1) {
      const cookie = await world.signIn(`${sex} ${age} ${at}`);
      const told = { birthYear: year - age, sex, region: "11", version: consentVersion };
      if (sex === "M" || at > 0) await world.ask("PATCH", "/api/me", { cookie, body: told });
      const { body } = await world.join(shop.slot, cookie);
      if (sex === "F" && at === 1)
        await world.ask("POST", `/api/reservations/${body.reservationId}/cancel`, { cookie });
    }
  }
});
afterAll(() => world.close());

async function read(url: string, cookie: string) {
  const { status, body } = await world.ask("GET", url, { cookie });
  expect(status).toBe(200);
  return (body as unknown as { charts: Chart[] }).charts;
}
const barsOf = (charts: readonly Chart[], name: string) =>
  Object.fromEntries((charts.find((chart) => chart.name === name)?.bars ?? []).map(({ key, count }) => [key, count]));

/** What a spreadsheet gets, as the charts it was made of. */
async function fileOf(url: string, cookie: string): Promise<string[]> {
  const { status, body } = await world.ask("GET", url, { cookie, headers: { accept: "text/csv" } });
  expect(status).toBe(200);
  return String(body.text).trim().split("\r\n").slice(1);
}
const linesOf = (charts: readonly Chart[]) =>
  charts.flatMap(({ name, bars }) => bars.map(({ key, count }) => `"${name}","${key}","${count ?? ""}"`));

test("S37: a host sees who comes in figures; of fewer than five people, and of a segment of ten, none", async () => {
  const url = `/api/stores/${shop.store}/insights`;
  const charts = await read(url, shop.host);
  expect(barsOf(charts, "sex")).toEqual({ F: 10, M: 8 });
  // Two of 50 and older are too few, and six of 40 to 49 alone would tell them.
  expect(barsOf(charts, "age")).toEqual({ 3: 10, 4: null, 5: null });
  // Two men of 50 and older are told by what women and men are in all, unless all of it is hidden.
  expect(barsOf(charts, "segment")).toEqual({});
  expect(barsOf(charts, "funnel")).toEqual({ opened: 0, joined: 20, seated: 19, came: 0 });
  const local = new Date(`${dayIn(3)}T14:00:00Z`);
  const week = [0, 6].includes(local.getUTCDay()) ? "weekend" : "weekday";
  expect(barsOf(charts, "time")).toEqual({ [`${week}-afternoon`]: 19 });
  expect(barsOf(charts, "month")).toEqual({ [dayIn(3).slice(0, 7).replace("-", "")]: 19 });
  expect(await fileOf(url, shop.host)).toEqual(linesOf(charts));
});

test("S37: who opened the page and who came are counted of this store alone", async () => {
  await world.database.query({
    text: `insert into store_view select person_id, current_date, store_id, now() from reservation
      join slot on slot.id = slot_id where store_id = $1 order by person_id limit 12`,
    values: [shop.store],
  });
  await world.database.query({
    text: `update reservation set checked_in_at = now(), state = 'checked_in' where id in (select reservation.id
      from reservation join slot on slot.id = slot_id where store_id = $1 and state = 'confirmed' limit 7)`,
    values: [shop.store],
  });
  const other = await world.openStore({}, 40);
  const cookie = await world.signIn("M 45 0");
  expect(await world.join(other.slot, cookie)).toMatchObject({ status: 201 });
  // Of the twelve one has told nothing.
  const of = async (store: string, host: string) => barsOf(await read(`/api/stores/${store}/insights`, host), "funnel");
  expect(await of(shop.store, shop.host)).toEqual({ opened: 11, joined: 20, seated: 19, came: 7 });
  expect(await of(other.store, other.host)).toEqual({ opened: 0, joined: 1, seated: 1, came: 0 });
  expect((await world.ask("GET", `/api/stores/${shop.store}/insights`, { cookie: other.host })).status).toBe(404);
});

test("S37: whoever moves joined once, and whoever walks in was in no line", async () => {
  const { store, slot, host } = await world.openStore({}, 40);
  const body = { dates: [dayIn(4)], times: ["10:00"], capacity: 10 };
  const added = await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body });
  const [later] = added.body.slotIds as [string];
  for (const at of [3, 4, 5, 6]) {
    const cookie = await world.signIn(`F 33 ${at}`);
    const { body: entry } = await world.join(slot, cookie);
    const move = { cookie, body: { slotId: later } };
    const moved = await world.ask("POST", `/api/reservations/${entry.reservationId}/reschedule`, move);
    expect(moved.status).toBe(200);
  }
  await world.database.query({
    text: "update slot set starts_at = now(), ends_at = now() + interval '1 hour' where id = $1",
    values: [later],
  });
  await world.database.query({
    text: "update reservation set checked_in_at = now(), state = 'checked_in' where slot_id = $1",
    values: [later],
  });
  const walkIn = { cookie: host, body: { slotId: later, partySize: 1 } };
  expect(await world.ask("POST", "/api/walk-ins", walkIn)).toMatchObject({ status: 201 });
  const charts = await read(`/api/stores/${store}/insights`, host);
  expect(barsOf(charts, "funnel")).toEqual({ opened: 0, joined: 4, seated: 4, came: 4 });
});

test("whoever takes the consent back is in no group", async () => {
  const cookie = await world.signIn("F 33 2");
  await world.ask("POST", "/api/me/consents", { cookie, body: { kinds: ["profile"], isGiven: false } });
  const charts = await read(`/api/stores/${shop.store}/insights`, shop.host);
  expect(barsOf(charts, "sex")).toEqual({ F: 9, M: 8 });
});

test("S37: people are counted, not what they book, and only those who agree to the text of today", async () => {
  const { store, slot, host } = await world.openStore({}, 40);
  const body = { dates: [dayIn(4)], times: ["10:00", "11:00", "12:00", "13:00", "14:00"], capacity: 10 };
  const added = await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body });
  const slots = [slot, ...(added.body.slotIds as string[])];
  expect(slots).toHaveLength(6);
  const bars = async () => {
    const charts = await read(`/api/stores/${store}/insights`, host);
    return [barsOf(charts, "sex"), barsOf(charts, "age")];
  };
  const often = await world.signIn("F 33 3");
  for (const each of slots) await world.join(each, often);
  expect(await bars()).toEqual([{}, {}]);
  for (const at of [4, 5, 6, 7]) await world.join(slot, await world.signIn(`F 33 ${at}`));
  for (const at of [0, 1, 2, 3, 4]) await world.join(slot, await world.signIn(`M 45 ${at}`));
  expect(await bars()).toEqual([
    { F: 10, M: 5 },
    { 3: 10, 4: 5 },
  ]);
  await world.database.query({
    text: `insert into consent (person_id, kind, version, is_given, at)
      select person.id, kind, 'before', true, now() from person join consent on person_id = person.id
      where name = 'F 33 7' and kind = 'profile' limit 1`,
    values: [],
  });
  expect(await bars()).toEqual([
    { F: null, M: null },
    { 3: null, 4: null },
  ]);
});

test("S37: purchases by sex, age, weekend, half-day, category, month, and the most frequent cells", async () => {
  const url = "/api/insights/purchases";
  expect(await read(url, shop.host)).toEqual([]);
  const cell = { quantity: 1, amount: 1_000, isWeekend: false };
  const rows = Array.from({ length: 120 }, (_, at) => ({
    ...{
      ...cell,
      month: 202_301 + (at % 12),
      sex: at % 3 ? "F" : "M",
      age: 1 + (at % 5),
      region: at % 2 ? "11" : "26",
    },
    ...{ isAfternoon: at % 4 === 0, category: at % 6 ? "bags" : "toys", times: 1 + at },
  }));
  await createSqlPurchaseShelf(world.database).import({ source: "test", hash: "1".repeat(64) }, rows, null);
  // One that is not whole yet counts for nothing.
  await world.database.query({
    text: `with begun as (insert into purchase_import (source, hash) values ('half', $1) returning id)
      insert into purchase select begun.id, number, month, sex, age, region, is_weekend, is_afternoon, category,
        quantity, amount, times from purchase, begun where number <= 60`,
    values: ["2".repeat(64)],
  });
  const charts = await read(url, shop.host);
  const sumOf = (isOf: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(isOf).reduce((sum, { times }) => sum + times, 0);
  expect(barsOf(charts, "sex")).toEqual({ F: sumOf(({ sex }) => sex === "F"), M: sumOf(({ sex }) => sex === "M") });
  expect(barsOf(charts, "age")["3"]).toBe(sumOf(({ age }) => age === 3));
  expect(barsOf(charts, "weekend")).toEqual({ false: sumOf(() => true) });
  expect(barsOf(charts, "afternoon").true).toBe(sumOf(({ isAfternoon }) => isAfternoon));
  expect(barsOf(charts, "category").toys).toBe(sumOf(({ category }) => category === "toys"));
  expect(barsOf(charts, "month")["202312"]).toBe(sumOf(({ month }) => month === 202_312));
  const months = charts.find(({ name }) => name === "month")?.bars.map(({ key }) => key) ?? [];
  expect(months).toEqual(months.toSorted());
  const cells = Object.entries(barsOf(charts, "cell"));
  expect(cells).toHaveLength(10);
  const most = (key: string) => sumOf(({ region, sex, age }) => `${region}-${sex}-${age}` === key);
  expect(cells.map(([, count]) => count)).toEqual(cells.map(([key]) => most(key)));
  expect(await fileOf(url, shop.host)).toEqual(linesOf(charts));
});

test("S37: a later import is counted in place of the one before", async () => {
  const url = "/api/insights/purchases";
  const row = { month: 202_301, sex: "M", age: 1, region: "11", isWeekend: false, isAfternoon: false };
  const bought = { ...row, category: "bags", quantity: 1, amount: 1, times: 7 };
  await createSqlPurchaseShelf(world.database).import({ source: "later", hash: "3".repeat(64) }, [bought], null);
  expect(barsOf(await read(url, shop.host), "sex")).toEqual({ M: 7 });
});
