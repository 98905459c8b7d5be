import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { Page } from "../../shared/lists.ts";
import type { Opening, OpeningSummary } from "../../shared/openings.ts";
import { dayIn } from "../services/days.ts";
import { openLiveClient } from "../services/live-client.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let url: string;
beforeAll(async () => {
  world = await openWorld();
  url = world.address;
});
afterAll(() => world.close());

const run = (text: string, values: readonly unknown[] = []) => world.database.query({ text, values });
const openNow = { opensAt: new Date(Date.now() - 1_000).toISOString(), largestParty: 2 };

let visitors = 0;
async function join(slot: string, partySize = 1) {
  visitors += 1;
  const cookie = await world.signIn(`손님 ${visitors}`);
  return { cookie, ...(await world.join(slot, cookie, { partySize })) };
}

async function openingOf({ store, host }: { store: string; host: string }): Promise<string> {
  const read = async () => (await world.ask("GET", `/api/stores/${store}/openings`, { cookie: host })).body;
  const page = await waitUntil(
    async () => {
      const found = (await read()) as unknown as Page<OpeningSummary>;
      return found.items.length > 0 ? found : undefined;
    },
    { what: "the opening has begun" },
  );
  return (page.items[0] as OpeningSummary).id;
}

async function reportOf(place: { store: string; host: string }, passes: (opening: Opening) => boolean, what: string) {
  const id = await openingOf(place);
  return waitUntil(
    async () => {
      const { body } = await world.ask("GET", `/api/stores/${place.store}/openings/${id}`, { cookie: place.host });
      const opening = body as unknown as Opening;
      return passes(opening) ? opening : undefined;
    },
    { what },
  );
}

/** As if the store had opened so long ago, and nothing had happened since. */
async function passTime(store: string, minutes: number): Promise<void> {
  const text = `with aged as (
      update opening set opens_at = opens_at - make_interval(mins => $2),
        changed_at = changed_at - make_interval(mins => $2)
      where store_id = $1 returning store_id, opens_at
    ) update store set opens_at = aged.opens_at from aged where store.id = aged.store_id`;
  await run(text, [store, minutes]);
}

test.concurrent("an opening stores a report: who came, how it ended, what was refused, how fast; stays", async () => {
  const place = await world.openStore(openNow, 3);
  const joined = [];
  for (let at = 0; at < 5; at += 1) joined.push(await join(place.slot));
  expect(joined.map(({ body }) => body.state)).toEqual([...Array(3).fill("confirmed"), ...Array(2).fill("waitlisted")]);
  expect((await world.join(place.slot, joined[0]?.cookie as string)).status).toBe(200);
  expect((await join(place.slot, 3)).body.type).toBe("/problems/party-too-large");
  const large = await world.ask("POST", `/api/slots/${place.slot}/entries`, {
    cookie: joined[0]?.cookie,
    body: JSON.stringify({ partySize: "x".repeat(70_000) }),
  });
  expect(large.status).toBe(413);
  await world.ask("DELETE", `/api/entries/${joined[4]?.body.id}`, { cookie: joined[4]?.cookie });

  const running = await reportOf(place, ({ report }) => report.all.refusals["body-too-large"] === 1, "all is counted");
  expect(running).toMatchObject({ closedAt: null, timeZone: "Asia/Seoul", storeId: place.store });
  const { all, slots, seconds } = running.report;
  expect(all).toMatchObject({
    arrivals: 5,
    outcomes: { confirmed: 3, waitlisted: 1, left: 1 },
    ...{ capacity: 3, held: 3, orderErrors: 0, idleSeats: 0, untold: 0, repeats: 1, overtaken: 0 },
    refusals: { "party-too-large": 1, "body-too-large": 1 },
  });
  expect(all.p50Ms).toBeGreaterThan(0);
  expect(all.p99Ms as number).toBeGreaterThanOrEqual(all.p50Ms as number);
  expect(slots).toEqual([{ slotId: place.slot, startsAt: expect.any(String), ...all }]);
  expect(seconds.reduce((sum, count) => sum + count, 0)).toBe(5);

  const quiet = "select 1 from opening where store_id = $1 and came = 8";
  await waitUntil(async () => (await run(quiet, [place.store])).length === 1, { what: "it is seen who came" });
  await passTime(place.store, 3);
  const closed = await reportOf(place, ({ closedAt }) => closedAt !== null, "the quiet opening is over");
  expect(closed.report.all).toEqual(all);
  await run("delete from entry where slot_id = $1", [place.slot]);
  expect((await reportOf(place, () => true, "the report is there")).report).toEqual(closed.report);
  const left = await run("select 1 from opening_tally where slot_id = $1", [place.slot]);
  expect(left).toEqual([]);
  expect(JSON.stringify(closed)).not.toMatch(/손님|person/);
});

