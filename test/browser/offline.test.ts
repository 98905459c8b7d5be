import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectFine } from "./accessible.ts";
import { untilForgotten, untilKept, untilKeptSays, untilNotKept, untilWorkerReady } from "./device.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

/** A phone whose service worker has taken over and has all its files. */
async function openReady(name: string | null): Promise<{ context: BrowserContext; page: Page }> {
  const context = await product.openPhone(name, { serviceWorkers: "allow" });
  const page = await product.visit(context, "/");
  await untilWorkerReady(page);
  return { context, page };
}

async function book(name: string) {
  const { id, storeName } = await product.addSlot({ capacity: 10 });
  const { cookie } = await product.client.signIn(name);
  const { reservationId } = await product.send("POST", `/api/slots/${id}/entries`, cookie, {});
  return { id, storeName, reservationId: String(reservationId) };
}

/** Holds back the server's next answer to this address until the test lets it go. */
async function holdNextAnswer(page: Page, address: RegExp) {
  let deliver: () => void = () => undefined;
  const mayGo = new Promise<void>((resolve) => {
    deliver = resolve;
  });
  let held: () => void = () => undefined;
  const isHeld = new Promise<void>((resolve) => {
    held = resolve;
  });
  const answered = page.waitForEvent("requestfinished", (request) => address.test(request.url()));
  await page.route(
    address,
    async (route) => {
      const response = await route.fetch();
      held();
      await mayGo;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  return {
    isHeld,
    async deliver() {
      deliver();
      await answered;
    },
  };
}

/** What the page began to keep before this has been kept after it: the browser does such work in order. */
async function untilCachesAreIdle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let times = 0; times < 20; times += 1) {
      const probe = await caches.open("probe");
      await probe.put("/probe", new Response(""));
      await caches.delete("probe");
    }
  });
}

test("with the network off, my reservations and a pass open, where the list was never read too", async () => {
  const { storeName, reservationId, id } = await book("지하철");
  const { context, page } = await openReady("지하철");
  await page.goto(`${product.url}/slots/${id}`);
  await untilHeading(page, "자리를 받았어요");
  const { storeId } = await product.slot(id);
  const pictures = [`/api/reservations/${reservationId}/pass.svg`, `/posters/${storeId}.svg`];
  await untilKept(page, `/kept/slots/${id}`, "/kept/reservations", ...pictures);

  await context.setOffline(true);
  await page.goto(`${product.url}/reservations`);
  await page.getByRole("link", { name: storeName }).waitFor();
  await page.getByText("목록을 새로 불러오지 못했어요").waitFor();
  await page.getByRole("link", { name: "입장권 보기" }).click();
  await untilHeading(page, "입장권");
  await page.getByText("다시 연결 중").waitFor();
  await page.waitForFunction(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0));
  await page.goto(`${product.url}/slots/${id}`);
  await untilHeading(page, "자리를 받았어요");
  await page.getByText("다시 연결 중").waitFor();
  await context.close();
});

test("S20: a seat that was just given is on the device at once, also under the address of my place", async () => {
  const { id } = await product.addSlot({ capacity: 10 });
  const { context, page } = await openReady("방금 받은 사람");
  await page.goto(`${product.url}/slots/${id}`);
  await page.getByRole("button", { name: "예약하기" }).waitFor();
  // From here on no look finds anything: what is kept was told by the press.
  await page.route(new RegExp(`/api/slots/${id}(/entries/mine)?$`), (route) => route.abort());
  await page.getByRole("button", { name: "예약하기" }).click();
  await untilHeading(page, "자리를 받았어요");
  await untilKept(page, "/kept/me", `/kept/slots/${id}`);

  await context.setOffline(true);
  for (const address of [`/slots/${id}`, `/entries/${id}-1`]) {
    await page.goto(`${product.url}${address}`);
    await untilHeading(page, "자리를 받았어요");
    await page.getByText("다시 연결 중").waitFor();
  }
  await context.close();
});

test("S28: a seat that was given up looks like none with the network off, on its page and in the list", async () => {
  const { id, storeName } = await book("마음이 바뀐 사람");
  const { context, page } = await openReady("마음이 바뀐 사람");
  await page.goto(`${product.url}/slots/${id}`);
  await untilHeading(page, "자리를 받았어요");
  await untilKept(page, `/kept/slots/${id}`, "/kept/reservations");
  await page.getByRole("button", { name: "예약 취소" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "예약 취소" }).click();
  await untilHeading(page, "예약을 취소했어요");
  await untilCachesAreIdle(page);

  await context.setOffline(true);
  await page.goto(`${product.url}/slots/${id}`);
  await untilHeading(page, "예약을 취소했어요");
  await page.goto(`${product.url}/reservations`);
  await page.getByText("목록을 새로 불러오지 못했어요").waitFor();
  await page.getByText(storeName).first().waitFor();
  expect(await page.getByRole("link", { name: "입장권 보기" }).count()).toBe(0);
  await context.close();
});

