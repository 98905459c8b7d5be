import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Chart } from "../../shared/insights.ts";
import { goodsCodes } from "../../shared/purchase-codes.ts";
import { sumOf } from "../../web/src/insights/sentence.ts";
import { insights as texts } from "../../web/src/messages/ko/insights.ts";
import { staff } from "../../web/src/messages/ko/staff.ts";
import { expectFine } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ empty: true });
});
afterAll(() => product.close());

async function openAs(cookie: string, path: string): Promise<Page> {
  const context = await product.openPhone(null, { acceptDownloads: true, viewport: { width: 1440, height: 900 } });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: product.url }]);
  return product.visit(context, path);
}

const figure = (count: number) => count.toLocaleString("ko-KR");

/** Every chart of the page by its table, and the file, against what the API says at this moment. */
async function expectFigures(page: Page, path: string, cookie: string): Promise<readonly Chart[]> {
  const { charts } = (await product.send("GET", path, cookie)) as unknown as { charts: readonly Chart[] };
  for (const { name, bars } of charts) {
    const chart = page.getByRole("figure", { name: texts.charts[name], exact: true });
    await chart.getByText(texts.table).click();
    const shown = await chart.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.textContent));
    expect(shown).toEqual(
      bars.map(({ key, count }) => texts.labelOf(name, key) + (count === null ? texts.hidden : figure(count))),
    );
    const drawn = chart.locator("path.bar");
    const longs = await drawn.evaluateAll((paths) => paths.map((path) => (path as SVGPathElement).getBBox().width));
    const most = Math.max(1, ...bars.map(({ count }) => count ?? 0));
    expect(longs.map(Math.round)).toEqual(bars.map(({ count }) => Math.round((600 * (count ?? 0)) / most)));
    expect(await chart.locator(".counts li").allTextContents()).toEqual(
      bars.map(({ count }) => (count === null ? texts.hidden : figure(count))),
    );
  }
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: texts.file }).click(),
  ]);
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n").slice(1);
  const told = charts.flatMap(({ name, bars }) => bars.map(({ key, count }) => `"${name}","${key}","${count ?? ""}"`));
  expect(lines).toEqual(told);
  return charts;
}

/** Beneath each chart the next one begins, however long those beside it are. */
async function expectNoGaps(page: Page): Promise<void> {
  // The heading stands there before them, while it is not known who looks.
  await page.locator(".bar-chart").first().waitFor();
  const boxes = await page.locator(".bar-chart").evaluateAll((charts) =>
    charts.map((chart) => {
      const { left, top, bottom } = chart.getBoundingClientRect();
      return { left, top, bottom };
    }),
  );
  const first = Math.min(...boxes.map(({ top }) => top));
  expect(new Set(boxes.map(({ left }) => left)).size).toBeGreaterThan(1);
  for (const { left, top } of boxes.filter((box) => box.top > first)) {
    const above = boxes.filter((box) => box.left === left && box.top < top).map(({ bottom }) => bottom);
    expect(top - Math.max(...above)).toBeLessThan(40);
  }
}

test("S37: a host sees a store's visitors in figures, in sentences of them, and in the same file", async () => {
  const slot = await product.addFullSlot();
  const page = await openAs(product.host.cookie, `/host/stores/${slot.storeId}/opening`);
  await page.getByRole("link", { name: staff.places.insights }).click();
  await untilHeading(page, texts.ofStore(slot.storeName));
  await expectFigures(page, `/api/stores/${slot.storeId}/insights`, product.host.cookie);
  await page.getByText(texts.stepsOf(10)).waitFor();
  // One joined and nobody has come; who it was nobody is told, alone as they are.
  await page.getByText(texts.steps("0", "1", "0.0 %")).waitFor();
  expect(await page.getByRole("figure", { name: texts.charts.sex, exact: true }).count()).toBe(0);
  await expectFine(page, "a store's insights");
  await page.context().close();
});

test("S37: purchases are charted with their tables and file; what is said is computed from them", async () => {
  const { cookie } = await product.client.signIn("통계 운영", "operator");
  const lines = ["yyyymm,sex,age,cst_addr_no,weekend,aftern,lclss,sale_qty,sale_amt,sale_cnt"];
  for (let at = 0; at < 60; at += 1) {
    const [sex, region] = [at % 3 ? "F" : "M", at % 2 ? "11" : "26"];
    lines.push([202_401 + (at % 6), sex, 1 + (at % 5), region, at % 2, 1, goodsCodes[at % 25], 1, 1, at + 1].join());
  }
  const headers = { cookie, "content-type": "text/csv", "idempotency-key": "insights" };
  const imported = await fetch(`${product.url}/api/operations/recommendations/purchases`, {
    ...{ method: "POST", headers, body: lines.join("\n") },
  });
  expect(imported.status).toBe(200);
  const page = await openAs(cookie, "/insights/purchases");
  await untilHeading(page, texts.ofPurchases);
  await expectNoGaps(page);
  const charts = await expectFigures(page, "/api/insights/purchases", cookie);
  expect(charts.map(({ name }) => name)).toEqual(["sex", "age", "weekend", "afternoon", "category", "month", "cell"]);
  const [men, all] = [590, 1_830];
  expect(sumOf(charts[0] as Chart)).toBe(all);
  await page.getByText(texts.purchasesLead(60, all)).waitFor();
  const share = `${((100 * (all - men)) / all).toFixed(1)} %`;
  await page.getByText(texts.most(texts.labelOf("sex", "F"), figure(all - men), share)).waitFor();
  // The most frequent cell is told as a part of all purchases, not of the ten that are shown.
  const [cell] = charts.at(-1)?.bars ?? [];
  const ofAll = `${((100 * (cell?.count ?? 0)) / all).toFixed(1)} %`;
  await page.getByText(texts.most(texts.labelOf("cell", cell?.key ?? ""), figure(cell?.count ?? 0), ofAll)).waitFor();
  await expectFine(page, "purchases in figures");
  await page.context().close();
});
