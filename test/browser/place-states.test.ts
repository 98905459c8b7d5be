import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFine, overflowOf } from "./accessible.ts";
import { createProduct, type Product } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

/** Cancels without a network, and with it again. */
async function lookWhileCancelling(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await page.locator(".pass-acts > button").click();
  await page.locator("dialog[open] .danger").click();
  await page.locator(".undo button").waitFor();
  await expectFine(page, "about to be cancelled");
  await page.locator(".undo:not(:has(button))").waitFor();
  await expectFine(page, "a cancel under way without a connection");
  await page.context().setOffline(false);
  await page
    .locator("h1:not(:empty)")
    .filter({ hasText: /취소했어요|cancelled/ })
    .waitFor();
  await expectFine(page, "cancelled");
}

describe("in every look nothing for axe, nothing too wide, nothing too small to press", () => {
  const open = (name: string | null) => product.openPhone(name);

  test("before I have a place", async () => {
    const context = await open("지수");
    const before = await product.addSlot({ opensInMs: 3_600_000, largestParty: 4 });
    const paused = await product.addSlot({ capacity: 3 });
    await product.send("PATCH", `/api/slots/${paused.id}`, product.host.cookie, { paused: true });
    const views = {
      "before the opening": before.id,
      open: (await product.addSlot({ capacity: 3, largestParty: 4 })).id,
      paused: paused.id,
      "sold out": (await product.addFullSlot()).id,
      absent: "999999999",
    };
    for (const [view, id] of Object.entries(views)) {
      const page = await product.visit(context, `/slots/${id}`);
      await page.locator(".facts, .absent").first().waitFor();
      await expectFine(page, view);
      await page.close();
    }
    const stranger = await product.visit(await open(null), `/slots/${views.open}`);
    await stranger.locator(".reserve .button.primary").click();
    await stranger.locator("form input").waitFor();
    expect(await stranger.evaluate(() => document.activeElement?.id)).toBe("sign-in-title");
    await expectFine(stranger, "asked for a name");
  });

  test("in the line, offline, offered, seated, and when it is over", async () => {
    const context = await open("지수");
    const { id, giveBack } = await product.addFullSlot({ offerMinutes: 10 });
    const page = await product.visit(context, `/slots/${id}`);
    await page.locator(".reserve .button.primary").click();
    await page.locator(".rope").waitFor();
    expect(await page.locator(".outlook-side").textContent()).toContain("1자리 가운데 1자리가 돌아오면 내 자리예요");
    await expectFine(page, "in the line");
    await page.locator(".outlook-side button").click();
    await page.locator("dialog[open]").waitFor();
    await expectFine(page, "asked before leaving");
    await page.keyboard.press("Escape");

    // The letters of what is said without a network came while there was one.
    await page.waitForFunction(() => document.fonts.check('1em "Pretendard Variable"', "연결이 잠시 끊겼어요"));
    await context.setOffline(true);
    await page.locator(".rank-side.lost").waitFor();
    await expectFine(page, "without a connection");
    await context.setOffline(false);
    await page.locator(".rank-side:not(.lost)").waitFor();

    await giveBack();
    await page.locator(".countdown").waitFor();
    await expectFine(page, "offered a seat");
    await page.locator(".button.primary").click();
    await page.locator(".pass-stub img").waitFor();
    await expectFine(page, "seated");

    const mine = await product.visit(context, "/reservations");
    await mine.locator(".reservations a").first().waitFor();
    await expectFine(mine, "my reservations");
    await lookWhileCancelling(page);
  });
});

test.each(["ko-KR", "en-GB"])("at 320 px nothing is wider than the window: %s", async (locale) => {
  const context = await product.openPhone("작은 화면", { locale, viewport: { width: 320, height: 640 } });
  const { id } = await product.addFullSlot();
  const page = await product.visit(context, `/slots/${id}`);
  await page.locator(".reserve .button.primary").click();
  await page.locator(".rope").waitFor();
  expect(await overflowOf(page)).toBe(0);
  const seat = await product.addSlot({ capacity: 1 });
  for (const path of [`/slots/${seat.id}`, "/", "/explore", "/reservations", "/account", "/nothing-here"]) {
    await page.goto(product.url + path);
    await page.locator("h1").first().waitFor();
    expect({ path, overflow: await overflowOf(page) }).toEqual({ path, overflow: 0 });
  }
});