test("S28: nor does one that its host or another device cancelled, once my list was read", async () => {
  const name = "다른 기기에서 취소한 사람";
  const [closed, deleted] = [await book(name), await book(name)];
  const { context, page } = await openReady(name);
  const keptOf = ({ id, reservationId }: typeof closed) => [`/kept/slots/${id}`, `/kept/reservations/${reservationId}`];
  for (const seat of [closed, deleted]) {
    await page.goto(`${product.url}/slots/${seat.id}`);
    await untilHeading(page, "자리를 받았어요");
    await untilKept(page, ...keptOf(seat));
  }
  await page.goto(`${product.url}/`);
  await product.send("POST", `/api/slots/${closed.id}/close`, product.host.cookie, { knowingly: true });
  const { cookie } = await product.client.signIn(name);
  await product.send("POST", `/api/reservations/${deleted.reservationId}/cancel`, cookie);
  await product.send("DELETE", `/api/reservations/${deleted.reservationId}`, cookie);
  await page.goto(`${product.url}/reservations`);
  for (const path of keptOf(closed)) await untilKeptSays(page, path, '"state":"cancelled"');
  for (const path of keptOf(deleted)) await untilNotKept(page, path);

  await context.setOffline(true);
  await page.goto(`${product.url}/slots/${closed.id}`);
  await untilHeading(page, "호스트가 이 시간을 닫았어요");
  await page.goto(`${product.url}/reservations/${closed.reservationId}`);
  await untilHeading(page, "호스트가 취소한 예약이에요");
  expect(await page.locator(".pass-stub").count()).toBe(0);
  await context.close();
});

test("S23: with the network off the address of my ticket shows the rank as it was known last", async () => {
  const { id, storeName } = await product.addFullSlot();
  const { context, page } = await openReady("줄에서 지하로");
  await page.goto(`${product.url}/slots/${id}`);
  await page.getByRole("button", { name: "대기 줄 서기" }).click();
  await page.locator(".rank b", { hasText: /^1$/ }).waitFor();
  await untilKept(page, "/kept/me", `/kept/slots/${id}`);
  await context.setOffline(true);
  await page.goto(`${product.url}/entries/${id}-2`);
  await page.locator(".rank-side.lost .rank b", { hasText: /^1$/ }).waitFor();
  await page.getByText("연결이 잠시 끊겼어요").waitFor();

  // Left on another device, it is nobody's rank any more once the lines were read.
  await context.setOffline(false);
  const { cookie } = await product.client.signIn("줄에서 지하로");
  await product.send("DELETE", `/api/entries/${id}-2`, cookie);
  await page.goto(`${product.url}/reservations`);
  await untilNotKept(page, `/kept/slots/${id}`);
  expect(await page.getByText(storeName).count()).toBe(0);
  await context.close();
});

test("S20: a network that takes everything and answers nothing keeps nobody from their pass", async () => {
  const { id, reservationId } = await book("지하실");
  const { context, page } = await openReady("지하실");
  await page.goto(`${product.url}/slots/${id}`);
  await untilHeading(page, "자리를 받았어요");
  await untilKept(page, "/kept/me", `/kept/slots/${id}`, `/api/reservations/${reservationId}/pass.svg`);
  // Connections still come about, and then nothing: as in a basement.
  process.kill(product.server.pid, "SIGSTOP");
  try {
    await page.goto(`${product.url}/slots/${id}`, { waitUntil: "commit" });
    await untilHeading(page, "자리를 받았어요");
    await page.getByText("다시 연결 중").waitFor();
    const isDrawn = () => document.querySelector<HTMLImageElement>(".pass-stub img")?.naturalWidth;
    await page.waitForFunction(isDrawn);
  } finally {
    process.kill(product.server.pid, "SIGCONT");
  }
  await context.close();
});

