import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { Room } from "../../shared/chat.ts";
import { expectFine } from "./accessible.ts";
import { createProduct, type Product } from "./product.ts";

let product: Product;
let store: string;
let slot: string;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
  const added = await product.addFullSlot({ opensInMs: -3_600_000 });
  [store, slot] = [added.storeId, added.id];
  // One person alone would be over the limit of requests.
  const tellers = await Promise.all(["소식통 하나", "소식통 둘"].map(cookieOf));
  for (let at = 1; at <= 120; at += 1) await sayAs(tellers[at % 2] as string, `소식 ${at}`);
});
afterAll(() => product.close());

const sayAs = (cookie: string, text: string) =>
  product.send("POST", `/api/stores/${store}/messages`, cookie, { clientId: randomUUID(), text });
const cookieOf = async (name: string) => (await product.client.signIn(name)).cookie;
const field = (page: Page) => page.getByRole("textbox", { name: "할 말" });
const said = (page: Page, text: string) => page.locator(".bubble").getByText(text, { exact: true });
const log = (page: Page) => page.getByRole("log", { name: "대화" });
const scrollTo = (page: Page, top: number) => log(page).evaluate((element, to) => element.scrollTo(0, to), top);
const topOf = async (page: Page, text: string) => (await said(page, text).boundingBox())?.y ?? Number.NaN;

async function openRoom(name: string | null): Promise<Page> {
  const page = await product.visit(await product.openPhone(name), `/stores/${store}/room`);
  await said(page, "소식 120").waitFor();
  return page;
}

test("S16: scrolling up reads what was before, and what is looked at stays where it is", async () => {
  const page = await openRoom(null);
  expect(await page.locator(".bubble").count()).toBe(50);
  const first = await page.locator(".bubble").first().textContent();
  expect(first).toBe("소식 71");
  await scrollTo(page, 0);
  await said(page, "소식 21").waitFor();
  expect(Math.abs((await topOf(page, "소식 71")) - (await topOf(page, "소식 72")))).toBeLessThan(120);
  const box = await log(page).boundingBox();
  expect(await topOf(page, "소식 71")).toBeGreaterThan(box?.y ?? 0);
  expect(await topOf(page, "소식 71")).toBeLessThan((box?.y ?? 0) + 240);
  await page.getByRole("button", { name: "이전 대화 보기" }).waitFor();
  await scrollTo(page, 0);
  await said(page, "소식 1").waitFor();
  expect(await page.locator(".bubble").allTextContents()).toEqual(
    Array.from({ length: 120 }, (_, at) => `소식 ${at + 1}`),
  );
  expect(await page.getByRole("button", { name: "이전 대화 보기" }).count()).toBe(0);
});

test("whoever looks back stays there and is told how much is new; at the end the log goes along", async () => {
  const [page, writer] = [await openRoom("되돌아보는 사람"), await cookieOf("말하는 사람")];
  await sayAs(writer, "끝에서 보여요");
  await said(page, "끝에서 보여요").waitFor();
  const distance = () =>
    log(page).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
  await waitUntil(async () => (await distance()) < 2, { what: "the log went along" });
  await scrollTo(page, 600);
  await page.getByRole("button", { name: "맨 아래로" }).waitFor();
  const before = await topOf(page, "소식 90");
  await sayAs(writer, "하나");
  await sayAs(writer, "둘");
  await page.getByRole("button", { name: "새 대화 2개" }).waitFor();
  expect(Math.abs((await topOf(page, "소식 90")) - before)).toBeLessThan(2);
  await page.getByRole("button", { name: "새 대화 2개" }).click();
  await page.locator(".newest").waitFor({ state: "detached" });
  expect(await distance()).toBeLessThan(2);
});

