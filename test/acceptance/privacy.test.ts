import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { phoneContext } from "../../server/accounts/rules.ts";
import { createFieldCipher, type FieldKey } from "../../server/platform/field-cipher.ts";
import type { PersonId } from "../../shared/ids.ts";
import { consentVersion } from "../../shared/privacy.ts";
import { leaveRows, placesOf } from "./rows-of-person.ts";
import { openWorld, type World } from "./world.ts";

const [old, young] = ["old", "young"].map((id) => ({ id, key: randomBytes(32) })) as [FieldKey, FieldKey];
const settings = { FIELD_KEYS: [young, old].map(({ id, key }) => `${id}:${key.toString("base64")}`).join() };
/** Whose phone number is sealed with a key that seals no more. */
let called: PersonId;

/** What was kept long enough, and what an older key has sealed: there for the first sweep; the next is in an hour. */
async function writeOld(write: World["database"]["query"]): Promise<void> {
  const add = "insert into person (issuer, subject, name, role) values ('demo', 'old', '-', 'visitor') returning id";
  called = (await write<{ id: PersonId }>({ text: add, values: [] }))[0]?.id as PersonId;
  const sealed = createFieldCipher([old]).seal("01055556666", phoneContext(called));
  await write({ text: "update person set phone_sealed = $2 where id = $1", values: [called, sealed] });
  await write({ text: "insert into used_sign_in values ('long ago', now() - interval '2 hours')", values: [] });
}

let world: World;
beforeAll(async () => {
  world = await openWorld(settings, { foundBy: writeOld });
});
afterAll(() => world.close());

const query = <Row extends object>(text: string, values: readonly unknown[] = []) =>
  world.database.query<Row>({ text, values });
const erase = (cookie: string) => world.ask("DELETE", "/api/me", { cookie, body: { confirmed: true } });
const idOf = async (cookie: string) => String((await world.ask("GET", "/api/me", { cookie })).body.id);
/** Tells something about oneself, under the text of today. */
const tell = (cookie: string, told: object) =>
  world.ask("PATCH", "/api/me", { cookie, body: { ...told, version: consentVersion } });
const consent = (cookie: string, body: unknown) => world.ask("POST", "/api/me/consents", { cookie, body });

test("D28: consents keep their version; nobody agrees to another text or takes back the required", async () => {
  const cookie = await world.signIn("동의");
  const before = await world.ask("GET", "/api/me/consents", { cookie });
  expect(before.body).toEqual({ items: [], missing: ["age-14", "terms", "privacy"], version: consentVersion });
  const required = ["age-14", "terms", "privacy"];
  const given = await consent(cookie, { kinds: required, isGiven: true, version: consentVersion });
  expect(given.body).toMatchObject({ missing: [], items: [{}, {}, {}] });
  expect(await consent(cookie, { kinds: ["terms"], isGiven: true, version: "1999-01-01" })).toMatchObject({
    status: 400,
  });
  expect(await consent(cookie, { kinds: ["terms"], isGiven: false, version: consentVersion })).toMatchObject({
    status: 400,
  });

  await consent(cookie, { kinds: ["profile"], isGiven: true, version: consentVersion });
  const told = { phone: "01011112222", sex: "F", birthYear: 1999, region: "11" };
  await tell(cookie, told);
  await consent(cookie, { kinds: ["profile"], isGiven: true, version: consentVersion });
  const takenBack = await consent(cookie, { kinds: ["profile"], isGiven: false, version: consentVersion });
  expect(takenBack.body.items).toMatchObject([
    { kind: "profile", isGiven: false, version: consentVersion, at: expect.any(String) },
    { kind: "contact", isGiven: true },
    { kind: "profile", isGiven: true },
    ...[{}, {}, {}],
  ]);
  expect((await world.ask("GET", "/api/me", { cookie })).body).toMatchObject({
    ...{ phone: told.phone, sex: null, birthYear: null, region: null, name: "동의" },
  });
});

