import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

const isList = (url: string) => /\/api\/stores\?/.test(url);
const becomeVisible = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

test.each(["ko-KR", "en-GB"])("the browser draws the same as the server did: %s", async (locale) => {
  const context = await product.openPhone(null, { locale });
  // What the browser had to draw anew is not the element that came with the page.
  await context.addInitScript(() => {
    document.addEventListener("DOMContentLoaded", () => {
      Object.assign(window, { sent: [...document.querySelectorAll("#root *")] });
    });
  });
  const page = await product.visit(context, "/");
  await page.waitForFunction(() => document.querySelector(".account.unknown") === null);
  const gone = await page.evaluate(() => {
    const { sent } = window as unknown as { sent: Element[] };
    return sent.filter((element) => !element.isConnected).length;
  });
  expect(gone).toBe(0);
  expect(product.troubles).toEqual([]);
  await context.close();
});

test("each list is asked for once, however many stores there are, and a fresh look moves nothing", async () => {
  const context = await product.openPhone(null);
  const asked: string[] = [];
  context.on("request", (request) => {
    if (/\/api\/stores/.test(request.url())) asked.push(request.url());
  });
  const page = await product.visit(context, "/");
  await page.waitForFunction(() => document.querySelector(".account.unknown") === null);
  expect(asked).toEqual([]);

  const first = await page.locator(".grid .card").first().elementHandle();
  const looks: string[][] = [];
  // Two, since the demo's next slot may open during one of them, which has the lists asked for as well.
  while (looks.length < 2) {
    asked.length = 0;
    const answers = Promise.all([0, 1].map(() => page.waitForResponse((response) => isList(response.url()))));
    await becomeVisible(page);
    await answers;
    looks.push(asked.map((url) => new URL(url).search).sort());
  }
  expect(looks).toContainEqual(["?limit=100", "?state=upcoming&limit=6"]);
  expect(await first?.evaluate((card) => card.isConnected)).toBe(true);
  await context.close();
});

test.each([true, false])(
  "the header finds stores by name, with its program or without: %s",
  async (javaScriptEnabled) => {
    const context = await product.openPhone(null, { javaScriptEnabled });
    const page = await product.visit(context, "/");
    if (javaScriptEnabled) await page.waitForFunction(() => document.querySelector(".account.unknown") === null);
    const field = page.getByRole("searchbox", { name: "팝업 찾기" });
    await field.fill(" 감자칩 ");
    await field.press("Enter");
    await page.waitForURL(({ pathname, searchParams }) => {
      return pathname === "/explore" && searchParams.get("q")?.trim() === "감자칩";
    });
    if (javaScriptEnabled) {
      await page.getByRole("link", { name: /감자칩 미술관/ }).waitFor();
      expect(await page.getByRole("searchbox").count()).toBe(1);
    }
    await context.close();
  },
);

test("a chip narrows the stores and says how many are left", async () => {
  const context = await product.openPhone(null);
  const page = await product.visit(context, "/");
  const grid = page.getByRole("region", { name: "지금 서울에서" });
  const chip = grid.getByRole("button", { name: "푸드" });
  await page.waitForFunction(() => document.querySelector(".account.unknown") === null);
  const countOf = async () => Number.parseInt((await grid.getByRole("status").textContent()) ?? "", 10);
  const all = await countOf();
  for (const name of ["지금 예약", "오픈 예정"]) {
    await grid.getByRole("button", { name }).click();
    expect([name, (await countOf()) < all]).toEqual([name, true]);
  }
  await chip.click();
  expect(await chip.getAttribute("aria-pressed")).toBe("true");
  const meta = await grid.locator(".card .meta").allTextContents();
  expect(meta.length).toBeGreaterThan(0);
  expect(meta.every((text) => text.endsWith("푸드"))).toBe(true);
  await grid
    .getByRole("status")
    .filter({ hasText: `${meta.length}곳` })
    .waitFor();
  await context.close();
});

