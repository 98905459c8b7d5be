import type { CDPSession, Page, Worker } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { type Browser, type PushService, type ReceivedPush, startPushService } from "../services/push-service.ts";
import { expectFine } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
let pushService: PushService;
let storeName: string;
let storeId: string;
beforeAll(async () => {
  [product, pushService] = await Promise.all([createProduct({ mails: true, fonts: true }), startPushService()]);
  const slot = await product.addSlot({ capacity: 5 });
  storeName = slot.storeName;
  storeId = (await product.slot(slot.id)).storeId;
  const { cookie } = await product.client.signIn("알림 받는 사람");
  await product.send("POST", `/api/slots/${slot.id}/entries`, cookie, {});
});
afterAll(async () => {
  await product.close();
  await pushService.close();
});

const openPhone = () => product.openPhone("알림 받는 사람");

test("the list says what is new once, and each kind that can be done without has its switch", async () => {
  const context = await openPhone();
  const page = await product.visit(context, "/account");
  const bell = (name: string) => page.getByRole("banner").getByRole("link", { name, exact: true });
  await bell("알림, 안 읽은 알림 1개").locator(".dot").waitFor();
  await page.getByRole("link", { name: "알림 안 읽은 알림 1개" }).click();
  await bell("알림").waitFor();
  await page.getByText("안 읽은 알림 1개").waitFor();
  const reminder = page.getByLabel("하루 전 알림 · 메일");
  await reminder.uncheck();
  const openings = page.getByLabel("팔로우한 팝업의 예약 시작 · 메일");
  expect(await openings.isChecked()).toBe(false);
  await expectFine(page, "notifications");
  await page.reload();
  await page.getByText("모두 읽었어요").waitFor();
  expect(await reminder.isChecked()).toBe(false);
  expect(product.troubles).toEqual([]);
});

test("where nobody answers the pages say so, and go on by themselves", async () => {
  const isOwn = /\/api\/(me\/notification|demo\/mailbox)/;
  const context = await openPhone();
  await context.route(isOwn, (route) => route.abort());
  const pages = await Promise.all(["/notifications", "/demo/mailbox"].map((path) => product.visit(context, path)));
  const [list, mailbox] = pages as [Page, Page];
  for (const page of pages) await page.getByText("연결되면 저절로 다시 불러와요").waitFor();
  await context.unroute(isOwn);
  await list.getByLabel("하루 전 알림 · 메일").waitFor();
  await list.locator(".notification-list a").first().waitFor();
  await mailbox.locator(".note").waitFor({ state: "detached" });
});

test("near an opening its store's page asks nothing of its reader's own, which every other page does", async () => {
  const [near, far] = [await product.addSlot({ opensInMs: 300_000 }), await product.addSlot({ opensInMs: 3_600_000 })];
  const { cookie } = await product.client.signIn("여는 순간의 손님");
  const before = await product.addSlot({ capacity: 5 });
  await product.send("POST", `/api/slots/${before.id}/entries`, cookie, {});
  const context = await product.openPhone("여는 순간의 손님");
  const asked: string[] = [];
  context.on("request", (request) => {
    const [, own] = /^\/api\/.*\/(notifications|follow|entries)$/.exec(new URL(request.url()).pathname) ?? [];
    if (own !== undefined) asked.push(`${new URL(request.frame().url()).pathname} ${own}`);
  });
  const mark = (page: Page) => page.getByRole("banner").locator(".bell .dot").waitFor();
  const [nearPath, farPath] = await Promise.all(
    [near, far].map(async ({ id }) => `/stores/${(await product.slot(id)).storeId}`),
  );
  const store = await product.visit(context, nearPath as string);
  await store.waitForFunction(() => document.querySelector(".account.unknown") === null);
  // It has stood for longer than the page beside it, which has asked meanwhile.
  const other = await product.visit(context, farPath as string);
  await other.getByRole("button", { name: "팔로우" }).waitFor();
  await mark(other);
  expect(asked.sort()).toEqual([`${farPath} entries`, `${farPath} follow`, `${farPath} notifications`]);
  expect(await store.getByRole("button", { name: "팔로우" }).count()).toBe(0);
  await store.getByRole("link", { name: "탐색", exact: true }).click();
  await mark(store);
  await other.getByRole("button", { name: "팔로우" }).click();
  await other.getByRole("link", { name: "팔로우한 예약 시작을 캘린더에 넣기" }).waitFor();
  await expectFine(other, "store, followed");
});

