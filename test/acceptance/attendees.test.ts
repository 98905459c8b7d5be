import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Attendee } from "../../shared/check-ins.ts";
import { consentVersion } from "../../shared/consent-version.ts";
import { dayIn } from "../services/days.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let place: Awaited<ReturnType<World["openStore"]>>;
let later: string;
beforeAll(async () => {
  world = await openWorld();
  place = await world.openStore({}, 100);
  const added = { dates: [dayIn(4)], times: ["10:00"], capacity: 10 };
  const answer = await world.ask("POST", `/api/stores/${place.store}/slots`, { cookie: place.host, body: added });
  later = String((answer.body.slotIds as string[])[0]);
});
afterAll(() => world.close());

const run = <Row extends object>(text: string, values: readonly unknown[] = []) =>
  world.database.query<Row>({ text, values });
const url = (query = "", store = place.store) => `/api/stores/${store}/reservations${query}`;
const read = async (query = "", store = place.store, cookie = place.host) =>
  (await world.ask("GET", url(query, store), { cookie })).body as unknown as {
    items: Attendee[];
    nextCursor: string | null;
    hasNext: boolean;
  };
const file = (query = "", headers: Record<string, string> = {}, cookie = place.host) =>
  world.ask("GET", url(query), { cookie, headers: { accept: "text/csv", ...headers } });

/** Somebody of this name with a reservation; names are unique, so the same name is the same person. */
async function book(name: string, slot = place.slot, partySize = 1) {
  const cookie = await world.signIn(name);
  const { body } = await world.join(slot, cookie, { partySize });
  return { id: String(body.reservationId), cookie };
}

test("who is expected, by hour and ticket, each once in pages; by day, by slot, by name and by ticket", async () => {
  const names = ["가을", "나무", "다람쥐", "라일락", "100%"];
  for (const name of names) await book(name, place.slot, 2);
  await book("마루", later);
  const shown: Attendee[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof read>> = await read(`?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`);
    shown.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(shown.map(({ name, ticket }) => [name, ticket])).toEqual([
    ...names.map((name, at) => [name, at + 1]),
    ["마루", 1],
  ]);
  const namesOf = async (query: string) => (await read(query)).items.map(({ name }) => name);
  expect(await namesOf(`?date=${dayIn(4)}`)).toEqual(["마루"]);
  expect(await namesOf(`?slotId=${later}`)).toEqual(["마루"]);
  expect(await namesOf(`?q=${encodeURIComponent("람쥐")}`)).toEqual(["다람쥐"]);
  expect(await namesOf("?q=2")).toEqual(["나무"]);
  // In a pattern these would be everybody.
  expect(await namesOf(`?q=${encodeURIComponent("%")}`)).toEqual(["100%"]);
  expect(await namesOf("?q=_")).toEqual([]);
  expect((await world.ask("GET", url("?date=2026-02-30"), { cookie: place.host })).status).toBe(400);
});

test("of a person it says the name and nothing else; of a pass too little to make it", async () => {
  const { id, cookie } = await book("보라");
  await world.ask("PATCH", "/api/me", { cookie, body: { phone: "01055556666", version: consentVersion } });
  const { code } = (await world.ask("GET", `/api/reservations/${id}`, { cookie })).body;
  const page = await read();
  const said = JSON.stringify(page);
  for (const hidden of [String(code), "01055556666", "@"]) expect(said).not.toContain(hidden);
  const one = page.items.find((attendee) => attendee.id === id) as Attendee;
  expect(Object.keys(one).sort()).toEqual(
    [
      "id",
      "slotId",
      "startsAt",
      "endsAt",
      "ticket",
      "name",
      "partySize",
      "state",
      "checkedInAt",
      "isWalkIn",
      "seatReleased",
      "mark",
    ].sort(),
  );
  expect(one.mark).toMatch(/^[0-9a-f]{6}$/);
});

test("as a file for spreadsheets: UTF-8 that opens as Korean, the store's own days, one line each", async () => {
  const answer = await file(`?slotId=${later}`);
  expect(answer).toMatchObject({
    status: 200,
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="attendees-${place.store}.csv"`,
      ...{ "x-lines": "1", "x-is-cut": "false" },
    },
  });
  expect(answer.body.text).toBe(
    `\uFEFF"날짜","시간","순번","이름","인원","상태","입장 시각"\r\n"${dayIn(4)}","10:00","1","마루","1","예약 확정",""\r\n`,
  );
  const english = await file(`?slotId=${later}`, { "accept-language": "en" });
  expect(english.body.text).toContain('"마루","1","Booked",""');
  for (const accept of ["*/*", "application/json, text/csv"]) {
    expect((await file("", { accept })).headers["content-type"]).toContain("application/json");
  }
});

test("formulas in exports: a cell that begins like one is text", async () => {
  const hostile = ["=1+1", "+82", "-3", "@SUM(A1)", "＝HYPERLINK(1)", 'a"b,c'];
  const odd = await world.openStore({}, 100);
  for (const name of hostile) await book(name, odd.slot);
  // Nobody can be called so through the product; an older row might be.
  const [row] = await run<{ id: string }>("update person set name = E'\\t=1' where name = '-3' returning id");
  expect(row).toBeDefined();
  const answer = await world.ask("GET", url("", odd.store), { cookie: odd.host, headers: { accept: "text/csv" } });
  const lines = String(answer.body.text).split("\r\n").slice(1, -1);
  const cells = lines.map((line) => /^"[^"]*","[^"]*","[^"]*","((?:[^"]|"")*)"/.exec(line)?.[1]);
  expect(cells).toEqual(["'=1+1", "'+82", "'\t=1", "'@SUM(A1)", "'＝HYPERLINK(1)", 'a""b,c']);
});

test("a file of more than one piece has everybody once and in order, and says how many", async () => {
  const wide = await world.openStore({}, 450);
  await run(
    `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
      select $1, n, -n, 1, now() from generate_series(1, 450) as n`,
    [wide.slot],
  );
  const answer = await world.ask("GET", url("", wide.store), { cookie: wide.host, headers: { accept: "text/csv" } });
  const tickets = String(answer.body.text)
    .split("\r\n")
    .slice(1, -1)
    .map((line) => Number(line.split('","')[2]));
  expect(tickets).toEqual(Array.from({ length: 450 }, (_, at) => at + 1));
  expect(answer.headers["x-lines"]).toBe("450");
});

test("I11: to others the list looks absent, as JSON and as a file; removed staff at once", async () => {
  const stranger = await world.signIn("모르는 사람");
  const other = await world.openStore();
  for (const cookie of [stranger, other.host]) {
    expect((await world.ask("GET", url(), { cookie })).status).toBe(404);
    expect(await file("", {}, cookie)).toMatchObject({ status: 404, body: { type: "/problems/not-found" } });
  }
  const staff = `/api/stores/${place.store}/staff`;
  const member = await world.signIn(`직원 ${randomUUID().slice(0, 8)}`);
  const { code } = (await world.ask("POST", `${staff}/invitations`, { cookie: place.host })).body;
  await world.ask("POST", staff, { cookie: member, body: { code } });
  expect((await file("", {}, member)).status).toBe(200);
  const me = await world.ask("GET", "/api/me", { cookie: member });
  await world.ask("DELETE", `${staff}/${me.body.id}`, { cookie: place.host });
  expect((await file("", {}, member)).status).toBe(404);
});
