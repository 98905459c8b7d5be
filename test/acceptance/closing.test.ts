import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSqlLineNews } from "../../server/line/line-news.sql.ts";
import { dayIn } from "../services/days.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const close = (slot: string, cookie: string, body?: object, key: string = randomUUID()) =>
  world.ask("POST", `/api/slots/${slot}/close`, { cookie, body, headers: { "idempotency-key": key } });

describe("S20: times of a store", () => {
  test("184 of them in one go: counted first, with the first ones and what is left out, then made", async () => {
    const { host, store } = await world.openStore({ startsOn: dayIn(1), endsOn: dayIn(30) });
    const dates = Array.from({ length: 32 }, (_, day) => dayIn(day));
    const times = ["11:00", "12:00", "13:00", "14:00", "15:00", "16:00"];
    const exceptions = [
      { date: dayIn(2), times: [] },
      { date: dayIn(4), times: [...times, "17:00", "18:00", "19:00", "20:00"] },
      { date: dayIn(5), times: [...times, "17:00", "18:00", "19:00", "20:00"] },
      { date: dayIn(6), times: [...times, "21:00", "22:00", "23:00"] },
    ];
    const body = { dates, times, exceptions };
    const url = `/api/stores/${store}/slots`;
    const dry = await world.ask("POST", url, { cookie: host, body: { ...body, dryRun: true } });
    // 14:00 of the third day is there already, since the store was opened with it.
    expect(dry).toMatchObject({ status: 200, body: { count: 184, slotIds: [], leftOutCount: 12 } });
    expect(dry.body.first).toHaveLength(10);
    expect((dry.body.leftOut as object[])[0]).toEqual({ date: dayIn(0), time: "11:00", reason: "outside-dates" });
    const made = await world.ask("POST", url, { cookie: host, body });
    expect(made).toMatchObject({ status: 201, body: { count: 184, leftOutCount: 12 } });
    expect(made.body.slotIds).toHaveLength(184);
    const card = (await world.ask("GET", `/api/stores/${store}`)).body;
    expect(card.capacity).toBe(185 * 10);
  });

  test("an empty one that is closed is gone", async () => {
    const { host, slot, store } = await world.openStore();
    const key = randomUUID();
    expect((await close(slot, host, {}, key)).status).toBe(204);
    expect((await close(slot, host, {}, key)).status).toBe(204);
    expect((await world.ask("GET", `/api/slots/${slot}`)).status).toBe(404);
    expect((await world.ask("GET", `/api/stores/${store}/slots`)).body.items).toEqual([]);
  });

  test("S20: the next page goes on where the last one ended, though its last time was closed meanwhile", async () => {
    const { host, store } = await world.openStore();
    const body = { dates: [dayIn(4)], times: ["10:00", "11:00"] };
    await world.ask("POST", `/api/stores/${store}/slots`, { cookie: host, body });
    const page = async (query: string) => {
      const { items, nextCursor } = (await world.ask("GET", `/api/stores/${store}/slots?${query}`)).body;
      return { ids: (items as { id: string }[]).map(({ id }) => id), nextCursor };
    };
    const [first, ...rest] = (await page("")).ids;
    const { ids, nextCursor } = await page("limit=1");
    expect([ids, rest.length]).toEqual([[first], 2]);
    expect((await close(String(first), host)).status).toBe(204);
    expect(await page(`cursor=${nextCursor}`)).toEqual({ ids: rest, nextCursor: null });
  });

  test("I6: one with people is closed knowingly: seats and places end, each is told once, nobody joins", async () => {
    const { host, slot, store } = await world.openStore({ offerMinutes: 30 }, 2);
    const names = ["가", "나", "다", "라"].map((name) => `${name} ${randomUUID().slice(0, 6)}`);
    const people: string[] = [];
    for (const name of names) people.push(await world.signIn(name));
    const [first, second, third, fourth] = people as [string, string, string, string];
    const seated = (await world.join(slot, first)).body;
    await world.join(slot, second);
    for (const waiting of [third, fourth]) await world.join(slot, waiting);
    await world.ask("POST", `/api/reservations/${seated.reservationId}/cancel`, { cookie: first });

    expect(await close(slot, host)).toMatchObject({
      ...{ status: 409, body: { type: "/problems/people-concerned", people: 3 } },
    });
    const [before] = await rowsOf(slot);
    expect(before).toMatchObject({ held: 2, waiting: 1 });
    expect((await close(slot, host, { knowingly: true })).status).toBe(204);
    expect(await rowsOf(slot)).toMatchObject([{ held: 0, waiting: 0 }]);
    const mine = async (cookie: string) => (await world.ask("GET", `/api/slots/${slot}/entries/mine`, { cookie })).body;
    const states = await Promise.all(people.map(async (cookie) => (await mine(cookie)).state));
    expect(states).toEqual(["cancelled", "cancelled", "expired", "missed"]);
    const told = { text: "select person_id from outbox where kind = 'slot-closed' and slot_id = $1", values: [slot] };
    expect(await world.database.query(told)).toHaveLength(3);
    const notes = (await world.ask("GET", "/api/me/notifications", { cookie: second })).body.items;
    expect(notes).toMatchObject([{ kind: "slot-closed", slotId: slot }, { kind: "confirmed" }]);

    expect(await world.join(slot, first)).toMatchObject({ status: 409, body: { type: "/problems/closed" } });
    const more = { cookie: host, body: { capacity: 20 } };
    expect((await world.ask("PATCH", `/api/slots/${slot}`, more)).body.type).toBe("/problems/closed");
    expect((await close(slot, host, { knowingly: true })).body.type).toBe("/problems/closed");
    expect((await world.ask("GET", `/api/stores/${store}`)).body).toMatchObject({ state: "closed", capacity: 0 });
    const seen = (await world.ask("GET", `/api/slots/${slot}`)).body;
    expect(Date.parse(String(seen.closesAt))).toBeLessThanOrEqual(Date.now());
  });

  test("who ended it is said: the slot and its news name the moment, places and reservations whose doing", async () => {
    const { host, slot, store } = await world.openStore({}, 2);
    const [gone, seated] = [await world.signIn("먼저 취소한 사람"), await world.signIn("자리 있던 사람")];
    const given = (await world.join(slot, gone)).body;
    const key = { "idempotency-key": randomUUID() };
    await world.ask("POST", `/api/slots/${slot}/entries`, { cookie: seated, body: {}, headers: key });
    await world.ask("POST", `/api/reservations/${given.reservationId}/cancel`, { cookie: gone });
    const slotNow = async () => (await world.ask("GET", `/api/slots/${slot}`)).body;
    const news = createSqlLineNews(world.database);
    const told = async () => (await news.read([{ slot: slot as never, since: null }], 1))[0]?.closedAt;
    expect([(await slotNow()).closedAt, await told()]).toEqual([null, null]);
    await close(slot, host, { knowingly: true });
    const { closedAt } = await slotNow();
    expect(closedAt).toMatch(/Z$/);
    expect(await told()).toBe(closedAt);

    for (const [cookie, cancelledByHost] of [
      [gone, false],
      [seated, true],
    ] as const) {
      const whose = { state: "cancelled", movedTo: null, cancelledByHost };
      expect((await world.ask("GET", `/api/slots/${slot}/entries/mine`, { cookie })).body).toMatchObject(whose);
      expect((await world.ask("GET", "/api/reservations", { cookie })).body.items).toMatchObject([whose]);
    }
    const repeated = await world.ask("POST", `/api/slots/${slot}/entries`, { cookie: seated, body: {}, headers: key });
    expect(repeated).toMatchObject({ status: 200, body: { state: "cancelled", cancelledByHost: true } });
    expect((await world.ask("GET", `/api/stores/${store}/slots`)).body.items).toEqual([]);
  });

  test("of offers that ended it is said which ran out before, and which went with the slot", async () => {
    const { host, slot } = await world.openStore({ offerMinutes: 30 }, 1);
    const [seated, late, offered] = [
      await world.signIn("비킨 사람"),
      await world.signIn("늦은 사람"),
      await world.signIn("다음 사람"),
    ];
    const given = (await world.join(slot, seated)).body;
    for (const cookie of [late, offered]) await world.join(slot, cookie);
    await world.ask("POST", `/api/reservations/${given.reservationId}/cancel`, { cookie: seated });
    const text = "update entry set offer_expires_at = now() where slot_id = $1 and state = 'offered'";
    await world.database.query({ text, values: [slot] });
    await close(slot, host, { knowingly: true });
    const mine = async (cookie: string) => (await world.ask("GET", `/api/slots/${slot}/entries/mine`, { cookie })).body;
    expect(await mine(late)).toMatchObject({ state: "expired", cancelledByHost: false });
    expect(await mine(offered)).toMatchObject({ state: "expired", cancelledByHost: true });
  });

  test("I4: one that has begun is closed no more, and whoever is inside keeps their seat", async () => {
    const { host, slot } = await world.openStore();
    const guest = await world.signIn("벌써 들어간 손님");
    const { reservationId } = (await world.join(slot, guest)).body;
    const text = "update slot set starts_at = now() - interval '1 minute' where id = $1";
    await world.database.query({ text, values: [slot] });
    for (const body of [{}, { knowingly: true }]) {
      expect(await close(slot, host, body)).toMatchObject({ status: 409, body: { type: "/problems/closed" } });
    }
    const mine = await world.ask("GET", `/api/reservations/${reservationId}`, { cookie: guest });
    expect(mine.body).toMatchObject({ state: "confirmed", cancelledAt: null });
    expect(await rowsOf(slot)).toEqual([{ held: 1, waiting: 0 }]);
  });

  test("I11: somebody else's is absent; fewer seats than are held are refused", async () => {
    const { host, slot } = await world.openStore({}, 3);
    expect((await close(slot, await world.signIn("남의 시간", "host"))).status).toBe(404);
    await world.join(slot, await world.signIn("둘이서"), { partySize: 2 });
    const fewer = await world.ask("PATCH", `/api/slots/${slot}`, { cookie: host, body: { capacity: 1 } });
    expect(fewer).toMatchObject({ status: 409, body: { type: "/problems/capacity-too-small" } });
  });
});

const rowsOf = (slot: string) =>
  world.database.query<object>({ text: "select held, waiting from slot_line where slot_id = $1", values: [slot] });
