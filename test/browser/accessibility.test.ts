import type { BrowserContext, Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signInTroublePath, signInTroubles } from "../../shared/sign-in.ts";
import { expectFine, overflowOf, violationsOn } from "./accessible.ts";
import { createProduct, type Product } from "./product.ts";

let product: Product;
let storeId: string;
let overId: string;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
  const me = await product.client.signIn("지수");
  const upcoming = await product.addSlot({ opensInMs: 3_600_000, capacity: 10, largestParty: 4 });
  const [booked, cancelled] = [await product.addSlot({ capacity: 10 }), await product.addSlot({ capacity: 10 })];
  await product.send("POST", `/api/slots/${booked.id}/entries`, me.cookie, {});
  const { reservationId } = await product.send("POST", `/api/slots/${cancelled.id}/entries`, me.cookie, {});
  await product.send("POST", `/api/reservations/${reservationId}/cancel`, me.cookie);
  storeId = (await product.slot(upcoming.id)).storeId;
  overId = await openLongAgo();
});
afterAll(() => product.close());

/** A store whose ten minutes of opening end soon: who came, who waits and who was refused is in its report. */
async function openLongAgo(): Promise<string> {
  const slot = await product.addSlot({ opensInMs: -580_000, capacity: 2 });
  const people = await Promise.all(["가", "나", "다"].map((name) => product.client.signIn(`오픈에 온 ${name}`)));
  const press = ({ cookie }: { cookie: string }, body: object) =>
    product.client.send("POST", `/api/slots/${slot.id}/entries`, { cookie, body });
  for (const one of people) await press(one, {});
  await press(people[0] as { cookie: string }, { partySize: 2 });
  return slot.storeId;
}

/** Goes to a page within the browser, so that the browser draws it from what the API answers. */
async function move(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, "", to);
    window.dispatchEvent(new Event("popline:moved"));
  }, path);
}

async function openBlank(context: BrowserContext): Promise<Page> {
  const page = await product.visit(context, "/nothing-here");
  await page.locator("h1").waitFor();
  return page;
}

const isApi = /\/api\/(stores|reservations)/;

describe("in every look nothing for axe, nothing too wide, nothing too small to press", () => {
  const open = (name: string | null) => product.openPhone(name);
  const known = (page: Page) => page.waitForFunction(() => document.querySelector(".account.unknown") === null);

  test("pages full of what they show", async () => {
    const context = await open("지수");
    for (const path of ["/", "/explore", `/stores/${storeId}`, "/reservations", "/account", "/welcome"]) {
      const page = await product.visit(context, path);
      await page.locator("h1").first().waitFor();
      await known(page);
      await page.waitForFunction(() => document.querySelector(".slots-loading, .loading") === null);
      await expectFine(page, path);
      await page.close();
    }
    await context.close();
  });

  test("pages for nobody yet, and of what does not exist", async () => {
    const context = await open(null);
    for (const path of [
      "/privacy",
      "/reservations",
      "/account",
      "/sign-in/denied",
      "/stores/999999999",
      "/nothing-here",
    ]) {
      const page = await product.visit(context, path);
      await known(page);
      await page.locator("h1").first().waitFor();
      await expectFine(page, path);
      await page.close();
    }
    await context.close();
  });

  test("every other trouble of a sign-in fits into the page that was looked at", async () => {
    const page = await openBlank(await open(null));
    let title = await page.locator("h1").textContent();
    for (const trouble of signInTroubles) {
      await move(page, signInTroublePath(trouble));
      await page.waitForFunction((before) => document.querySelector("h1")?.textContent !== before, title);
      title = await page.locator(".trouble h1").textContent();
      const seen = { trouble, overflow: await overflowOf(page), violations: await violationsOn(page) };
      expect(seen).toEqual({ trouble, overflow: 0, violations: [] });
    }
    await page.context().close();
  });

  test("pages that wait, that hear nothing, and that have nothing to show", async () => {
    const context = await open("민호");
    const page = await openBlank(context);
    await known(page);
    const nothing = { json: { items: [], nextCursor: null, hasNext: false } };
    for (const path of ["/", "/explore", `/stores/${storeId}`, "/reservations"]) {
      const held: Route[] = [];
      await page.route(isApi, (route) => {
        held.push(route);
      });
      await move(page, path);
      await page.locator("[role=status], .loading").first().waitFor({ state: "attached" });
      await expectFine(page, `${path} waiting`);
      await move(page, "/nothing-here");
      // Let go, they would be answered after all, and the next view would not be without an answer.
      await Promise.all(held.map((route) => route.abort().catch(() => undefined)));
      await page.unroute(isApi);

      await page.route(isApi, (route) => route.abort());
      await move(page, path);
      await page.locator(path.startsWith("/stores/") ? ".loading" : "main .note").waitFor();
      await expectFine(page, `${path} without an answer`);
      await move(page, "/nothing-here");
      await page.unroute(isApi);

      await page.route(/\/api\/(stores\?|reservations)/, (route) => route.fulfill(nothing));
      await move(page, path);
      await page.locator(path.startsWith("/stores/") ? ".store-times" : "main .empty").waitFor();
      await expectFine(page, `${path} empty`);
      await page.unroute(/\/api\/(stores\?|reservations)/);
      await move(page, "/nothing-here");
    }
    await context.close();
  });
});

test("the report of an opening that is over, with all that can be wrong in it", async () => {
  const context = await product.openPhone(null);
  const [name = "", value = ""] = product.host.cookie.split("=");
  await context.addCookies([{ name, value, url: product.url }]);
  const page = await context.newPage();
  // Nothing of it is ever wrong here, so it is made to be.
  await page.route(/\/openings\/\d+$/, async (route) => {
    const response = await route.fetch();
    const opening = await response.json();
    const wrong = { orderErrors: 2, idleSeats: 1, untold: 1, overtaken: 1, overtakenMs: 12.5 };
    Object.assign(opening.report.all, wrong);
    await route.fulfill({ response, json: opening });
  });
  await page.goto(`${product.url}/host/stores/${overId}/opening`);
  await page.getByText("오픈은 끝났어요").waitFor({ timeout: 60_000 });
  const report = page.getByRole("region", { name: "오픈 보고서" });
  await report.getByText("그대로 남아요").waitFor();
  expect(await report.locator(".wrong").count()).toBe(3);
  await expectFine(page, "opening, over");
  await context.close();
});

test("the keyboard follows what people see, and ends at the tabs", async () => {
  const page = await product.visit(await product.openPhone(null), "/");
  await page.waitForFunction(() => document.querySelector(".account.unknown") === null);
  const reached: string[] = [];
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press("Tab");
    const words = await page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent);
    reached.push(words ?? "");
  }
  expect(reached.slice(0, 7)).toEqual([
    "본문으로 건너뛰기",
    "팝라인 홈",
    "팝업 찾기",
    "English",
    "알림",
    expect.stringMatching(/미리 입장하기|예약하기|대기 줄 서기/),
    "만 명 불러오기",
  ]);
  await page.keyboard.press("Shift+Tab");
  await page.locator(".tabs a").last().focus();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main, .tabs"))).toBeNull();
});
