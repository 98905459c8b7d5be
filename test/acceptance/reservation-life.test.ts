import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dayIn } from "../services/days.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("S6, D21: a host registers a store; the same again is refused; a visitor may not", async () => {
  const host = await world.signIn("주인", "host");
  const body = { name: "소금빵", category: "food", district: "성수", startsOn: dayIn(1), endsOn: dayIn(3) };
  const made = await world.ask("POST", "/api/stores", { cookie: host, body });
  expect(made).toMatchObject({ status: 201, body: { name: "소금빵", timeZone: "Asia/Seoul", largestParty: 4 } });
  expect(await world.ask("POST", "/api/stores", { cookie: host, body })).toMatchObject({
    status: 409,
    body: { type: "/problems/duplicate-store" },
  });
  const visitor = await world.signIn("손님");
  const refused = await world.ask("POST", "/api/stores", { cookie: visitor, body: { ...body, name: "다른 빵" } });
  expect(refused).toMatchObject({ status: 403, body: { type: "/problems/forbidden" } });
});

test("S7, S10: stores newest first by cursor, each once; an absent one is 404", async () => {
  const made: string[] = [];
  for (let count = 0; count < 5; count += 1) made.unshift((await world.openStore()).store);
  const seen: string[] = [];
  let cursor = "";
  for (let pages = 0; pages < 50; pages += 1) {
    const page = await world.ask("GET", `/api/stores?limit=2${cursor}`);
    seen.push(...(page.body.items as { id: string }[]).map(({ id }) => id));
    if (!page.body.hasNext) break;
    cursor = `&cursor=${page.body.nextCursor}`;
  }
  expect(seen.slice(0, 5)).toEqual(made);
  expect(new Set(seen).size).toBe(seen.length);
  expect((await world.ask("GET", "/api/stores/999999")).status).toBe(404);
});

test("S18, S20, D23: slots have ten seats unless the host says otherwise, at hours of the store's zone", async () => {
  const { host, store } = await world.openStore();
  const body = { dates: [dayIn(5), dayIn(6)], times: ["11:00", "16:00"] };
  const dry = await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body: { ...body, dryRun: true } });
  expect(dry).toMatchObject({ status: 200, body: { count: 4, slotIds: [] } });
  await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body });
  const listed = await world.ask("GET", `/api/stores/${store}/slots?date=${dayIn(5)}`);
  const day = dayIn(5);
  expect(listed.body.items).toMatchObject([
    { startsAt: `${day}T02:00:00.000Z`, capacity: 10, held: 0, waiting: 0, bookableNow: 4, timeZone: "Asia/Seoul" },
    { startsAt: `${day}T07:00:00.000Z`, endsAt: `${day}T08:00:00.000Z` },
  ]);
});

test("S28, S29, D9: join, list, detail, cancel; the seat is the next one's; book again at the back", async () => {
  const { slot, store } = await world.openStore({ offerMinutes: 0 }, 1);
  expect((await world.ask("GET", `/api/slots/${slot}`)).body).toMatchObject({ held: 0, filledAt: null });
  const [first, second] = [await world.signIn("첫째"), await world.signIn("둘째")];
  const mine = await world.join(slot, first);
  expect(mine).toMatchObject({ status: 201, body: { ticket: 1, state: "confirmed", ahead: 0, behind: 0 } });
  expect(await world.join(slot, second)).toMatchObject({ status: 201, body: { ticket: 2, state: "waitlisted" } });
  expect((await world.ask("GET", `/api/slots/${slot}`)).body).toMatchObject({ held: 1, waiting: 1, bookableNow: 0 });
  const { filledAt } = (await world.ask("GET", `/api/slots/${slot}`)).body;
  expect(Math.abs(Date.now() - Date.parse(String(filledAt)))).toBeLessThan(60_000);

  const id = mine.body.reservationId as string;
  const listed = await world.ask("GET", "/api/reservations", { cookie: first });
  expect(listed.body.items).toMatchObject([{ id, slotId: slot, storeId: store, ticket: 1, state: "confirmed" }]);
  const early = await world.ask("DELETE", `/api/reservations/${id}`, { cookie: first });
  expect(early).toMatchObject({ status: 409, body: { type: "/problems/still-live" } });
  const cancelled = await world.ask("POST", `/api/reservations/${id}/cancel`, { cookie: first });
  expect(cancelled).toMatchObject({ status: 200, body: { state: "cancelled", cancelledAt: expect.any(String) } });
  const twice = await world.ask("POST", `/api/reservations/${id}/cancel`, { cookie: first });
  expect(twice).toMatchObject({ status: 409, body: { type: "/problems/already-ended" } });

  const theirs = await world.ask("GET", `/api/slots/${slot}/entries/mine`, { cookie: second });
  expect(theirs.body).toMatchObject({ ticket: 2, state: "confirmed", reservationId: expect.any(String) });
  expect(await world.join(slot, first)).toMatchObject({ status: 201, body: { ticket: 3, state: "waitlisted" } });
  expect((await world.ask("DELETE", `/api/reservations/${id}`, { cookie: first })).status).toBe(204);
  expect((await world.ask("GET", `/api/reservations/${id}`, { cookie: first })).status).toBe(404);
});

