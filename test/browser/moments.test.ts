import jsQr from "jsqr";
import type { BrowserContext, Page, WebSocketRoute } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { expectFine } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

/** So many people in the line of a slot before anybody with a browser. */
async function crowd(slotId: string, count: number) {
  const people = await Promise.all(
    Array.from({ length: count }, (_, at) => product.client.signIn(`${slotId}번 ${at}`)),
  );
  const entries = [];
  for (const { cookie } of people) {
    entries.push({ cookie, entry: await product.send("POST", `/api/slots/${slotId}/entries`, cookie, {}) });
  }
  return entries;
}

test("S23, I10: the rank falls on the page as people leave, without a reload and without asking", async () => {
  const { id, storeName } = await product.addSlot({ capacity: 1 });
  const line = await crowd(id, 8);
  const page = await product.visit(await product.openPhone("지수"), `/slots/${id}`);
  await page.getByRole("button", { name: "대기 줄 서기" }).click();
  await page.locator(".rank b", { hasText: /^8$/ }).waitFor();
  await page.getByText("연결됨").waitFor();
  let asked = 0;
  page.on("request", (request) => {
    if (/\/entries\/mine$/.test(request.url())) asked += 1;
  });
  for (const [left, { cookie, entry }] of line.slice(1, 5).entries()) {
    await product.send("DELETE", `/api/entries/${entry.id}`, cookie);
    await page.locator(".rank b", { hasText: new RegExp(`^${7 - left}$`) }).waitFor();
  }
  expect(await page.title()).toBe(`4번째 | ${storeName}`);
  expect(asked).toBeLessThanOrEqual(1);
  expect(await page.locator(".rope .ahead").count()).toBeGreaterThan(0);
  await page.getByRole("progressbar", { name: "입장까지 진행" }).waitFor();
  expect(product.troubles).toEqual([]);
});

test("S28: the pass's QR code, read from a picture of the screen, says the reservation's code", async () => {
  const { id } = await product.addSlot({ capacity: 3 });
  const page = await product.visit(await product.openPhone("유나", { deviceScaleFactor: 2 }), `/slots/${id}`);
  await page.getByRole("button", { name: "예약하기" }).click();
  await untilHeading(page, "자리를 받았어요");
  const picture = page.getByRole("img", { name: /입장 확인 QR 코드/ });
  await picture.waitFor();
  await waitUntil(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0), {
    what: "it is drawn",
  });
  const { data, width, height } = PNG.sync.read(await page.locator(".pass-stub").screenshot());
  const read = jsQr(new Uint8ClampedArray(data), width, height)?.data;
  const code = (await picture.getAttribute("alt"))?.match(/R-\w{4}-\w{4}/)?.[0];
  expect(read).toMatch(new RegExp(`^popline:v1:[0-9]+:${code}$`));
  await page.getByText(code as string).waitFor();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "캘린더에 추가" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^popline-[0-9]+\.ics$/);
});

/** On this device nothing comes by the page's own pace that it plans later than so far ahead. */
function planNothingAfter(context: BrowserContext, mostMs: number): Promise<unknown> {
  return context.addInitScript((most) => {
    const right = window.setTimeout;
    Object.assign(window, { setTimeout: (run: () => void, ms = 0) => (ms > most ? 0 : right(run, ms)) });
  }, mostMs);
}

test("S28: a cancel can be taken back for 5 s, and one that is left behind is sent at once", async () => {
  const { id } = await product.addSlot({ capacity: 1 });
  const context = await product.openPhone("도윤");
  // The five seconds are never over.
  await planNothingAfter(context, 4_000);
  const page = await product.visit(context, `/slots/${id}`);
  await page.getByRole("button", { name: "예약하기" }).click();
  await untilHeading(page, "자리를 받았어요");
  async function cancel(): Promise<void> {
    await page.getByRole("button", { name: "예약 취소" }).click();
    await page.getByRole("dialog").getByText("5초 안에만 되돌릴 수 있어요").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "예약 취소" }).click();
  }
  let sent = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/cancel")) sent += 1;
  });
  const hasFocus = (name: string) => page.waitForFunction((text) => document.activeElement?.textContent === text, name);
  await cancel();
  await hasFocus("되돌리기");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "예약 취소" }).waitFor();
  await hasFocus("예약 취소");
  expect(await product.slot(id)).toMatchObject({ held: 1 });
  expect(sent).toBe(0);

  await cancel();
  await page.getByText("5초 뒤에 취소돼요.").waitFor();
  await page.goto("about:blank");
  await waitUntil(async () => (await product.slot(id)).held === 0, { what: "the seat is free" });
});

