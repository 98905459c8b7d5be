import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dayIn } from "../services/days.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let place: Awaited<ReturnType<World["openStore"]>>;
let mine: { cookie: string; entry: string; reservation: string };
let stranger: string;

beforeAll(async () => {
  world = await openWorld({}, { isStill: true });
  place = await world.openStore();
  const cookie = await world.signIn("나");
  const entry = (await world.join(place.slot, cookie)).body;
  mine = { cookie, entry: String(entry.id), reservation: String(entry.reservationId) };
});
// Each test has people of its own, or they would meet the limit per person.
beforeEach(async () => {
  place = await world.openStore();
  stranger = await world.signIn(`남 ${randomUUID().slice(0, 8)}`);
});
afterAll(() => world.close());

/** Asks for something that must be refused with this problem, and proves that no row anywhere has changed. */
async function refused(problem: string, ...asked: Parameters<World["ask"]>): Promise<void> {
  const before = await world.everything();
  const answer = await world.ask(...asked);
  expect(answer.body, asked.slice(0, 2).join(" ")).toMatchObject({
    type: `/problems/${problem}`,
    title: expect.any(String),
    status: answer.status,
  });
  expect(String(answer.headers["content-type"])).toMatch(/^application\/problem\+json/);
  expect(JSON.stringify(answer.body)).not.toMatch(/at .*\.ts|node_modules|select |insert /);
  expect(await world.everything()).toBe(before);
}

describe("parties", () => {
  test.each([0, -1, 1.5, "2", null, [], {}, true, "1; drop table entry"])("%j people", async (partySize) => {
    await refused("bad-request", "POST", `/api/slots/${place.slot}/entries`, { cookie: stranger, body: { partySize } });
  });
  test.each([5, 21, 1_000_000_000, 1e300])("%d people", async (partySize) => {
    const ask = { cookie: stranger, body: { partySize } };
    await refused("party-too-large", "POST", `/api/slots/${place.slot}/entries`, ask);
  });
});

describe("ids that do not exist, or could not", () => {
  const strange = [
    "0",
    "-1",
    "01",
    "1.5",
    "abc",
    "1e9",
    "9".repeat(19),
    "999999999",
    "1%27%20or%201=1--",
    "%00",
    "..%2f",
  ];
  const ofEntries = ["1-0", "1-", "-1", "1-99999999999", "1-999", "999999-1", "1-1-1", "1--1", "a-b"];
  test.each(strange)("slot, store and reservation %s", async (id) => {
    await refused("not-found", "GET", `/api/stores/${id}`);
    await refused("not-found", "GET", `/api/stores/${id}/slots`);
    await refused("not-found", "GET", `/api/stores/${id}/slots?date=${dayIn(3)}`);
    await refused("not-found", "GET", `/api/slots/${id}`);
    await refused("not-found", "POST", `/api/slots/${id}/entries`, { cookie: stranger, body: {} });
    await refused("not-found", "GET", `/api/slots/${id}/entries/mine`, { cookie: stranger });
    await refused("not-found", "GET", `/api/reservations/${id}`, { cookie: stranger });
    await refused("not-found", "POST", `/api/reservations/${id}/cancel`, { cookie: stranger });
    await refused("not-found", "DELETE", `/api/reservations/${id}`, { cookie: stranger });
    await refused("not-found", "PATCH", `/api/slots/${id}`, { cookie: place.host, body: { capacity: 5 } });
  });
  test.each([...strange, ...ofEntries])("entry %s", async (id) => {
    await refused("not-found", "GET", `/api/entries/${id}`, { cookie: stranger });
    await refused("not-found", "DELETE", `/api/entries/${id}`, { cookie: stranger });
    await refused("not-found", "POST", `/api/entries/${id}/accept`, { cookie: stranger });
    await refused("not-found", "POST", `/api/entries/${id}/decline`, { cookie: stranger });
  });
});

