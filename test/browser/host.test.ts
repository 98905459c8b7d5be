import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { dayIn } from "../services/days.ts";
import { expectFine } from "./accessible.ts";
import {
  fillAll,
  makeTimes,
  nameStore,
  openEditor,
  openHost,
  openTimes,
  publish,
  saved,
  sayRules,
  sayWhereAndWhen,
  step,
} from "./host-acts.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

async function beginStore(page: Page): Promise<void> {
  await openEditor(page);
  await expectFine(page, "editor, new");
  await nameStore(page, "구름 우체국");
  expect(new URL(page.url()).pathname).toMatch(/^\/host\/stores\/\d+\/edit$/);
  await page.locator(".host-preview", { hasText: "예약 시간 미정" }).waitFor();
}

/** Where and when by way of the checklist, then rules and a poster. */
async function fillStore(page: Page): Promise<void> {
  await step(page, "공개").click();
  await page.getByText("5가지를 채우면 공개할 수 있어요.").waitFor();
  await expectFine(page, "editor, what is missing");
  // A cause is a way to its field.
  await page.getByRole("button", { name: "동네를 적어 주세요" }).click();
  await waitUntil(() => page.evaluate(() => document.activeElement?.id === "field-district"), {
    what: "the field has the focus",
  });
  await sayWhereAndWhen(page, "연남", 1, `${dayIn(-1)}T09:00`);
  // A field that the header lies over halfway is too small to press, but only there.
  await page.evaluate(() => scrollTo(0, 0));
  await expectFine(page, "editor, where and when");
  await page.getByRole("button", { name: "다음" }).click();
  await sayRules(page);
  await expectFine(page, "editor, rules and poster");
}

/** Hours that nobody can read are named at their field, and nothing is made of them. */
async function expectHoursSaid(page: Page): Promise<void> {
  await page.getByRole("button", { name: "다른 날 더하기" }).click();
  await page.getByLabel("날짜", { exact: true }).fill(dayIn(3));
  const hours = page.getByLabel("이날의 시간");
  await hours.fill("아홉 시");
  await page.getByText("시간을 읽을 수 없어요.").waitFor();
  await expectFine(page, "times, hours that cannot be read");
  await page.getByLabel("한 시간의 자리").press("Enter");
  await waitUntil(() => hours.evaluate((field) => field === document.activeElement), {
    what: "the field has the focus",
  });
  await hours.fill("9:00");
  await page.getByText("새로 생길 시간 177개").waitFor();
  await page.getByLabel("간격 (분)").fill("5");
  await page.getByLabel("마지막 시작").fill("18:30");
  await page.getByText("한 번에 2,000개까지 만들 수 있어요.").waitFor();
  await page.getByLabel("마지막 시작").fill("18:00");
  await page.getByLabel("간격 (분)").fill("60");
  await page.getByText("새로 생길 시간 177개").waitFor();
  await page.getByRole("button", { name: /빼기$/ }).click();
  await page.getByText("새로 생길 시간 184개").waitFor();
}

/** 184 times, and everybody may see it. */
async function publishStore(page: Page): Promise<void> {
  await openTimes(page);
  await expectFine(page, "times, none yet");
  await expectHoursSaid(page);
  await makeTimes(page);
  await page.getByLabel("목록과 검색").selectOption({ label: "숨겨요, 주소로만 열려요" });
  await page.getByText("저장 중").waitFor();
  await saved(page);
  await publish(page);
  expect(await storesFound("구름 우체국")).toEqual([]);
  await expectFine(page, "editor, published");
  await page.getByLabel("목록과 검색").selectOption({ label: "보여요" });
  await page.getByRole("button", { name: "변경 저장" }).click();
  await waitUntil(async () => JSON.stringify(await storesFound("구름 우체국")).includes("구름"), {
    what: "a search finds it",
  });
}

const storesFound = async (name: string) =>
  (await product.client.send("GET", `/api/stores?q=${encodeURIComponent(name)}`)).body.items;