test("S28: a pass cancelled in another window is told so: no code, no calendar, not its colour any more", async () => {
  const { id, storeName } = await product.addSlot({ capacity: 1 });
  const me = await product.client.signIn("라온");
  const { reservationId } = await product.send("POST", `/api/slots/${id}/entries`, me.cookie, {});
  const context = await product.openPhone("라온");
  // Nothing is asked for by the page's own pace: what it shows it was told of.
  await planNothingAfter(context, 10_000);
  let looks = 0;
  context.on("requestfinished", (request) => {
    if (request.url().endsWith(`/api/reservations/${reservationId}`)) looks += 1;
  });
  const page = await product.visit(context, `/reservations/${reservationId}`);
  await page.locator(".pass-stub").waitFor();
  await waitUntil(() => looks >= 2, { what: "it has looked again since there is a socket" });
  const colour = () => page.locator(".pass").evaluate((card) => getComputedStyle(card).backgroundColor);
  const before = await colour();
  await product.send("POST", `/api/reservations/${reservationId}/cancel`, me.cookie);
  await untilHeading(page, "취소됨");
  expect(await page.title()).toBe(`취소됨 | ${storeName}`);
  expect(await page.locator(".pass-stub").count()).toBe(0);
  expect(await page.getByRole("link", { name: "캘린더에 추가" }).count()).toBe(0);
  expect(await colour()).not.toBe(before);
  await expectFine(page, "a cancelled reservation");
});

test("a cancel that comes due without a network says that it is under way, and is sent when it is back", async () => {
  const { id } = await product.addSlot({ capacity: 1 });
  const context = await product.openPhone("서진");
  const page = await product.visit(context, `/slots/${id}`);
  await page.getByRole("button", { name: "예약하기" }).click();
  await untilHeading(page, "자리를 받았어요");
  await page.getByRole("button", { name: "예약 취소" }).click();
  await context.setOffline(true);
  await page.getByRole("dialog").getByRole("button", { name: "예약 취소" }).click();
  const status = page.getByRole("status").filter({ hasText: "연결이 돌아오면 바로 보내요" });
  await status.waitFor();
  expect(await status.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.getByRole("button", { name: "예약 취소" }).count()).toBe(0);
  expect(await product.slot(id)).toMatchObject({ held: 1 });
  // It would go with the window: whoever closes that is asked first.
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  expect((await asked).type()).toBe("beforeunload");
  await (await asked).dismiss();
  await context.setOffline(false);
  await waitUntil(async () => (await product.slot(id)).held === 0, { what: "the seat is free" });
  await status.waitFor({ state: "detached" });
});

test("an address of my place opens it on any of my devices, and looks absent to others", async () => {
  const { id } = await product.addSlot({ capacity: 1 });
  await crowd(id, 2);
  const first = await product.visit(await product.openPhone("민호"), `/slots/${id}`);
  await first.getByRole("button", { name: "대기 줄 서기" }).click();
  await first.locator(".rank b", { hasText: /^2$/ }).waitFor();
  const second = await product.visit(await product.openPhone("민호"), `/entries/${id}-3`);
  await second.locator(".rank b", { hasText: /^2$/ }).waitFor();
  const stranger = await product.visit(await product.openPhone("하나"), `/entries/${id}-3`);
  await stranger.getByText("찾을 수 없어요").waitFor();
  expect(await product.slot(id)).toMatchObject({ waiting: 2 });
});

test("S19: the page of a place samples the server's clock by itself, however long the rest takes", async () => {
  const { id } = await product.addSlot({ capacity: 10 });
  const context = await product.openPhone(null);
  // As long as the store is not known the page looks at the slot once; whatever comes besides is for the clock.
  await context.route("**/api/stores/*", () => undefined);
  let looks = 0;
  context.on("request", (request) => {
    if (request.url().endsWith(`/api/slots/${id}`)) looks += 1;
  });
  await product.visit(context, `/slots/${id}`);
  await waitUntil(() => looks >= 5, { what: "five samples are taken" });
});

const lopsidedMs = 80;
const earlyMs = 30;
/** A press 30 ms early by the page's own hand, or by the time it is there. */
const lopsided = [
  { way: "there", pressEarlyMs: earlyMs, isEarlyThere: false },
  { way: "there", pressEarlyMs: earlyMs + lopsidedMs, isEarlyThere: true },
  { way: "back", pressEarlyMs: earlyMs, isEarlyThere: true },
] as const;

/** Delays what the page asks, or what it is answered, by 80 ms: in the page, so that nothing else costs time. */
async function openLopsided(name: string, way: "there" | "back"): Promise<Page> {
  const context = await product.openPhone(name);
  const delay = [way, lopsidedMs] as const;
  await context.addInitScript(([delayed, delayMs]) => {
    const right = window.fetch;
    const pause = () => new Promise((resolve) => setTimeout(resolve, delayMs));
    window.fetch = async (...asked) => {
      if (delayed === "there") await pause();
      const answer = await right(...asked);
      if (delayed === "back") await pause();
      return answer;
    };
  }, delay);
  return context.newPage();
}

