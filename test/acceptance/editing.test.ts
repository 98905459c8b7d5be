import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayIn } from "../services/days.ts";
import { must } from "./authorisation/things.ts";
import { type Ask, type Method, openWorld, type World } from "./world.ts";

let world: World;
let host: string;
beforeAll(async () => {
  world = await openWorld();
  host = await world.signIn("편집 호스트", "host");
});
afterAll(() => world.close());

const momentIn = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
/** Everything that a draft needs before it can be published, but for its times. */
const whole = () => ({
  name: `달토끼 ${randomUUID().slice(0, 8)}`,
  category: "food",
  district: "성수",
  address: "서울 성동구 성수이로 1",
  startsOn: dayIn(1),
  endsOn: dayIn(9),
  opensAt: momentIn(-1),
  closesAt: momentIn(24 * 8),
});
const draft = async (fields: object = whole()) => must(world, "POST", "/api/stores/drafts", host, fields);
const ask = (method: Method, url: string, more: Ask = {}) => world.ask(method, url, { cookie: host, ...more });
const patch = (id: unknown, body: object) => ask("PATCH", `/api/stores/${id}`, { body });
const editionOf = async (id: unknown) => (await ask("GET", `/api/stores/${id}/edition`)).body;
const refusedAs = (problem: string, status = 409) => ({ status, body: { type: `/problems/${problem}` } });

async function addTimes(id: unknown, more: object = {}): Promise<string[]> {
  const body = { dates: [dayIn(3)], times: ["10:00", "14:00"], ...more };
  return (await must(world, "POST", `/api/stores/${id}/slots`, host, body)).slotIds as string[];
}

/** A published store, open since an hour, with two times on the third day. */
async function publishedStore(fields: object = {}): Promise<{ id: string; slots: string[]; revision: number }> {
  const made = await draft({ ...whole(), ...fields });
  const slots = await addTimes(made.id);
  const shown = await must(world, "POST", `/api/stores/${made.id}/publish`, host);
  return { id: String(made.id), slots, revision: Number(shown.revision) };
}

