import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Message, Room } from "../../shared/chat.ts";
import { dayIn } from "../services/days.ts";
import { openLiveClient } from "../services/live-client.ts";
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

const somebody = (name = `손님 ${randomUUID().slice(0, 8)}`) => world.signIn(name);
const say = (cookie: string, text: string, clientId: string = randomUUID()) =>
  world.ask("POST", messages, { cookie, body: { clientId, text } });
const saidBy = async (cookie: string, text: string) => (await say(cookie, text)).body as unknown as Message;
const historyOf = async (query = "") =>
  (await world.ask("GET", `${messages}${query}`)).body as unknown as {
    items: Message[];
    hasNext: boolean;
    nextCursor: string | null;
  };
const roomAs = async (cookie?: string) => (await world.ask("GET", room, { cookie })).body as unknown as Room;
const press = async (url: string, cookie: string, body?: object) =>
  (await world.ask("POST", url, { cookie, body })).status;

describe("S13: one room per store, opened with its first slots", () => {
  test("before them there is none, and nobody can speak there", async () => {
    const body = { name: randomUUID(), category: "food", district: "성수", startsOn: dayIn(1), endsOn: dayIn(9) };
    const { id } = (await world.ask("POST", "/api/stores", { cookie: place.host, body })).body;
    for (const url of [`/api/stores/${id}/room`, `/api/stores/${id}/messages`, "/api/stores/999999999/room"]) {
      expect((await world.ask("GET", url)).status).toBe(404);
    }
    const talk = { clientId: randomUUID(), text: "아무도 없나요" };
    const cookie = await somebody();
    expect((await world.ask("POST", `/api/stores/${id}/messages`, { cookie, body: talk })).status).toBe(404);
    const times = { dates: [dayIn(3)], times: ["14:00"], capacity: 1 };
    await world.ask("POST", `/api/stores/${id}/slots`, { cookie: place.host, body: times });
    expect((await world.ask("GET", `/api/stores/${id}/room`)).body).toMatchObject({ id, lastSeq: 0, isOpen: true });
  });
});

describe("D16: who speaks comes from the session", () => {
  test("their name as it is now, a number of this room, and what they hold", async () => {
    const cookie = await somebody("지수");
    const answer = await say(cookie, "안녕하세요");
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      ...{ room: place.store, seq: 1, kind: "talk", others: 0, text: "안녕하세요", isHidden: false },
      sender: { guest: 1, name: "지수", badge: null },
      ...{ at: expect.stringMatching(/Z$/), clientId: expect.any(String) },
    });
    expect((await saidBy(place.host, "어서 오세요")).sender).toMatchObject({ guest: 2, badge: "host" });
    await world.join(place.slot, cookie);
    expect((await saidBy(cookie, "예약했어요")).sender).toMatchObject({ guest: 1, badge: "holder" });
  });

  test("D16: a holder is who waits, is offered a seat, has one or was let in, and nobody else", async () => {
    const cookie = await somebody();
    await world.join(place.slot, cookie);
    const become = (row: string) =>
      world.database.query({ text: `update ${row} where slot_id = $1`, values: [place.slot] });
    const rows = [
      ["reservation set state = 'checked_in', checked_in_at = now()", "holder"],
      ["reservation set state = 'cancelled', checked_in_at = null, cancelled_at = now()", null],
      ["entry set state = 'waiting'", "holder"],
      ["entry set state = 'waitlisted'", "holder"],
      ["entry set state = 'offered', offer_expires_at = now() + interval '1 hour'", "holder"],
      ["entry set state = 'left', offer_expires_at = null", null],
    ] as const;
    const said: [string, unknown][] = [];
    for (const [row] of rows) {
      await become(row);
      said.push([row, (await saidBy(cookie, "저 왔어요")).sender?.badge]);
    }
    expect(said).toEqual(rows);
  });

  test("a sender in the body is refused, and nobody speaks who is not signed in", async () => {
    const body = { clientId: randomUUID(), text: "저는 점장입니다" };
    const forged = { ...body, sender: { guest: 1, name: "점장", badge: "host" } };
    expect((await world.ask("POST", messages, { cookie: await somebody(), body: forged })).status).toBe(400);
    expect((await world.ask("POST", messages, { body })).status).toBe(401);
    expect((await historyOf()).items).toEqual([]);
  });

  test.each(["", "   ", "가".repeat(501), "two\nlines", "\u0000"])(
    "what says nothing or too much: %j",
    async (text) => {
      expect((await say(await somebody(), text)).status).toBe(400);
    },
  );
});