test("what was not read is counted at the store, marked in the room, and read once seen", async () => {
  const name = "나중에 오는 사람";
  // Signed in once: of one person's many sessions the oldest end, and that would be the phone's.
  const [writer, elsewhere] = [await cookieOf("말하는 사람"), await cookieOf(name)];
  const context = await product.openPhone(name);
  const first = await product.visit(context, `/stores/${store}/room`);
  await said(first, "소식 120").waitFor();
  const mine = async () => {
    const { body } = await product.client.send("GET", `/api/stores/${store}/room`, { cookie: elsewhere });
    return (body as unknown as Room).mine;
  };
  await waitUntil(async () => (await mine())?.guest != null, { what: "they are in the room" });
  await first.goto("about:blank");
  await sayAs(writer, "그사이 하나");
  await sayAs(writer, "그사이 둘");
  // Two questions are lost: as whoever it may be, and as who they are.
  await context.route(`**/api/stores/${store}/room`, (route) => route.abort(), { times: 2 });
  const page = await product.visit(context, `/stores/${store}`);
  const way = page.getByRole("link", { name: /^채팅/ });
  await way.getByText("안 읽은 대화 2개").waitFor();
  await way.click();
  await page.getByText("여기부터 안 읽은 대화").waitFor();
  await said(page, "그사이 둘").waitFor();
  await page.getByRole("link", { name: "팝업 페이지로" }).first().click();
  await waitUntil(async () => (await mine())?.unread === 0, { what: "it is read on leaving" });
});

test("Enter sends, not the one that ends a syllable; a message is one line and 500 letters", async () => {
  const page = await openRoom("한글 쓰는 사람");
  await field(page).fill("안녕하세요");
  await field(page).evaluate((element) => {
    const enter = { key: "Enter", bubbles: true, cancelable: true };
    element.dispatchEvent(new KeyboardEvent("keydown", { ...enter, isComposing: true }));
    element.dispatchEvent(new KeyboardEvent("keydown", { ...enter, keyCode: 229 }));
  });
  await page.keyboard.press("Shift+Enter");
  expect(await field(page).inputValue()).toBe("안녕하세요");
  await page.keyboard.press("Enter");
  await said(page, "안녕하세요").waitFor();
  expect(await field(page).inputValue()).toBe("");
  await field(page).fill(`첫 줄\n둘째 줄${"가".repeat(600)}`);
  expect(await field(page).inputValue()).toMatch(/^첫 줄 둘째 줄가+$/);
  expect((await field(page).inputValue()).length).toBe(500);
  await page.getByText("0자 남았어요").waitFor();
});

test("whoever is not signed in reads; what they wrote stays while they sign in where they stand", async () => {
  const page = await openRoom(null);
  await field(page).fill("주차되나요?");
  await page.getByRole("button", { name: "로그인하고 말하기" }).click();
  await page.getByRole("heading", { name: "로그인하고 말하기" }).waitFor();
  await expectFine(page, "room, signing in");
  await page.getByLabel("이름").fill("주차를 묻는 사람");
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await field(page).waitFor();
  expect(await field(page).inputValue()).toBe("주차되나요?");
  await page.getByRole("button", { name: "보내기" }).click();
  await page.locator(".said.own .bubble").getByText("주차되나요?").waitFor();
});

test("I8: after a time without a network nothing is missing and nothing is there twice", async () => {
  const writer = await cookieOf("말하는 사람");
  const context = await product.openPhone("지하에 있는 사람");
  const page = await product.visit(context, `/stores/${store}/room`);
  await said(page, "소식 120").waitFor();
  await context.setOffline(true);
  await page.getByText("다시 연결 중").first().waitFor();
  await page.getByText("연결이 끊겼어요").first().waitFor();
  for (let at = 1; at <= 3; at += 1) await sayAs(writer, `지상에서 ${at}`);
  await context.setOffline(false);
  await said(page, "지상에서 3").waitFor();
  const texts = await page.locator(".bubble").allTextContents();
  expect(texts.filter((text) => text.startsWith("지상에서"))).toEqual(["지상에서 1", "지상에서 2", "지상에서 3"]);
  expect(new Set(texts.filter((text) => text.startsWith("소식"))).size).toBe(
    texts.filter((text) => text.startsWith("소식")).length,
  );
});

test("what is pinned stands beside the place of whoever waits, and leads to the room", async () => {
  const { seq } = await sayAs(product.host.cookie, "오늘은 2층부터 둘러보세요");
  await product.send("PATCH", `/api/stores/${store}/room`, product.host.cookie, { pinned: Number(seq) });
  const page = await product.visit(await product.openPhone("기다리는 사람"), `/slots/${slot}`);
  await page.getByRole("button", { name: "대기 줄 서기" }).click();
  await page.getByRole("link", { name: /오늘은 2층부터 둘러보세요/ }).click();
  await page.locator(".chat-pinned").getByText("오늘은 2층부터 둘러보세요").waitFor();
});
