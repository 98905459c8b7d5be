import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { expectFine } from "./accessible.ts";
import { untilKept, untilKeptSays } from "./device.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

const texts = {
  "ko-KR": {
    move: "다른 시간으로 바꾸기",
    yes: "바꾸기",
    no: "그대로 두기",
    moved: "시간을 바꾼 예약",
    pass: "입장권",
  },
  "en-GB": { move: "Change the time", yes: "Change", no: "Keep it", moved: "Changed to another time", pass: "Pass" },
};

test.each(["ko-KR", "en-GB"] as const)(
  "a reservation moves in one step, and its old seat goes on: %s",
  async (locale) => {
    const said = texts[locale];
    const { id, beside } = await product.addSlot({ capacity: 1 });
    const page = await product.visit(await product.openPhone(`옮기는 사람 ${locale}`, { locale }), `/slots/${id}`);
    await page.locator(".reserve .button.primary").click();
    await page.locator(".pass-stub img").waitFor();
    await untilKept(page, `/kept/slots/${id}`);
    const next = await product.client.signIn(`기다리는 사람 ${locale}`);
    await product.send("POST", `/api/slots/${id}/entries`, next.cookie, {});

    await page.goto(`${product.url}/reservations`);
    await page.locator(".row-actions a").first().click();
    const old = page.url();
    await page.getByRole("button", { name: said.move }).click();
    const time = page.locator(".other-times button");
    await time.getByText("14:00").waitFor();
    expect(await time.count()).toBe(1);
    await expectFine(page, `the times to move to, ${locale}`);
    await time.click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.innerText()).toMatch(/11:00[\s\S]*14:00/);
    await expectFine(page, `asked before moving, ${locale}`);
    await dialog.getByRole("button", { name: said.no }).click();
    expect(await product.slot(id)).toMatchObject({ held: 1, waiting: 1 });
    await time.click();
    await dialog.getByRole("button", { name: said.yes, exact: true }).click();

    await page.locator(".pass dd", { hasText: "14:00" }).waitFor();
    expect(page.url()).not.toBe(old);
    await untilKeptSays(page, `/kept/slots/${id}`, '"state":"cancelled"');
    expect([await product.slot(id), await product.slot(beside)]).toMatchObject([
      { held: 1, waiting: 0 },
      { held: 1, waiting: 0 },
    ]);
    await page.goto(old);
    await untilHeading(page, said.moved);
    await expectFine(page, `moved, ${locale}`);
    expect(await page.getByRole("button", { name: said.move }).count()).toBe(0);
    expect(product.troubles).toEqual([]);
  },
);

test("a look that was answered before a press, and comes after it, takes no place from the device", async () => {
  const { id } = await product.addSlot({ capacity: 1 });
  const page = await product.visit(await product.openPhone("빠른 손님"), `/slots/${id}`);
  const button = page.locator(".reserve .button.primary");
  await button.and(page.locator('[aria-disabled="false"]')).waitFor();
  const looks: (() => Promise<void>)[] = [];
  await page.route(`**/api/slots/${id}/entries/mine`, async (route) => {
    const response = await route.fetch();
    looks.push(() => route.fulfill({ response }));
  });
  const lookNow = async (count: number) => {
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await waitUntil(() => looks.length === count, { what: `look ${count} has its answer` });
  };
  await lookNow(1);
  await button.click();
  await page.locator(".pass-stub img").waitFor();
  await untilKept(page, `/kept/slots/${id}`);
  await looks[0]?.();
  // One look at a time: the first is over when there is another.
  await lookNow(2);
  await untilKeptSays(page, `/kept/slots/${id}`, '"state":"confirmed"');
  await looks[1]?.();
});

test("no time to be had is said; one that was taken meanwhile is refused, and nothing changed", async () => {
  const { id, beside } = await product.addSlot({ capacity: 1 });
  const page = await product.visit(await product.openPhone("늦게 옮기는 사람"), `/slots/${id}`);
  await page.locator(".reserve .button.primary").click();
  await page.getByRole("button", { name: "다른 시간으로 바꾸기" }).click();
  await page.locator(".other-times button").click();
  const quicker = await product.client.signIn("더 빠른 사람");
  await product.send("POST", `/api/slots/${beside}/entries`, quicker.cookie, {});
  let answer: () => void = () => undefined;
  const mayAnswer = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/api\/stores\/\d+\/slots/, (route) => mayAnswer.then(() => route.continue()));
  await page.getByRole("dialog").getByRole("button", { name: "바꾸기", exact: true }).click();
  await page.getByRole("alert").getByText("예약은 그대로예요").waitFor();
  // The times that were shown are not believed any more; they are asked for anew.
  await page.locator(".moving .loading").waitFor();
  answer();
  await page.getByText("지금 바로 바꿀 수 있는 시간이 없어요.").waitFor();
  expect(await product.slot(id)).toMatchObject({ held: 1 });
});

test("a waiting list that its host closes takes no press, and the page says so by itself", async () => {
  const { id } = await product.addSlot({ capacity: 1 });
  const seated = await product.client.signIn("자리 있는 서연");
  await product.send("POST", `/api/slots/${id}/entries`, seated.cookie, {});
  const page = await product.visit(await product.openPhone("구경하는 사람"), `/slots/${id}`);
  const button = page.getByRole("button", { name: "대기 줄 서기" });
  await button.and(page.locator('[aria-disabled="false"]')).waitFor();
  await product.send("PATCH", `/api/slots/${id}`, product.host.cookie, { listOpen: false });
  await page.getByText("지금은 대기를 받지 않아요.").waitFor();
  await button.and(page.locator('[aria-disabled="true"]')).waitFor();
  await product.send("PATCH", `/api/slots/${id}`, product.host.cookie, { listOpen: true });
  await button.and(page.locator('[aria-disabled="false"]')).click();
  await page.locator(".rank b", { hasText: /^1$/ }).waitFor();
});
