import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Entry } from "../../shared/line.ts";
import { expectFine } from "./accessible.ts";
import { figureOf, openHost, openOpening, openReport, shows } from "./host-acts.ts";
import { createProduct, type Product } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

interface Scene {
  readonly page: Page;
  readonly join: (visitor: number) => Promise<Entry>;
}

/** Forty press at once; the host sees them. Answers with the entry of whoever is fifth in line, and who that is. */
async function rush({ page, join }: Scene): Promise<{ waiting: Entry; visitor: number }> {
  await page.getByText(/^열린 지 0:/).waitFor({ timeout: 60_000 });
  const entries = await Promise.all(Array.from({ length: 40 }, (_, at) => join(at)));
  expect(entries.filter(({ state }) => state === "confirmed")).toHaveLength(10);
  await shows(page, "기다리는 팀", "30").waitFor();
  await shows(page, "찬 자리", "10").waitFor();
  await page.getByText("모두 40팀").waitFor();
  await page.getByText("모두 1번").waitFor();
  const visitor = entries.findIndex(({ ahead, state }) => state === "waitlisted" && ahead === 4);
  return { waiting: entries[visitor] as Entry, visitor };
}

/** A press that the server refuses: what is said then stands below both buttons, which stay where they are. */
async function failToPause(page: Page): Promise<void> {
  const pauseAll = page.getByRole("button", { name: "모두 멈추기" });
  const goOn = page.getByRole("button", { name: "모두 다시 받기" });
  const before = await pauseAll.boundingBox();
  await page.route("**/api/stores/*/paused", (route) => route.continue({ postData: "{}" }));
  await pauseAll.click();
  const refusal = page.locator(".pause-all").getByRole("alert");
  await refusal.waitFor();
  await page.unroute("**/api/stores/*/paused");
  const [said, first, last] = await Promise.all([refusal, pauseAll, goOn].map((each) => each.boundingBox()));
  if (!before || !said || !first || !last) throw new Error("not all of it is shown");
  expect([first.x, first.width]).toEqual([before.x, before.width]);
  expect(said.x).toBe(first.x);
  expect(said.y).toBeGreaterThanOrEqual(Math.max(first.y + first.height, last.y + last.height));
  expect(said.width).toBeGreaterThanOrEqual(last.x + last.width - first.x);
}

/** By the keyboard; ten more press then, and whoever waits reads what the host says beside an unchanged rank. */
async function pauseAndSpeak({ page, join }: Scene, place: Page): Promise<void> {
  await page.getByRole("button", { name: "모두 멈추기" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("모든 회차를 멈췄어요.").waitFor();
  const paused = await Promise.all(Array.from({ length: 10 }, (_, at) => join(40 + at)));
  expect(new Set(paused.map(({ state }) => state))).toEqual(new Set(["waiting"]));
  await shows(page, "기다리는 팀", "40").waitFor();
  await page.getByLabel("알릴 말").fill("잠깐 멈췄어요.\n순서는 그대로예요.");
  await page.getByRole("button", { name: "알리기", exact: true }).click();
  await place.getByText("잠깐 멈췄어요.").waitFor();
  await place.getByText("5번째").first().waitFor();
  await expectFine(page, "live opening, paused");
  await expectFine(place, "place with what the host says");
}

async function goOnWithMoreSeats({ page }: Scene, place: Page): Promise<void> {
  await page.getByRole("button", { name: "모두 다시 받기" }).click();
  await page.getByText("모든 회차를 다시 받아요.").waitFor();
  await place.getByText("5번째").first().waitFor();
  await page.getByRole("button", { name: /11:00 좌석 늘리기$/ }).click();
  await page.getByLabel(/11:00에 더할 좌석/).fill("3");
  await addBehindAnother(page);
  await page.getByRole("button", { name: "더하기" }).click();
  await page.getByText(/좌석이 15석이 됐어요/).waitFor();
  await shows(page, "찬 자리", "15").waitFor();
}

/** Another host has added two seats a moment before: this one adds none to what they saw, and reads what is there. */
async function addBehindAnother(page: Page): Promise<void> {
  const slots = "**/api/slots/*";
  await page.route(slots, async (route) => {
    await product.send("PATCH", new URL(route.request().url()).pathname, product.host.cookie, { capacity: 12 });
    await route.continue();
  });
  await page.getByRole("button", { name: "더하기" }).click();
  await page.getByText("그 사이 좌석 수가 바뀌어서").waitFor();
  await page.unroute(slots);
  await page.locator(".slot-row", { hasText: "11:00" }).getByText("12 / 12").waitFor();
}

test("a host watches an opening, pauses, goes on, adds seats, speaks to the line and reads the report", async () => {
  const slot = await product.addSlot({ capacity: 10, opensInMs: 10_000 });
  const path = `/api/slots/${slot.id}/entries`;
  const hasty = await product.client.signIn("성급한 손님");
  expect((await product.client.send("POST", path, { cookie: hasty.cookie })).body.type).toBe("/problems/not-open");
  const visitors = await Promise.all(Array.from({ length: 50 }, (_, at) => product.client.signIn(`오픈 손님 ${at}`)));
  const page = await product.visit(await openHost(product, { acceptDownloads: true }), "/account");
  await openOpening(page, slot.storeName);
  const join = (at: number) => product.send("POST", path, visitors[at]?.cookie ?? "", {}) as unknown as Promise<Entry>;

  const { waiting, visitor } = await rush({ page, join });
  const phone = await product.openPhone(`오픈 손님 ${visitor}`);
  const place = await product.visit(phone, `/entries/${waiting.id}`);
  await place.getByText("5번째").first().waitFor();
  await failToPause(page);
  await pauseAndSpeak({ page, join }, place);
  await goOnWithMoreSeats({ page, join }, place);
  const mine = await product.send("GET", `/api/entries/${waiting.id}`, visitors[visitor]?.cookie ?? "");
  expect(mine.state).toBe("confirmed");
  await readReport(page);
  expect(product.troubles).toEqual([]);
});

async function readReport(page: Page): Promise<void> {
  const report = await openReport(page);
  const figures = ["온 팀", "순서 오류", "예약 확정", "아직 열리지 않음"].map((name) => figureOf(report, name));
  expect(await Promise.all(figures)).toEqual(["50", "0", "15", "1"]);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    report.getByRole("button", { name: "CSV로 저장" }).click(),
  ]);
  expect(await readFile(await download.path(), "utf8")).toContain('"전체","","50","25"');
}