test("offers: accept and decline by HTTP", async () => {
  const { slot } = await world.openStore({ offerMinutes: 30 }, 1);
  const people = [await world.signIn("하나"), await world.signIn("둘"), await world.signIn("셋")] as const;
  const entries = [];
  for (const cookie of people) entries.push((await world.join(slot, cookie)).body);
  await world.ask("POST", `/api/reservations/${entries[0]?.reservationId}/cancel`, { cookie: people[0] });
  const offered = await world.ask("GET", `/api/entries/${entries[1]?.id}`, { cookie: people[1] });
  expect(offered.body).toMatchObject({ state: "offered", offerExpiresAt: expect.stringMatching(/Z$/) });
  const declined = await world.ask("POST", `/api/entries/${entries[1]?.id}/decline`, { cookie: people[1] });
  expect(declined.body).toMatchObject({ state: "declined", ahead: null });
  const accepted = await world.ask("POST", `/api/entries/${entries[2]?.id}/accept`, { cookie: people[2] });
  expect(accepted.body).toMatchObject({ state: "confirmed", reservationId: expect.any(String) });
  const late = await world.ask("POST", `/api/entries/${entries[1]?.id}/accept`, { cookie: people[1] });
  expect(late).toMatchObject({ status: 409, body: { type: "/problems/no-offer" } });
});

test("a host pauses, adds seats and resumes; fewer seats than held are refused; other hosts find nothing", async () => {
  const { host, slot } = await world.openStore({}, 1);
  const change = (body: unknown, cookie = host) => world.ask("PATCH", `/api/slots/${slot}`, { cookie, body });
  await world.join(slot, await world.signIn("가"), { partySize: 1 });
  expect((await change({ paused: true })).body).toMatchObject({ paused: true, bookableNow: 0 });
  expect((await world.join(slot, await world.signIn("나"))).body).toMatchObject({ state: "waiting", ahead: 0 });
  expect((await change({ capacity: 3 })).body).toMatchObject({ capacity: 3, held: 1, waiting: 1 });
  expect((await change({ paused: false })).body).toMatchObject({ held: 2, waiting: 0, bookableNow: 1 });
  expect(await change({ capacity: 1 })).toMatchObject({ status: 409, body: { type: "/problems/capacity-too-small" } });
  expect((await change({ capacity: 9 }, await world.signIn("남", "host"))).status).toBe(404);
});

test("a reservation moves to another time of its store by HTTP; refused, it is as it was", async () => {
  const { host, slot, store } = await world.openStore({}, 1);
  const times = { dates: [dayIn(4)], times: ["14:00", "15:00"], capacity: 1 };
  const added = await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body: times });
  const [free, full] = added.body.slotIds as [string, string];
  const [mine, other] = [await world.signIn("옮길 사람"), await world.signIn("자리 있는 사람")];
  const id = (await world.join(slot, mine)).body.reservationId;
  await world.join(full, other);
  const move = (slotId: unknown, cookie = mine) =>
    world.ask("POST", `/api/reservations/${id}/reschedule`, { cookie, body: { slotId } });
  expect(await move(full)).toMatchObject({ status: 409, body: { type: "/problems/not-bookable" } });
  expect((await move(free, other)).status).toBe(404);
  await world.ask("POST", `/api/slots/${full}/close`, { cookie: host, body: { knowingly: true } });
  expect(await move(full)).toMatchObject({ status: 409, body: { type: "/problems/closed" } });
  for (const bad of [undefined, null, 5, "", "a", "-1", "9".repeat(30)]) expect((await move(bad)).status).toBe(400);
  const { status, body } = await move(free);
  expect([status, body]).toMatchObject([200, { slotId: free, storeId: store, state: "confirmed", movedTo: null }]);
  const old = await world.ask("GET", `/api/reservations/${id}`, { cookie: mine });
  expect(old.body).toMatchObject({ slotId: slot, state: "cancelled", movedTo: body.id });
  expect((await world.ask("GET", `/api/slots/${slot}`)).body).toMatchObject({ held: 0, bookableNow: 1 });
});