test.concurrent("I2, I12, I7: the report finds order errors, idle seats and people who were not told", async () => {
  const place = await world.openStore(openNow, 2);
  for (let at = 0; at < 4; at += 1) await join(place.slot);
  const sound = await reportOf(place, ({ report }) => report.all.arrivals === 4, "all came");
  expect(sound.report.all).toMatchObject({ orderErrors: 0, idleSeats: 0, untold: 0 });
  const slot = [place.slot];
  await run("update entry set state = 'confirmed' where slot_id = $1 and ticket = 4", slot);
  await run(
    `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
      select slot_id, ticket, person_id, party_size, clock_timestamp() from entry where slot_id = $1 and ticket = 4`,
    slot,
  );
  await run("update slot_line set capacity = 4 where slot_id = $1", slot);
  const wrong = await reportOf(place, ({ report }) => report.all.orderErrors > 0, "the error is found");
  expect(wrong.report.all).toMatchObject({ orderErrors: 1, idleSeats: 1, untold: 1, held: 3 });
  await run("update entry set joined_at = joined_at - interval '1 hour' where slot_id = $1 and ticket = 4", slot);
  expect((await reportOf(place, () => true, "a report")).report.all.orderErrors).toBe(2);
});

test.concurrent("an opening nobody came to is told of after ten minutes; one that was put off is not", async () => {
  const place = await world.openStore(openNow);
  await openingOf(place);
  await passTime(place.store, 3);
  expect((await reportOf(place, () => true, "a report")).closedAt).toBeNull();
  await passTime(place.store, 8);
  const closed = await reportOf(place, ({ closedAt }) => closedAt !== null, "ten minutes are over");
  expect(closed.report.all).toMatchObject({ arrivals: 0, p50Ms: null, refusals: {} });

  const later = await world.openStore({ opensAt: new Date(Date.now() + 30_000).toISOString() });
  await openingOf(later);
  await run("update store set opens_at = opens_at + interval '1 hour' where id = $1", [later.store]);
  const list = () => world.ask("GET", `/api/stores/${later.store}/openings`, { cookie: later.host });
  await waitUntil(async () => ((await list()).body.items as unknown[]).length === 0, { what: "it is put off" });
});

test.concurrent("the report as a file that opens as Korean: a line for all, one for each slot", async () => {
  const place = await world.openStore(openNow, 1);
  for (let at = 0; at < 2; at += 1) await join(place.slot);
  await join(place.slot, 3);
  await reportOf(place, ({ report }) => report.all.refusals["party-too-large"] === 1, "all is counted");
  const path = `/api/stores/${place.store}/openings/${await openingOf(place)}`;
  const file = await world.ask("GET", path, { cookie: place.host, headers: { accept: "text/csv" } });
  expect(file.headers["content-type"]).toBe("text/csv; charset=utf-8");
  const [head = "", all = "", slot = ""] = String(file.body.text).split("\r\n");
  expect(head).toMatch(/^\uFEFF"날짜","시간","온 사람","좌석"/);
  const cellOf = (line: string, name: string) =>
    line.split(",")[head.replace("\uFEFF", "").split(",").indexOf(`"${name}"`)];
  for (const line of [all, slot]) {
    const names = ["온 사람", "좌석", "예약 확정", "대기", "인원 초과", "순서 오류"];
    expect(names.map((name) => cellOf(line, name))).toEqual(['"2"', '"1"', '"1"', '"1"', '"1"', '"0"']);
  }
  expect([cellOf(all, "날짜"), cellOf(slot, "시간")]).toEqual(['"전체"', '"14:00"']);
});

test.concurrent("pause all, also pressed twice: joins wait, ranks stay, going on seats them in order", async () => {
  const place = await world.openStore(openNow, 2);
  const slots = { dates: [dayIn(4)], times: ["10:00"] };
  await world.ask("POST", `/api/stores/${place.store}/slots`, { cookie: place.host, body: { ...slots, capacity: 1 } });
  const pause = (paused: boolean, key: string) =>
    world.ask("PATCH", `/api/stores/${place.store}/paused`, {
      cookie: place.host,
      body: { paused },
      headers: { "idempotency-key": key },
    });
  expect((await pause(true, "stop")).body.slotIds).toHaveLength(2);
  expect((await pause(true, "stop")).body.slotIds).toEqual([]);
  const [first, second] = [await join(place.slot), await join(place.slot)];
  expect([first.body, second.body]).toMatchObject([
    { state: "waiting", ticket: 1, ahead: 0 },
    { state: "waiting", ticket: 2, ahead: 1 },
  ]);
  expect((await pause(false, "go-on")).body.slotIds).toHaveLength(2);
  const mine = await world.ask("GET", `/api/entries/${second.body.id}`, { cookie: second.cookie });
  expect(mine.body).toMatchObject({ state: "confirmed", ticket: 2 });
  const deeds = await run("select details from audit where deed = 'slot-changed' and subject = $1 order by id", [
    `slot:${place.slot}`,
  ]);
  expect(deeds.map((row) => (row as { details: unknown }).details)).toEqual([{ paused: true }, { paused: false }]);
});

