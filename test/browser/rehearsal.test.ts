import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rehearsalTexts } from "../../web/src/rehearsal/texts.ts";
import { expectFine, overflowOf } from "./accessible.ts";
import { createProduct, type Product } from "./product.ts";

const address = "/api/operations/rehearsals";
const patienceMs = 120_000;
const texts = rehearsalTexts.ko;

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

/** Asks the page for fewer people than its smallest button, so that the test is quick. */
async function callFewer(page: Page, visitors: number, seats: number): Promise<void> {
  await page.route(`**${address}`, (route) => route.continue({ postData: JSON.stringify({ visitors, seats }) }));
}

/** Every rank the page has shown so far, in order; collected in the page, so that none is missed. */
async function collectRanks(page: Page): Promise<() => Promise<number[]>> {
  await page.addInitScript(() => {
    const ranks: number[] = [];
    Object.assign(window, { ranks });
    const look = () => {
      const shown = document.querySelector(".my-place .rank b")?.textContent;
      const rank = Number(shown?.replace(/\D/g, ""));
      if (shown && rank !== ranks.at(-1)) ranks.push(rank);
    };
    const options = { childList: true, subtree: true, characterData: true };
    new MutationObserver(look).observe(document, options);
  });
  return () => page.evaluate(() => (window as unknown as { ranks: number[] }).ranks);
}

/** What the page says of ten thousand it says of a thousand once they are chosen. */
async function callThousand(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1, name: "만 명이 한 번에 누르면" }).waitFor();
  await page.getByRole("radio", { name: "1,000명" }).check();
  await page.getByRole("heading", { level: 1, name: "천 명이 한 번에 누르면" }).waitFor();
  expect(await page.locator(".plan").innerText()).not.toContain("만 명");
  await page.getByRole("button", { name: "천 명 불러오기" }).click();
}

/** The verdict card says that nothing is wrong, and every ticket can be had. */
async function expectCleanCard(page: Page, people: number): Promise<void> {
  const faults = await page.locator(".verdict .faults dd").allTextContents();
  expect(faults).toEqual(["0", "0", "0", "0", "0", "0", "0"]);
  expect(await page.locator(".verdict .measures dd").first().textContent()).toBe("240 / 240");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: texts.csv }).click();
  expect((await download).suggestedFilename()).toBe("tickets.csv");
  const tickets = await (await page.request.get(`${product.url}${address}/latest/tickets.csv`)).text();
  expect(tickets.trimEnd().split("\r\n")).toHaveLength(1 + people);
}

/** Its store is none of those that the product shows. */
async function expectUnnamed(page: Page): Promise<void> {
  for (const path of ["/", "/explore"]) {
    await page.goto(product.url + path);
    await page.locator(".card").first().waitFor();
    expect([path, (await page.locator("main").innerText()).match(/리허설 \d.*/)]).toEqual([path, null]);
  }
}

/** Below the title nothing is cut by the ring that says where the focus is. */
async function expectRoomForRing(page: Page): Promise<void> {
  const gap = await page.locator(".invitation").evaluate((invitation) => {
    const [title, text] = invitation.children as unknown as [HTMLElement, HTMLElement];
    const { outlineOffset, outlineWidth } = getComputedStyle(title);
    const ring = Number.parseFloat(outlineOffset) + Number.parseFloat(outlineWidth);
    return text.getBoundingClientRect().top - title.getBoundingClientRect().bottom - ring;
  });
  expect(gap).toBeGreaterThanOrEqual(0);
}

function expectFalling(ranks: readonly number[]): void {
  expect(ranks.length).toBeGreaterThan(1);
  expect(ranks).toEqual([...ranks].sort((one, other) => other - one));
  expect(ranks.at(-1)).toBeLessThan(ranks[0] as number);
}

/** It was taken, and where the button will be is said before there is one. */
async function giveName(page: Page, name: string): Promise<void> {
  const field = page.getByRole("textbox", { name: "이름" });
  await field.fill(name);
  await field.press("Enter");
  await page.getByText(texts.ready(name)).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(texts.join);
}

/** Late on purpose: whoever presses at once has a seat and no rank to watch. */
async function pressLate(page: Page): Promise<void> {
  await page.locator(".phase", { hasText: texts.phases.moving }).waitFor({ timeout: patienceMs });
  const press = page.locator(".my-place .button.primary[aria-disabled=false]");
  await press.focus();
  await page.keyboard.press("Enter");
  await page.locator(".my-place .rank").waitFor();
}

/** Presses as early as the button lets, which gets a seat: by the page itself, which waits for nobody. */
async function pressEarly(page: Page): Promise<void> {
  const press = () => {
    const button = document.querySelector<HTMLElement>(".my-place .button.primary[aria-disabled=false]");
    button?.click();
    return button !== null;
  };
  await page.waitForFunction(press, undefined, { timeout: patienceMs });
}

/** Gives the seat back in one press, and has a rank that falls. */
async function giveSeatBack(page: Page): Promise<void> {
  const giveBack = page.getByRole("button", { name: texts.giveBack });
  await giveBack.waitFor();
  await giveBack.focus();
  await page.keyboard.press("Enter");
  await page.locator(".my-place .rank").waitFor();
  // A screen reader hears the rank too.
  await page.locator(".my-place [role=status]", { hasText: /\d/ }).waitFor({ state: "attached" });
  expect(await page.locator(".my-place").evaluate((place) => place === document.activeElement)).toBe(true);
}

