import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});
afterAll(() => product.close());

const isPress = (url: URL) => /^\/api\/slots\/\d+\/entries$/.test(url.pathname);

/** Notes the key of every press that leaves these pages. */
function noteKeys(context: BrowserContext): string[] {
  const keys: string[] = [];
  context.on("request", (request) => {
    if (request.method() === "POST" && isPress(new URL(request.url()))) {
      keys.push(request.headers()["idempotency-key"] ?? "");
    }
  });
  return keys;
}

const reserveButton = (page: Page) => page.getByRole("button", { name: "예약하기" });

/** Two clicks before the page can draw itself anew. */
function twice(button: HTMLElement | SVGElement): void {
  button.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  button.dispatchEvent(new MouseEvent("click", { bubbles: true }));
}

test("D3, S21: a double click, Enter, a second tab and a second device make one entry", async () => {
  const { id } = await product.addSlot({ capacity: 10 });
  const context = await product.openPhone("지수");
  const otherDevice = await product.openPhone("지수");
  const keys = [noteKeys(context), noteKeys(otherDevice)];
  let letThrough = () => {};
  const gate = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  // Nothing is answered before everything has been pressed: this is the race people fear.
  // Before any page: a browser that begins to intercept can lose what a page is just fetching.
  for (const device of [context, otherDevice]) {
    await device.route(isPress, async (route) => {
      await gate;
      await route.continue();
    });
  }
  const tabs: Page[] = [];
  for (const device of [context, context, otherDevice]) tabs.push(await product.visit(device, `/slots/${id}`));
  for (const [at, tab] of tabs.entries()) {
    await reserveButton(tab).waitFor();
    await (at === 0 ? reserveButton(tab).evaluate(twice) : reserveButton(tab).dblclick());
    await tab.keyboard.press("Enter");
  }
  await waitUntil(() => keys.flat().length === 3, { what: "all have pressed" });
  letThrough();

  for (const tab of tabs) await untilHeading(tab, "자리를 받았어요");
  expect(new Set(keys.flat()).size).toBe(3);
  expect(keys.flat()).toHaveLength(3);
  expect(await product.slot(id)).toMatchObject({ held: 1, waiting: 0 });
  const next = await product.client.signIn("민호");
  expect(await product.send("POST", `/api/slots/${id}/entries`, next.cookie, {})).toMatchObject({ ticket: 2 });
});

test("I9: a press whose answer is lost is sent again under its key and gets the same ticket", async () => {
  const { id } = await product.addSlot({ capacity: 10 });
  const context = await product.openPhone("서연");
  const keys = noteKeys(context);
  const tickets: number[] = [];
  await context.route(isPress, async (route) => {
    const response = await route.fetch();
    tickets.push((await response.json()).ticket);
    if (tickets.length === 1) await route.abort("connectionreset");
    else await route.fulfill({ response });
  });
  const page = await product.visit(context, `/slots/${id}`);
  await reserveButton(page).click();
  await untilHeading(page, "자리를 받았어요");
  await waitUntil(() => tickets.length === 2, { what: "the press has been repeated" });

  expect(tickets).toEqual([1, 1]);
  expect(new Set(keys).size).toBe(1);
  expect(await product.slot(id)).toMatchObject({ held: 1 });
});

test("503 with Retry-After is repeated by itself, under the same key", async () => {
  const { id } = await product.addSlot({ capacity: 10 });
  const context = await product.openPhone("유나");
  const keys = noteKeys(context);
  const busy = {
    status: 503,
    headers: { "retry-after": "1", "content-type": "application/problem+json" },
    body: JSON.stringify({ type: "/problems/busy", title: "", status: 503 }),
  };
  let looked = () => {};
  const hasLooked = new Promise<void>((resolve) => {
    looked = resolve;
  });
  // The second try stays on its way until the page has been looked at.
  let tries = 0;
  await context.route(isPress, async (route) => {
    tries += 1;
    if (tries === 1) return route.fulfill(busy);
    await hasLooked;
    return route.continue();
  });
  const page = await product.visit(context, `/slots/${id}`);
  await reserveButton(page).click();
  await page.getByRole("button", { name: "다시 보내는 중" }).waitFor();
  looked();
  await untilHeading(page, "자리를 받았어요");
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test("after 15 s offline it is the same ticket; meanwhile the rank greys and stays", async () => {
  const { id } = await product.addSlot({ capacity: 1 });
  const seated = await product.client.signIn("하나");
  await product.send("POST", `/api/slots/${id}/entries`, seated.cookie, {});
  const context = await product.openPhone("도윤");
  const page = await product.visit(context, `/slots/${id}`);
  await page.getByRole("button", { name: "대기 줄 서기" }).click();
  await page.getByText("2번", { exact: true }).waitFor();

  await context.setOffline(true);
  await page.getByText("다시 연결 중").waitFor();
  const lostAt = await page.evaluate(() => performance.now());
  await page.waitForFunction((since) => performance.now() - since > 15_000, lostAt);
  await page.locator(".lost .rank b", { hasText: /^1$/ }).waitFor();
  await context.setOffline(false);
  await page.getByText("연결됨", { exact: true }).waitFor();
  await page.getByText("2번", { exact: true }).waitFor();
  expect(await product.slot(id)).toMatchObject({ held: 1, waiting: 1 });
});