/** A store with three slots of 7, 5 and 3 seats; the earliest, in which somebody had a seat, is closed. */
async function openWithOneClosed() {
  const place = await world.openStore(openNow, 7);
  const add = async (days: number, capacity: number) => {
    const body = { dates: [dayIn(days)], times: ["10:00"], capacity };
    const { slotIds } = (await world.ask("POST", `/api/stores/${place.store}/slots`, { cookie: place.host, body }))
      .body;
    return (slotIds as string[])[0] as string;
  };
  const others = [await add(4, 5), await add(5, 3)] as const;
  await join(place.slot);
  const close = { cookie: place.host, body: { knowingly: true } };
  expect((await world.ask("POST", `/api/slots/${place.slot}/close`, close)).status).toBe(204);
  return { ...place, others };
}

test.concurrent("pause all, and going on, leave out what is closed: the others are paused and resumed", async () => {
  const { store, host, others } = await openWithOneClosed();
  const pause = (paused: boolean) =>
    world.ask("PATCH", `/api/stores/${store}/paused`, { cookie: host, body: { paused } });
  expect(await pause(true)).toMatchObject({ status: 200, body: { slotIds: others } });
  const late = await Promise.all(others.map((slot) => join(slot)));
  expect(late.map(({ body }) => body.state)).toEqual(["waiting", "waiting"]);
  expect(await pause(false)).toMatchObject({ status: 200, body: { slotIds: others } });
  expect((await join(others[1])).body.state).toBe("confirmed");
});

test.concurrent("seats of a closed slot count as on the card, live and in the report: not; who came does", async () => {
  const place = await openWithOneClosed();
  for (let at = 0; at < 4; at += 1) await join(place.others[1]);
  const card = (await world.ask("GET", `/api/stores/${place.store}`)).body;
  expect(card.capacity).toBe(8);

  const window = await openLiveClient(url, { cookie: place.host });
  window.say({ follow: `opening:${place.store}` });
  const { opening } = await window.until(({ opening }) => opening?.all.joined === 5, "all that joined");
  window.close();
  expect(opening).toMatchObject({ slotCount: 2, pausedCount: 0, all: { capacity: 8, held: 3, waiting: 1 } });
  expect(opening?.slots.map(({ id }) => id)).toEqual(place.others);

  const { report } = await reportOf(place, ({ report }) => report.all.arrivals === 5, "all came");
  expect(report.all).toMatchObject({ capacity: 8, held: 3, outcomes: { confirmed: 3, waitlisted: 1, cancelled: 1 } });
  const seats = report.slots.map(({ slotId, capacity, held, arrivals }) => [slotId, capacity, held, arrivals]);
  expect(seats).toEqual([
    [place.slot, 0, 0, 1],
    [place.others[0], 5, 0, 0],
    [place.others[1], 3, 3, 4],
  ]);
});

/** As if the slot had begun an hour and a half ago and ended, or will end, in so many minutes. */
async function begin(slot: string, endsInMinutes: number): Promise<void> {
  const text = `update slot set starts_at = now() - interval '90 minutes', ends_at = now() + make_interval(mins => $2)
    where id = $1`;
  await run(text, [slot, endsInMinutes]);
}

async function seeOpening(store: string, host: string) {
  const window = await openLiveClient(url, { cookie: host });
  window.say({ follow: `opening:${store}` });
  const { opening } = await window.until(({ opening }) => opening !== undefined, "the opening");
  window.close();
  return opening;
}

test.concurrent("S12: slots that are over are neither shown nor counted as paused or to be paused", async () => {
  const { store, host, others } = await openWithOneClosed();
  const pause = { cookie: host, body: { paused: true } };
  await world.ask("PATCH", `/api/stores/${store}/paused`, pause);
  await begin(others[0], 0);
  const opening = await seeOpening(store, host);
  expect(opening).toMatchObject({ slotCount: 1, pausedCount: 1, all: { capacity: 3 } });
  expect(opening?.slots.map(({ id }) => id)).toEqual([others[1]]);
});

