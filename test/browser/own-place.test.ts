import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectFine, violationsOn } from "./accessible.ts";
import { createProduct, type Product, setWrong, untilHeading } from "./product.ts";

const hourMs = 3_600_000;

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

/** Whether all of it is on the screen as it stands. */
function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}

/** Of an offer, as the list of my reservations says it. */
async function secondsLeft(page: Page): Promise<number> {
  const said = await page.getByText(/^남은 시간 (\d\d:)?\d\d:\d\d$/).textContent();
  return (said ?? "")
    .slice(6)
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** An offer's time left is the same on a device of theirs whose clock is an hour fast. */
async function expectSameTimeLeft(page: Page, name: string): Promise<void> {
  const fast = await product.openPhone(name);
  await setWrong(fast, hourMs);
  const elsewhere = await product.visit(fast, "/reservations");
  expect(Math.abs((await secondsLeft(elsewhere)) - (await secondsLeft(page)))).toBeLessThan(60);
}

test("S23: whoever leaves the page of a place finds it in their reservations and sees it move", async () => {
  const { id, storeName, giveBack } = await product.addFullSlot({ opensInMs: -hourMs, offerMinutes: 30 });
  const { cookie } = await product.client.signIn("앞에 서 있던 사람");
  const ahead = await product.send("POST", `/api/slots/${id}/entries`, cookie, {});
  const page = await product.visit(await product.openPhone("다시 찾는 사람"), `/slots/${id}`);
  await page.getByRole("button", { name: "대기 줄 서기" }).click();
  await page.locator(".rank b", { hasText: /^2$/ }).waitFor();
  await page.getByRole("link", { name: "팝업 목록으로, 순번은 유지돼요" }).click();
  await page.waitForURL(`${product.url}/`);

  await page.goto(`${product.url}/reservations`);
  const standing = page.getByRole("region", { name: "서 있는 줄" });
  const row = standing.getByRole("listitem").filter({ hasText: storeName });
  await row.getByText("2번째", { exact: true }).waitFor();
  expect(await page.getByText("아직 예약이 없어요").count()).toBe(0);
  await row.getByRole("link", { name: "줄 보기" }).click();
  await page.locator(".rank b", { hasText: /^2$/ }).waitFor();
  expect(page.url()).toBe(`${product.url}/slots/${id}`);
  await page.goBack();
  await row.getByText("2번째", { exact: true }).waitFor();
  await expectFine(page, "in line, in my reservations");

  // From here on nothing is read: what the page shows it was told.
  await page.route("**/api/me/entries", () => undefined);
  await product.send("DELETE", `/api/entries/${ahead.id}`, cookie);
  await row.getByText("1번째", { exact: true }).waitFor();
  await giveBack();
  await standing.getByText("자리가 돌아왔어요").waitFor();
  expect(await standing.getByRole("listitem").count()).toBe(1);
  await expectSameTimeLeft(page, "다시 찾는 사람");
  await standing.getByRole("link", { name: "자리 받으러 가기" }).click();
  await page.getByRole("button", { name: "자리 받기" }).click();
  await untilHeading(page, "자리를 받았어요");
  await page.unroute("**/api/me/entries");
  await page.goto(`${product.url}/reservations`);
  await page.locator(".reservation").first().waitFor();
  expect(await standing.count()).toBe(0);
  expect(product.troubles).toEqual([]);
});

test("S23: at the times of its store my places are marked, asked for once", async () => {
  const { id, beside } = await product.addFullSlot({ opensInMs: -hourMs });
  const { cookie } = await product.client.signIn("표시된 사람");
  for (const slot of [id, beside]) await product.send("POST", `/api/slots/${slot}/entries`, cookie, {});
  const { storeId } = await product.slot(id);
  const context = await product.openPhone("표시된 사람");
  let asked = 0;
  context.on("request", (request) => {
    if (request.url().endsWith("/api/me/entries")) asked += 1;
  });
  const page = await product.visit(context, `/stores/${storeId}`);
  const marked = (slot: string, mark: string) => page.locator(`.slots a[href="/slots/${slot}"]`, { hasText: mark });
  await marked(id, "내 순번").waitFor();
  await marked(beside, "내 자리").waitFor();
  expect(asked).toBe(1);
  await expectFine(page, "a store where I have places");
});

test.each([
  { width: 360, height: 640 },
  { width: 720, height: 450 },
])("S44: signed out, pressed and named: the answer is on the screen, $width × $height", async (viewport) => {
  const name = `누른 사람 ${viewport.width}`;
  const inView = (page: Page, what: string) => page.locator(what).evaluate(isInView);
  const [seat, line] = [await product.addSlot({ capacity: 10 }), await product.addFullSlot()];
  for (const { id, answer } of [
    { id: line.id, answer: ".rank b" },
    { id: seat.id, answer: "h1" },
  ]) {
    const page = await product.visit(await product.openPhone(null, { viewport }), `/slots/${id}`);
    await page.locator(".reserve .button.primary").click();
    await page.getByLabel("이름").fill(name);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.getByLabel("이름").press("Enter");
    await page.locator(answer === "h1" ? ".pass" : answer).waitFor();
    expect({ answer, isInView: await inView(page, answer) }).toEqual({ answer, isInView: true });
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    expect(await inView(page, "h1")).toBe(true);
  }
});

test("S44: whoever signs in by keyboard is on the heading of what is answered, at each address of mine", async () => {
  const name = "자판만 쓰는 사람";
  const { cookie } = await product.client.signIn(name);
  const [seat, line] = [await product.addSlot({ capacity: 10 }), await product.addFullSlot()];
  const join = (id: string) => product.send("POST", `/api/slots/${id}/entries`, cookie, {});
  const [{ reservationId }, { id: entryId }] = [await join(seat.id), await join(line.id)];
  const context = await product.openPhone(null, { viewport: { width: 720, height: 450 } });
  for (const path of ["/reservations", `/reservations/${reservationId}`, `/entries/${entryId}`]) {
    await context.clearCookies();
    const page = await product.visit(context, path);
    const field = page.getByLabel("이름");
    await field.waitFor();
    expect([path, await violationsOn(page)]).toEqual([path, []]);
    await field.fill(name);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("INPUT");
    await field.press("Enter");
    await page
      .locator(path === "/reservations" ? ".reservation" : ".pass, .rank b")
      .first()
      .waitFor();
    await page.locator("h1:focus").waitFor();
    expect([path, await page.locator("h1").evaluate(isInView)]).toEqual([path, true]);
    await page.close();
  }
});
