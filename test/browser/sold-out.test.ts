import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { Slot } from "../../shared/slots.ts";
import { formatMoment } from "../../web/src/ui/moments.ts";
import { expectFine } from "./accessible.ts";
import { createProduct, expectOnTime, goneAt, loadMs, type Product, setWrong } from "./product.ts";

const clockErrorMs = 10 * 60_000;

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

async function fill(slotId: string): Promise<void> {
  const { cookie } = await product.client.signIn(`마지막 자리 ${slotId}`);
  await product.send("POST", `/api/slots/${slotId}/entries`, cookie, {});
}

const waysOn = (page: Page) => page.locator("main").locator("a, button.primary").filter({ visible: true }).count();

test("S26: sold out is said plainly, with when the seats went, other times and other ways on", async () => {
  const { id } = await product.addSlot();
  const page = await product.visit(await product.openPhone(null), `/slots/${id}`);
  await page.getByRole("button", { name: "예약하기" }).waitFor();
  await fill(id);
  await page.getByText("예약이 마감되었습니다.").waitFor();
  await page.getByText(/1자리가 \d+월 \d+일 \(.\) \d\d:\d\d:\d\d에 모두 찼어요/).waitFor();
  await page.getByRole("list", { name: "다른 시간" }).getByRole("link").first().waitFor();
  await page.getByRole("link", { name: "다른 팝업 보기" }).waitFor();
  await page.getByRole("button", { name: "대기 줄 서기" }).waitFor();
  expect(await waysOn(page)).toBeGreaterThanOrEqual(4);
});

test("S19: with device clocks 10 min off, a slot closes on the server's clock, and is no dead end", async () => {
  await expectOnTime([-clockErrorMs, 0, clockErrorMs], async () => {
    const { id } = await product.addSlot({ capacity: 3, closesInMs: loadMs });
    const { closesAt } = await product.slot(id);
    return async (errorMs: number) => {
      const context = await product.openPhone(null, { reducedMotion: "reduce" });
      await setWrong(context, errorMs);
      const page = await product.visit(context, `/slots/${id}`);
      await page.getByRole("button", { name: "예약하기" }).waitFor();
      const afterMs = (await goneAt(page, ".reserve")) - Date.parse(closesAt);
      await page.getByText("예약 시간이 끝났어요.").waitFor();
      await page.getByRole("link", { name: "다른 시간대 보기" }).waitFor();
      expect(await page.getByText("남은 자리").count()).toBe(0);
      expect(await waysOn(page)).toBeGreaterThanOrEqual(2);
      if (errorMs === 0) await expectFine(page, "closed");
      return afterMs;
    };
  });
}, 240_000);

test("not open, closed, already in: a reader elsewhere is told when by the store's clock and theirs", async () => {
  const context = await product.openPhone("뉴욕", { timezoneId: "America/New_York" });
  const says = async (id: string, moments: (slot: Slot) => string[]) => {
    const page = await product.visit(context, `/slots/${id}`);
    for (const moment of moments(await product.slot(id))) {
      await page
        .getByText(formatMoment(moment, "Asia/Seoul", "ko"))
        .first()
        .waitFor();
      await page
        .getByText(`내 시간대로 ${formatMoment(moment, "America/New_York", "ko")}`)
        .first()
        .waitFor();
    }
    await page.close();
  };
  const before = await product.addSlot({ opensInMs: 3_600_000 });
  await says(before.id, ({ startsAt, opensAt }) => [startsAt, opensAt]);
  const closed = await product.addSlot({ closesInMs: 3_000 });
  const isOver = async () => {
    const { now, closesAt } = await product.slot(closed.id);
    return now >= closesAt;
  };
  await waitUntil(isOver, { what: "it is closed" });
  await says(closed.id, ({ closesAt }) => [closesAt]);

  const { id } = await product.addSlot();
  await fill(id);
  const visitor = await product.client.signIn("뉴욕");
  for (const _ of ["first", "duplicate"]) await product.send("POST", `/api/slots/${id}/entries`, visitor.cookie, {});
  await says(id, ({ startsAt }) => [startsAt]);
});

test("the search says what is so now, and not what it was when the list was read", async () => {
  const { id, storeName } = await product.addSlot();
  const other = await product.slot(id);
  const page = await product.visit(await product.openPhone(null), "/explore");
  const card = page.locator(".card", { hasText: storeName }).first();
  await card.getByText("2자리 남음").or(card.getByText("예약 가능 2")).waitFor();
  const slots = await product.client.send("GET", `/api/stores/${other.storeId}/slots`);
  for (const { id: each } of slots.body.items as { id: string }[]) await fill(each);
  // As when the reader comes back to the tab; lists may be three seconds old.
  await waitUntil(
    async () => {
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      return (await card.getByText("매진").count()) === 1;
    },
    { what: "the card says sold out", everyMs: 200 },
  );
});