test("from the button to a clean verdict in every window, my rank among 300 falling and never growing", async () => {
  const context = await product.openPhone(null);
  const page = await context.newPage();
  const ranks = await collectRanks(page);
  await callFewer(page, 300, 240);
  await page.goto(`${product.url}/rehearsal`);
  await callThousand(page);

  await giveName(page, "지수");
  await expectRoomForRing(page);
  const elsewhere = await (await product.openPhone("수빈")).newPage();
  const ranksElsewhere = await collectRanks(elsewhere);
  await elsewhere.goto(`${product.url}/rehearsal`);
  const pressing = pressEarly(elsewhere);
  await elsewhere.getByRole("timer").waitFor({ timeout: patienceMs });
  expect(await elsewhere.locator(".my-place a").count()).toBe(0);
  const twice = await product.client.send("POST", address, { body: { visitors: 40, seats: 5 } });
  expect(twice).toMatchObject({ status: 409 });
  await page.getByRole("timer").waitFor({ timeout: patienceMs });
  await pressing.then(() => giveSeatBack(elsewhere));
  await pressLate(page);
  expect(await page.locator(".charts .bars").getAttribute("d")).toMatch(/^M/);

  for (const window of [page, elsewhere]) {
    await window.getByRole("heading", { level: 1, name: texts.clean }).waitFor({ timeout: patienceMs });
  }
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
  expectFalling(await ranks());
  expectFalling(await ranksElsewhere());

  // Whoever gave a seat back has two tickets: that one, and the one they stood in the line with.
  await expectCleanCard(page, 300 + 1 + 2);
  await page.getByRole("button", { name: texts.again }).click();
  await page.getByRole("heading", { level: 1, name: texts.title(1_000) }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
  await expectUnnamed(page);
  expect(product.troubles).toEqual([]);
  await elsewhere.context().close();
  await context.close();
});

const base = {
  visitors: 10_000,
  seats: 500,
  signedIn: 10_000,
  pressed: 12_400,
  answered: 12_380,
  slotId: null,
  opensAt: null,
  seconds: Array.from({ length: 24 }, (_, at) => ({
    second: at + 1,
    answered: Math.max(0, 6_000 - at * 1_500),
    booked: 500,
    waiting: 9_500 - at * 40,
  })),
  verdict: null,
  trouble: null,
};
const verdict = {
  isClean: true,
  seats: 500,
  booked: 500,
  oversold: 0,
  duplicates: 0,
  orderErrors: 0,
  idleSeats: 0,
  unanswered: 0,
  turnedAway: 0,
  otherErrors: 0,
  presses: 12_400,
  doubleTaps: 1_990,
  drops: 410,
  p50Ms: 612,
  p99Ms: 1_840,
  lastAnswerMs: 3_100,
  generatorPercent: 31,
  findings: [],
};
const broken = { isClean: false, booked: 503, oversold: 3, orderErrors: 20, turnedAway: 4_131, otherErrors: 1 };
const findings = ["I1: 503 seats are held of 500", "I2: ticket 120 was seated past ticket 119"];
const states: readonly (readonly [state: string, marks: string, answer: object | null])[] = [
  ["nobody has run one", ".plan .choice", null],
  ["coming in", "progress", { ...base, phase: "signing-in", signedIn: 4_200, seconds: [] }],
  ["pressing", ".charts", { ...base, phase: "rush" }],
  ["failed", ".note.warn", { ...base, phase: "failed", trouble: "connect ECONNREFUSED" }],
  ["clean", ".verdict.clean", { ...base, phase: "done", verdict }],
  ["not clean", ".verdict .broken", { ...base, phase: "done", verdict: { ...verdict, ...broken, findings } }],
];
/** The page while the server tells this of the latest rehearsal, null for nothing; `marks` say that it is shown. */
async function expectFineAs(answer: object | null, marks: string): Promise<void> {
  const context = await product.openPhone("민호");
  const page = await context.newPage();
  const reply = answer === null ? { status: 204 } : { json: answer };
  await page.route(`**${address}/latest`, (route) => route.fulfill(reply));
  await page.goto(`${product.url}/rehearsal`);
  await page.locator(marks).first().waitFor();
  for (const summary of await page.locator("summary").all()) await summary.click();
  await expectFine(page, "the rehearsal");
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await overflowOf(page)).toBe(0);
  await context.close();
}

test.each(states)("%s: in every look nothing for axe, nothing too wide, nothing too small", (_, marks, answer) =>
  expectFineAs(answer, marks),
);

test("seated: in every look nothing for axe, nothing too wide, nothing too small", async () => {
  const { id: slotId } = await product.addSlot({ capacity: 1 });
  for (const name of ["민호", "뒷사람"]) {
    await product.send("POST", `/api/slots/${slotId}/entries`, (await product.client.signIn(name)).cookie, {});
  }
  await expectFineAs({ ...base, phase: "moving", slotId }, ".my-place.seated .button.line");
});

test("the table says what the charts draw", async () => {
  const context = await product.openPhone(null);
  const page = await context.newPage();
  await page.route(`**${address}/latest`, (route) => route.fulfill({ json: { ...base, phase: "done", verdict } }));
  await page.goto(`${product.url}/rehearsal`);
  await page.locator("summary").click();
  const rows = page.locator(".charts tbody tr");
  expect(await rows.count()).toBe(24);
  expect(await rows.nth(1).locator("th, td").allTextContents()).toEqual(["2", "4,500", "500", "9,460"]);
  await context.close();
});

test("without an answer the page says so and keeps asking; the home page leads here", async () => {
  const context = await product.openPhone(null);
  const page = await context.newPage();
  await page.route(`**${address}/latest`, (route) => route.abort());
  await page.goto(`${product.url}/`);
  await page.getByRole("link", { name: "만 명 불러오기" }).click();
  await page.locator(".net[data-state=lost]").waitFor();
  await page.unroute(`**${address}/latest`);
  await page.locator(".net[data-state=live]").waitFor();
  await context.close();
});
