import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dayIn } from "../services/days.ts";
import { untilOnly } from "./cards.ts";
import {
  figureOf,
  fillAll,
  makeTimes,
  nameStore,
  openEditor,
  openHost,
  openOpening,
  openReport,
  openTimes,
  publish,
  saved,
  sayRules,
  sayWhereAndWhen,
  shows,
  step,
} from "./host-acts.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});
afterAll(() => product.close());

const name = "느릅나무 엽서방";
const district = "용산";
/** Far enough that no other store of these tests runs then. */
const firstDay = 330;
const zone = "Asia/Seoul";

/** A minute of the store's own clock, as its field takes it: the first that is at least so far away. */
function minuteIn(milliseconds: number): string {
  const moment = Math.ceil((Date.now() + milliseconds) / 60_000) * 60_000;
  const parts = { timeZone: zone, dateStyle: "short", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat("sv-SE", parts).format(moment).replace(" ", "T");
}

/** In four steps; reservations begin in two hours, so that there is time to be found. */
async function writeStore(page: Page): Promise<void> {
  await openEditor(page);
  await nameStore(page, name);
  await step(page, "언제 어디서").click();
  await sayWhereAndWhen(page, district, firstDay, minuteIn(7_200_000));
  await page.getByRole("button", { name: "다음" }).click();
  await sayRules(page);
  await openTimes(page);
  await makeTimes(page);
  await publish(page);
}

/** By two syllables, by where, by when, and by what it is: each by itself. */
async function find(page: Page): Promise<void> {
  const explore = () => page.getByRole("link", { name: "탐색", exact: true }).click();
  await page.getByLabel("팝업 이름").fill("느릅");
  await untilOnly(page, name);
  await explore();
  await page.getByLabel("지역").selectOption(district);
  await untilOnly(page, name);
  await explore();
  await page.getByLabel("시작일").fill(dayIn(firstDay + 5));
  await untilOnly(page, name);
  await explore();
  await page.getByRole("link", { name: "라이프", exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get("category") === "life");
  await page.locator(".card", { hasText: name }).click();
  await untilHeading(page, name);
}

/** The host lets people in from the next minute on, at least 45 s away. */
async function openSoon(page: Page, editor: string): Promise<void> {
  await page.goto(`${editor}?step=where`);
  await fillAll(page, { "예약 시작": minuteIn(45_000) });
  await page.getByRole("button", { name: "변경 저장" }).click();
  await saved(page);
}

/** Paused, somebody else presses and waits; three seats more, and everybody who waits has one. */
async function steer(page: Page, slot: string): Promise<void> {
  await shows(page, "찬 자리", "1").waitFor();
  await page.getByRole("button", { name: "모두 멈추기" }).click();
  await page.getByText("모든 회차를 멈췄어요.").waitFor();
  const { cookie } = await product.client.signIn("엽서를 기다리는 사람");
  expect(await product.send("POST", `/api/slots/${slot}/entries`, cookie, {})).toMatchObject({ state: "waiting" });
  await shows(page, "기다리는 팀", "1").waitFor();
  await page
    .getByRole("button", { name: /좌석 늘리기$/ })
    .first()
    .click();
  await page.getByLabel(/더할 좌석/).fill("3");
  await page.getByRole("button", { name: "더하기" }).click();
  await page.getByText(/좌석이 13석이 됐어요/).waitFor();
  await page.getByRole("button", { name: "모두 다시 받기" }).click();
  await page.getByText("모든 회차를 다시 받아요.").waitFor();
  await shows(page, "찬 자리", "2").waitFor();
  expect(await product.send("GET", `/api/slots/${slot}/entries/mine`, cookie)).toMatchObject({ state: "confirmed" });
  expect(await product.send("GET", `/api/slots/${slot}`, cookie)).toMatchObject({ capacity: 13 });
}

test("S6 to S12, D20 to D24: from a store's first word to a visitor's press and the opening's report", async () => {
  const host = await product.visit(await openHost(product), "/account");
  await writeStore(host);
  const editor = host.url().replace(/\?.*/, "");

  const visitor = await product.visit(await product.openPhone("엽서 손님"), "/explore");
  await find(visitor);
  await visitor.getByRole("button", { name: "팔로우" }).click();
  await visitor.getByRole("link", { name: "팔로우한 예약 시작을 캘린더에 넣기" }).waitFor();

  await openSoon(host, editor);
  await host.goto(`${product.url}/account`);
  await openOpening(host, name);
  await visitor.reload();
  await visitor.locator(".slots a").first().click();
  await visitor.waitForURL("**/slots/*");
  const slot = new URL(visitor.url()).pathname.split("/").at(-1) as string;
  await visitor.getByRole("timer").waitFor();
  await visitor.getByText("지금 예약할 수 있어요").waitFor({ timeout: 120_000 });
  await visitor.getByRole("button", { name: "예약하기" }).click();
  await untilHeading(visitor, "자리를 받았어요");

  await host.getByText(/^열린 지 /).waitFor({ timeout: 120_000 });
  await steer(host, slot);
  const report = await openReport(host);
  const figures = ["온 팀", "예약 확정", "순서 오류"].map((figure) => figureOf(report, figure));
  expect(await Promise.all(figures)).toEqual(["2", "2", "0"]);
  expect(product.troubles).toEqual([]);
}, 300_000);
