import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayIn } from "../services/days.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const somebody = () => world.signIn(`손님 ${randomUUID().slice(0, 8)}`);
const seats = async (slot: string) => (await world.ask("GET", `/api/slots/${slot}`)).body;

describe("limits are not dodged by repeating a line", () => {
  test("a day or an hour that is named twice makes one slot", async () => {
    const { store, host } = await world.openStore();
    const body = { dates: [dayIn(5), dayIn(5), dayIn(5)], times: ["10:00", "10:00"], capacity: 3 };
    const added = await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body });
    expect(added).toMatchObject({ status: 201, body: { count: 1 } });
    const again = await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body });
    expect(again).toMatchObject({ status: 201, body: { count: 0 } });
  });

  test("S21: a party does not grow by asking again, under whatever key", async () => {
    const { slot } = await world.openStore({ largestParty: 4 }, 10);
    const cookie = await somebody();
    await world.join(slot, cookie, { partySize: 4 });
    for (const partySize of [4, 1, 3]) {
      expect(await world.join(slot, cookie, { partySize })).toMatchObject({ status: 200, body: { partySize: 4 } });
    }
    expect(await seats(slot)).toMatchObject({ held: 4 });
  });

  test("a field that is named twice in a body counts once, and no larger than allowed", async () => {
    const { slot } = await world.openStore({ largestParty: 2 }, 10);
    const answer = await world.join(slot, await somebody(), '{"partySize":1,"partySize":20}');
    expect(answer).toMatchObject({ status: 409, body: { type: "/problems/party-too-large" } });
    expect(await seats(slot)).toMatchObject({ held: 0 });
  });

  test("a query field that is named twice is refused, or a check would read one and the list another", async () => {
    const cookie = await somebody();
    for (const query of ["limit=1&limit=100", "cursor=1&cursor=2"]) {
      expect((await world.ask("GET", `/api/reservations?${query}`, { cookie })).status).toBe(400);
    }
  });
});

describe("the window of an opening holds at the press, not only on the page", () => {
  test("S19: a slot that closed meanwhile seats nobody, though seats are free", async () => {
    const { slot, store } = await world.openStore({}, 5);
    const cookie = await somebody();
    expect((await seats(slot)).bookableNow).toBe(4);
    const text = "update store set opens_at = now() - interval '1 hour', closes_at = now() where id = $1";
    await world.database.query({ text, values: [store] });
    expect(await world.join(slot, cookie)).toMatchObject({ status: 409, body: { type: "/problems/closed" } });
    expect(await seats(slot)).toMatchObject({ held: 0 });
  });

  test("S27: an offer is not taken once the slot has begun", async () => {
    const { slot } = await world.openStore({ offerMinutes: 60 }, 1);
    const [first, second] = [await somebody(), await somebody()];
    const { body } = await world.join(slot, first);
    const offered = await world.join(slot, second);
    await world.ask("POST", `/api/reservations/${body.reservationId}/cancel`, { cookie: first });
    const text = "update slot set starts_at = now() - interval '1 minute' where id = $1";
    await world.database.query({ text, values: [slot] });
    const taken = await world.ask("POST", `/api/entries/${offered.body.id}/accept`, { cookie: second });
    expect(taken.status).toBe(409);
    expect((await world.ask("GET", "/api/reservations", { cookie: second })).body.items).toEqual([]);
  });
});

test("files of a reservation are their owner's: no id, name or query opens somebody else's", async () => {
  const { slot } = await world.openStore();
  const [owner, stranger] = [await somebody(), await somebody()];
  const { reservationId } = (await world.join(slot, owner)).body;
  for (const file of ["pass.svg", "calendar.ics"]) {
    const url = `/api/reservations/${reservationId}/${file}`;
    const own = await world.ask("GET", url, { cookie: owner });
    const named = `inline; filename="popline-${reservationId}.${file.split(".")[1]}"`;
    expect([own.status, own.headers["content-disposition"]]).toEqual([200, named]);
    for (const tried of [url, `${url}?cookie=${owner}`, `${url}/`, url.replace("/api", "/api/.")]) {
      expect([tried, (await world.ask("GET", tried, { cookie: stranger })).status]).toEqual([tried, 404]);
    }
    expect((await world.ask("GET", url)).status).toBe(401);
  }
});

describe.each([
  ["a NUL", "a\\u0000b"],
  ["half a letter", "a\\ud800b"],
])("%s, which PostgreSQL does not take, is refused in every text", (_name, sharp) => {
  const refused = async (...[method, url, ask]: Parameters<World["ask"]>) =>
    expect(await world.ask(method, url, ask), `${method} ${url} ${ask?.body}`).toMatchObject({ status: 400 });

  test("of a store", async () => {
    const { host: cookie, store } = await world.openStore();
    const { revision } = (await world.ask("GET", `/api/stores/${store}/edition`, { cookie })).body;
    for (const field of ["name", "district", "address", "bio", "rules", "timeZone"]) {
      const text = `"${field}":"${sharp}"`;
      await refused("POST", "/api/stores/drafts", { cookie, body: `{${text}}` });
      await refused("PATCH", `/api/stores/${store}`, { cookie, body: `{"revision":${revision},${text}}` });
      const rest = `"category":"food","startsOn":"${dayIn(1)}","endsOn":"${dayIn(2)}"`;
      await refused("POST", "/api/stores", { cookie, body: `{"name":"가게","district":"성수",${rest},${text}}` });
    }
    await refused("POST", "/api/check-ins", { cookie, body: `{"storeId":"${store}","code":"${sharp}"}` });
  });

  test("of a person", async () => {
    await refused("POST", "/api/demo/sign-in", { body: `{"name":"${sharp}","role":"visitor"}` });
    await refused("PATCH", "/api/me", { cookie: await somebody(), body: `{"name":"${sharp}"}` });
  });
});

test.each(["", "a\\u0000b", "a\\ud800b"])("the version of a text is never '%s'", async (version) => {
  const cookie = await somebody();
  const statusOf = async (...asked: Parameters<World["ask"]>) => (await world.ask(...asked)).status;
  const settings = `{"mail":{"opening-soon":false},"push":{},"version":"${version}"}`;
  const consent = `{"kind":"profile","isGiven":false,"version":"${version}"}`;
  expect([
    await statusOf("PATCH", "/api/me", { cookie, body: `{"region":"서울","version":"${version}"}` }),
    await statusOf("PATCH", "/api/me/notification-settings", { cookie, body: settings }),
    await statusOf("POST", "/api/me/consents", { cookie, body: consent }),
  ]).toEqual([400, 400, 400]);
  expect(await statusOf("GET", `/api/auth/kakao?version=${version === "" ? "" : "a%00b"}`)).toBe(400);
});