test("a host closes the waiting list and caps it; the audit log has it; a cap has bounds", async () => {
  const { host, slot } = await world.openStore({}, 1);
  const change = (body: unknown) => world.ask("PATCH", `/api/slots/${slot}`, { cookie: host, body });
  const join = async (name: string) => (await world.join(slot, await world.signIn(name))).body;
  await join("먼저 온 사람");
  expect((await change({ listOpen: false })).body).toMatchObject({ listOpen: false, mostWaiting: 10_000 });
  expect(await join("닫힌 줄")).toMatchObject({ type: "/problems/list-closed", status: 409 });
  expect((await change({ listOpen: true, mostWaiting: 0 })).body).toMatchObject({ listOpen: true, mostWaiting: 0 });
  expect(await join("찬 줄")).toMatchObject({ type: "/problems/line-full" });
  for (const mostWaiting of [-1, 10_001, 1.5, "5", null]) expect((await change({ mostWaiting })).status).toBe(400);
  const text = "select details from audit where subject = $1 order by id";
  expect(await world.database.query({ text, values: [`slot:${slot}`] })).toEqual([
    { details: { listOpen: false } },
    { details: { listOpen: true, mostWaiting: 0 } },
  ]);
});

test("I9: any write repeated with its key answers the same and acts once; another body is refused", async () => {
  const { host, slot } = await world.openStore();
  const headers = { "idempotency-key": randomUUID() };
  const first = await world.ask("PATCH", `/api/slots/${slot}`, { cookie: host, body: { capacity: 12 }, headers });
  await world.ask("PATCH", `/api/slots/${slot}`, { cookie: host, body: { capacity: 20 } });
  const again = await world.ask("PATCH", `/api/slots/${slot}`, { cookie: host, body: { capacity: 12 }, headers });
  expect([first.status, again.status, again.body.capacity]).toEqual([200, 200, 20]);
  const other = await world.ask("PATCH", `/api/slots/${slot}`, { cookie: host, body: { capacity: 13 }, headers });
  expect(other).toMatchObject({ status: 422, body: { type: "/problems/key-reused" } });
});

test("I9: a store and its slots made again with the same key are the first ones", async () => {
  const host = await world.signIn("다시", "host");
  const body = { name: "한 번만", category: "book", district: "한남", startsOn: dayIn(1), endsOn: dayIn(3) };
  const headers = { "idempotency-key": randomUUID() };
  const first = await world.ask("POST", "/api/stores", { cookie: host, body, headers });
  const again = await world.ask("POST", "/api/stores", { cookie: host, body, headers });
  expect(again).toMatchObject({ status: 201, body: first.body });
  const other = await world.ask("POST", "/api/stores", { cookie: host, body: { ...body, bio: "다름" }, headers });
  expect(other).toMatchObject({ status: 422, body: { type: "/problems/key-reused" } });

  const slots = { dates: [dayIn(2)], times: ["10:00"] };
  const ask = { cookie: host, body: slots, headers: { "idempotency-key": randomUUID() } };
  const made = await world.ask("POST", `/api/stores/${first.body.id}/slots`, ask);
  expect(made).toMatchObject({ status: 201, body: { count: 1 } });
  expect((await world.ask("POST", `/api/stores/${first.body.id}/slots`, ask)).body).toEqual(made.body);
});

test("MOST_WAITING: a deployment says how many may wait in the lines of slots made from then on", async () => {
  const small = await openWorld({ MOST_WAITING: "2" });
  const { slot } = await small.openStore({}, 1);
  const answers: unknown[] = [];
  for (const name of ["하나", "둘", "셋", "넷"]) {
    const { body } = await small.join(slot, await small.signIn(name));
    answers.push(body.state ?? body.type);
  }
  expect(answers).toEqual(["confirmed", "waitlisted", "waitlisted", "/problems/line-full"]);
  await small.close();
});

test("I9: a cancel that is repeated after its reservation was removed is told what it was told before", async () => {
  const { slot } = await world.openStore();
  const cookie = await world.signIn("다시 묻는 사람");
  const url = `/api/reservations/${(await world.join(slot, cookie)).body.reservationId}`;
  const cancel = () => world.ask("POST", `${url}/cancel`, { cookie, headers: { "idempotency-key": "cancel-once" } });
  const first = await cancel();
  expect(first).toMatchObject({ status: 200, body: { state: "cancelled" } });
  expect((await world.ask("DELETE", url, { cookie })).status).toBe(204);
  const again = await cancel();
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect((await world.ask("GET", url, { cookie })).status).toBe(404);
});
