import ical from "ical.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { consentVersion } from "../../shared/consent-version.ts";
import { hostileTexts } from "../services/hostile-texts.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld({ MAIL_TRANSPORT: "mailbox", PUBLIC_URL: "http://popline.example" });
});
afterAll(() => world.close());

interface Mail {
  readonly id: string;
  readonly name: string;
  readonly subject: string;
}
const mailsTo = async (name: string) => {
  const { body } = await world.ask("GET", "/api/demo/mailbox?limit=100");
  return (body.items as Mail[]).filter((mail) => mail.name === name);
};
const mailTo = (name: string, words: string) =>
  waitUntil(async () => (await mailsTo(name)).find(({ subject }) => subject.includes(words)), {
    what: `${name} has a mail "${words}"`,
    everyMs: 100,
  });
const listOf = async (cookie: string) => (await world.ask("GET", "/api/me/notifications", { cookie })).body;
const settingOf = async (cookie: string, kind: string) => {
  const { body } = await world.ask("GET", "/api/me/notification-settings", { cookie });
  return (body.items as { kind: string; mail: boolean }[]).find((item) => item.kind === kind)?.mail;
};

test("S30: a reservation is confirmed by mail and in the list, which knows what is unread", async () => {
  const { slot } = await world.openStore({ name: "편지가 오는 팝업" });
  const cookie = await world.signIn("받는 사람");
  await world.join(slot, cookie);
  const mail = await mailTo("받는 사람", "편지가 오는 팝업");
  const page = await world.ask("GET", `/api/demo/mailbox/${mail.id}/page`);
  expect(page.headers["content-security-policy"]).toContain("sandbox");
  expect(page.body.text).toContain("입장권 보기");
  const list = await listOf(cookie);
  expect(list).toMatchObject({
    unread: 1,
    items: [{ kind: "confirmed", storeName: "편지가 오는 팝업", isUnread: true }],
  });
  const [{ id: upTo }] = list.items as [{ id: string }];
  const other = await world.signIn("남의 알림");
  await world.ask("POST", "/api/me/notifications/read", { cookie: other, body: { upTo } });
  expect((await listOf(cookie)).unread).toBe(1);
  expect((await world.ask("POST", "/api/me/notifications/read", { cookie, body: { upTo } })).status).toBe(204);
  expect(await listOf(cookie)).toMatchObject({ unread: 0, items: [{ isUnread: false }] });
});

test("whoever asks for English gets English, from the first sign-in on", async () => {
  const { slot } = await world.openStore({ name: "English popup" });
  const headers = { "accept-language": "en-GB,en" };
  const signedIn = await world.ask("POST", "/api/demo/sign-in", { body: { name: "Emily", role: "visitor" }, headers });
  const cookie = String(signedIn.headers["set-cookie"]).split(";")[0] as string;
  await world.join(slot, cookie);
  expect((await mailTo("Emily", "English popup")).subject).toBe("Your reservation is confirmed: English popup");
  await world.ask("PATCH", "/api/me/notification-settings", { cookie, body: { language: "ko" } });
  const { body } = await world.ask("GET", "/api/me/notification-settings", { cookie });
  expect(body).toMatchObject({ language: "ko", address: expect.stringMatching(/@popline\.example$/) });
});

test("TRUST: hostile names stay text in mails, and no name makes a header", async () => {
  for (const [at, name] of hostileTexts.slice(0, 6).entries()) {
    const { slot } = await world.openStore({ name: `${at} ${name}`.slice(0, 80) });
    await world.join(slot, await world.signIn(`적대적 ${at}`));
  }
  for (const [at, name] of hostileTexts.slice(0, 6).entries()) {
    const mail = await mailTo(`적대적 ${at}`, `${at} `);
    expect(mail.subject).not.toMatch(/\p{Cc}/u);
    const page = String((await world.ask("GET", `/api/demo/mailbox/${mail.id}/page`)).body.text);
    expect(page).not.toMatch(/<(script|img|svg|iframe|object)/i);
    if (/[<>]/.test(name)) expect(page).toContain("&lt;");
  }
});