test("filters of the search live in the address, and going back brings them back", async () => {
  const context = await product.openPhone(null);
  const page = await product.visit(context, "/explore?category=character");
  await untilHeading(page, "탐색");
  await page.locator(".card").first().waitFor();
  const names = await page.locator(".card .meta").allTextContents();
  expect(names.every((text) => text.endsWith("캐릭터"))).toBe(true);
  await page.getByRole("link", { name: "푸드", exact: true }).click();
  await page.waitForURL("**/explore?category=food");
  await page.goBack();
  await page.waitForURL("**/explore?category=character");
  expect(await page.getByRole("link", { name: "캐릭터", exact: true }).getAttribute("aria-current")).toBe("true");
  await page.locator(".card .meta", { hasText: "캐릭터" }).first().waitFor();
  await context.close();
});

test("a demo says so above everything, and leads to the rehearsal", async () => {
  const context = await product.openPhone(null);
  const page = await product.visit(context, "/");
  await page.getByRole("banner").getByText("데모", { exact: true }).waitFor();
  expect(await page.getByRole("link", { name: "만 명 불러오기" }).getAttribute("href")).toBe("/rehearsal");
  await context.close();
});

test.each(["no-preference", "reduce"] as const)(
  "the mark of what opens next moves, unless less motion is wanted: %s",
  async (reducedMotion) => {
    const context = await product.openPhone(null, { reducedMotion });
    const page = await product.visit(context, "/");
    await page.waitForFunction(() => document.querySelector(".account.unknown") === null);
    const moving = () =>
      page.evaluate(() => document.getAnimations().filter((each) => each instanceof CSSAnimation).length);
    if (reducedMotion === "reduce") expect(await moving()).toBe(0);
    else await waitUntil(moving, { what: "the mark moves" });
    await context.close();
  },
);

test("the hero's poster fills its column on phones and tablets; where height is little, it is cut", async () => {
  const page = await product.visit(await product.openPhone(null), "/");
  for (const [width, height] of [
    [390, 844],
    [844, 390],
    [768, 1024],
    [899, 500],
  ] as const) {
    await page.setViewportSize({ width, height });
    const seen = await page.locator(".hero").evaluate((hero) => {
      const art = hero.querySelector(".hero-art")?.getBoundingClientRect();
      return {
        isFull: art?.width === hero.querySelector(".hero-copy")?.getBoundingClientRect().width,
        height: art?.height,
      };
    });
    expect({ width, isFull: seen.isFull }).toEqual({ width, isFull: true });
    expect(seen.height).toBeLessThanOrEqual(Math.ceil(height * 0.44));
  }
});

/** Whether the name stands on one line, and what is left to look for is said whole or not at all. */
function lookAtHeader() {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(".logo span") as Element);
  const field = document.querySelector<HTMLInputElement>(".find input") as HTMLInputElement;
  const { font, paddingLeft, paddingRight } = getComputedStyle(field);
  const pen = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
  pen.font = font;
  const room = field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  const isHidden = getComputedStyle(field, "::placeholder").color === "rgba(0, 0, 0, 0)";
  return { lines: range.getClientRects().length, isHidden, isWhole: pen.measureText(field.placeholder).width <= room };
}

test.each(["ko-KR", "en-GB"])(
  "large letters and narrow windows break neither name nor placeholder: %s",
  async (locale) => {
    const page = await product.visit(await product.openPhone(null, { locale }), "/");
    for (const [width, size] of [
      [390, "100%"],
      [390, "200%"],
      [320, "100%"],
      [320, "200%"],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate((fontSize) => {
        document.documentElement.style.fontSize = fontSize;
      }, size);
      const { lines, isHidden, isWhole } = await page.evaluate(lookAtHeader);
      expect({ width, size, lines, isFine: isHidden || isWhole }).toEqual({ width, size, lines: 1, isFine: true });
      if (width === 390 && size === "100%") expect(isHidden).toBe(false);
    }
  },
);