test("I11: other people's entries, reservations and slots look absent", async () => {
  await refused("not-found", "GET", `/api/entries/${mine.entry}`, { cookie: stranger });
  await refused("not-found", "DELETE", `/api/entries/${mine.entry}`, { cookie: stranger });
  await refused("not-found", "GET", `/api/reservations/${mine.reservation}`, { cookie: stranger });
  await refused("not-found", "POST", `/api/reservations/${mine.reservation}/cancel`, { cookie: stranger });
  await refused("not-found", "DELETE", `/api/reservations/${mine.reservation}`, { cookie: stranger });
  const otherHost = await world.signIn("다른 주인", "host");
  await refused("not-found", "PATCH", `/api/slots/${place.slot}`, { cookie: otherHost, body: { paused: true } });
  const slots = { dates: [dayIn(4)], times: ["10:00"] };
  await refused("not-found", "POST", `/api/stores/${place.store}/slots`, { cookie: otherHost, body: slots });
});

test("S19, S22, S26: unopened, closed and full slots", async () => {
  const opensAt = new Date(Date.now() + 3_600_000).toISOString();
  const early = await world.openStore({ opensAt });
  const answer = await world.join(early.slot, stranger);
  expect(answer).toMatchObject({ status: 409, body: { type: "/problems/not-open", opensInMs: expect.any(Number) } });
  await refused("not-open", "POST", `/api/slots/${early.slot}/entries`, { cookie: stranger, body: {} });

  const closesAt = new Date(Date.now() - 1_000).toISOString();
  const over = await world.openStore({ opensAt: new Date(Date.now() - 9_000).toISOString(), closesAt });
  await refused("closed", "POST", `/api/slots/${over.slot}/entries`, { cookie: stranger, body: {} });

  const full = await world.openStore({}, 1);
  await world.database.query({ text: "update slot_line set most_waiting = 0 where slot_id = $1", values: [full.slot] });
  await world.join(full.slot, mine.cookie);
  await refused("line-full", "POST", `/api/slots/${full.slot}/entries`, { cookie: stranger, body: {} });
});

describe("cookies that are not ours", () => {
  const other = "popline=2.1.1790000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  test.each([
    "popline=",
    "popline=x",
    "popline=1.1.1",
    "popline=1.1",
    other,
    `popline=${"a".repeat(5_000)}`,
    "x=1; popline",
  ])("%.40s", async (cookie) => {
    await refused("sign-in-needed", "POST", `/api/slots/${place.slot}/entries`, { cookie, body: {} });
    await refused("sign-in-needed", "GET", "/api/me", { cookie });
  });
  test("a valid one whose session was changed for somebody else's", async () => {
    const [other = ""] = stranger.split(".");
    const forged = mine.cookie.replace(/^[^.]+/, other);
    expect(forged).not.toBe(mine.cookie);
    await refused("sign-in-needed", "GET", "/api/reservations", { cookie: forged });
  });
  test("one that was signed out", async () => {
    const cookie = await world.signIn("잠깐");
    expect((await world.ask("GET", "/api/me", { cookie })).status).toBe(200);
    expect((await world.ask("POST", "/api/auth/sign-out", { cookie })).status).toBe(204);
    await refused("sign-in-needed", "GET", "/api/me", { cookie });
  });
});

test("D11: nobody reaches anything but the open pages without a session", async () => {
  const closed = [
    ["POST", `/api/slots/${place.slot}/entries`],
    ["GET", `/api/slots/${place.slot}/entries/mine`],
    ["GET", "/api/me/entries"],
    ["GET", `/api/entries/${mine.entry}`],
    ["DELETE", `/api/entries/${mine.entry}`],
    ["POST", `/api/entries/${mine.entry}/accept`],
    ["POST", `/api/entries/${mine.entry}/decline`],
    ["GET", "/api/reservations"],
    ["GET", `/api/reservations/${mine.reservation}`],
    ["POST", `/api/reservations/${mine.reservation}/cancel`],
    ["DELETE", `/api/reservations/${mine.reservation}`],
    ["POST", "/api/stores"],
    ["POST", `/api/stores/${place.store}/slots`],
    ["PATCH", `/api/slots/${place.slot}`],
    ["GET", "/api/me"],
    ["POST", "/api/auth/sign-out"],
  ] as const;
  for (const [method, url] of closed) await refused("sign-in-needed", method, url);
});

