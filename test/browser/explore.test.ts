import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dayIn } from "../services/days.ts";
import { untilOnly } from "./cards.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
let added = 0;
beforeAll(async () => {
  product = await createProduct();
  await addStore({
    name: "구름다리 찻집",
    category: "tech",
    district: "서촌",
    startsOn: dayIn(300),
    endsOn: dayIn(303),
  });
});
afterAll(() => product.close());

async function addStore(wish: Record<string, string>): Promise<string> {
  added += 1;
  const named = { name: `끝없는 골목 ${added}`, category: "book", district: "북촌" };
  const body = { ...named, startsOn: dayIn(1), endsOn: dayIn(2), ...wish };
  return String((await product.send("POST", "/api/stores", product.host.cookie, body)).id);
}

const open = async (path: string) => {
  const page = await product.visit(await product.openPhone(null), path);
  await untilHeading(page, "탐색");
  await page.locator(".card, .empty").first().waitFor();
  return page;
};
const search = (page: Page) => new URL(page.url()).searchParams;

test("S8, S9: found by two syllables, by place, by days and by category, each in the address", async () => {
  const page = await open("/explore");
  await page.getByLabel("팝업 이름").fill("다리");
  await untilOnly(page, "구름다리 찻집");
  expect(search(page).get("q")).toBe("다리");
  await page.getByRole("button", { name: "이름 지우기" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".card").length > 1);

  await page.getByLabel("지역").selectOption("서촌");
  await untilOnly(page, "구름다리 찻집");
  await page.getByLabel("지역").selectOption("");
  await page.waitForFunction(() => document.querySelectorAll(".card").length > 1);

  // Its run is from day 300 to 303: an overlap is enough.
  await page.getByLabel("시작일").fill(dayIn(302));
  await page.waitForURL((url) => url.searchParams.get("from") === dayIn(302));
  await page.getByLabel("종료일").fill(dayIn(310));
  await untilOnly(page, "구름다리 찻집");
  await page.getByRole("link", { name: "테크", exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get("category") === "tech");
  await untilOnly(page, "구름다리 찻집");
  expect(Object.fromEntries(search(page))).toEqual({ from: dayIn(302), to: dayIn(310), category: "tech" });

  // Whoever is sent the address finds the same.
  const other = await open(new URL(page.url()).pathname + new URL(page.url()).search);
  await untilOnly(other, "구름다리 찻집");
  expect(await other.getByLabel("시작일").inputValue()).toBe(dayIn(302));
  expect(product.troubles).toEqual([]);
});

test("nothing that fits is no dead end: what to let go of, and where there are others", async () => {
  const page = await open("/explore?q=%EC%97%86%EB%8A%94%EB%A7%90&category=book");
  const ways = page.locator(".empty a");
  await page.getByText("조건에 맞는 팝업이 없어요").waitFor();
  expect(await ways.count()).toBeGreaterThanOrEqual(2);
  await page.getByRole("link", { name: "‘없는말’ 빼고 찾기" }).click();
  await page.locator(".card").first().waitFor();
  expect(Object.fromEntries(search(page))).toEqual({ category: "book" });
});

test("D22: scrolled to its end while stores are added, every store is there exactly once", async () => {
  const known: string[] = [];
  for (let count = 0; count < 60; count += 1) known.push(await addStore({ district: "청담" }));
  const page = await open(`/explore?district=${encodeURIComponent("청담")}`);
  const ids = () =>
    page.locator(".card > a").evaluateAll((links) => links.map((link) => link.getAttribute("href")?.split("/").at(-1)));
  let late = 0;
  while ((await page.locator(".more").count()) > 0) {
    await addStore({ district: "청담" });
    late += 1;
    const before = (await ids()).length;
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.waitForFunction(
      (count) => document.querySelectorAll(".card").length > count || !document.querySelector(".more"),
      before,
    );
  }
  const shown = await ids();
  expect(late).toBeGreaterThan(0);
  expect(new Set(shown).size).toBe(shown.length);
  expect(known.filter((id) => !shown.includes(id))).toEqual([]);

  // Back from a store far below shows it where it was, and the list as far down as it was.
  const far = page.locator(".card > a").nth(45);
  await far.scrollIntoViewIfNeeded();
  const [href, top] = await far.evaluate((link) => [link.getAttribute("href"), link.getBoundingClientRect().top]);
  await far.click();
  await page.waitForURL(`**${href}`);
  await page.locator("h1").waitFor();
  await page.goBack();
  await page.locator(".card > a").nth(45).waitFor();
  await page.waitForFunction(
    ([link, before]) => {
      const now = document.querySelector(`.card > a[href="${link}"]`)?.getBoundingClientRect().top;
      return now !== undefined && Math.abs(now - Number(before)) < 40;
    },
    [href, top],
  );
  expect((await ids()).length).toBe(shown.length);
});