describe("D21: a draft", () => {
  test("may lack everything, is saved piece by piece, and says what is missing by stable codes", async () => {
    const made = await draft({});
    const first = ["name", "category", "district", "address", "dates", "opening", "slots"];
    expect(made).toMatchObject({ publishedAt: null, revision: 1, name: "", category: null, missing: first });
    const named = await patch(made.id, { revision: 1, name: "  달토끼 세탁소 ", category: "life" });
    expect(named.body).toMatchObject({ revision: 2, name: "달토끼 세탁소", missing: first.slice(2) });
    const { name: _, ...rest } = whole();
    const filled = await patch(made.id, { revision: 2, ...rest });
    expect(filled.body).toMatchObject({ revision: 3, missing: ["slots"] });
    expect(await ask("POST", `/api/stores/${made.id}/publish`)).toMatchObject({
      ...{ status: 409, body: { type: "/problems/not-ready", missing: ["slots"] } },
    });
    const over = await patch(made.id, {
      revision: 3,
      startsOn: dayIn(-5),
      endsOn: dayIn(-2),
      closesAt: momentIn(-0.5),
    });
    expect(over.body.missing).toEqual(["dates-over", "opening-over", "slots"]);
  });

  test("I11: is absent for all but its host: lists, page, poster, times, notices, following, sockets", async () => {
    const made = await draft();
    const [slot] = await addTimes(made.id);
    // From when it was published.
    const said = "insert into notice (store_id, text, created_at, told_at) values ($1, '곧 열어요', now(), now())";
    await world.database.query({ text: said, values: [made.id] });
    const stranger = await world.signIn("남", "host");
    for (const cookie of [undefined, stranger, await world.signIn("손님")]) {
      const look = (url: string) => world.ask("GET", url, { cookie });
      const absent = [`/api/stores/${made.id}`, `/posters/${made.id}.svg`, `/posters/${made.id}/art.svg`];
      for (const url of [...absent, `/api/slots/${slot}`]) expect([url, (await look(url)).status]).toEqual([url, 404]);
      expect((await look(`/api/stores/${made.id}/slots`)).status).toBe(404);
      expect((await look(`/api/stores/${made.id}/notices`)).body.items).toEqual([]);
      expect(JSON.stringify((await look("/api/stores?limit=100")).body)).not.toContain(String(made.name));
      expect((await look(`/stores/${made.id}`)).body.text).not.toContain(String(made.name));
      if (cookie === undefined) continue;
      expect(await world.ask("PUT", `/api/stores/${made.id}/follow`, { cookie })).toMatchObject({ status: 404 });
      expect(await world.join(slot as string, cookie)).toMatchObject(refusedAs("not-found", 404));
    }
    const followers = "select from store_follow where store_id = $1";
    expect(await world.database.query({ text: followers, values: [made.id] })).toEqual([]);
    const news = `select * from ${world.database.code}.line_news(array[$1::bigint], array[null::integer], 10)`;
    expect(await world.database.query({ text: news, values: [slot] })).toEqual([]);
  });

  test("is seen by its host: as an edition, with its times and its poster, and among their stores", async () => {
    const made = await draft();
    const [slot] = await addTimes(made.id);
    expect((await ask("GET", `/api/slots/${slot}`)).status).toBe(200);
    expect((await ask("GET", `/api/stores/${made.id}/slots`)).body.items).toHaveLength(2);
    const poster = await ask("GET", `/posters/${made.id}.svg`);
    expect([poster.status, poster.headers["cache-control"]]).toEqual([200, "private, no-cache"]);
    const mine = (await ask("GET", "/api/me/stores")).body.items;
    expect(mine).toContainEqual({ id: made.id, name: made.name, part: "owner", isDraft: true });
  });

  test("is deleted with its times; what is published is not", async () => {
    const made = await draft();
    const [slot] = await addTimes(made.id);
    expect((await ask("DELETE", `/api/stores/${made.id}`)).status).toBe(204);
    expect((await ask("GET", `/api/stores/${made.id}/edition`)).status).toBe(404);
    expect((await ask("GET", `/api/slots/${slot}`)).status).toBe(404);
    const { id } = await publishedStore();
    expect(await ask("DELETE", `/api/stores/${id}`)).toMatchObject(refusedAs("only-drafts"));
  });

  test("goes with its host's erasure, and does not keep them from leaving", async () => {
    const leaver = await world.signIn("떠나는 호스트", "host");
    const made = await must(world, "POST", "/api/stores/drafts", leaver, whole());
    const leave = { cookie: leaver, body: { confirmed: true } };
    expect((await world.ask("DELETE", "/api/me", leave)).status).toBeLessThan(300);
    const run = (text: string) => world.database.query<{ done: boolean }>({ text, values: [] });
    const past = "update person set erasing_since = now() - interval '2 minutes' where erasing_since is not null";
    await run(past);
    const { code } = world.database;
    const forget = `select ${code}.forget_person(id) as done from person where erasing_since is not null`;
    expect(await run(forget)).toEqual([{ done: true }]);
    expect(await run(`select from store where id = ${made.id}`)).toEqual([]);
  });
});

test("D28: where others have a history a draft stays for it, without a word of whoever is erased", async () => {
  const leaver = await world.signIn("이력이 있는 호스트", "host");
  const made = await must(world, "POST", "/api/stores/drafts", leaver, whole());
  const run = (text: string) => world.database.query<{ done: boolean }>({ text, values: [] });
  await run(`with made as (insert into slot (store_id, starts_at, ends_at)
      values (${made.id}, now() + interval '3 days', now() + interval '4 days') returning id
    ), line as (insert into slot_line (slot_id, capacity) select id, 1 from made)
    insert into reservation (slot_id, ticket, person_id, party_size, state, created_at, cancelled_at)
    select id, 1, 0, 1, 'cancelled', now(), now() from made`);
  await world.ask("DELETE", "/api/me", { cookie: leaver, body: { confirmed: true } });
  await run("update person set erasing_since = now() - interval '2 minutes' where erasing_since is not null");
  await run(`select ${world.database.code}.forget_person(id) as done from person where erasing_since is not null`);
  const left = `select name, bio, address, rules, owner_id::text as owner from store where id = ${made.id}`;
  expect(await run(left)).toEqual([{ name: "", bio: "", address: "", rules: "", owner: "0" }]);
});