describe("what somebody does without", () => {
  test("essential mails cannot be switched off; what is optional can, each by itself", async () => {
    const cookie = await world.signIn("고르는 사람");
    const change = (body: unknown) => world.ask("PATCH", "/api/me/notification-settings", { cookie, body });
    for (const body of [{ mail: { confirmed: false } }, {}, { mail: { reminder: "no" } }, { language: "fr" }]) {
      expect((await change(body)).status).toBe(400);
    }
    expect([await settingOf(cookie, "reminder"), await settingOf(cookie, "opening-soon")]).toEqual([true, false]);
    const wish = { mail: { reminder: false, "opening-soon": true } };
    for (const version of [{}, { version: "1999-01-01" }]) {
      const refusal = { status: 400, body: { type: "/problems/bad-request", fields: ["version"] } };
      expect(await change({ ...wish, ...version })).toMatchObject(refusal);
    }
    expect([await settingOf(cookie, "reminder"), await settingOf(cookie, "opening-soon")]).toEqual([true, false]);
    await change({ ...wish, version: consentVersion });
    expect([await settingOf(cookie, "reminder"), await settingOf(cookie, "opening-soon")]).toEqual([false, true]);
    // Mails about openings are advertising: the switch is the consent, and the consent is the switch.
    const consents = await world.ask("GET", "/api/me/consents", { cookie });
    const given = { kind: "opening-soon", isGiven: true, version: consentVersion };
    expect(consents.body.items).toMatchObject([given]);
    // No text is shown by the one click of a mail, so taking back asks for none.
    expect((await change({ mail: { "opening-soon": false } })).status).toBe(200);
    const after = await world.ask("GET", "/api/me/consents", { cookie });
    expect(after.body.items).toMatchObject([{ ...given, isGiven: false }, given]);
  });

  test("RFC 8058, D12: one click ends mails of a kind, without a session; a look at the link does not", async () => {
    const { store, slot, host } = await world.openStore({ name: "알리는 팝업" });
    const cookie = await world.signIn("그만 받을 사람");
    await world.join(slot, cookie);
    const said = { cookie: host, body: { text: "내일 <b>14시</b>에 만나요.\n비가 와도 열어요." } };
    expect((await world.ask("POST", `/api/stores/${store}/notices`, said)).status).toBe(201);
    const mail = await mailTo("그만 받을 사람", "알리는 팝업에서 알려요");
    const { body } = await world.ask("GET", `/api/demo/mailbox/${mail.id}`);
    expect(body.text).toContain("비가 와도 열어요.");
    const link = /\/api\/notifications\/unsubscribe\?token=\S+/.exec(String(body.text))?.[0] ?? "";

    const looked = await world.ask("GET", link);
    expect([looked.status, looked.headers.location]).toEqual([303, expect.stringMatching(/^\/unsubscribe\?token=/)]);
    expect(await settingOf(cookie, "host-notice")).toBe(true);
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const forged = link.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    for (const bad of [forged, link.replace("host-notice", "reminder"), link.replace(/token=\d+/, "token=1")]) {
      expect((await world.ask("POST", bad, { headers, body: "List-Unsubscribe=One-Click" })).status).toBe(404);
    }
    expect((await world.ask("POST", link, { headers, body: "List-Unsubscribe=One-Click" })).status).toBe(204);
    expect(await settingOf(cookie, "host-notice")).toBe(false);
    await world.ask("POST", `/api/stores/${store}/notices`, { cookie: host, body: { text: "한 번 더" } });
    const told = await waitUntil(
      async () => {
        const { items } = (await listOf(cookie)) as { items: { kind: string; text: string }[] };
        return items.find(({ text }) => text === "한 번 더");
      },
      { what: "it is in the list all the same" },
    );
    expect(told.kind).toBe("host-notice");
  });
});

test("RFC 8058: the link of an old mail fails nothing once its reader has been erased", async () => {
  const { slot, store, host } = await world.openStore({ name: "오래된 메일의 팝업" });
  const cookie = await world.signIn("떠난 독자");
  await world.join(slot, cookie);
  await world.ask("POST", `/api/stores/${store}/notices`, { cookie: host, body: { text: "어서 오세요" } });
  const mail = await mailTo("떠난 독자", "오래된 메일의 팝업에서 알려요");
  const { body } = await world.ask("GET", `/api/demo/mailbox/${mail.id}`);
  const link = /\/api\/notifications\/unsubscribe\?token=\S+/.exec(String(body.text))?.[0] ?? "";
  const id = String((await world.ask("GET", "/api/me", { cookie })).body.id);
  expect((await world.ask("DELETE", "/api/me", { cookie, body: { confirmed: true } })).status).toBe(204);
  const values = [id];
  const rows = async (text: string) => (await world.database.query({ text, values })).length;
  const began = "update person set erasing_since = now() - interval '1 hour' where id = $1";
  await world.database.query({ text: began, values });
  await waitUntil(async () => (await rows("select from person where id = $1")) === 0, { what: "the person is gone" });
  const form = { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "List-Unsubscribe=One-Click" };
  expect((await world.ask("POST", link, form)).status).toBe(204);
  expect(await rows("select from notification_setting where person_id = $1")).toBe(0);
});