test("bodies: oversize, broken, of another type, with fields that nobody may set", async () => {
  const join = `/api/slots/${place.slot}/entries`;
  await refused("body-too-large", "POST", join, { cookie: stranger, body: { note: "x".repeat(100_000) } });
  await refused("bad-request", "POST", join, { cookie: stranger, body: "{" });
  for (const body of ["[]", "[1]", "null", "0", '""', '"x"', "true"]) {
    await refused("bad-request", "POST", join, { cookie: stranger, body });
    const store = await world.ask("POST", "/api/stores", { cookie: place.host, body });
    expect(store).toMatchObject({ status: 400, body: { type: "/problems/bad-request", fields: ["body"] } });
  }
  await refused("bad-request", "POST", join, { cookie: stranger, body: '{"__proto__":{"partySize":2}}' });
  const text = { "content-type": "text/plain" };
  await refused("not-json", "POST", join, { cookie: stranger, body: "{}", headers: text });
  for (const planted of ["state", "ticket", "personId", "role", "ownerId", "capacity"]) {
    await refused("bad-request", "POST", join, { cookie: stranger, body: { [planted]: "confirmed" } });
  }
  await refused("bad-request", "POST", join, { cookie: stranger, headers: { "idempotency-key": "a b" } });
  await refused("bad-request", "POST", join, { cookie: stranger, headers: { "idempotency-key": "k".repeat(81) } });
});

test("CSRF: a write from another site's page is refused", async () => {
  const join = `/api/slots/${place.slot}/entries`;
  await refused("foreign-origin", "POST", join, { cookie: stranger, headers: { origin: "https://evil.example" } });
  await refused("foreign-origin", "POST", join, { cookie: stranger, headers: { origin: "null" } });
  await refused("foreign-origin", "POST", join, { cookie: stranger, headers: { "sec-fetch-site": "cross-site" } });
});

describe("PATCH /api/slots/:id", () => {
  const never = ["5", "5; drop table slot_line", "' or 1=1 --", "\u0000", "", null, [], {}, [5], { capacity: 5 }];
  const numbers = [-1, 1.5, 1e9, 2 ** 31, 1e300, -(2 ** 53), "1e3", true];
  const switches = ["true", "yes", 0, 1, -1, 1.5, 1e9];
  const change = (body: unknown, cookie = place.host) =>
    ["PATCH", `/api/slots/${place.slot}`, { cookie, body }] as const satisfies Parameters<World["ask"]>;

  test.each([
    ["capacity", [...never, ...numbers, 0, 100_001]],
    ["seenCapacity", [...never, ...numbers, 0, 100_001]],
    ["mostWaiting", [...never, ...numbers, 10_001]],
    ["paused", [...never, ...switches]],
    ["listOpen", [...never, ...switches]],
  ])("%s", async (field, values) => {
    for (const value of values) await refused("bad-request", ...change({ [field]: value }));
    // The right field beside it changes nothing either.
    await refused("bad-request", ...change({ paused: true, capacity: 20, [field]: values[0] }));
  });
  test("fields that are not a host's to set, none at all, and what is no object", async () => {
    for (const planted of ["held", "waiting", "rev", "id", "storeId", "startsAt", "nextTicket", "epoch", "__proto__"]) {
      await refused("bad-request", ...change(`{ "capacity": 20, ${JSON.stringify(planted)}: 1 }`));
    }
    for (const body of [{}, [], "[]", "null", "0", '""', "{", '{"capacity":}', '{"capacity":1e400}']) {
      await refused("bad-request", ...change(body));
    }
  });
  test("seats that were seen, without the number to change them to", async () => {
    for (const beside of [{}, { paused: true }, { listOpen: false }]) {
      await refused("bad-request", ...change({ seenCapacity: 20, ...beside }));
    }
    expect((await world.ask(...change({ seenCapacity: 20 }))).body.fields).toEqual(["capacity"]);
  });
  test("I1: fewer seats than are held, or than a party that waits needs", async () => {
    for (const partySize of [2, 1]) {
      await world.join(place.slot, await world.signIn(`앉은 ${randomUUID().slice(0, 8)}`), { partySize });
    }
    for (const capacity of [1, 2]) await refused("capacity-too-small", ...change({ capacity }));
    const full = await world.openStore({}, 4);
    await world.join(full.slot, stranger, { partySize: 1 });
    const many = await world.join(full.slot, mine.cookie, { partySize: 4 });
    expect(many.body.state).toBe("waitlisted");
    const fewer = { cookie: full.host, body: { capacity: 3 } };
    await refused("capacity-too-small", "PATCH", `/api/slots/${full.slot}`, fewer);
  });
  test("I11: somebody else's slot looks absent, whatever is asked of it", async () => {
    const otherHost = await world.signIn("남의 가게 주인", "host");
    for (const body of [{ capacity: 5 }, { paused: true }, { listOpen: false }, { mostWaiting: 0 }]) {
      await refused("not-found", ...change(body, otherHost));
      await refused("forbidden", ...change(body, stranger));
    }
    await refused("bad-request", ...change({ capacity: -1 }, otherHost));
  });
});