test("a moment is kept in UTC, whatever offset it came with", async () => {
  const made = await draft();
  const changed = await patch(made.id, { revision: made.revision, opensAt: `${dayIn(-1)}T23:00:00+20:00` });
  expect([changed.status, changed.body.opensAt]).toEqual([200, `${dayIn(-1)}T03:00:00.000Z`]);
});

test("D21: a draft says nothing to anybody, whatever its host writes", async () => {
  const made = await draft();
  const said = await ask("POST", `/api/stores/${made.id}/notices`, { body: { text: "아직 비밀" } });
  expect(said.status).toBe(404);
});

describe("publishing", () => {
  test("S6, D21: shows a store to everybody at once; again changes nothing; a duplicate is refused", async () => {
    const { id } = await publishedStore({ name: "두 번은 없는 이름" });
    expect((await world.ask("GET", `/api/stores/${id}`)).body).toMatchObject({
      ...{ id, address: "서울 성동구 성수이로 1", state: "open", capacity: 20, poster: { picture: null } },
    });
    expect((await ask("POST", `/api/stores/${id}/publish`)).body).toMatchObject({ id, revision: 2 });
    const alike = ` ${"두  번은\u200b 없는 이름".normalize("NFD")}`;
    const twin = await draft({ ...whole(), name: alike });
    await addTimes(twin.id);
    expect(await ask("POST", `/api/stores/${twin.id}/publish`)).toMatchObject(refusedAs("duplicate-store"));
    const other = await publishedStore();
    const renamed = await patch(other.id, { revision: other.revision, name: alike });
    expect(renamed).toMatchObject(refusedAs("duplicate-store"));
    const registered = { name: alike, category: "food", district: "성수" };
    const body = { ...registered, startsOn: dayIn(1), endsOn: dayIn(2) };
    expect(await ask("POST", "/api/stores", { body })).toMatchObject(refusedAs("duplicate-store"));
  });

  test("is taken back until somebody holds a place", async () => {
    const { id, slots } = await publishedStore();
    expect((await ask("POST", `/api/stores/${id}/unpublish`)).body).toMatchObject({ publishedAt: null });
    expect((await world.ask("GET", `/api/stores/${id}`)).status).toBe(404);
    await must(world, "POST", `/api/stores/${id}/publish`, host);
    await world.join(slots[0] as string, await world.signIn("한 사람"));
    expect(await ask("POST", `/api/stores/${id}/unpublish`)).toMatchObject({
      ...{ status: 409, body: { type: "/problems/has-holders", people: 1 } },
    });
  });
});

