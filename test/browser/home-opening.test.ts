import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../services/wait-until.ts";
import { countdownEnd, createProduct, expectOnTime, type Product, setWrong, untilHeading } from "./product.ts";

const clockErrorMs = 10 * 60_000;

let product: Product;
beforeAll(async () => {
  product = await createProduct({ empty: true });
});
afterAll(() => product.close());

/** The home page on a device whose clock is wrong by so much. */
async function openHome(errorMs: number) {
  const context = await product.openPhone(null);
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
  const { id, storeName } = await product.addSlot({ opensInMs: 15_000, capacity: 10 });
  // The page is drawn anew every 1.5 s, and was drawn for the test before.
  const drawn = async () => (await (await fetch(product.url)).text()).includes(storeName);
  await waitUntil(drawn, { what: "the page shows the new store" });
  const opens = async (errorMs: number) => {
    const page = await openHome(errorMs);
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
    await page.locator(".hero .countdown", { hasText: "20남은 자리" }).waitFor();
    const reserve = page.getByRole("link", { name: "예약하기" });
    expect((await reserve.boundingBox())?.y).toBe(before);
    await reserve.click();
    await page.waitForURL(`**/slots/${id}`);
    return afterMs;
  };
  expectOnTime(await Promise.all([-clockErrorMs, 0, clockErrorMs].map(opens)));
  expect(product.troubles).toEqual([]);
});