test("S30: the mail opens in the demo's mailbox, whole, in our font, in a frame that runs nothing", async () => {
  const page = await product.visit(await openPhone(), "/demo/mailbox");
  const mail = page.getByRole("link", { name: `예약이 확정됐어요: ${storeName}` });
  const refresh = page.getByRole("button", { name: "새로 고침" });
  const isThere = async () => {
    await refresh.click();
    return (await mail.count()) === 1;
  };
  await waitUntil(isThere, { what: "the mail is in the mailbox", everyMs: 250 });
  await expectFine(page, "mailbox");
  await mail.click();
  await untilHeading(page, `예약이 확정됐어요: ${storeName}`);
  await page.frameLocator("iframe").getByRole("link", { name: "입장권 보기" }).waitFor();
  const frame = page.locator("iframe");
  // Nothing of a mail runs: by the frame that shows it, and by its own policy (notifications.test.ts, acceptance).
  expect(await frame.getAttribute("sandbox")).toBe("allow-same-origin allow-popups allow-popups-to-escape-sandbox");
  const lengthsOf = () =>
    frame.evaluate((element: HTMLIFrameElement) => {
      const { body, fonts } = element.contentDocument as Document;
      return { shown: element.clientHeight, whole: body.offsetHeight, fonts: fonts.size };
    });
  const isWhole = async () => {
    const { shown, whole } = await lengthsOf();
    return shown === whole;
  };
  for (const width of [390, 1_440]) {
    await page.setViewportSize({ width, height: 900 });
    await waitUntil(isWhole, { what: `the whole mail shows at ${width} px, and nothing below it` });
  }
  expect((await lengthsOf()).fonts).toBeGreaterThan(0);
  await expectFine(page, "mail");
  await page.getByLabel("글자만").check();
  await page.getByText("예약 번호: R-").waitFor();
});

test("a host's word stands on the store's page, and the link of its mail asks before it ends anything", async () => {
  await product.send("POST", `/api/stores/${storeId}/notices`, product.host.cookie, { text: "내일은 14시에 열어요." });
  const context = await openPhone();
  const store = await product.visit(context, `/stores/${storeId}`);
  await store.getByText("내일은 14시에 열어요.").waitFor();
  await expectFine(store, "store with a notice");
  const page = await product.visit(context, "/unsubscribe?token=1.reminder.x");
  await untilHeading(page, "이 메일을 그만 받을까요?");
  await expectFine(page, "unsubscribe");
  await page.getByRole("button", { name: "그만 받기" }).click();
  await untilHeading(page, "이 링크로는 끌 수 없어요");
  expect(await page.getByRole("button", { name: "그만 받기" }).count()).toBe(0);
});

/** Chromium's push service is not on this machine: the page is given one that is, and the rest is Chromium's own. */
async function withPushService(page: Page, { subscription }: Browser): Promise<void> {
  await page.addInitScript((given) => {
    const isOn = () => localStorage.getItem("test-push") !== null;
    const mine = {
      endpoint: given.endpoint,
      toJSON: () => given,
      unsubscribe: async () => {
        localStorage.removeItem("test-push");
        return true;
      },
    };
    // Chromium without a window says "denied" here, whatever was granted.
    Object.defineProperty(Notification, "permission", { get: () => "granted" });
    PushManager.prototype.getSubscription = async () => (isOn() ? (mine as unknown as PushSubscription) : null);
    PushManager.prototype.subscribe = async () => {
      localStorage.setItem("test-push", "on");
      return mine as unknown as PushSubscription;
    };
  }, subscription);
}

/** Hands what came to the push service on to the page's service worker, as Chromium's own would. */
async function deliver(page: Page, devtools: CDPSession, browser: Browser, push: ReceivedPush): Promise<void> {
  let registration = "";
  devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    registration = registrations[0]?.registrationId ?? registration;
  });
  await devtools.send("ServiceWorker.enable");
  await waitUntil(async () => registration !== "", { what: "the service worker is known" });
  const { origin } = new URL(page.url());
  const data = JSON.stringify(browser.open(push));
  await devtools.send("ServiceWorker.deliverPushMessage", { origin, registrationId: registration, data });
}