test("D28: a consent is taken back in the version in which it was given, whatever an old page names", async () => {
  const cookie = await world.signIn("되돌림");
  const takeBack = (more: object) => consent(cookie, { kinds: ["profile", "opening-soon"], isGiven: false, ...more });
  await tell(cookie, { region: "11" });
  await query("update consent set version = '2026-01-01' where kind = 'profile'");
  const settings = { cookie, body: { mail: { "opening-soon": false }, version: "1999-01-01" } };
  expect((await world.ask("PATCH", "/api/me/notification-settings", settings)).status).toBe(200);
  for (const version of [{ version: consentVersion }, { version: "1999-01-01" }, {}]) {
    const { body } = await takeBack(version);
    const given = { kind: "profile", version: "2026-01-01", isGiven: true };
    expect(body.items).toMatchObject([{ ...given, isGiven: false }, given]);
  }
  expect((await world.ask("GET", "/api/me", { cookie })).body.region).toBeNull();
});

test("nobody is let in by a session, however young, while the person is being erased", async () => {
  const [stays, goes] = [await world.signIn("남는 사람"), await world.signIn("지워지는 사람")];
  await query("update person set erasing_since = now() where name = '지워지는 사람'");
  expect((await world.ask("GET", "/api/me", { cookie: stays })).status).toBe(200);
  expect((await world.ask("GET", "/api/me", { cookie: goes })).status).toBe(401);
});

test("D28: telling something about oneself is agreeing that it is used; a name is nothing of the kind", async () => {
  const cookie = await world.signIn("이름만");
  const given = async () => (await world.ask("GET", "/api/me/consents", { cookie })).body.items;
  await world.ask("PATCH", "/api/me", { cookie, body: { name: "이름만 둘", region: null } });
  expect(await given()).toEqual([]);
  for (const version of [{}, { version: "1999-01-01" }]) {
    for (const told of [{ region: "11" }, { phone: "010 1234 0000" }]) {
      expect(await world.ask("PATCH", "/api/me", { cookie, body: { ...told, ...version } })).toMatchObject({
        ...{ status: 400, body: { type: "/problems/bad-request", fields: ["version"] } },
      });
    }
  }
  expect([await given(), (await world.ask("GET", "/api/me", { cookie })).body.region]).toEqual([[], null]);
  for (const region of ["11", "26"]) await tell(cookie, { region });
  expect(await given()).toMatchObject([{ kind: "profile", isGiven: true }]);
  // A phone number is for something else.
  const shy = await world.signIn("번호만");
  await tell(shy, { phone: "010 1234 0000" });
  const agreed = (await world.ask("GET", "/api/me/consents", { cookie: shy })).body.items;
  expect(agreed).toMatchObject([{ kind: "contact", isGiven: true }]);
});

test("D28: a name alone agrees to the text beside its form, and to none where none was shown", async () => {
  const given = async (version: object) => {
    const { headers } = await world.ask("POST", "/api/demo/sign-in", {
      body: { name: `이름 ${JSON.stringify(version)}`, role: "visitor", ...version },
    });
    const cookie = String(headers["set-cookie"]).split(";")[0];
    return (await world.ask("GET", "/api/me/consents", { cookie })).body.items;
  };
  const today = { isGiven: true, version: consentVersion };
  expect(await given({ version: consentVersion })).toMatchObject([today, today, today]);
  expect([await given({}), await given({ version: "1999-01-01" })]).toEqual([[], []]);
});

test("D28: whoever agreed to the text of another day is asked again, and told that it has changed", async () => {
  const cookie = await world.signIn("지난 글");
  const asked = async () => (await world.ask("GET", "/api/auth/session", { cookie })).body;
  await query("update person set issuer = 'elsewhere' where id = $1", [await idOf(cookie)]);
  await consent(cookie, { kinds: ["age-14", "terms", "privacy"], isGiven: true, version: consentVersion });
  expect(await asked()).toMatchObject({ mustAgree: false, hasAgreedBefore: true });
  await query("update consent set version = '2026-11-23' where person_id = $1", [await idOf(cookie)]);
  expect(await asked()).toMatchObject({ mustAgree: true, hasAgreedBefore: true });
});

