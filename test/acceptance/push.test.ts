import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { consentVersion } from "../../shared/consent-version.ts";
import { mostPushDevices } from "../../shared/push.ts";
import { type Browser, type PushService, startPushService } from "../services/push-service.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
let service: PushService;
beforeAll(async () => {
  service = await startPushService();
  world = await openWorld({ MAIL_TRANSPORT: "mailbox", PUBLIC_URL: "http://popline.example" });
});
beforeEach(() => {
  service.gates.answer = () => ({ status: 201 });
});
afterAll(async () => {
  await world.close();
  await service.close();
});

const path = "/api/me/push-devices";
async function put(cookie: string, { subscription }: Browser): Promise<void> {
  expect((await world.ask("PUT", path, { cookie, body: subscription })).status).toBe(204);
}
const idOf = async (cookie: string) => String((await world.ask("GET", "/api/me", { cookie })).body.id);
const pushesTo = (browser: Browser) => service.pushes.filter((push) => push.path === browser.path);
const notesOn = (browser: Browser) => pushesTo(browser).map((push) => browser.open(push));
async function settled(cookie: string, kind: string) {
  const text = "select outcome, trouble from outbox where person_id = $1 and kind = $2 and settled_at is not null";
  const values = [await idOf(cookie), kind];
  const look = async () => (await world.database.query<{ outcome: string }>({ text, values }))[0];
  return await waitUntil(look, { what: `the message "${kind}" is settled` });
}
const noAddress = async (cookie: string) => {
  await world.database.query({ text: "update person set email = null where id = $1", values: [await idOf(cookie)] });
};

test("S30: what is confirmed is shown on every browser of the person, and on no other", async () => {
  const { slot } = await world.openStore({ name: "푸시가 오는 팝업" });
  const [mine, other] = [await world.signIn("푸시 받는 사람"), await world.signIn("다른 사람")];
  const [phone, desk, theirs] = [service.browser(), service.browser(), service.browser()] as const;
  for (const browser of [phone, desk, phone]) await put(mine, browser);
  await put(other, theirs);
  const joined = await world.join(slot, mine);
  expect((await settled(mine, "confirmed")).outcome).toBe("sent");
  const shown = {
    title: "예약이 확정됐어요: 푸시가 오는 팝업",
    path: `/reservations/${joined.body.reservationId}`,
    tag: `ticket-${slot}-1`,
    language: "ko",
  };
  expect([notesOn(phone), notesOn(desk), notesOn(theirs)]).toMatchObject([[shown], [shown], []]);
  await world.ask("POST", `/api/reservations/${joined.body.reservationId}/cancel`, { cookie: mine });
  await settled(mine, "cancelled");
  // The same tag: it takes the place of what is still shown.
  expect(notesOn(phone)[1]).toMatchObject({ title: "예약을 취소했어요: 푸시가 오는 팝업", tag: shown.tag });
});

test("somebody without an address is told by push alone; without a browser too, nothing is sent", async () => {
  const { slot } = await world.openStore();
  const [silent, reached] = [await world.signIn("아무것도 없는 사람"), await world.signIn("푸시만 받는 사람")];
  const browser = service.browser();
  await put(reached, browser);
  for (const cookie of [silent, reached]) {
    await noAddress(cookie);
    await world.join(slot, cookie);
  }
  expect((await settled(silent, "confirmed")).outcome).toBe("no-address");
  expect((await settled(reached, "confirmed")).outcome).toBe("sent");
  expect(notesOn(browser)).toHaveLength(1);
});

const isKept = async ({ subscription }: Browser) => {
  const text = "select from push_device where endpoint = $1";
  return (await world.database.query({ text, values: [subscription.endpoint] })).length === 1;
};
/** Takes a seat in a store of its own and waits until whoever took it was told. */
async function book(cookie: string): Promise<void> {
  const { slot } = await world.openStore();
  await world.join(slot, cookie);
  const text = "select from outbox where slot_id = $1 and settled_at is not null";
  const isTold = async () => (await world.database.query({ text, values: [slot] })).length === 1;
  await waitUntil(isTold, { what: "whoever took the seat was told" });
}

test("a browser is silent once its session has ended, and hears again in the next", async () => {
  const browser = service.browser();
  const before = await world.signIn("로그아웃한 사람");
  await put(before, browser);
  await world.ask("POST", "/api/auth/sign-out", { cookie: before });
  const after = await world.signIn("로그아웃한 사람");
  await book(after);
  expect(pushesTo(browser)).toHaveLength(0);
  await put(after, browser);
  await book(after);
  expect(pushesTo(browser)).toHaveLength(1);
});

test("a browser is silent once its session has died by itself: unused for two weeks, or a month old", async () => {
  for (const died of ["last_seen_at = now() - interval '15 days'", "started_at = now() - interval '31 days'"]) {
    const browser = service.browser();
    const cookie = await world.signIn(`잊은 사람 ${died.slice(0, 4)}`);
    await put(cookie, browser);
    const values = [await idOf(cookie)];
    await world.database.query({ text: `update session set ${died} where person_id = $1`, values });
    await book(cookie);
    expect(pushesTo(browser)).toHaveLength(0);
  }
});