test.concurrent("seats of a live opening are the card's: none of a running slot, none left for who waits", async () => {
  const place = await openWithOneClosed();
  const [running, coming] = place.others;
  for (const slot of [running, running, coming, coming]) await join(slot);
  await begin(running, 60);
  const seats = async () => {
    const { capacity, seatsLeft, waiting } = (await world.ask("GET", `/api/stores/${place.store}`)).body;
    return { capacity, seatsLeft, waiting };
  };
  const live = async () => (await seeOpening(place.store, place.host))?.all;
  const booked = { capacity: 3, held: 2, seatsLeft: 1, waiting: 0, joined: 5 };
  expect(await live()).toMatchObject({ ...(await seats()), ...booked });
  const pause = { cookie: place.host, body: { paused: true } };
  await world.ask("PATCH", `/api/slots/${coming}`, pause);
  await join(coming);
  await waitUntil(async () => (await seats()).waiting === 1, { what: "the card has changed" });
  expect(await live()).toMatchObject({ ...(await seats()), capacity: 3, held: 2, seatsLeft: 0, waiting: 1 });
  const opening = await seeOpening(place.store, place.host);
  expect(opening).toMatchObject({ slotCount: 2, pausedCount: 1 });
});

test.concurrent("the report of an opening leaves out what had begun before it, which nobody could book", async () => {
  const place = await openWithOneClosed();
  const [running, coming] = place.others;
  await join(coming);
  await begin(running, 60);
  const { report } = await reportOf(place, ({ report }) => report.all.arrivals === 2, "all came");
  expect(report.all).toMatchObject({ capacity: 3, held: 1 });
  expect(report.slots.map(({ slotId }) => slotId)).toEqual([place.slot, coming]);
});

test.concurrent("I11: who may watch an opening is told each second; strangers and removed staff are not", async () => {
  const place = await world.openStore(openNow, 2);
  const member = await world.signIn("보는 직원");
  const staff = `/api/stores/${place.store}/staff`;
  const { code } = (await world.ask("POST", `${staff}/invitations`, { cookie: place.host })).body;
  await world.ask("POST", staff, { cookie: member, body: { code } });
  const stranger = await world.signIn("모르는 사람");
  const windows = await Promise.all([place.host, member, stranger].map((cookie) => openLiveClient(url, { cookie })));
  const [host, working, strange] = windows as [(typeof windows)[0], (typeof windows)[0], (typeof windows)[0]];
  for (const window of windows) window.say({ follow: `opening:${place.store}` });
  await strange.until(({ error }) => error?.status === 404, "that there is nothing");
  await host.until(({ opening }) => opening !== undefined, "the opening");

  await Promise.all(Array.from({ length: 3 }, () => join(place.slot)));
  await join(place.slot, 3);
  for (const window of [host, working]) {
    const { opening } = await window.until(({ opening }) => opening?.all.refused === 1, "that one was refused");
    expect(opening).toMatchObject({
      ...{ storeId: place.store, isClosed: false, slotCount: 1, pausedCount: 0 },
      all: { capacity: 2, held: 2, waiting: 1, joined: 3, p95Ms: expect.any(Number) },
      slots: [{ id: place.slot, held: 2, waiting: 1, joined: 3, paused: false }],
    });
    const rates = window.heard.flatMap(({ opening }) => opening?.all.joinsPerSecond ?? []);
    expect(Math.max(...rates)).toBeGreaterThan(0);
    const seconds = window.heard.flatMap(({ opening }) => opening?.second ?? []);
    expect(new Set(seconds).size).toBeGreaterThanOrEqual(seconds.length - 1);
  }
  const me = await world.ask("GET", "/api/me", { cookie: member });
  await world.ask("DELETE", `${staff}/${me.body.id}`, { cookie: place.host });
  await working.until(({ error }) => error?.status === 404, "that it is over for them");
  expect(strange.heard.filter(({ opening }) => opening !== undefined)).toEqual([]);
  for (const window of windows) window.close();
});

test.concurrent("what a host says reaches whoever follows the store's notices, now or later", async () => {
  const place = await world.openStore(openNow, 1);
  const early = await openLiveClient(url);
  early.say({ follow: `notices:${place.store}` });
  const body = { text: "10분만 쉬고 다시 열게요." };
  const say = (text: string) =>
    world.ask("POST", `/api/stores/${place.store}/notices`, { cookie: place.host, body: { text } });
  await say(body.text);
  const late = await openLiveClient(url);
  late.say({ follow: `notices:${place.store}` });
  for (const window of [early, late]) {
    const heard = await window.until(({ notice }) => notice !== undefined, "what the host says");
    expect(heard.notice).toMatchObject({ storeId: place.store, ...body });
  }
  // Whoever says what they know is told what comes after it, and not the same again.
  const known = await openLiveClient(url);
  known.say({ follow: `notices:${place.store}`, after: Number(early.heard[0]?.notice?.id) });
  const later = await openLiveClient(url);
  later.say({ follow: `notices:${place.store}`, after: 0 });
  await later.until(({ notice }) => notice?.text === body.text, "the first, which it did not know");
  await say("이제 열어요.");
  await known.until(({ notice }) => notice?.text === "이제 열어요.", "the second");
  expect(known.heard).toHaveLength(1);
  for (const window of [early, late, known, later]) window.close();
});
