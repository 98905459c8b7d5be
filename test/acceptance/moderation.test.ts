import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Message, Room, RoomDesk } from "../../shared/chat.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let place: Awaited<ReturnType<World["openStore"]>>;
let room: string;
let messages: string;
beforeAll(async () => {
  world = await openWorld({}, { isStill: true });
});
beforeEach(async () => {
  place = await world.openStore();
  room = `/api/stores/${place.store}/room`;
  messages = `/api/stores/${place.store}/messages`;
});
afterAll(() => world.close());

const somebody = () => world.signIn(`손님 ${randomUUID().slice(0, 8)}`);
const say = (cookie: string, text: string) =>
  world.ask("POST", messages, { cookie, body: { clientId: randomUUID(), text } });
const saidBy = async (cookie: string, text: string) => (await say(cookie, text)).body as unknown as Message;
const press = async (url: string, cookie: string, body?: object) =>
  (await world.ask("POST", url, { cookie, body })).status;
const change = (body: object, cookie = place.host) => world.ask("PATCH", room, { cookie, body });
const desk = async (cookie = place.host) =>
  (await world.ask("GET", `${room}/desk`, { cookie })).body as unknown as RoomDesk;
const roomAs = async (cookie?: string) => (await world.ask("GET", room, { cookie })).body as unknown as Room;
const shown = async () =>
  ((await world.ask("GET", messages)).body.items as Message[]).map(({ text, isHidden }) => (isHidden ? null : text));

