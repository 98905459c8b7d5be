import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectFine } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
let operator: BrowserContext;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
  operator = await product.openPhone(null);
  const [name = "", value = ""] = (await product.client.signIn("당직 운영자", "operator")).cookie.split("=");
  await operator.addCookies([{ name, value, url: product.url }]);
});
afterAll(() => product.close());

test("S40: from their own page an operator sees health, lines, mails, people and what was done", async () => {
  const full = await product.addFullSlot();
  const waiter = await product.client.signIn("기다리는 사람");
  await product.send("POST", `/api/slots/${full.id}/entries`, waiter.cookie, {});
  const page = await product.visit(operator, "/account");
  await page.getByRole("link", { name: "운영", exact: true }).click();
  await untilHeading(page, "운영");
  await page.getByText("데이터베이스").waitFor();
  await expectFine(page, "operations, health");
  const views = [
    ["줄", page.getByRole("listitem").filter({ hasText: full.storeName }).getByText(`회차 번호 ${full.id}`)],
    ["보낼 메일", page.getByText(/통이 기다리고/)],
    ["사람", page.locator("main").getByText("당직 운영자")],
    ["한 일", page.getByText("회차를 더함").first()],
  ] as const;
  for (const [name, shown] of views) {
    await page.getByRole("navigation", { name: "운영 화면" }).getByRole("link", { name }).click();
    await shown.first().waitFor();
    expect(await page.title()).toBe(`${name} | 운영 | 팝라인`);
    await expectFine(page, `operations, ${name}`);
  }
  // In English the last place is beyond the edge of a phone.
  await page.goto(`${product.url}/operations/audit?lang=en`);
  const here = page.getByRole("navigation", { name: "Pages of operators" }).getByRole("link", { name: "Audit log" });
  await expect.poll(() => here.evaluate((link) => link.getBoundingClientRect().right <= innerWidth)).toBe(true);
  await page.goto(`${product.url}/operations/people?lang=ko`);
  await page.getByRole("button", { name: "운영자" }).click();
  await page.locator("main").getByText("당직 운영자").waitFor();
  await page.getByText("기다리는 사람").waitFor({ state: "detached" });
});

test("S40: what is wrong is named where health is looked at, also that the database is away", async () => {
  const page = await operator.newPage();
  const parts = [
    { part: "database", state: "well", figure: null },
    { part: "redis", state: "trouble", figure: null },
    { part: "seats", state: "trouble", figure: 1 },
    { part: "lines", state: "trouble", figure: 2 },
    { part: "outbox", state: "trouble", figure: 75 },
    { part: "mail", state: "trouble", figure: 3 },
  ];
  const health = "**/api/operations/health";
  await page.route(health, (route) => route.fulfill({ json: { parts, waiting: 4 } }));
  await page.goto(`${product.url}/operations`);
  await page.getByText("문제가 5가지 있어요").waitFor();
  await page.getByText("좌석보다 많이 예약된 회차가 1개 있어요.").waitFor();
  await page.getByText("1분 15초째").waitFor();
  await expectFine(page, "operations, trouble");
  await page.unroute(health);
  const away = { status: 503, json: { type: "/problems/unavailable", status: 503 } };
  await page.route(health, (route) => route.fulfill(away));
  await page.getByText("데이터베이스가 대답하지 않아요").waitFor();
  await expectFine(page, "operations without the database");
});

test("I11: for a visitor the operators' pages are not there, and whoever is not signed in is asked to", async () => {
  const visitor = await product.visit(await product.openPhone("호기심 많은 손님"), "/operations/people");
  await untilHeading(visitor, "찾을 수 없어요");
  const nobody = await product.visit(await product.openPhone(null), "/operations");
  await nobody.getByText("운영자 계정으로 로그인해 주세요.").waitFor();
  expect(await nobody.getByRole("navigation", { name: "운영 화면" }).count()).toBe(0);
});
