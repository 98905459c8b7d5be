import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectFine } from "./accessible.ts";
import { createProduct, goneAt, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

const closed = "호스트가 이 시간을 닫았어요";
const nothingToDo = "따로 할 일은 없어요.";

/** Messages come within moments; the page's own looks, which would come after 15 s, are cut off. */
const mostMs = 30_000;

/** The host closes the slot; how long after it the lobby, told by messages alone, had no seats to show any more. */
async function goneAfterMs(lobby: Page, slot: string): Promise<number> {
  const looks = `**/api/slots/${slot}`;
  await lobby.route(looks, (route) => route.abort());
  const gone = goneAt(lobby, ".facts");
  const pressedAt = performance.timeOrigin + performance.now();
  await product.send("POST", `/api/slots/${slot}/close`, product.host.cookie, { knowingly: true });
  const afterMs = (await gone) - pressedAt;
  await lobby.unroute(looks);
  return afterMs;
}

/** A page on which the reader has pressed, with what it then shows. */
async function pressOn(id: string, name: string, shows: string): Promise<Page> {
  const page = await product.visit(await product.openPhone(name), `/slots/${id}`);
  await page.locator(".reserve .button.primary").click();
  await page.locator(shows).first().waitFor();
  return page;
}

/** The page says by itself what the host did, what that means, and where to go; its title and its focus say so too. */
async function expectClosed(page: Page, loss: string, beside: string): Promise<void> {
  await untilHeading(page, closed);
  await page.getByText(loss).waitFor();
  expect(await page.locator(".note").innerText()).toContain("이 시간은 열리지 않아요.");
  expect(await page.title()).toMatch(closed);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(closed);
  await page.locator(`.other-times a[href="/slots/${beside}"]`).waitFor();
  expect(await page.locator(".pair a").allInnerTexts()).toEqual(["다른 시간대 보기", "다른 팝업 보기"]);
  expect(await page.getByRole("button", { name: /예약하기|줄 서기|자리 받기|예약 취소/ }).count()).toBe(0);
  const wrong = /예약을 취소했어요|받을 수 있는 시간이 지났어요|이번에는 자리가 나지 않았어요/;
  expect(await page.getByText(wrong).count()).toBe(0);
}

test("whoever had a seat, an offer or a place in a slot that its host closes reads that it was the host", async () => {
  const { id, beside } = await product.addSlot({ capacity: 2, offerMinutes: 10 });
  const leaving = await product.client.signIn("먼저 떠나는 사람");
  const given = await product.send("POST", `/api/slots/${id}/entries`, leaving.cookie, {});
  const seated = await pressOn(id, "자리 있던 사람", ".pass-stub img");
  const offered = await pressOn(id, "자리 받을 사람", ".rank");
  const waiting = await pressOn(id, "기다리던 사람", ".rank");
  const watching = await product.visit(await product.openPhone("보기만 하던 사람"), `/slots/${id}`);
  await watching.locator(".facts").waitFor();
  await product.send("POST", `/api/reservations/${given.reservationId}/cancel`, leaving.cookie);
  await untilHeading(offered, "자리가 돌아왔어요");

  expect(await goneAfterMs(watching, id)).toBeLessThan(mostMs);
  await expectClosed(watching, "다른 시간이나 다른 팝업에서 자리를 찾아보세요.", beside);
  await expectClosed(seated, `내 예약도 호스트가 취소했어요. ${nothingToDo}`, beside);
  await expectClosed(offered, `잡아 두었던 자리도 없어졌어요. ${nothingToDo}`, beside);
  await expectClosed(waiting, `대기 줄도 함께 끝났어요. ${nothingToDo}`, beside);
  await expectFine(seated, "closed by its host");

  await seated.goto(`${product.url}/reservations`);
  await seated.locator(".reservation .seat", { hasText: "호스트가 취소함" }).waitFor();
  const { items } = await seated.evaluate(() => fetch("/api/reservations").then((answer) => answer.json()));
  await seated.goto(`${product.url}/reservations/${items[0].id}`);
  await untilHeading(seated, "호스트가 취소한 예약이에요");
  await seated.locator(`.other-times a[href="/slots/${beside}"]`).waitFor();
  await expectFine(seated, "a reservation that its host cancelled");
  expect(product.troubles).toEqual([]);
});

test("a slot in which nobody ever was is gone when its host closes it, and whoever looks is told why", async () => {
  const { id, beside } = await product.addSlot({ capacity: 2 });
  const page = await product.visit(await product.openPhone(null), `/slots/${id}`);
  await page.locator(".facts").waitFor();
  // From the first message on the page hears, and asks every 15 s only.
  await product.send("PATCH", `/api/slots/${id}`, product.host.cookie, { capacity: 3 });
  await page.locator(".facts dd", { hasText: /^3$/ }).first().waitFor();
  expect(await goneAfterMs(page, id)).toBeLessThan(mostMs);
  expect((await product.client.send("GET", `/api/slots/${id}`)).status).toBe(404);
  await expectClosed(page, "다른 시간이나 다른 팝업에서 자리를 찾아보세요.", beside);
  await page.reload();
  await page.locator(".absent").waitFor();
});

test("the place that somebody moved away from says that they moved, and leads to the new reservation", async () => {
  const { id, beside } = await product.addSlot({ capacity: 1 });
  const page = await pressOn(id, "시간을 바꾼 사람", ".pass-stub img");
  const entry = await page.evaluate((slot) => fetch(`/api/slots/${slot}/entries/mine`).then((it) => it.json()), id);
  const move = { cookie: (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ") };
  const path = `/api/reservations/${entry.reservationId}/reschedule`;
  const { id: made } = await product.send("POST", path, move.cookie, { slotId: beside });
  await untilHeading(page, "다른 시간으로 바꿨어요");
  expect(await page.getByText("취소했어요").count()).toBe(0);
  await expectFine(page, "moved away from");
  await page.getByRole("button", { name: "다시 예약하기" }).click();
  await page.getByRole("button", { name: "예약하기", exact: true }).waitFor();
  await page.getByRole("link", { name: "바뀐 예약 보기" }).click();
  await page.locator(".pass dd", { hasText: "14:00" }).waitFor();
  expect(page.url()).toBe(`${product.url}/reservations/${made}`);
  expect(product.troubles).toEqual([]);
});