test("D21, D24, S20: a host writes a store with 184 times and publishes it; a visitor sees it", async () => {
  const page = await product.visit(await openHost(product), "/account");
  await beginStore(page);
  await fillStore(page);
  await publishStore(page);
  const visitor = await product.visit(
    await product.openPhone("구름 손님"),
    new URL(page.url()).pathname.replace("/host", "").replace("/edit", ""),
  );
  await untilHeading(visitor, "구름 우체국");
  await visitor.getByText("연남로 1길 2").waitFor();
  await visitor.getByText("동시에 2개 시간대까지").waitFor();
  await visitor.getByText("보통 30분 동안 잡아 드려요").waitFor();
  await visitor.getByText("엽서 한 장을 가져와 주세요.").waitFor();
  expect(await visitor.locator(".store-art img").getAttribute("src")).toMatch(/^\/posters\/pictures\/[\w-]{22}\.webp$/);
  await visitor.locator(".slots a").first().waitFor();
  expect(product.troubles).toEqual([]);
});

/** While another host has just done so: what is shown was changed meanwhile, and is saved when it has been seen. */
async function changeSeatsTwice(page: Page, id: string): Promise<void> {
  await page.getByLabel("자리 수").fill("12");
  await product.send("PATCH", `/api/slots/${id}`, product.host.cookie, { capacity: 5 });
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await page.getByText("그 사이 자리 수가 바뀌어서").waitFor();
  await page.getByText("5자리").waitFor();
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await page.getByText("12자리").waitFor();
}

test("S20: a host pauses a time, adds seats, is refused fewer than are held, and closes it knowingly", async () => {
  const { id } = await product.addSlot({ capacity: 2, largestParty: 2 });
  const { storeId } = await product.slot(id);
  const me = await product.client.signIn("줄 선 사람");
  await product.send("POST", `/api/slots/${id}/entries`, me.cookie, { partySize: 2 });
  const page = await product.visit(await openHost(product), `/host/stores/${storeId}/slots`);
  await page.getByRole("button", { name: "11:00 – 12:00 멈추기" }).click();
  await page.getByRole("button", { name: "11:00 – 12:00 다시 열기" }).waitFor();
  expect(await product.slot(id)).toMatchObject({ paused: true, bookableNow: 0 });
  await page.getByRole("button", { name: "11:00 – 12:00 다시 열기" }).click();
  await page.getByRole("button", { name: "11:00 – 12:00 멈추기" }).waitFor();

  await page.getByRole("button", { name: "11:00 – 12:00 자리 바꾸기" }).click();
  await page.getByLabel("자리 수").fill("1");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await page.getByText("이미 2자리가 나갔거나").waitFor();
  await expectFine(page, "times, fewer seats refused");
  await changeSeatsTwice(page, id);
  expect(await product.slot(id)).toMatchObject({ capacity: 12, held: 2 });

  await page.getByRole("button", { name: "11:00 – 12:00 닫기" }).click();
  await page.getByText("예약한 팀과 기다리는 팀이 모두 2팀").waitFor();
  await expectFine(page, "times, closing one with people");
  await page.getByRole("dialog").getByRole("button", { name: "닫기" }).click();
  await page.getByRole("button", { name: "11:00 – 12:00 닫기" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "14:00 – 15:00 닫기" }).waitFor();

  // What is public changes when its host says so, and with its consequences named.
  await page.goto(`${product.url}/host/stores/${storeId}/edit?step=where`);
  await fillAll(page, { 첫날: dayIn(5), "마지막 날": dayIn(9) });
  await page.getByRole("button", { name: "변경 저장" }).click();
  await page.getByText("새 기간 밖의 빈 시간 1개가 함께 사라져요.").waitFor();
  await expectFine(page, "editor, what an edit would do");
  await page.getByRole("button", { name: "알고 바꾸기" }).click();
  await saved(page);
  expect((await product.client.send("GET", `/api/stores/${storeId}/slots`)).body.items).toEqual([]);
  expect(product.troubles).toEqual([]);
});

/** Two lines of a phone. */
const longName = "첫째 창에서 아주 길게 지어서 전화기에서는 두 줄이 되는 이름";