test("D28: nothing told about oneself is stored when the agreement to it cannot be written down", async () => {
  const cookie = await world.signIn("동의 없이");
  await query("alter table consent add constraint shut check (false) not valid");
  const answer = await tell(cookie, { phone: "01033334444", region: "11" });
  await query("alter table consent drop constraint shut");
  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect((await world.ask("GET", "/api/me", { cookie })).body).toMatchObject({ phone: null, region: null });
});

test("D28: the copy is sent as a file, and a refusal is not", async () => {
  const kept = async (cookie = "") =>
    (await world.ask("GET", "/api/me/export", { cookie })).headers["content-disposition"];
  expect(await kept(await world.signIn("사본 셋"))).toBe('attachment; filename="popline.json"');
  expect(await kept()).toBeUndefined();
});

test("D28: the copy holds everything that is stored of me, and nothing of others", async () => {
  const { slot, store } = await world.openStore({}, 2);
  const [mine, other] = [await world.signIn("사본 하나"), await world.signIn("사본 둘")];
  const copy = async () => (await world.ask("GET", "/api/me/export", { cookie: mine })).body;
  await tell(mine, { phone: "010 7777 8888", region: "26" });
  await world.join(slot, mine);
  await leaveRows(world, { person: await idOf(mine), store, mark: "mark-of-one" });
  const appointed = "insert into audit (person_id, role, deed, subject, network) values (0, 'operator', 'role-changed'";
  await query(`${appointed}, 'person:' || $1::text, '198.51.100.0/24')`, [await idOf(mine)]);
  const before = await copy();
  expect(before).toMatchObject({
    ...{ name: "사본 하나", phone: "01077778888", region: "26", issuer: "demo" },
    consents: [{ kind: "profile", version: "mark-of-one" }, {}, {}],
    sessions: [{ endedAt: null }],
    reservations: [{ ticket: 1, state: "confirmed" }],
    entries: [{ ticket: 1, state: "confirmed" }],
    messages: [{ kind: "opening-soon", slotId: null }, { kind: "confirmed" }],
    ...{ presence: [{ until: expect.any(String) }], notificationSettings: [{ kind: "reminder", wantsMail: false }] },
    pushDevices: [{ endpoint: "http://127.0.0.1:9/mark-of-one" }],
    ...{ follows: [{ id: store }], shown: [{ store, place: "home", rank: 1 }] },
    opened: [{ store, openedAt: expect.any(String), againAt: expect.any(String) }],
    said: [{ store, kind: "talk", text: "mark-of-one", hiddenAt: null }],
    reported: [{ store, reason: "spam", at: expect.any(String), settledAt: null }],
    ...{ mails: [{ subject: "mark-of-one" }], stores: [{ name: "mark-of-one" }], worksAt: [{ id: store }] },
    deeds: [{ deed: "checked-in", subject: `store:${store}` }],
    deedsToMe: [{ deed: "role-changed", role: "operator" }, { deed: "checked-in" }],
  });
  const empty = Object.keys(before).filter((list) => (before[list] as { length?: number } | null)?.length === 0);
  // Those of a host are asked for below.
  expect(empty).toEqual(["pictures"]);

  // Somebody who has the same, at the same store.
  await tell(other, { phone: "010 9999 0000", region: "11" });
  await world.join(slot, other);
  await leaveRows(world, { person: await idOf(other), store, mark: "mark-of-other" });
  const after = await copy();
  expect(after).toEqual(before);
  for (const trace of ["사본 둘", "mark-of-other", "phoneSealed", "198.51.100"])
    expect(JSON.stringify(after)).not.toContain(trace);
});

/** The list of the copy in which each table's rows of a person are; `null` with why there is none. */
const copied: Readonly<Record<string, string | null>> = {
  audit: "deeds",
  consent: "consents",
  entry: "entries",
  impression: "shown",
  mailbox: "mails",
  notification_setting: "notificationSettings",
  outbox: "messages",
  presence: "presence",
  // They repeat answers and go after a day.
  press: null,
  push_device: "pushDevices",
  reservation: "reservations",
  room_guest: "rooms",
  session: "sessions",
  staff: "worksAt",
  store: "stores",
  store_follow: "follows",
  store_view: "opened",
};