/** Presses so early, and is booked by one key however the server answers; answers whether it came there too early. */
async function pressEarly(page: Page, pressEarlyMs: number, opensInMs: number): Promise<boolean> {
  const { id } = await product.addSlot({ capacity: 1, opensInMs });
  const { opensAt } = await product.slot(id);
  const tries: { status: number; key: string | undefined }[] = [];
  page.on("response", (response) => {
    if (!response.url().endsWith(`/${id}/entries`)) return;
    tries.push({ status: response.status(), key: response.request().headers()["idempotency-key"] });
  });
  await page.goto(`${product.url}/slots/${id}`);
  await page.locator(".reserve .button.primary[aria-disabled=false]").waitFor();
  await page.evaluate((press) => {
    const button = document.querySelector<HTMLButtonElement>(".reserve .button.primary");
    const until = () => {
      if (Date.now() < press - 20) return setTimeout(until, 5);
      // The last moments by looking, since a timer may be late by as much as the press is early.
      while (Date.now() < press);
      button?.click();
    };
    until();
  }, Date.parse(opensAt) - pressEarlyMs);
  await untilHeading(page, "자리를 받았어요");
  expect(await product.slot(id)).toMatchObject({ held: 1 });
  // The page may have drawn an answer before it is heard of here.
  await waitUntil(() => tries.at(-1)?.status === 201, { what: "the press is answered 201" });
  const refusals = tries.slice(0, -1).map(({ status }) => status);
  expect(refusals).toEqual(refusals.map(() => 409));
  expect(new Set(tries.map(({ key }) => key)).size).toBe(1);
  return refusals.length > 0;
}

test("S19: with 80 ms on one way only, a press 30 ms early, here or there, books at the opening", async () => {
  // Not all at the same moment, since each looks at the clock so closely that the others would be late.
  const press = async ({ way, pressEarlyMs, isEarlyThere }: (typeof lopsided)[number], at: number) => {
    const page = await openLopsided(`하준 ${at}`, way);
    // On a machine that pauses what should come early comes late, and is booked all the same: the next one is earlier.
    for (let late = 0; late < 10; late += 1) {
      const wasEarlyThere = await pressEarly(page, pressEarlyMs + late * 50, 5_000 + at * 300 + late * 1_500);
      if (wasEarlyThere === isEarlyThere) return;
      expect(isEarlyThere).toBe(true);
    }
    throw new Error("No press came too early.");
  };
  await Promise.all(lopsided.map(press));
});

/** A store's page that shows five free seats, and a way for others to take one; answers when the page shows it. */
async function openStoreOfFive(context: BrowserContext) {
  const { id, storeName } = await product.addSlot({ capacity: 5 });
  const { storeId } = await product.slot(id);
  const page = await context.newPage();
  const takeOne = async (left: number) => {
    const { cookie } = await product.client.signIn(`${id}의 ${left}`);
    const takenAt = performance.now();
    await product.send("POST", `/api/slots/${id}/entries`, cookie, {});
    await page
      .locator(`a[href="/slots/${id}"] .seat`)
      .filter({ hasText: String(left) })
      .waitFor();
    return performance.now() - takenAt;
  };
  const open = async () => {
    await page.goto(`${product.url}/stores/${storeId}`);
    await untilHeading(page, storeName);
    await page.locator(`a[href="/slots/${id}"] .seat`).filter({ hasText: "5" }).waitFor();
  };
  return { page, open, takeOne };
}

test("a store's page shows a seat that is taken elsewhere within 2 s, without a reload", async () => {
  const { open, takeOne } = await openStoreOfFive(await product.openPhone(null));
  await open();
  const tookMs: number[] = [];
  for (const left of [4, 3, 2]) tookMs.push(await takeOne(left));
  // The promise; of three the middle one, because test machines pause.
  expect(tookMs.sort((one, other) => one - other)[1]).toBeLessThan(2_000);
});

test("a store's page whose socket is lost reads its seats at once, not when it had planned to", async () => {
  const context = await product.openPhone(null);
  // With a socket the next look would be 16 to 24 s away.
  await planNothingAfter(context, 10_000);
  const { page, open, takeOne } = await openStoreOfFive(context);
  const sockets: WebSocketRoute[] = [];
  let isCut = false;
  let looks = 0;
  page.on("requestfinished", (request) => {
    if (request.url().includes("/slots?date=")) looks += 1;
  });
  await page.routeWebSocket(/\/api\/live$/, (socket) => {
    if (isCut) return void socket.close({ code: 1011 });
    socket.connectToServer();
    sockets.push(socket);
  });
  await open();
  await takeOne(4);
  // The first look is over before there is a socket; the second one finds it, and no third is planned.
  await waitUntil(() => looks >= 2, { what: "it has looked again" });
  isCut = true;
  for (const socket of sockets) await socket.close({ code: 1011 });
  await takeOne(3);
});