describe("I8: shown is stored, once, in one order", () => {
  test("what is sent again under one clientId is one message; under another it stays (D15)", async () => {
    const [cookie, clientId] = [await somebody(), randomUUID()];
    expect((await say(cookie, "몇 시까지 하나요?", clientId)).status).toBe(201);
    const again = await say(cookie, "몇 시까지 하나요?", clientId);
    expect([again.status, again.body.seq]).toEqual([200, 1]);
    await say(cookie, "몇 시까지 하나요?");
    expect((await historyOf()).items.map(({ seq, text }) => [seq, text])).toEqual([
      [1, "몇 시까지 하나요?"],
      [2, "몇 시까지 하나요?"],
    ]);
    expect((await say(await somebody(), "남의 것", clientId)).body.type).toBe("/problems/key-reused");
  });

  test("fifty who speak at once get numbers without a gap, each their own", async () => {
    const people = await Promise.all(Array.from({ length: 50 }, () => somebody()));
    const answers = await Promise.all(people.map((cookie, at) => say(cookie, `${at}번`)));
    const seqs = answers.map(({ body }) => Number(body.seq)).toSorted((one, other) => one - other);
    expect(seqs).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
    const kept = await historyOf("?limit=100");
    expect(kept.items.map(({ seq, text }) => `${seq} ${text}`).toSorted()).toEqual(
      answers.map(({ body }) => `${body.seq} ${body.text}`).toSorted(),
    );
  });
});

describe("S16: history by pages, both ways", () => {
  test("the newest, before, after, and what lies between", async () => {
    const cookie = place.host;
    for (let at = 1; at <= 7; at += 1) await say(cookie, `${at}`);
    const seqsOf = async (query: string) => {
      const { items, hasNext, nextCursor } = await historyOf(query);
      return [items.map(({ seq }) => seq).join(" "), hasNext, nextCursor];
    };
    expect(await seqsOf("?limit=3")).toEqual(["5 6 7", true, "5"]);
    expect(await seqsOf("?limit=3&before=5")).toEqual(["2 3 4", true, "2"]);
    expect(await seqsOf("?limit=3&before=2")).toEqual(["1", false, null]);
    expect(await seqsOf("?limit=3&after=2")).toEqual(["3 4 5", true, "5"]);
    expect(await seqsOf("?after=5")).toEqual(["6 7", false, null]);
    expect(await seqsOf("?after=2&before=5")).toEqual(["3 4", false, null]);
    expect((await world.ask("GET", `${messages}?before=-1`)).status).toBe(400);
    expect((await world.ask("GET", `${messages}?limit=101`)).status).toBe(400);
  });
});