test("a browser is silent once its person switched it off; nobody else can", async () => {
  const browser = service.browser();
  const [mine, other] = [await world.signIn("끈 사람"), await world.signIn("남의 것을 끄는 사람")];
  await put(mine, browser);
  const body = { endpoint: browser.subscription.endpoint };
  await world.ask("DELETE", path, { cookie: other, body });
  expect(await isKept(browser)).toBe(true);
  await world.ask("DELETE", path, { cookie: mine, body });
  expect(await isKept(browser)).toBe(false);
  await book(mine);
  expect(pushesTo(browser)).toHaveLength(0);
});

test("a browser that its push service has given up is forgotten; the mail goes all the same", async () => {
  const browser = service.browser();
  const cookie = await world.signIn("없어진 브라우저");
  await put(cookie, browser);
  service.gates.answer = () => ({ status: 410 });
  await book(cookie);
  expect((await settled(cookie, "confirmed")).outcome).toBe("sent");
  expect([pushesTo(browser).length, await isKept(browser)]).toEqual([1, false]);
});

test("each kind has a switch for push of its own; what is advertising needs a consent of its own", async () => {
  const cookie = await world.signIn("푸시를 고르는 사람");
  const path = "/api/me/notification-settings";
  const read = async () => {
    const { body } = await world.ask("GET", path, { cookie });
    const items = body.items as { kind: string; mail: boolean; push: boolean }[];
    return items.filter(({ kind }) => ["reminder", "opening-soon"].includes(kind));
  };
  expect((await world.ask("GET", path, { cookie })).body.pushKey).toMatch(/^[\w-]{87}$/);
  expect(await read()).toMatchObject([
    { mail: true, push: true },
    { mail: false, push: false },
  ]);
  await world.ask("PATCH", path, {
    cookie,
    body: { push: { reminder: false, "opening-soon": true }, version: consentVersion },
  });
  expect(await read()).toMatchObject([
    { mail: true, push: false },
    { mail: false, push: true },
  ]);
  const { body } = await world.ask("GET", "/api/me/consents", { cookie });
  expect(body.items).toMatchObject([{ kind: "opening-soon-push", isGiven: true }]);
  for (const bad of [{ push: { confirmed: false } }, { push: { reminder: "no" } }]) {
    expect((await world.ask("PATCH", path, { cookie, body: bad })).status).toBe(400);
  }
});

test("a host's word is shown to whoever does without the mail; who does without both hears nothing", async () => {
  const { store, slot, host } = await world.openStore({ name: "말하는 팝업" });
  const [pushed, neither] = [await world.signIn("푸시만 원해요"), await world.signIn("둘 다 싫어요")];
  const [here, there] = [service.browser(), service.browser()] as const;
  const settings = "/api/me/notification-settings";
  for (const [cookie, browser] of [
    [pushed, here],
    [neither, there],
  ] as const) {
    await put(cookie, browser);
    await world.ask("PATCH", settings, { cookie, body: { mail: { "host-notice": false } } });
    await world.join(slot, cookie);
    await settled(cookie, "confirmed");
  }
  await world.ask("PATCH", settings, { cookie: neither, body: { push: { "host-notice": false } } });
  await world.ask("POST", `/api/stores/${store}/notices`, { cookie: host, body: { text: "비가 와도 열어요." } });
  expect([await settled(pushed, "host-notice"), await settled(neither, "host-notice")]).toMatchObject([
    { outcome: "sent" },
    { outcome: "switched-off" },
  ]);
  expect([notesOn(here)[1]?.body, notesOn(there)[1]]).toEqual(["비가 와도 열어요.", undefined]);
});

test("I11, TRUST: a browser is whose session is on it; ten a person; only at push services", async () => {
  const [first, second] = [await world.signIn("먼저 쓰던 사람"), await world.signIn("이어 쓰는 사람")];
  const shared = service.browser();
  await put(first, shared);
  await put(second, shared);
  for (let more = 0; more < mostPushDevices; more += 1) await put(second, service.browser());
  const text = `select person_id::text as person, count(*)::integer as count from push_device
    where person_id = any ($1) group by 1`;
  const rows = await world.database.query({ text, values: [[await idOf(first), await idOf(second)]] });
  expect(rows).toEqual([{ person: await idOf(second), count: mostPushDevices }]);
  const { keys } = shared.subscription;
  for (const endpoint of [
    "https://evil.example/push",
    "http://169.254.169.254/latest",
    "ftp://fcm.googleapis.com/x",
    "x",
  ]) {
    expect((await world.ask("PUT", path, { cookie: first, body: { endpoint, keys } })).status).toBe(400);
  }
  const planted = { ...shared.subscription, personId: "1" };
  expect((await world.ask("PUT", path, { cookie: first, body: planted })).status).toBe(400);
});
