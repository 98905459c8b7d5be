import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectFine } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

async function signInAndPress(page: Page, button: string, name: string): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await page.getByLabel("이름").fill(name);
  await page.getByRole("button", { name: "로그인" }).click();
}

test("S28, I6: A takes the last seat, B waits, A cancels, and B's page shows the seat without reload", async () => {
  const { id, storeName } = await product.addSlot({ capacity: 1 });
  const first = await product.visit(await product.openPhone(null), `/slots/${id}`);
  const second = await product.visit(await product.openPhone(null), `/slots/${id}`);

  await signInAndPress(first, "예약하기", "지수");
  await untilHeading(first, "자리를 받았어요");

  await signInAndPress(second, "대기 줄 서기", "민호");
  await untilHeading(second, storeName);
  await second.locator(".rank b", { hasText: /^1$/ }).waitFor();
  expect(await second.title()).toBe(`1번째 | ${storeName}`);
  await second.getByRole("status").filter({ hasText: "현재 1번째예요." }).waitFor({ state: "attached" });
  await second.evaluate(() => Object.assign(window, { wasHereBefore: true }));

  await first.getByRole("button", { name: "예약 취소" }).click();
  await first.getByRole("dialog").getByText("되돌릴 수 있어요").waitFor();
  await first.getByRole("dialog").getByRole("button", { name: "예약 취소" }).click();
  await untilHeading(first, "예약을 취소했어요");

  await untilHeading(second, "자리를 받았어요");
  expect(await second.evaluate(() => "wasHereBefore" in window)).toBe(true);
  expect(await second.evaluate(() => document.activeElement?.textContent)).toBe("자리를 받았어요");
  expect(await second.title()).toBe(`예약 완료 | ${storeName}`);
  expect(await product.slot(id)).toMatchObject({ held: 1, waiting: 0 });
  expect(product.troubles).toEqual([]);
});

test("leaving the line gives up the rank after a question, and joining again starts at the back", async () => {
  const { id } = await product.addSlot({ capacity: 1 });
  const [seated, behind] = [await product.client.signIn("서연"), await product.client.signIn("하나")];
  const page = await product.visit(await product.openPhone("도윤", { reducedMotion: "reduce" }), `/slots/${id}`);
  await product.send("POST", `/api/slots/${id}/entries`, seated.cookie, {});
  await page.getByRole("button", { name: "대기 줄 서기" }).click();
  await page.locator(".rank b", { hasText: /^1$/ }).waitFor();
  await product.send("POST", `/api/slots/${id}/entries`, behind.cookie, {});

  await page.getByRole("button", { name: "줄에서 나가기" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("줄에서 나가기");
  await page.getByRole("button", { name: "줄에서 나가기" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "줄에서 나가기" }).click();
  await untilHeading(page, "줄에서 나왔어요");
  await expectFine(page, "left the line");

  await page.getByRole("button", { name: "대기 줄 서기" }).click();
  await page.locator(".rank b", { hasText: /^2$/ }).waitFor();
});

test("an offered seat waits for an answer, and accepting makes it mine", async () => {
  const { id } = await product.addSlot({ capacity: 1, offerMinutes: 10 });
  const seated = await product.client.signIn("서연");
  const { reservationId } = await product.send("POST", `/api/slots/${id}/entries`, seated.cookie, {});
  const page = await product.visit(await product.openPhone("유나의 자리"), `/slots/${id}`);
  await page.getByRole("button", { name: "대기 줄 서기" }).click();
  await page.locator(".rank").waitFor();
  await product.send("POST", `/api/reservations/${reservationId}/cancel`, seated.cookie);
  await untilHeading(page, "자리가 돌아왔어요");
  await page.getByRole("button", { name: "자리 받기" }).click();
  await untilHeading(page, "자리를 받았어요");

  await page.getByRole("link", { name: "내 예약" }).click();
  await untilHeading(page, "내 예약");
  await page.getByRole("button", { name: "예약 취소" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "예약 취소" }).click();
  await page.getByRole("button", { name: "기록에서 지우기" }).click();
  await page.getByText("아직 예약이 없어요").waitFor();
});

test("a session that ends is begun again in place, and the place is kept", async () => {
  const { id } = await product.addSlot({ capacity: 1 });
  const seated = await product.client.signIn("서연");
  await product.send("POST", `/api/slots/${id}/entries`, seated.cookie, {});
  const context = await product.openPhone("하준", { reducedMotion: "reduce" });
  const page = await product.visit(context, `/slots/${id}`);
  await page.getByRole("button", { name: "대기 줄 서기" }).click();
  await page.locator(".rank").waitFor();

  await context.clearCookies();
  // As when the reader comes back to the tab: it asks at once.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.getByText("로그인이 만료됐어요").waitFor();
  await page.locator(".rank-side.lost .rank b", { hasText: /^1$/ }).waitFor();
  await expectFine(page, "a session that ended in place");
  await page.getByLabel("이름").fill("하준");
  await page.getByRole("button", { name: "로그인" }).click();
  await page.locator(".rank b", { hasText: /^1$/ }).waitFor();
  expect(await product.slot(id)).toMatchObject({ held: 1, waiting: 1 });
});