describe("what is unread", () => {
  test("counts what was said since, and never goes back", async () => {
    const reader = await somebody();
    expect((await roomAs(reader)).mine).toMatchObject({ guest: null, unread: 0 });
    await say(reader, "왔어요");
    for (const text of ["하나", "둘", "셋"]) await say(place.host, text);
    expect((await roomAs(reader)).mine).toMatchObject({ guest: 1, unread: 3 });
    expect(await press(`${room}/read`, reader, { upTo: 3 })).toBe(204);
    expect(await press(`${room}/read`, reader, { upTo: 2 })).toBe(204);
    expect((await roomAs(reader)).mine).toMatchObject({ unread: 1, readSeq: 3 });
    expect(await press(`${room}/read`, reader, { upTo: 999 })).toBe(204);
    expect((await roomAs(reader)).mine).toMatchObject({ unread: 0, readSeq: 4 });
    expect((await roomAs()).mine).toBeNull();
  });

  test("is counted up to 99, the pages say so", async () => {
    const reader = await somebody();
    await say(reader, "왔어요");
    await say(place.host, "어서 오세요");
    const text = `with more as (insert into message (store_id, seq, kind, guest, text, client_id, at)
        select store_id, last_seq + n, 'talk', 2, 'text', gen_random_uuid(), now()
        from room, generate_series(1, 150) as n where store_id = $1)
      update room set last_seq = last_seq + 150 where store_id = $1`;
    await world.database.query({ text, values: [place.store] });
    expect((await roomAs(reader)).mine).toMatchObject({ unread: 99 });
    await press(`${room}/read`, reader, { upTo: 150 });
    expect((await roomAs(reader)).mine).toMatchObject({ unread: 2 });
  });

  test("S16: nothing of one's own is: who alone spoke has missed nothing", async () => {
    const speaker = await somebody();
    for (const text of ["하나", "둘", "셋"]) await say(speaker, text);
    expect((await roomAs(speaker)).mine).toMatchObject({ guest: 1, unread: 0, readSeq: 0 });
    await say(place.host, "어서 오세요");
    expect((await roomAs(speaker)).mine).toMatchObject({ unread: 1 });
  });
});

test("a store that is over can be read and no longer spoken in; what was said is known again (I8)", async () => {
  const clientId = randomUUID();
  const { seq } = (await say(place.host, "마지막 날이에요", clientId)).body;
  await world.database.query({
    text: "update store set starts_on = '2020-01-01', ends_on = '2020-01-02' where id = $1",
    values: [place.store],
  });
  expect((await say(await somebody(), "끝났나요?")).body.type).toBe("/problems/room-closed");
  expect(await say(place.host, "마지막 날이에요", clientId)).toMatchObject({ status: 200, body: { seq } });
  expect((await roomAs()).isOpen).toBe(false);
  expect((await historyOf()).items).toHaveLength(1);
});