test("D28: no table that knows a person is missing in the copy", async () => {
  const cookie = await world.signIn("사본 표");
  const { body } = await world.ask("GET", "/api/me/export", { cookie });
  const tables = Object.keys(await placesOf(world, "0")).map((at) => at.replace(/\..*/, ""));
  expect([...new Set(tables)].toSorted()).toEqual(Object.keys(copied).toSorted());
  for (const list of Object.values(copied))
    if (list !== null) expect([list, body[list]]).toEqual([list, expect.any(Array)]);
});

test("D28: a host's copy holds what they wrote, of stores, of drafts and of whom they work for", async () => {
  const { host, store } = await world.openStore();
  const words = { name: "사본의 초안", bio: "아직 아무도 못 보는 글", rules: "우산은 밖에", address: "성수이로 1" };
  const draft = await world.ask("POST", "/api/stores/drafts", { cookie: host, body: words });
  expect(draft.status).toBe(201);
  const device = { endpoint: "http://127.0.0.1:9/copy", keys: { p256dh: "C".repeat(87), auth: "D".repeat(22) } };
  expect((await world.ask("PUT", "/api/me/push-devices", { cookie: host, body: device })).status).toBeLessThan(300);
  await query(
    `insert into picture (name, size, store_id, made_at, bytes)
      select $1, size, $2, now(), '\\x00' from unnest(array['full', 'card']) as size`,
    ["P".repeat(22), store],
  );
  const { body } = await world.ask("GET", "/api/me/export", { cookie: host });
  expect(body).toMatchObject({
    role: "host",
    stores: [
      { ...words, publishedAt: null },
      { id: store, publishedAt: expect.any(String) },
    ],
    pictures: [{ store, address: `/posters/pictures/${"P".repeat(22)}.webp`, madeAt: expect.any(String) }],
    pushDevices: [{ endpoint: device.endpoint, since: expect.any(String) }],
  });
  expect(body.deeds).toContainEqual(expect.objectContaining({ deed: "store-registered" }));
  for (const key of Object.values(device.keys)) expect(JSON.stringify(body)).not.toContain(key);
});

/** Somebody with a seat that others wait for, a place in another line, a seat of the past, and a part in a store. */
async function everywhere() {
  const [seat, place, past] = [
    await world.openStore({ offerMinutes: 0 }, 1),
    await world.openStore({ offerMinutes: 0 }, 1),
    await world.openStore({}, 3),
  ];
  const [mine, next] = [await world.signIn("지워질 이름"), await world.signIn("다음 사람")];
  const told = { phone: "01099990000", birthYear: 1988, sex: "F", region: "26", isIntroduced: true };
  await tell(mine, told);
  await world.join(seat.slot, mine);
  await world.join(seat.slot, next);
  await world.join(place.slot, next);
  await world.join(place.slot, mine);
  await world.join(past.slot, mine);
  await query("update slot set starts_at = now() - interval '1 hour' where id = $1", [past.slot]);
  await leaveRows(world, { person: await idOf(mine), store: place.store, mark: "지워질 이름" });
  return { seat, place, past, mine, next };
}