async function openWithPush(browser: Browser) {
  const context = await product.openPhone("푸시를 켜는 사람", { serviceWorkers: "allow" });
  await context.grantPermissions(["notifications"], { origin: product.url });
  const page = await context.newPage();
  await withPushService(page, browser);
  await page.goto(`${product.url}/notifications`);
  await page.getByRole("button", { name: "푸시 켜기" }).click();
  await page.getByRole("button", { name: "푸시 끄기" }).waitFor();
  return { context, page };
}

type Stage = { shown?: object; registration: ServiceWorkerRegistration; dispatchEvent(event: Event): void };

/** Chromium without a window shows no notifications: what the service worker would have shown is kept instead. */
const keepShown = (worker: Worker) =>
  worker.evaluate(() => {
    const stage = self as unknown as Stage;
    stage.registration.showNotification = async (title, options) => {
      stage.shown = { title, ...options };
    };
  });
const shownBy = (worker: Worker) => worker.evaluate(() => (self as unknown as Stage).shown);
/** Until the worker has done what a press asks for. */
const pressOn = (worker: Worker, path: string) =>
  worker.evaluate(async (data) => {
    const event = new Event("notificationclick");
    const notification = { data, close: () => undefined };
    const stage = self as unknown as Stage;
    const works: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>) => works.push(work);
    stage.dispatchEvent(Object.assign(event, { notification, waitUntil }));
    await Promise.allSettled(works);
  }, path);

test("S30: switched on here, the browser shows what is confirmed, and a press on it leads to the pass", async () => {
  const browser = pushService.browser();
  const { context, page } = await openWithPush(browser);
  await expectFine(page, "notifications with push");
  await page.reload();
  await page.getByRole("button", { name: "푸시 끄기" }).waitFor();
  const slot = await product.addSlot({ capacity: 5 });
  const { cookie } = await product.client.signIn("푸시를 켜는 사람");
  const { reservationId } = await product.send("POST", `/api/slots/${slot.id}/entries`, cookie, {});
  const push = await waitUntil(async () => pushService.pushes.find(({ path }) => path === browser.path), {
    what: "the push service has it",
  });
  const [worker = await context.waitForEvent("serviceworker")] = context.serviceWorkers();
  await keepShown(worker);
  await deliver(page, await context.newCDPSession(page), browser, push);
  const note = await waitUntil(() => shownBy(worker), { what: "the notification is shown" });
  const path = `/reservations/${reservationId}`;
  const title = `예약이 확정됐어요: ${slot.storeName}`;
  expect(note).toMatchObject({ title, tag: `ticket-${slot.id}-1`, data: path, lang: "ko" });
  const visited: string[] = [];
  context.on("request", (request) => {
    if (request.isNavigationRequest()) visited.push(request.url());
  });
  // A note of another site's address leads nowhere.
  for (const each of ["//elsewhere.invalid/pass", path]) await pressOn(worker, each);
  await page.waitForURL(`**${path}`);
  expect(visited).toEqual([product.url + path]);
  expect(product.troubles).toEqual([]);
});

test("switched off here, nothing more is pushed to this browser", async () => {
  const browser = pushService.browser();
  const { page } = await openWithPush(browser);
  await page.getByRole("button", { name: "푸시 끄기" }).click();
  await page.getByRole("button", { name: "푸시 켜기" }).waitFor();
  const slot = await product.addSlot({ capacity: 5 });
  const { cookie } = await product.client.signIn("푸시를 켜는 사람");
  await product.send("POST", `/api/slots/${slot.id}/entries`, cookie, {});
  // The mail and the push of a message go at the same time.
  const isMailed = async () => {
    const { body } = await product.client.send("GET", "/api/demo/mailbox?limit=100");
    const { items } = body as unknown as { items: { subject: string }[] };
    return items.some(({ subject }) => subject === `예약이 확정됐어요: ${slot.storeName}`);
  };
  await waitUntil(isMailed, { what: "the mail says so" });
  expect(pushService.pushes.filter(({ path }) => path === browser.path)).toEqual([]);
});