describe("slow mode", () => {
  test("everybody waits between two messages of theirs, but for those who look after the room", async () => {
    expect((await change({ slowSeconds: 30 })).body).toMatchObject({ slowSeconds: 30 });
    const cookie = await somebody();
    expect((await say(cookie, "하나")).status).toBe(201);
    const second = await say(cookie, "둘");
    expect(second).toMatchObject({ status: 429, body: { type: "/problems/slow-mode" } });
    expect(Number(second.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(second.headers["retry-after"])).toBeLessThanOrEqual(30);
    for (const text of ["공지 하나", "공지 둘"]) expect((await say(place.host, text)).status).toBe(201);
    await change({ slowSeconds: 0 });
    expect((await say(cookie, "둘")).status).toBe(201);
    expect((await change({ slowSeconds: 7 })).status).toBe(400);
  });

  test("comes by itself in a spike of 200 messages within ten seconds, and goes after a minute", async () => {
    const cookie = await somebody();
    await say(cookie, "먼저");
    const fill = (count: number, ago: string) => ({
      text: `with more as (
          insert into message (store_id, seq, kind, guest, text, client_id, at)
          select store_id, last_seq + n, 'talk', 1, 'text', gen_random_uuid(), clock_timestamp() - interval '${ago}'
          from room, generate_series(1, $2::integer) as n where store_id = $1
        ) update room set last_seq = last_seq + $2 where store_id = $1`,
      values: [place.store, count],
    });
    await world.database.query(fill(300, "11 seconds"));
    await say(cookie, "아직 아니에요");
    expect((await roomAs()).slowSeconds).toBe(0);
    await world.database.query(fill(200, "5 seconds"));
    await say(cookie, "이제 몰려요");
    expect((await roomAs()).slowSeconds).toBe(5);
    expect((await say(cookie, "더")).body.type).toBe("/problems/slow-mode");
    await world.database.query({
      text: "update room set spike_until = clock_timestamp() where store_id = $1",
      values: [place.store],
    });
    expect((await say(cookie, "더")).status).toBe(201);
  });

  test("that of a spike shortens no pause that the host has set", async () => {
    const spike = "update room set spike_until = clock_timestamp() + interval '1 minute' where store_id = $1";
    await world.database.query({ text: spike, values: [place.store] });
    for (const [slowSeconds, told] of [
      [30, 30],
      [0, 5],
    ]) {
      await change({ slowSeconds });
      expect((await roomAs()).slowSeconds).toBe(told);
    }
  });
});

describe("a word of the list is refused, however it is written, and nothing of the message is kept", () => {
  test("TRUST: in any case, form and width, and with what nobody sees between its letters", async () => {
    expect((await change({ words: ["암표", "Scalp", "양\u200b도"] })).status).toBe(200);
    const cookie = await somebody();
    const unseen = ["\u200b", "\u3164", "\u115f", "\u2060", "\ufeff", "\u00ad", "\ufe0f", "\u{e0020}"];
    const texts = ["암표 팝니다", "no SCALPing", "암표".normalize("NFD"), [..."암표".normalize("NFD")].join("\u200b")];
    texts.push("ＳＣＡＬＰ", "ⓢcalp", "양도");
    for (const text of [...texts, ...unseen.map((mark) => `암${mark}표`)]) {
      const { status, body } = await say(cookie, text);
      expect([text, status, body.type]).toEqual([text, 422, "/problems/word-not-allowed"]);
    }
    expect(await shown()).toEqual([]);
    expect((await desk()).words.toSorted()).toEqual(["Scalp", "암표", "양도"]);
    expect(JSON.stringify(await roomAs(cookie))).not.toContain("암표");
  });

  test("what is let through is shown as it was sent", async () => {
    await change({ words: ["암표"] });
    const text = `표 있어요? ${"각".normalize("NFD")} \u200dＡ`;
    expect(await say(await somebody(), text)).toMatchObject({ status: 201, body: { text } });
  });
});

describe("a pinned message", () => {
  test("is everybody's until it is taken down or hidden", async () => {
    const { seq } = await saidBy(place.host, "현장 대기는 11시부터예요");
    await change({ pinned: seq });
    expect((await roomAs()).pinned).toMatchObject({ seq, text: "현장 대기는 11시부터예요" });
    await press(`${messages}/${seq}/hide`, place.host);
    expect((await roomAs()).pinned).toBeNull();
    const other = await saidBy(place.host, "다시");
    await change({ pinned: other.seq });
    await change({ pinned: null });
    expect((await roomAs()).pinned).toBeNull();
    expect((await change({ pinned: 999 })).status).toBe(404);
  });
});

describe("who may not speak", () => {
  test("muted for ten minutes, banned for good, and let speak again", async () => {
    const cookie = await somebody();
    const { seq, sender } = await saidBy(cookie, "도배");
    expect(await press(`${messages}/${seq}/mute`, place.host, { minutes: 10 })).toBe(204);
    expect(await say(cookie, "도배")).toMatchObject({ status: 403, body: { type: "/problems/muted" } });
    expect((await roomAs(cookie)).mine).toMatchObject({ mutedUntil: expect.stringMatching(/Z$/), isBanned: false });
    expect(await press(`${messages}/${seq}/mute`, place.host, { minutes: null })).toBe(204);
    expect((await roomAs(cookie)).mine).toMatchObject({ mutedUntil: null, isBanned: true });
    // Somebody else of the store may look at another of their messages later.
    expect(await press(`${messages}/${seq}/mute`, place.host, { minutes: 10 })).toBe(204);
    expect((await desk()).muted).toMatchObject([{ guest: sender.guest, until: null, isBanned: true }]);
    expect(await press(`${room}/guests/${sender.guest}/unmute`, place.host)).toBe(204);
    expect((await say(cookie, "고마워요")).status).toBe(201);
    expect((await desk()).muted).toEqual([]);
  });

  test("nobody silences those who look after the room, and no visitor anybody", async () => {
    const [host, cookie] = [await saidBy(place.host, "안내"), await somebody()];
    const { seq } = await saidBy(cookie, "네");
    expect(await press(`${messages}/${host.seq}/mute`, place.host, { minutes: 10 })).toBe(403);
    for (const url of [`${messages}/${seq}/mute`, `${messages}/${host.seq}/mute`]) {
      expect(await press(url, cookie, { minutes: 10 })).toBe(404);
    }
    expect(await press(`${messages}/${seq}/hide`, cookie)).toBe(404);
    expect((await change({ slowSeconds: 5 }, cookie)).status).toBe(404);
    expect((await world.ask("GET", `${room}/desk`, { cookie })).status).toBe(404);
    expect(await shown()).toEqual(["안내", "네"]);
  });
});

describe("whoever was in a room", () => {
  const deedsTo = async (cookie: string) =>
    (await world.ask("GET", "/api/me/export", { cookie })).body.deedsToMe as Record<string, unknown>[];

  test("D28: reads in their copy what was done to them there, without by whom, and nothing of others", async () => {
    const [mine, other] = [await somebody(), await somebody()];
    const [{ seq, sender }, { seq: others }] = [await saidBy(mine, "도배"), await saidBy(other, "광고")];
    await press(`${messages}/${seq}/hide`, place.host);
    await press(`${messages}/${seq}/mute`, place.host, { minutes: 10 });
    await press(`${room}/guests/${sender.guest}/unmute`, place.host);
    await press(`${messages}/${others}/mute`, place.host, { minutes: null });
    await change({ slowSeconds: 5 });
    const done = { at: expect.any(String), role: "host", subject: `store:${place.store}` };
    const deeds = ["guest-unmuted", "guest-muted", "message-hidden"];
    expect(await deedsTo(mine)).toEqual(deeds.map((deed) => ({ ...done, deed })));
    expect(await deedsTo(other)).toEqual([{ ...done, deed: "guest-muted" }]);
    // Whoever has the same number in another room is somebody else.
    const [elsewhere, namesake] = [await world.openStore(), await somebody()];
    for (const cookie of [namesake, other]) {
      const body = { clientId: randomUUID(), text: "안녕하세요" };
      await world.ask("POST", `/api/stores/${elsewhere.store}/messages`, { cookie, body });
    }
    expect(await deedsTo(namesake)).toEqual([]);
    expect(await deedsTo(place.host)).toEqual([]);
  });

  test("D28: is erased, and what was hidden before stays hidden since then", async () => {
    const cookie = await somebody();
    const [before, later] = [await saidBy(cookie, "먼저 가려진 말"), await saidBy(cookie, "남아 있던 말")];
    await press(`${messages}/${before.seq}/hide`, place.host);
    const hiddenAt = async () => {
      const text = `select seq::integer, hidden_at as at from message where store_id = $1 and hidden_at is not null
        order by hidden_at`;
      return world.database.query<{ seq: number; at: Date }>({ text, values: [place.store] });
    };
    const [first] = await hiddenAt();
    expect(first?.seq).toBe(before.seq);
    expect((await world.ask("DELETE", "/api/me", { cookie, body: { confirmed: true } })).status).toBe(204);
    expect(await shown()).toEqual([null, null]);
    expect(await hiddenAt()).toEqual([first, { seq: later.seq, at: expect.any(Date) }]);
  });
});

describe("what is reported", () => {
  test("counts once a person, stands on the desk, and is settled by hiding", async () => {
    const bad = await saidBy(await somebody(), "욕설");
    const reporters = [await somebody(), await somebody()];
    for (const cookie of [...reporters, ...reporters]) {
      expect(await press(`${messages}/${bad.seq}/report`, cookie, { reason: "abuse" })).toBe(204);
    }
    const [report, ...more] = (await desk()).reports;
    expect(report).toMatchObject({ message: { seq: bad.seq, text: "욕설" }, count: 2, reasons: ["abuse"] });
    expect(more).toEqual([]);
    await press(`${messages}/${bad.seq}/hide`, place.host);
    expect((await desk()).reports).toEqual([]);
    expect(await shown()).toEqual([null]);
    expect(await press(`${messages}/${bad.seq}/report`, reporters[0] as string, { reason: "abuse" })).toBe(404);
  });

  test("is what somebody else said: nobody reports what they said themselves", async () => {
    const cookie = await somebody();
    const { seq } = await saidBy(cookie, "제가 한 말");
    const body = { reason: "other" };
    const refused = await world.ask("POST", `${messages}/${seq}/report`, { cookie, body });
    expect(refused).toMatchObject({ status: 403, body: { type: "/problems/forbidden" } });
    expect((await desk()).reports).toEqual([]);
  });

  test("I11: in the room of a store that is not public there is nothing to report", async () => {
    const [cookie, other] = [await somebody(), await somebody()];
    const { seq } = await saidBy(cookie, "아까 한 말");
    const publish = (isPublic: boolean) =>
      world.database.query({
        text: "update store set published_at = case when $2 then now() end where id = $1",
        values: [place.store, isPublic],
      });
    await publish(false);
    for (const said of [seq, 999]) {
      for (const each of [cookie, other]) {
        expect(await press(`${messages}/${said}/report`, each, { reason: "abuse" })).toBe(404);
      }
    }
    await publish(true);
    expect((await desk()).reports).toEqual([]);
  });

  test("what was done is on the desk, the newest first, with who did it", async () => {
    const { seq } = await saidBy(await somebody(), "지울 말");
    await press(`${messages}/${seq}/mute`, place.host, { minutes: 60 });
    await press(`${messages}/${seq}/hide`, place.host);
    await press(`${room}/guests/1/unmute`, place.host);
    await change({ words: ["암표"] });
    const by = expect.stringMatching(/^host/);
    expect((await desk()).deeds).toMatchObject([
      { deed: "room-changed", by, seq: null },
      { deed: "guest-unmuted", by, seq: null },
      { deed: "message-hidden", by, seq },
      { deed: "guest-muted", by, seq },
    ]);
  });
});
