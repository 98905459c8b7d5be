import type { BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import sharp from "sharp";
import { dayIn } from "../services/days.ts";
import { type Product, untilHeading } from "./product.ts";

/* What hosts do in their pages, one act after the other. */

export const saved = (page: Page) => page.getByText(/^저장됨 \d\d:\d\d$/).waitFor();

export const step = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "편집 단계" }).getByRole("button", { name });

/** A browser of whoever has this cookie, else of the host of all stores. */
export async function openHost(
  product: Product,
  options: BrowserContextOptions = {},
  cookie = product.host.cookie,
): Promise<BrowserContext> {
  const context = await product.openPhone(null, options);
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([{ name, value, url: product.url }]);
  return context;
}

export async function fillAll(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).first().fill(text);
}

export async function openEditor(page: Page): Promise<void> {
  await page.getByRole("link", { name: "새 팝업 만들기" }).click();
  await untilHeading(page, "이름 없는 팝업");
}

/** The first step: the draft is born with its first word. */
export async function nameStore(page: Page, name: string): Promise<void> {
  await page.getByLabel("이름").fill(name);
  await page.getByRole("radio", { name: "라이프" }).check();
  await saved(page);
  await untilHeading(page, name);
}

/** The second: 23 days from `first` days ahead, with reservations from `opensAt` until the day before the last. */
export async function sayWhereAndWhen(page: Page, district: string, first: number, opensAt: string): Promise<void> {
  const days = { 첫날: dayIn(first), "마지막 날": dayIn(first + 22) };
  await fillAll(page, { 동네: district, 주소: `${district}로 1길 2`, 좌표: "37.5665, 126.9780", ...days });
  await fillAll(page, { "예약 시작": opensAt, "예약 마감": `${dayIn(first + 21)}T18:00` });
  await saved(page);
}

/** The third: rules and a poster. */
export async function sayRules(page: Page): Promise<void> {
  await page.getByLabel("방문 안내").fill("엽서 한 장을 가져와 주세요.");
  await page.getByLabel("한 사람이 동시에 가질 수 있는 시간").selectOption({ label: "2개" });
  await page.getByLabel("취소 자리를 잡아 두는 시간").selectOption({ label: "30분" });
  await page.getByLabel("노쇼의 자리").selectOption({ label: "문 앞에 온 사람에게 줘요" });
  const poster = await sharp({ create: { width: 600, height: 800, channels: 3, background: "#2348d8" } })
    .png()
    .toBuffer();
  await page.getByLabel("포스터 올리기").setInputFiles({ name: "poster.png", mimeType: "image/png", buffer: poster });
  await page.locator('.host-preview img[src^="/posters/pictures/"]').waitFor();
  await saved(page);
}

export async function openTimes(page: Page): Promise<void> {
  await page.getByRole("link", { name: "시간", exact: true }).click();
  await page.getByText("새로 생길 시간 184개").waitFor();
}

/** Eight a day, as they are proposed; then the last step, where nothing is missing. */
export async function makeTimes(page: Page): Promise<void> {
  await page.getByRole("button", { name: "시간 184개 만들기" }).click();
  await page.getByText("시간 184개를 만들었어요.").waitFor();
  await page.getByRole("link", { name: "편집" }).click();
  await step(page, "공개").click();
  await page.getByText("다 됐어요. 지금 공개할 수 있어요.").waitFor();
}

export async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "공개하기" }).click();
  await page.getByText("공개됐어요").waitFor();
}

/** From the account's page to how the opening of this store goes. */
export async function openOpening(page: Page, storeName: string): Promise<void> {
  const ways = page.getByRole("navigation").locator("details", { hasText: storeName });
  await ways.evaluate((details: HTMLDetailsElement) => {
    details.open = true;
  });
  await ways.getByRole("link", { name: `${storeName} 오픈 현황` }).click();
  await untilHeading(page, `${storeName} 오픈 현황`);
}

/** A figure of an opening as its page shows it, by its name. */
export const shows = (page: Page, name: string, value: string) =>
  page.locator(".now-figures div", { has: page.locator("dt", { hasText: name }) }).locator("b", { hasText: value });

/** The report of an opening, which a page has that is loaded anew. */
export async function openReport(page: Page): Promise<Locator> {
  await page.reload();
  const report = page.getByRole("region", { name: "오픈 보고서" });
  await report.getByText("온 팀").waitFor();
  return report;
}

export const figureOf = (report: Locator, name: string) => report.locator(`dt:text-is("${name}") + dd`).textContent();