test("a host tells everybody with a reservation to come, once each; the store shows it; ten a day", async () => {
  const { store, slot, host } = await world.openStore({ name: "말 많은 팝업" });
  const [came, gone] = [await world.signIn("오는 사람"), await world.signIn("취소한 사람")];
  await world.join(slot, came);
  const left = await world.join(slot, gone);
  await world.ask("POST", `/api/reservations/${left.body.reservationId}/cancel`, { cookie: gone });
  const post = (text: unknown, key = `n${Math.random()}`) =>
    world.ask("POST", `/api/stores/${store}/notices`, {
      cookie: host,
      body: { text },
      headers: { "idempotency-key": key },
    });
  for (const bad of ["", "  \n ", "x".repeat(501), "\ud800", 5]) expect((await post(bad)).status).toBe(400);
  const [first, again] = [await post("열어요 🎉", "same"), await post("열어요 🎉", "same")];
  expect(again.body).toEqual(first.body);
  const kinds = async (cookie: string) => ((await listOf(cookie)).items as { kind: string }[]).map(({ kind }) => kind);
  expect(await kinds(came)).toEqual(["host-notice", "confirmed"]);
  expect(await kinds(gone)).not.toContain("host-notice");
  const shown = await world.ask("GET", `/api/stores/${store}/notices`);
  expect(shown.body.items).toEqual([first.body]);
  for (let more = 0; more < 9; more += 1) expect((await post(`더 ${more}`)).status).toBe(201);
  const tooMany = await post("열한 번째");
  const waits = Number(tooMany.headers["retry-after"]);
  expect([tooMany.status, waits > 86_000 && waits <= 86_400]).toEqual([429, true]);
});

test("following a store can be taken back, and a store that is not there cannot be followed", async () => {
  const { store } = await world.openStore();
  const cookie = await world.signIn("팔로우");
  const path = `/api/stores/${store}/follow`;
  const isFollowing = async () => (await world.ask("GET", path, { cookie })).body.isFollowing;
  for (const _ of [1, 2]) expect((await world.ask("PUT", path, { cookie })).status).toBe(204);
  expect(await isFollowing()).toBe(true);
  expect((await world.ask("PUT", "/api/stores/999999/follow", { cookie })).status).toBe(404);
  for (const _ of [1, 2]) expect((await world.ask("DELETE", path, { cookie })).status).toBe(204);
  expect(await isFollowing()).toBe(false);
});

test("openings that somebody follows are a file for calendars, in their stores' zones, with an alarm", async () => {
  const cookie = await world.signIn("캘린더");
  const opensAt = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000).toISOString();
  const [coming, open] = [await world.openStore({ opensAt, timeZone: "America/Bogota" }), await world.openStore()];
  for (const { store } of [coming, open, await world.openStore({ opensAt })]) {
    if (store === open.store || store === coming.store)
      await world.ask("PUT", `/api/stores/${store}/follow`, { cookie });
  }
  // Followed, and then taken back by its host: nobody hears of it any more.
  const { store: withdrawn } = await world.openStore({ opensAt });
  await world.ask("PUT", `/api/stores/${withdrawn}/follow`, { cookie });
  await world.database.query({ text: "update store set published_at = null where id = $1", values: [withdrawn] });
  const file = await world.ask("GET", "/api/me/follows/openings.ics", { cookie });
  expect(file.headers["content-type"]).toContain("text/calendar");
  const events = new ical.Component(ical.parse(String(file.body.text))).getAllSubcomponents("vevent");
  expect(events.map((event) => event.getFirstPropertyValue("uid"))).toEqual([`opening-${coming.store}@popline`]);
  const [event] = events.map((each) => new ical.Event(each)) as [InstanceType<typeof ical.Event>];
  expect(event.summary).toMatch(/^예약 시작: /);
  expect([event.startDate.zone?.tzid, event.startDate.toUnixTime() * 1_000]).toEqual([
    "America/Bogota",
    Date.parse(opensAt),
  ]);
  const alarm = event.component.getFirstSubcomponent("valarm");
  expect(String(alarm?.getFirstPropertyValue("trigger"))).toBe("-PT10M");
});

test("operators see what waits and what has died, without anybody's address", async () => {
  await world.database.query({
    text: `insert into outbox (kind, slot_id, ticket, person_id, created_at, settled_at, outcome, tries, trouble)
      values ('confirmed', 999, 1, 1, now(), now(), 'dead', 1, 'EENVELOPE 550')`,
    values: [],
  });
  const cookie = await world.signIn("운영자", "operator");
  const { body } = await world.ask("GET", "/api/operations/outbox", { cookie });
  expect(body).toMatchObject({ dead: 1, items: [{ kind: "confirmed", tries: 1, trouble: "EENVELOPE 550" }] });
  expect(JSON.stringify(body)).not.toContain("@");
});