test("I6, I11: whoever is erased gives up seats and places, which go on; nothing says who they were", async () => {
  const { seat, place, past, mine, next } = await everywhere();
  const me = await idOf(mine);
  const held = await placesOf(world, me);
  const tables = Object.keys(held).filter((at) => Number(held[at]) > 0);
  expect([...new Set(tables.map((at) => at.replace(/\..*/, "")))].toSorted()).toEqual(Object.keys(copied).toSorted());

  expect(await erase(mine)).toMatchObject({ status: 204 });
  expect(await world.ask("GET", "/api/me", { cookie: mine })).toMatchObject({ status: 401 });
  const mineNext = await world.ask("GET", `/api/slots/${seat.slot}/entries/mine`, { cookie: next });
  expect(mineNext.body).toMatchObject({ state: "confirmed" });
  expect((await world.ask("GET", `/api/slots/${place.slot}`)).body).toMatchObject({ held: 1, waiting: 0 });
  expect((await world.ask("GET", `/api/slots/${past.slot}`)).body).toMatchObject({ held: 1 });

  const [row] = await query<{ person: object }>("select to_jsonb(person) as person from person where id = $1", [me]);
  expect(row?.person).toEqual({
    ...{ id: Number(me), issuer: "erasing", subject: me, name: "-", role: "visitor" },
    ...{ email: null, phone_sealed: null, sex: null, birth_year: null, region: null, language: null },
    ...{ introduced_at: null, created_at: expect.any(String), erasing_since: expect.any(String), session_version: 1 },
  });
  expect(JSON.stringify(await query("select * from mailbox"))).not.toContain("지워질 이름");
  // A mail that was on its way.
  await query(
    `insert into mailbox (key, person_id, recipient, subject, html, text, attachments, at)
    values ('late', $1, '지워질 이름', '', '', '', '[]', now())`,
    [me],
  );
  // A minute later no process remembers a session any more, and the rest goes.
  await query("update person set erasing_since = now() - interval '2 minutes' where id = $1", [me]);
  const isGone = async () => (await query("select from person where id = $1", [me])).length === 0;
  await waitUntil(isGone, { what: "the erasure has ended" });
  const left = Object.entries(await placesOf(world, me)).filter(([, count]) => count > 0);
  expect(left).toEqual([]);
  const everything = await world.everything();
  const traces = ["지워질 이름", "01099990000", `"person":"${me}"`, `"person": "${me}"`];
  expect(traces.filter((trace) => everything.replaceAll('\\"', '"').includes(trace))).toEqual([]);
  expect(await idOf(await world.signIn("지워질 이름"))).not.toBe(me);
});

test("whoever has a store that is not over is told so, and stays; afterwards the store is nobody's", async () => {
  const { host, store } = await world.openStore();
  const me = await idOf(host);
  // Others are still being erased meanwhile, so not every row stays.
  const mine = async () => [await query("select * from person where id = $1", [me]), await placesOf(world, me)];
  const before = await mine();
  expect(await erase(host)).toMatchObject({ status: 409, body: { type: "/problems/owns-stores" } });
  expect(await mine()).toEqual(before);
  expect(await world.ask("GET", "/api/me", { cookie: host })).toMatchObject({ status: 200 });
  const endedDaysAgo = (days: number) =>
    query(
      `update store set starts_on = '2020-01-01', time_zone = 'Pacific/Kiritimati',
        ends_on = (now() at time zone 'Pacific/Kiritimati')::date - $2::integer where id = $1`,
      [store, days],
    );
  await endedDaysAgo(0);
  expect(await erase(host)).toMatchObject({ status: 409, body: { title: expect.stringContaining("다음 날부터") } });
  const headers = { "accept-language": "en" };
  const inEnglish = await world.ask("DELETE", "/api/me", { cookie: host, body: { confirmed: true }, headers });
  expect(inEnglish.body.title).toContain("from the day after its last day");
  await endedDaysAgo(1);
  expect(await erase(host)).toMatchObject({ status: 204 });
  expect((await world.ask("GET", `/api/stores/${store}`)).body).toMatchObject({ hostName: "-" });
});

test("D28: a running server sweeps what was kept long enough, and seals anew what an older key sealed", async () => {
  const isSwept = async () => (await query("select from used_sign_in where state = 'long ago'")).length === 0;
  await waitUntil(isSwept, { what: "the old sign-in has been swept", timeoutMs: 60_000 });
  const anew = "select phone_sealed as by from person where id = $1 and phone_sealed like 'young.%'";
  const sealed = async () => (await query<{ by: string }>(anew, [called]))[0]?.by;
  const by = await waitUntil(sealed, { what: "the number is sealed again", timeoutMs: 60_000 });
  expect(createFieldCipher([young]).open(by, phoneContext(called))).toBe("01055556666");
});

test("an erasure is asked for in so many words", async () => {
  const cookie = await world.signIn("망설임");
  for (const body of [{}, { confirmed: false }, { confirmed: true, id: "1" }]) {
    expect(await world.ask("DELETE", "/api/me", { cookie, body })).toMatchObject({ status: 400 });
  }
  expect(await world.ask("GET", "/api/me", { cookie })).toMatchObject({ status: 200 });
});
