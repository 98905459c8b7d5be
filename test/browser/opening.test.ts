import { setTimeout as pause } from "node:timers/promises";
import type { BrowserContext, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { expectFine } from "./accessible.ts";
import { countdownEnd, createProduct, expectOnTime, loadMs, type Product, setWrong, untilHeading } from "./product.ts";

const answerDelayMs = 80;
const clockErrorMs = 10 * 60_000;

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

/** A device whose clock is wrong, on a network whose way back is slower than its way there. */
async function openOddPhone(name: string, errorMs: number, options?: BrowserContextOptions): Promise<BrowserContext> {
  const context = await product.openPhone(name, options);
  await setWrong(context, errorMs);
  await context.route(/\/api\/slots\/\d+$/, async (route) => {
    const response = await route.fetch();
    await pause(answerDelayMs);
    await route.fulfill({ response });
  });
  return context;
}

const oddDevices = [
  { errorMs: -clockErrorMs, viewport: { width: 390, height: 844 } },
  { errorMs: 0, viewport: { width: 1440, height: 900 } },
  { errorMs: clockErrorMs, viewport: { width: 1920, height: 1080 } },
];

test("S19: with clocks 10 min off the button opens by itself, in its place, by the server's clock", async () => {
  await expectOnTime(oddDevices, async () => {
    const { id } = await product.addSlot({ opensInMs: loadMs, capacity: 10 });
    return async ({ errorMs, viewport }) => {
      const context = await openOddPhone(`시계 ${errorMs}`, errorMs, { viewport });
      const page = await product.visit(context, `/slots/${id}`);
      const button = page.locator(".reserve .button.primary");
      await page.getByRole("timer").waitFor();
      expect(await button.getAttribute("aria-disabled")).toBe("true");
      await page.locator(".crowd", { hasText: "함께 보고 있어요" }).waitFor();
      const before = await button.boundingBox();
      const afterMs = (await countdownEnd(page)) - Date.parse((await product.slot(id)).opensAt);
      expect(await button.boundingBox()).toEqual(before);
      await button.click();
      await untilHeading(page, "자리를 받았어요");
      return afterMs;
    };
  });
}, 240_000);

const desk = { width: 1440, height: 900 };
const large = { width: 412, height: 915 };
const largest = { width: 430, height: 932 };
test.each([
  ["a stranger on a desk", desk, null, 10_000],
  ["somebody who came after it, on a desk", desk, "책상에 나중에 온 사람", -60_000],
  ["a stranger on a phone", large, null, 10_000],
  ["somebody who waited, on a phone", large, "기다린 사람", 6_000],
  ["somebody who came after it, on a larger phone", largest, "나중에 온 사람", -60_000],
])("S44: to %s the button stays where it is, at the opening and when the seats are gone", async (...given) => {
  const [, viewport, name, opensInMs] = given;
  const { id } = await product.addSlot({ opensInMs });
  const { cookie } = await product.client.signIn("먼저 누른 사람");
  const page = await product.visit(await product.openPhone(name, { viewport }), `/slots/${id}`);
  const button = page.locator(".reserve .button.primary");
  await button.waitFor();
  if (name === null) await page.getByRole("button", { name: "미리 로그인해 두기" }).waitFor();
  const before = await button.boundingBox();
  await countdownEnd(page);
  await page.getByText("지금 예약할 수 있어요").waitFor();
  expect(await page.locator(".countdown").filter({ visible: true }).count()).toBe(0);
  expect(await button.boundingBox()).toEqual(before);
  // The page's clock is exact to a few milliseconds, by which it may be early.
  const isOpen = async () => {
    const { now, opensAt } = await product.slot(id);
    return now >= opensAt;
  };
  await waitUntil(isOpen, { what: "it is open" });
  await product.send("POST", `/api/slots/${id}/entries`, cookie, {});
  await page.getByRole("button", { name: "대기 줄 서기" }).waitFor();
  await page.getByRole("list", { name: "다른 시간" }).waitFor();
  expect(await button.boundingBox()).toEqual(before);
});

/** Every press of this device that was answered so far. */
function notePresses(context: BrowserContext) {
  const presses: { key: string | undefined; status: number }[] = [];
  context.on("response", (response) => {
    const request = response.request();
    if (request.method() === "POST" && /\/entries$/.test(request.url())) {
      presses.push({ key: request.headers()["idempotency-key"], status: response.status() });
    }
  });
  return presses;
}

/** Presses 1.5 s before an opening, by the page's own hand, and is booked under one key; whether it came early. */
async function pressEarly(name: string): Promise<boolean> {
  const { id } = await product.addSlot({ opensInMs: 20_000, capacity: 10 });
  const pressAt = Date.parse((await product.slot(id)).opensAt) - 1_500;
  const context = await openOddPhone(name, 0, { reducedMotion: "reduce" });
  const presses = notePresses(context);
  let looked = () => {};
  const hasLooked = new Promise<void>((resolve) => {
    looked = resolve;
  });
  // The second try stays on its way until the page has been looked at.
  let tries = 0;
  await context.route(/\/entries$/, async (route) => {
    tries += 1;
    if (tries > 1) await hasLooked;
    await route.continue();
  });
  const page = await product.visit(context, `/slots/${id}`);
  await page.waitForFunction((at) => {
    const button = document.querySelector<HTMLElement>(".reserve .button.primary[aria-disabled=false]");
    if (Date.now() >= at) button?.click();
    return Date.now() >= at && button !== null;
  }, pressAt);
  await waitUntil(() => presses.length > 0, { what: "the press is answered" });
  const isEarly = presses[0]?.status === 409;
  if (isEarly) {
    await page.getByRole("button", { name: "열리는 중" }).waitFor();
    await expectFine(page, "pressed early");
  }
  looked();
  await untilHeading(page, "자리를 받았어요");

  // The page may have drawn an answer before it is heard of here.
  await waitUntil(() => presses.at(-1)?.status === 201, { what: "the press is answered 201" });
  expect(new Set(presses.map(({ key }) => key)).size).toBe(1);
  expect(await product.slot(id)).toMatchObject({ held: 1 });
  return isEarly;
}

test("S19: a press just before the opening waits and books by itself, under one key", async () => {
  // On a machine that pauses what should come early comes late, and is booked all the same.
  for (const name of ["일찍", "더 일찍", "또 일찍"]) if (await pressEarly(name)) return;
  throw new Error("No press came too early.");
}, 240_000);
