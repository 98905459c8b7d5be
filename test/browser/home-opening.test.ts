import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { countdownEnd, createProduct, expectOnTime, loadMs, type Product, setWrong, untilHeading } from "./product.ts";

const clockErrorMs = 10 * 60_000;

let product: Product;
beforeAll(async () => {
  product = await createProduct({ empty: true });
});
afterAll(() => product.close());

const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };

/** The home page on a device whose clock is wrong by so much. */
async function openHome(errorMs: number, viewport = phone) {
  const context = await product.openPhone(null, { viewport });
  await setWrong(context, errorMs);
  return product.visit(context, "/");
}

test("the page is there before any program has come", async () => {
  await product.addSlot({ opensInMs: -600_000 });
  const { storeName } = await product.addSlot({ opensInMs: 3_600_000, capacity: 10 });
  const context = await product.openPhone(null, { javaScriptEnabled: false });
  const page = await product.visit(context, "/");
  await untilHeading(page, storeName);
  await page.getByRole("timer").waitFor();
  expect(await page.locator(".grid .card").count()).toBeGreaterThan(0);
  await context.close();
});

test("S19: with device clocks 10 min slow and fast, the first page opens by itself on the server's clock", async () => {
  const devices = [
    { errorMs: -clockErrorMs, viewport: phone },
    { errorMs: 0, viewport: desk },
    { errorMs: clockErrorMs, viewport: { width: 1280, height: 800 } },
  ];
  let former: string | undefined;
  await expectOnTime(devices, async () => {
    // What has just opened would be the first on the page for half a minute.
    if (former !== undefined) await product.send("POST", `/api/stores/${former}/unpublish`, product.host.cookie);
    const { id, storeId, storeName } = await product.addSlot({ opensInMs: loadMs, capacity: 250 });
    former = storeId;
    // The page is drawn anew every 1.5 s, and was drawn for the test before.
    const drawn = async () => (await (await fetch(product.url)).text()).includes(storeName);
    await waitUntil(drawn, { what: "the page shows the new store" });
    return async ({ errorMs, viewport }) => {
      const page = await openHome(errorMs, viewport);
      await untilHeading(page, storeName);
      await page.getByRole("timer").waitFor();
      const top = async () => (await page.getByRole("link", { name: "미리 입장하기" }).boundingBox())?.y;
      const before = await top();
      await page.locator(".crowd", { hasText: "3명이 함께 기다리는 중" }).waitFor();
      expect(await top()).toBe(before);
      await page.evaluate(() => Object.assign(window, { wasHereBefore: true }));

      const afterMs = (await countdownEnd(page)) - Date.parse((await product.slot(id)).opensAt);
      await page.getByText("지금 열렸어요").waitFor();
      expect(await page.evaluate(() => "wasHereBefore" in window)).toBe(true);
      await page.locator(".hero .countdown", { hasText: "500남은 자리" }).waitFor();
      const reserve = page.getByRole("link", { name: "예약하기" });
      expect((await reserve.boundingBox())?.y).toBe(before);
      await reserve.click();
      await page.waitForURL(`**/slots/${id}`);
      return afterMs;
    };
  });
  expect(product.troubles).toEqual([]);
}, 240_000);

/** Puts these figures where the hero has its own, and answers which of its tiles are broken apart or cut. */
function lookAtTiles(figures: readonly string[]) {
  return figures.map((figure) => {
    const tiles = [...document.querySelectorAll<HTMLElement>(".hero .countdown span")];
    for (const tile of tiles) (tile.firstElementChild as HTMLElement).textContent = figure;
    const linesOf = (text: Element) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      return range.getClientRects().length;
    };
    const bounds = document.querySelector(".hero-copy")?.getBoundingClientRect();
    return {
      figure,
      tiles: tiles.length,
      lines: tiles.flatMap((tile) => [...tile.children].map(linesOf)),
      isCut: tiles.some((tile) => tile.scrollWidth > tile.clientWidth),
      isOutside: tiles.some((tile) => tile.getBoundingClientRect().right > (bounds?.right ?? 0) + 0.5),
    };
  });
}

test.each(["ko-KR", "en-GB"])(
  "S44: at the opening no number is broken apart, whatever the width: %s",
  async (locale) => {
    await product.addSlot({ opensInMs: -1_000, capacity: 10 });
    const page = await product.visit(await product.openPhone(null, { locale }), "/");
    await page.locator(".hero .countdown.seats").waitFor();
    const figures = ["500", "2,400", "9,204"];
    const whole = figures.map((figure) => ({ figure, tiles: 2, lines: [1, 1, 1, 1], isCut: false, isOutside: false }));
    for (const width of [320, 390, 899, 900, 1120, 1280, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      expect({ width, seen: await page.evaluate(lookAtTiles, figures) }).toEqual({ width, seen: whole });
    }
  },
);
