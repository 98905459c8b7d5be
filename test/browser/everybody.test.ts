import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { overflowOf, violationsOn } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

const desk = { viewport: { width: 1440, height: 900 } };

let product: Product;
let slots: Record<"open" | "waitlisted" | "confirmed" | "before", string>;
beforeAll(async () => {
  product = await createProduct();
  const me = await product.client.signIn("지수");
  const other = await product.client.signIn("민호");
  const [open, waitlisted, confirmed, before] = await Promise.all([
    product.addSlot({ capacity: 10, largestParty: 4 }),
    product.addSlot(),
    product.addSlot(),
    product.addSlot({ opensInMs: 3_600_000 }),
  ]);
  await product.send("POST", `/api/slots/${waitlisted.id}/entries`, other.cookie, {});
  for (const { id } of [waitlisted, confirmed]) await product.send("POST", `/api/slots/${id}/entries`, me.cookie, {});
  slots = { open: open.id, waitlisted: waitlisted.id, confirmed: confirmed.id, before: before.id };
});
afterAll(() => product.close());

const looks = [
  { scheme: "light", device: "a phone", options: {} },
  { scheme: "dark", device: "a phone", options: {} },
  { scheme: "light", device: "a desk", options: desk },
  { scheme: "dark", device: "a desk", options: desk },
] as const;

describe.each(looks)("in $scheme on $device", ({ scheme, options }) => {
  const views = [
    { view: "my reservations", path: () => "/reservations", heading: "내 예약" },
    { view: "my account", path: () => "/account", heading: "지수 님, 반가워요" },
    { view: "an open slot", path: () => `/slots/${slots.open}`, heading: "달토끼 세탁소" },
    { view: "a slot before its opening", path: () => `/slots/${slots.before}`, heading: "달토끼 세탁소" },
    { view: "my place on the waiting list", path: () => `/slots/${slots.waitlisted}`, heading: "달토끼 세탁소" },
    { view: "my seat", path: () => `/slots/${slots.confirmed}`, heading: "자리를 받았어요" },
    { view: "a slot that does not exist", path: () => "/slots/999999999", heading: "찾을 수 없어요" },
  ];
  test.each(views)("axe finds nothing in $view and nothing is wider than the page", async ({ path, heading }) => {
    const context = await product.openPhone("지수", { ...options, colorScheme: scheme, reducedMotion: "reduce" });
    const page = await product.visit(context, path());
    await untilHeading(page, heading);
    await page.waitForFunction(() => document.querySelector(".slots-loading") === null);
    expect(await violationsOn(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    await context.close();
  });
});

test("switching the language keeps the address, the place and the choice", async () => {
  const context = await product.openPhone("지수");
  const page = await product.visit(context, `/slots/${slots.waitlisted}`);
  await page.getByText("내 순번").waitFor();
  await page.evaluate(() => Object.assign(window, { wasHereBefore: true }));
  await page.getByRole("button", { name: "English" }).click();
  await page.getByText("My rank").waitFor();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
  expect(new URL(page.url()).pathname).toBe(`/slots/${slots.waitlisted}`);
  expect(await page.evaluate(() => "wasHereBefore" in window)).toBe(true);
  await page.reload();
  await page.getByText("My rank").waitFor();
});

test("a browser that prefers English gets English, every other one Korean", async () => {
  const english = await product.visit(await product.openPhone(null, { locale: "en-GB" }), "/");
  await english.getByRole("heading", { name: "In Seoul now" }).waitFor();
  const french = await product.visit(await product.openPhone(null, { locale: "fr-FR" }), "/");
  await french.getByRole("heading", { name: "지금 서울에서" }).waitFor();
});

test("the keyboard alone gets a seat, in the order people see", async () => {
  const { id } = await product.addSlot({ capacity: 10, largestParty: 2 });
  const page = await product.visit(await product.openPhone("키보드"), `/slots/${id}`);
  await page.getByRole("button", { name: "예약하기" }).waitFor();
  const reached: string[] = [];
  while (!reached.includes("예약하기") && reached.length < 12) {
    await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent ?? ""),
    );
  }
  expect(reached).toEqual([
    "본문으로 건너뛰기",
    "팝업 목록으로, 순번은 유지돼요",
    "팝라인 홈",
    "한 명 늘리기",
    "예약하기",
  ]);
  await page.keyboard.press("Enter");
  await untilHeading(page, "자리를 받았어요");
});