describe("S14, S15: through the socket", () => {
  const open = (cookie?: string) => openLiveClient(world.address, cookie === undefined ? {} : { cookie });

  test("history on entry, an acknowledgement, and everybody sees it; then resumed after a number", async () => {
    await say(place.host, "첫 글");
    const [one, other] = [await open(await somebody()), await open()];
    for (const socket of [one, other]) socket.say({ follow: `room:${place.store}` });
    await other.until(({ message }) => message?.text === "첫 글", "the history");
    const clientId = randomUUID();
    one.say({ say: { room: place.store, clientId, text: "소켓으로" } });
    const { ack } = await one.until((heard) => heard.ack !== undefined, "the acknowledgement");
    expect(ack).toMatchObject({ clientId, room: place.store, seq: expect.any(Number) });
    for (const socket of [one, other]) {
      await socket.until(({ message }) => message?.clientId === clientId, "the message");
    }
    const late = await open();
    late.say({ follow: `room:${place.store}`, after: Number(ack?.seq) - 1 });
    await late.until(({ message }) => message?.clientId === clientId, "what it missed");
    expect(late.heard.some(({ message }) => message?.text === "첫 글")).toBe(false);
    for (const socket of [one, other, late]) socket.close();
  });

  test("who is not signed in is refused, and a refusal names its message and closes nothing", async () => {
    const [stranger, muted] = [await open(), await somebody()];
    stranger.say({ say: { room: place.store, clientId: randomUUID(), text: "누구게" } });
    await stranger.until(({ error }) => error?.type === "/problems/sign-in-needed", "a refusal");
    const { seq } = await saidBy(muted, "나쁜 말");
    await press(`${messages}/${seq}/mute`, place.host, { minutes: 10 });
    const socket = await open(muted);
    const clientIds = Array.from({ length: 12 }, () => randomUUID());
    for (const clientId of clientIds) socket.say({ say: { room: place.store, clientId, text: "또" } });
    for (const clientId of clientIds) {
      const { error } = await socket.until((heard) => heard.error?.clientId === clientId, "its refusal");
      expect(error).toMatchObject({ type: "/problems/muted", retryAfterSeconds: expect.any(Number) });
    }
    expect(socket.closedWith()).toBeNull();
    for (const one of [stranger, socket]) one.close();
  });

  test("D16: a sender in what is said is refused there too, and nothing of it is kept", async () => {
    const socket = await open(await somebody());
    const sender = { guest: 1, name: "점장", badge: "host" };
    socket.say({ say: { room: place.store, clientId: randomUUID(), text: "저는 점장입니다", sender } });
    await socket.until(({ error }) => error?.type === "/problems/bad-request", "a refusal");
    expect((await historyOf()).items).toEqual([]);
    socket.close();
  });

  test("who comes is announced once, however many windows; and counted", async () => {
    const [watching, cookie] = [await open(), await somebody("민준")];
    watching.say({ follow: `room:${place.store}` });
    const windows = [await open(cookie), await open(cookie)];
    for (const socket of windows) socket.say({ follow: `room:${place.store}` });
    await watching.until(({ message }) => message?.kind === "join" && message.sender.name === "민준", "the notice");
    await watching.until((heard) => heard.room?.here === 1, "the count");
    await say(place.host, "어서 오세요");
    await watching.until(({ message }) => message?.text === "어서 오세요", "what came after");
    expect(watching.heard.filter(({ message }) => message?.kind === "join")).toHaveLength(1);
    for (const socket of [watching, ...windows]) socket.close();
  });

  test("S15: whoever speaks as soon as they come is said to have come before what they say", async () => {
    const socket = await open(await somebody("급한 사람"));
    socket.say({ follow: `room:${place.store}` });
    const texts = ["저기요", "문 열었나요?", "줄이 있나요?"];
    for (const text of texts) socket.say({ say: { room: place.store, clientId: randomUUID(), text } });
    await socket.until(({ message }) => message?.text === texts.at(-1), "what they said");
    expect((await historyOf()).items.map(({ kind, text }) => text ?? kind)).toEqual(["join", ...texts]);
    socket.close();
  });

  test("what is hidden vanishes elsewhere, also from what is sent to those who come", async () => {
    const watching = await open();
    watching.say({ follow: `room:${place.store}` });
    const { seq } = await saidBy(await somebody(), "010-1234-5678로 연락 주세요");
    await watching.until(({ message }) => message?.seq === seq, "the message");
    expect(await press(`${messages}/${seq}/hide`, place.host)).toBe(204);
    await watching.until((heard) => heard.room?.hidden.includes(seq) === true, "that it is hidden");
    const late = await open();
    late.say({ follow: `room:${place.store}` });
    const { message } = await late.until((heard) => heard.message?.seq === seq, "what is left of it");
    expect(message).toMatchObject({ text: null, isHidden: true });
    for (const socket of [watching, late]) socket.close();
  });

  test("D28: whoever is erased has no name there any more, in notices either, and open pages are told", async () => {
    const watching = await open();
    watching.say({ follow: `room:${place.store}` });
    const cookie = await somebody("지워질 손님");
    const theirs = await open(cookie);
    theirs.say({ follow: `room:${place.store}` });
    const { message: notice } = await watching.until(({ message }) => message?.kind === "join", "that they came");
    expect(notice?.sender.name).toBe("지워질 손님");
    const { body } = await world.ask("GET", "/api/me", { cookie });
    expect((await world.ask("DELETE", "/api/me", { cookie, body: { confirmed: true } })).status).toBe(204);
    // As the erasure does a minute later.
    const text = `select ${world.database.code}.forget_in_rooms($1, 100)`;
    await world.database.query({ text, values: [body.id] });
    const guest = notice?.sender.guest as number;
    await watching.until(({ room: frame }) => frame?.nameless.includes(guest) === true, "whom to forget");
    expect((await historyOf()).items[0]).toMatchObject({ kind: "join", sender: { guest, name: null } });
    for (const socket of [watching, theirs]) socket.close();
  });
});