describe("an edit", () => {
  // Another host, whose presses are counted anew.
  beforeAll(async () => {
    host = await world.signIn("고치는 호스트", "host");
  });

  test("from a tab that saw an older revision is refused, says which is now, and changes nothing", async () => {
    const { id, revision } = await publishedStore();
    expect((await patch(id, { revision, bio: "첫째 창" })).status).toBe(200);
    expect(await patch(id, { revision, bio: "둘째 창" })).toMatchObject({
      ...{ status: 409, body: { type: "/problems/stale-revision", revision: revision + 1 } },
    });
    expect(await editionOf(id)).toMatchObject({ bio: "첫째 창", revision: revision + 1 });
    const same = await patch(id, { revision: revision + 1, bio: "첫째 창" });
    expect(same.body).toMatchObject({ revision: revision + 1 });
  });

  test.each([
    ["role", { role: "operator" }],
    ["ownerId", { ownerId: "1" }],
    ["state", { state: "open" }],
    ["capacity", { capacity: 1_000 }],
    ["publishedAt", { publishedAt: null }],
    ["picture", { picture: "x" }],
    ["revision", { revision: "1" }],
    ["category", { category: "cars" }],
    ["timeZone", { timeZone: "Mars/Base" }],
    ["startsOn", { startsOn: "2026-02-30" }],
    ["endsOn", { endsOn: dayIn(0) }],
    ["endsOn", { endsOn: null }],
    ["name", { name: " " }],
    ["name", { name: "\u200b" }],
    ["district", { district: "\u3164" }],
    ["name", { name: "가".repeat(81) }],
    ["rules", { rules: "\u0000" }],
    ["latitude", { latitude: 90.1, longitude: 0 }],
    ["longitude", { latitude: 37.5 }],
    ["closesAt", { closesAt: momentIn(-24) }],
    ["largestParty", { largestParty: 21 }],
    ["showsPicture", { showsPicture: true }],
  ])("of what nobody may set, or in no shape it has, is refused by name: %s", async (field, change) => {
    quiet ??= await publishedStore();
    const answer = await patch(quiet.id, { revision: quiet.revision, ...change });
    expect(answer).toMatchObject({ status: 400, body: { type: "/problems/bad-request", fields: [field] } });
    expect(await editionOf(quiet.id)).toMatchObject({ revision: quiet.revision });
  });
  let quiet: Awaited<ReturnType<typeof publishedStore>> | undefined;

  test("of its days takes empty times outside only knowingly, and none with people in it", async () => {
    const { id, slots, revision } = await publishedStore();
    const change = { revision, startsOn: dayIn(5) };
    const outside = (people: number) => ({ status: 409, body: { type: "/problems/slots-outside", slots: 2, people } });
    expect(await patch(id, change)).toMatchObject(outside(0));
    const guest = await world.signIn("사흘째 손님");
    const { body } = await world.join(slots[0] as string, guest);
    expect(await patch(id, change)).toMatchObject(outside(1));
    expect(await patch(id, { ...change, knowingly: true })).toMatchObject(outside(1));
    await world.ask("POST", `/api/reservations/${body.reservationId}/cancel`, { cookie: guest });
    expect((await patch(id, { ...change, knowingly: true })).body).toMatchObject({ startsOn: dayIn(5), slots: 0 });
    expect((await ask("GET", `/api/slots/${slots[1]}`)).status).toBe(404);
    const mine = await world.ask("GET", `/api/reservations/${body.reservationId}`, { cookie: guest });
    expect(mine.body).toMatchObject({ state: "cancelled" });
  });

  test("of anything else takes no time away, also one outside the days from before they were looked at", async () => {
    const { id, slots, revision } = await publishedStore();
    await world.join(slots[0] as string, await world.signIn("기간 밖 손님"));
    await world.database.query({ text: `update store set starts_on = '${dayIn(5)}' where id = ${id}`, values: [] });
    expect((await patch(id, { revision, bio: "새 소개" })).body).toMatchObject({ slots: 2, people: 1 });
    expect((await ask("GET", `/api/slots/${slots[1]}`)).status).toBe(200);
  });

  test("D23: of its zone is refused while there are times: they would be other hours", async () => {
    const { id, revision } = await publishedStore();
    expect(await patch(id, { revision, timeZone: "Asia/Tokyo", knowingly: true })).toMatchObject({
      ...{ status: 409, body: { type: "/problems/zone-has-slots", slots: 2, people: 0 } },
    });
  });

  test("of the largest party or of the opening says how many it concerns, and is done knowingly", async () => {
    const { id, slots, revision } = await publishedStore({ largestParty: 4 });
    const [slot] = slots as [string];
    await ask("PATCH", `/api/slots/${slot}`, { body: { capacity: 3 } });
    await world.join(slot, await world.signIn("앞사람"));
    await world.join(slot, await world.signIn("셋이서"), { partySize: 3 });
    const concerned = (people: number) => ({ status: 409, body: { type: "/problems/people-concerned", people } });
    expect(await patch(id, { revision, largestParty: 2 })).toMatchObject(concerned(1));
    expect(await patch(id, { revision, opensAt: momentIn(1) })).toMatchObject(concerned(2));
    const done = await patch(id, { revision, largestParty: 2, knowingly: true });
    expect(done.body).toMatchObject({ largestParty: 2, people: 2 });
    const mine = await world.ask("GET", `/api/slots/${slot}/entries/mine`, { cookie: await world.signIn("셋이서") });
    expect(mine.body).toMatchObject({ state: "waitlisted", partySize: 3 });
  });

  test("I12: of the order asks where people wait, seats whom the new one lets, and tells those in line", async () => {
    const { id, slots, revision } = await publishedStore({ largestParty: 2 });
    const [slot] = slots as [string];
    await ask("PATCH", `/api/slots/${slot}`, { body: { capacity: 2 } });
    const signIn = (name: string) => world.signIn(name);
    const [first, pair, single] = [await signIn("먼저"), await signIn("둘이서"), await signIn("혼자")];
    await world.join(slot, first);
    await world.join(slot, pair, { partySize: 2 });
    expect((await world.join(slot, single)).body).toMatchObject({ state: "waitlisted", ahead: 1 });
    const change = { revision, fillsGaps: true, offerMinutes: 0 };
    const refused = { status: 409, body: { type: "/problems/people-concerned", people: 2 } };
    expect(await patch(id, change)).toMatchObject(refused);
    expect((await patch(id, { ...change, knowingly: true })).body).toMatchObject({ fillsGaps: true });
    const mine = async (cookie: string) => (await world.ask("GET", `/api/slots/${slot}/entries/mine`, { cookie })).body;
    expect(await mine(single)).toMatchObject({ state: "confirmed" });
    expect(await mine(pair)).toMatchObject({ state: "waitlisted", ahead: 0 });
    const told = (await world.ask("GET", "/api/me/notifications", { cookie: first })).body.items;
    expect(told).toContainEqual(expect.objectContaining({ kind: "host-notice", storeId: id }));
  });

  test("of what holders care about is told to them, dated, in the same transaction; the rest is not", async () => {
    const { id, slots, revision } = await publishedStore();
    const guest = await world.signIn("약속한 손님");
    await world.join(slots[0] as string, guest);
    const notices = async () => (await world.ask("GET", `/api/stores/${id}/notices`)).body.items as { text: string }[];
    await patch(id, { revision, bio: "아무도 몰라도 되는 말" });
    expect(await notices()).toEqual([]);
    await patch(id, { revision: revision + 1, address: "서울 마포구 와우산로 2", rules: "양말을 신고 오세요." });
    const [notice] = await notices();
    expect(notice?.text).toContain("장소가 바뀌었어요: 서울 마포구 와우산로 2");
    expect(notice?.text).toContain("What visitors must know has changed");
    const told = (await world.ask("GET", "/api/me/notifications", { cookie: guest })).body.items;
    expect(told).toContainEqual(expect.objectContaining({ kind: "host-notice", text: notice?.text, storeId: id }));

    await world.database.query({
      text: "alter table outbox add constraint full_disk check (false) not valid",
      values: [],
    });
    expect((await patch(id, { revision: revision + 2, address: "어디에도 없는 곳" })).status).toBe(500);
    await world.database.query({ text: "alter table outbox drop constraint full_disk", values: [] });
    expect(await editionOf(id)).toMatchObject({ address: "서울 마포구 와우산로 2", revision: revision + 2 });
    expect(await notices()).toHaveLength(1);
  });

  test("of the address is made and told after ten notices in a day; beyond thirty the page alone says it", async () => {
    const { id, slots, revision } = await publishedStore();
    const guest = await world.signIn("길을 찾는 손님");
    await world.join(slots[0] as string, guest);
    const say = (text: string) => ask("POST", `/api/stores/${id}/notices`, { body: { text } });
    for (let at = 0; at < 10; at += 1) expect((await say(`말 ${at}`)).status).toBe(201);
    const correct = (more: number, address: string) => patch(id, { revision: revision + more, address });
    expect(await correct(0, "서울 마포구 1")).toMatchObject({ status: 200, body: { address: "서울 마포구 1" } });
    const inbox = async () => (await world.ask("GET", "/api/me/notifications", { cookie: guest })).body.items;
    const saying = (address: string) => expect.objectContaining({ text: expect.stringContaining(address) });
    expect(await inbox()).toContainEqual(saying("서울 마포구 1"));
    expect(await say("열한 번째")).toMatchObject(refusedAs("too-many-requests", 429));

    const text = `insert into notice (store_id, text, created_at, told_at)
      select $1, 'more', now(), now() from generate_series(12, 30)`;
    await world.database.query({ text, values: [id] });
    expect((await correct(1, "서울 마포구 2")).status).toBe(200);
    const onPage = (await ask("GET", `/api/stores/${id}/notices`)).body.items as object[];
    expect(onPage[0]).toEqual(saying("서울 마포구 2"));
    expect(await inbox()).not.toContainEqual(saying("서울 마포구 2"));
  });
});