/** What a store is stays on one line beside its name, however long that is. */
async function expectWholeWord(page: Page): Promise<void> {
  const heightOf = async (selector: string) => (await page.locator(selector).boundingBox())?.height ?? 0;
  const [name, word] = [await heightOf(".menu summary span"), await heightOf(".menu summary small")];
  expect(word).toBeGreaterThan(0);
  expect(word).toBeLessThan(name / 2);
}

/** How many stores have something on this device that was not saved. */
const keptOn = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes(":edits:")).length);

test("D21: a draft survives a lost network and a reload, and two windows lose nothing", async () => {
  const { cookie } = await product.client.signIn("두 창의 호스트", "host");
  const draft = await product.send("POST", "/api/stores/drafts", cookie, { name: "두 창의 초안" });
  const path = `/host/stores/${draft.id}/edit`;
  const context = await openHost(product, {}, cookie);
  const page = await product.visit(context, path);
  await untilHeading(page, "두 창의 초안");
  await page.locator(".host-preview .meta").getByText("동네 · 분야", { exact: true }).waitFor();
  const isPatch = new RegExp(`/api/stores/${draft.id}$`);
  await page.route(isPatch, (route) => route.abort());
  await page.getByLabel("소개").fill("전철에서 적은 말");
  await page.reload();
  await page.getByText("전철에서 적은 말").first().waitFor();
  await page.unroute(isPatch);
  await saved(page);

  const other = await product.visit(context, path);
  await other.getByLabel("소개").waitFor();
  await other.getByLabel("소개").fill("둘째 창에서 고친 말");
  await saved(other);
  await page.getByLabel("이름").fill(longName);
  await page.getByText("다른 창에서 먼저 바뀌었어요").first().waitFor();
  await expectFine(page, "editor, a conflict");
  await page.getByRole("button", { name: "여기 적은 것으로 저장" }).click();
  await saved(page);
  const kept = (await product.client.send("GET", `/api/stores/${draft.id}/edition`, { cookie })).body;
  expect(kept).toMatchObject({ name: longName, bio: "둘째 창에서 고친 말" });

  // What was not saved goes with whoever signs out.
  await page.route(isPatch, (route) => route.abort());
  await page.getByLabel("소개").fill("아무도 못 볼 말");
  expect(await keptOn(page)).toBe(1);
  await page.goto(`${product.url}/account`);
  await expectWholeWord(page);
  await page.getByRole("button", { name: "로그아웃", exact: true }).click();
  await waitUntil(async () => (await keptOn(page)) === 0, { what: "nothing of it is on the device" });
  expect(product.troubles).toEqual([]);
});

test("D21: a draft is deleted with what was written to it and not saved", async () => {
  const { cookie } = await product.client.signIn("초안을 지울 호스트", "host");
  const draft = await product.send("POST", "/api/stores/drafts", cookie, { name: "지울 초안" });
  const page = await product.visit(await openHost(product, {}, cookie), `/host/stores/${draft.id}/edit`);
  await page.route(new RegExp(`/api/stores/${draft.id}$`), (route) =>
    route.request().method() === "PATCH" ? route.abort() : route.continue(),
  );
  await page.getByLabel("소개").fill("아무 데도 남지 않을 말");
  await waitUntil(async () => (await keptOn(page)) === 1, { what: "it is on the device" });
  await step(page, "공개").click();
  await page.getByRole("button", { name: "초안 지우기" }).click();
  await page.getByText("이 초안을 지울까요?").waitFor();
  await expectFine(page, "editor, deleting a draft");
  await page.getByRole("dialog").getByRole("button", { name: "초안 지우기" }).click();
  await page.waitForURL("**/account");
  expect(await keptOn(page)).toBe(0);
  expect((await product.client.send("GET", `/api/stores/${draft.id}/edition`, { cookie })).status).toBe(404);
});

test("a visitor is told that these pages are a host's, and somebody else's store is absent", async () => {
  const visitor = await product.visit(await product.openPhone("그냥 손님"), "/host/stores/new");
  await untilHeading(visitor, "호스트만 쓸 수 있는 화면이에요");
  const page = await product.visit(await openHost(product), "/host/stores/999999999/edit");
  await untilHeading(page, "찾을 수 없어요");
});
