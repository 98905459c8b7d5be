import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});
afterAll(() => product.close());

/** A store of three days with two times on the first and the last. */
async function addStore(): Promise<{ id: string; name: string; days: string[]; slotIds: string[] }> {
  const host = await product.client.signIn("호스트", "host");
  const days = [2, 3, 4].map((ahead) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10));
  const [startsOn, , endsOn] = days;
  const name = `구름 양말 백화점 ${Date.now()}`;
  const wish = { name, category: "fashion", district: "홍대", startsOn, endsOn, bio: "한 켤레씩만 팔아요." };
  const store = await product.send("POST", "/api/stores", host.cookie, wish);
  const plan = { dates: [startsOn, endsOn], times: ["11:00", "14:00"], capacity: 3 };
  const { slotIds } = await product.send("POST", `/api/stores/${store.id}/slots`, host.cookie, plan);
  return { id: String(store.id), name, days, slotIds: slotIds as string[] };
}

const dayLabel = (page: Page, day: string) => page.locator(`input[value="${day}"]`);

test("a store's page is drawn on the server, and the browser draws the same", async () => {
  const { id, name } = await addStore();
  const plain = await product.visit(await product.openPhone(null, { javaScriptEnabled: false }), `/stores/${id}`);
  await untilHeading(plain, name);
  await plain.getByText("한 켤레씩만 팔아요.").waitFor();
  expect(await plain.locator(".slots a").count()).toBe(2);
  expect(await plain.title()).toBe(`${name} | 팝라인`);

  const page = await product.visit(await product.openPhone(null), `/stores/${id}`);
  await page.waitForFunction(() => document.querySelector(".account.unknown") === null);
  expect(product.troubles).toEqual([]);
});

test("a store that does not exist is absent", async () => {
  const page = await (await product.openPhone(null)).newPage();
  const response = await page.goto(`${product.url}/stores/999999999`);
  expect(response?.status()).toBe(404);
  await untilHeading(page, "찾을 수 없어요");
});

test("the keyboard chooses a day and a time; days without a time cannot be chosen", async () => {
  const { id, days } = await addStore();
  const [first = "", between = "", last = ""] = days;
  const page = await product.visit(await product.openPhone(null), `/stores/${id}`);
  await page.waitForFunction(() => document.querySelector(".account.unknown") === null);
  await dayLabel(page, first).focus();
  expect(await dayLabel(page, first).isChecked()).toBe(true);
  expect(await dayLabel(page, between).isDisabled()).toBe(true);
  await page.keyboard.press("ArrowRight");
  expect(await dayLabel(page, last).isChecked()).toBe(true);
  await page.locator(".slots a").first().waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/slots/*");
});

test("seats change on the page without reload, each slot's own", async () => {
  const { id, slotIds } = await addStore();
  const page = await product.visit(await product.openPhone(null), `/stores/${id}`);
  const seats = page.locator(".slots .seat");
  await seats.filter({ hasText: "자리 3" }).first().waitFor();
  const shown: string[][] = [];
  await page.exposeFunction("note", (texts: string[]) => shown.push(texts));
  await page.evaluate(() => {
    const { note } = window as unknown as { note: (texts: string[]) => void };
    const look = () => note([...document.querySelectorAll(".slots .seat")].map((seat) => seat.textContent ?? ""));
    new MutationObserver(look).observe(document.querySelector(".slots") as Node, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  const visitor = await product.client.signIn("지수");
  await product.send("POST", `/api/slots/${slotIds[0]}/entries`, visitor.cookie, {});
  await seats.filter({ hasText: "자리 2" }).waitFor();
  await waitUntil(() => shown.length > 0, { what: "the change was noted" });
  expect(new Set(shown.map(String))).toEqual(new Set(["자리 2,자리 3"]));
});

test("a reader elsewhere sees their own time beside the store's", async () => {
  const { id } = await addStore();
  // Fourteen hours behind Seoul all year.
  const context = await product.openPhone(null, { timezoneId: "America/Bogota" });
  const page = await product.visit(context, `/stores/${id}`);
  await page.getByText("11:00 – 12:00").waitFor();
  await page.getByText(/내 시간대로 .* 21:00/).waitFor();
  expect(product.troubles).toEqual([]);
});

test("sharing hands over the address, into the clipboard where the device has no sharing", async () => {
  const { id } = await addStore();
  const context = await product.openPhone(null, { permissions: ["clipboard-read", "clipboard-write"] });
  await context.addInitScript(() => Object.defineProperty(navigator, "share", { value: undefined }));
  const page = await product.visit(context, `/stores/${id}`);
  await page.waitForFunction(() => document.querySelector(".account.unknown") === null);
  await page.getByRole("button", { name: "공유하기" }).click();
  await page.getByText("주소를 복사했어요").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${product.url}/stores/${id}`);
});