test("S20: where nobody answers, my lists and the lines I stand in are shown as they were known last", async () => {
  const { id, storeName } = await book("터널 앞");
  const full = await product.addSlot({ capacity: 1 });
  const join = `/api/slots/${full.id}/entries`;
  await product.send("POST", join, (await product.client.signIn("먼저 온 사람")).cookie, {});
  await product.send("POST", join, (await product.client.signIn("터널 앞")).cookie, {});
  const { context, page } = await openReady("터널 앞");
  const row = page.getByRole("region", { name: "서 있는 줄" }).getByText("1번째", { exact: true });
  await page.goto(`${product.url}/reservations`);
  await row.waitFor();
  await untilKept(page, "/kept/me", "/kept/reservations", "/kept/standing");

  await page.route(/api\/(me\/entries|reservations[?])/, () => undefined);
  await page.reload();
  await row.waitFor();
  await page.getByRole("link", { name: storeName }).waitFor();
  await page.getByText("목록을 새로 불러오지 못했어요").waitFor();

  // Under the addresses of these places too, of which nothing else is kept: the one became a pass.
  await context.setOffline(true);
  await page.getByRole("link", { name: "줄 보기" }).click();
  await page.locator(".rank-side.lost .rank b", { hasText: /^1$/ }).waitFor();
  expect(page.url()).toBe(`${product.url}/slots/${full.id}`);
  await page.locator("h1:focus").waitFor();
  await page.goto(`${product.url}/slots/${id}`);
  await untilHeading(page, "입장권");
  await page.goto(`${product.url}/entries/${full.id}-2`);
  await page.locator(".rank-side.lost .rank b", { hasText: /^1$/ }).waitFor();
  await page.getByText("연결이 잠시 끊겼어요").waitFor();
  await expectFine(page, "my ticket as the list knew it");
  await page.goto(`${product.url}/entries/${id}-1`);
  await untilHeading(page, "입장권");
  await page.locator(".pass-stub").waitFor();
  await context.close();
});

test("with the network off, a store and a slot that nobody kept say so in words, and come by themselves", async () => {
  const { id, storeName } = await product.addSlot({ opensInMs: 3_600_000 });
  const { storeId } = await product.slot(id);
  const { context, page } = await openReady(null);
  for (const path of [`/stores/${storeId}`, `/slots/${id}`]) {
    await context.setOffline(true);
    await page.goto(product.url + path);
    await page.getByRole("alert").getByText("연결이 안 돼요").waitFor();
    await expectFine(page, `${path} without a connection`);
    await context.setOffline(false);
    await untilHeading(page, storeName);
    expect(await page.getByText("연결이 안 돼요").count()).toBe(0);
  }
  await context.close();
});

test.each(["list", "pass"])("signing out leaves nothing of mine on the device, nor does a late %s", async (what) => {
  const { storeName, reservationId } = await book(`비행기 ${what}`);
  const { context, page } = await openReady(`비행기 ${what}`);
  await page.goto(`${product.url}/reservations`);
  await page.getByRole("link", { name: storeName }).waitFor();
  await untilKept(page, "/kept/reservations");
  if (what === "pass") {
    await page.getByRole("link", { name: "입장권 보기" }).click();
    await untilHeading(page, "입장권");
  }
  const late = await holdNextAnswer(
    page,
    what === "list" ? /reservations[?]/ : RegExp(`reservations/${reservationId}$`),
  );
  // As when the reader comes back to the tab: it is asked for at once.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await late.isHeld;
  if (what === "pass") await page.goBack();
  await page.locator("a[href='/account']:visible").first().click();
  await page.getByRole("button", { name: "로그아웃", exact: true }).click();
  await page.getByLabel("이름").waitFor();
  await untilForgotten(page);
  await late.deliver();
  await untilCachesAreIdle(page);
  expect(await page.evaluate(() => caches.keys())).not.toContain("popline-mine");

  await context.setOffline(true);
  await page.goto(`${product.url}/reservations`);
  await untilHeading(page, "내 예약");
  expect(await page.getByText(storeName).count()).toBe(0);
  await untilCachesAreIdle(page);
  expect(await page.evaluate(() => caches.keys()), "looking makes no shelf").not.toContain("popline-mine");
  await context.close();
});

test("a session that ended elsewhere leaves nothing either", async () => {
  const { storeName } = await book("터널");
  const { context, page } = await openReady("터널");
  await page.goto(`${product.url}/reservations`);
  await page.getByRole("link", { name: storeName }).waitFor();
  await context.clearCookies();
  await page.goto(`${product.url}/`);
  await untilForgotten(page);
  await context.close();
});

test("S20: nor does a session that ended while the page stood: the page that hears it forgets the pass", async () => {
  const { storeName, reservationId } = await book("고가도로");
  const { context, page } = await openReady("고가도로");
  await page.goto(`${product.url}/reservations/${reservationId}`);
  await page.getByText(storeName).first().waitFor();
  await untilKept(page, "/kept/me");
  await context.clearCookies();
  // As when the reader comes back to the tab: it is asked for at once.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.getByLabel("이름").waitFor();
  await untilCachesAreIdle(page);
  expect(await page.evaluate(() => caches.keys())).not.toContain("popline-mine");
  await context.close();
});

test("the product can be installed, and the worker serves every page", async () => {
  const manifest = await (await fetch(`${product.url}/manifest.webmanifest`)).json();
  for (const { src, type } of manifest.icons) {
    const icon = await fetch(product.url + src);
    expect([icon.status, icon.headers.get("content-type")]).toEqual([200, type]);
  }
  const worker = await fetch(`${product.url}/service-worker.js`);
  expect(worker.headers.get("content-type")).toContain("javascript");
  expect(worker.headers.get("cache-control")).toBe("no-cache");
  expect(await worker.text()).not.toContain("__BUILD__");
});