describe("SQL and nonsense in every field of a store and its slots", () => {
  const hostile = ["'; drop table store; --", "\u0000", "", " ", "x".repeat(5_000), null, {}, [], "2026-02-30", -1];
  hostile.push("0000-01-01", "0000-01-01T00:00:00Z", "CNT");
  const store = () => ({ name: "가게", category: "food", district: "성수", startsOn: dayIn(1), endsOn: dayIn(2) });
  const storeFields = [
    "category",
    "startsOn",
    "endsOn",
    "timeZone",
    "opensAt",
    "closesAt",
    "largestParty",
    "fillsGaps",
  ];
  test.each(storeFields)("store.%s", async (field) => {
    for (const value of hostile) {
      const body = { ...store(), [field]: value };
      await refused("bad-request", "POST", "/api/stores", { cookie: place.host, body });
    }
  });
  test.each(["dates", "times", "minutes", "capacity", "dryRun"])("slots.%s", async (field) => {
    for (const value of [...hostile, ["'; drop table slot; --"], ["2026-02-30"], ["25:00"], 1e9]) {
      const body = { dates: [dayIn(4)], times: ["10:00"], [field]: value };
      await refused("bad-request", "POST", `/api/stores/${place.store}/slots`, { cookie: place.host, body });
    }
  });
  test.each(["2026-02-30", "0000-01-01", "x"])("GET slots?date=%s", (date) =>
    refused("bad-request", "GET", `/api/stores/${place.store}/slots?date=${date}`),
  );
  test.each(["1", "x", "2026-02-30T00:00:00.000Z", "0000-01-01T00:00:00.000Z", "2026-11-27T09:00:00.000%2B23:59"])(
    "GET slots?cursor=%s",
    (cursor) => refused("bad-request", "GET", `/api/stores/${place.store}/slots?cursor=${cursor}`),
  );
  test("names are kept as they are, and nothing else happens", async () => {
    const name = "'; drop table store; -- <script>alert(1)</script>";
    const made = await world.ask("POST", "/api/stores", { cookie: place.host, body: { ...store(), name } });
    expect(made).toMatchObject({ status: 201, body: { name } });
    for (const bad of ["\u0000", " ", "", "x".repeat(81), "\u200b", "\u0301\u0301", "\u202e반대"]) {
      await refused("bad-request", "POST", "/api/stores", { cookie: place.host, body: { ...store(), name: bad } });
      await refused("bad-request", "POST", "/api/stores", { cookie: place.host, body: { ...store(), district: bad } });
      await refused("bad-request", "PATCH", "/api/me", { cookie: stranger, body: { name: bad } });
      await refused("bad-request", "POST", "/api/demo/sign-in", { body: { name: bad, role: "visitor" } });
    }
  });
  test.each(["cursor=abc", "cursor=0", "limit=0", "limit=101", "limit=x", "cursor=1%27", "cursor=1&cursor=2"])(
    "GET /api/stores?%s",
    (query) => refused("bad-request", "GET", `/api/stores?${query}`),
  );
});

test("problems are in Korean unless English is asked for", async () => {
  const ko = await world.ask("GET", "/api/stores/9999");
  const en = await world.ask("GET", "/api/stores/9999", { headers: { "accept-language": "en-US,en;q=0.9,ko;q=0.8" } });
  expect([ko.body.title, en.body.title]).toEqual(["찾을 수 없어요.", "Not found."]);
});
