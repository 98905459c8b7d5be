import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { Message } from "../../shared/chat.ts";
import { hostileTexts } from "../services/hostile-texts.ts";
import { expectFine } from "./accessible.ts";
import { createProduct, type Product } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

const roomOf = (store: string) => `/stores/${store}/room`;
const bubbles = (page: Page) => page.locator(".chat-log .bubble").allTextContents();
const untilSaid = (page: Page, text: string) => page.locator(".bubble").getByText(text, { exact: true }).waitFor();
const say = async (page: Page, text: string) => {
  await page.getByRole("textbox", { name: "할 말" }).fill(text);
  await page.keyboard.press("Enter");
};
const sayAs = (store: string, cookie: string, text: string) =>
  product.send("POST", `/api/stores/${store}/messages`, cookie, { clientId: randomUUID(), text });

async function openRoom(store: string, name: string | null, context?: BrowserContext): Promise<Page> {
  const page = await product.visit(context ?? (await product.openPhone(name)), roomOf(store));
  await page.getByRole("log", { name: "대화" }).waitFor();
  return page;
}
async function storedIn(store: string): Promise<Message[]> {
  const { body } = await product.client.send("GET", `/api/stores/${store}/messages?limit=100`);
  return (body as unknown as { items: Message[] }).items;
}
const saidIn = async (store: string) =>
  (await storedIn(store)).flatMap(({ kind, text }) => (kind === "talk" ? [text] : []));

test("S14 S15 D15: two browsers see each other come and talk, in one order, also after a reload", async () => {
  const { storeId } = await product.addSlot();
  const one = await openRoom(storeId, "지수");
  await one.getByText("지수 님이 들어왔어요").waitFor();
  const two = await openRoom(storeId, "민호");
  await one.getByText(/민호 님.*들어왔어요|외 1명이 들어왔어요/).waitFor();
  await one.getByText("2명이 함께 있어요").waitFor();
  const texts = Array.from({ length: 6 }, (_, at) => (at < 3 ? `말 ${at}` : "같은 말"));
  for (const [at, text] of texts.entries()) {
    await say(at % 2 === 0 ? one : two, text);
    await waitUntil(async () => (await bubbles(at % 2 === 0 ? two : one)).length === at + 1, { what: `${at} came` });
  }
  expect(await saidIn(storeId)).toEqual(texts);
  expect([await bubbles(one), await bubbles(two)]).toEqual([texts, texts]);
  expect(await one.locator(".said.own .bubble").allTextContents()).toEqual(texts.filter((_, at) => at % 2 === 0));
  await one.reload();
  await waitUntil(async () => (await bubbles(one)).length === texts.length, { what: "all is there again" });
  expect(await one.locator(".said.own .bubble").count()).toBe(3);
  await expectFine(one, "room");
});

test("XSS: markup and its like stay text in a room, with no content policy to help", async () => {
  const { storeId } = await product.addSlot();
  const oneLine = hostileTexts.filter((text) => !/[\u2028\u202e]/.test(text)).map((text) => text.slice(0, 500));
  let seq = 0;
  for (const text of oneLine) seq = Number((await sayAs(storeId, product.host.cookie, text)).seq);
  await product.send("PATCH", `/api/stores/${storeId}/room`, product.host.cookie, { pinned: seq });
  const context = await product.openPhone("<b data-planted onclick=planted()>나", { bypassCSP: true });
  const called: string[] = [];
  await context.exposeFunction("planted", (where: string) => called.push(where));
  const page = await openRoom(storeId, null, context);
  await page.getByText("고정한 말").click();
  await page
    .getByRole("button", { name: /말에 할 수 있는 일/ })
    .last()
    .click();
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await say(page, "<i data-planted>나</i>");
  await untilSaid(page, "<i data-planted>나</i>");
  expect((await bubbles(page)).slice(0, oneLine.length).map((text) => text.trim())).toEqual(
    oneLine.map((text) => text.trim()),
  );
  expect([await page.locator("[data-planted]").count(), called, product.troubles]).toEqual([0, [], []]);
});

test("a send that fails keeps its text and offers one retry, which is one message, kept before or not", async () => {
  const { storeId } = await product.addSlot();
  const context = await product.openPhone("서연");
  // The socket says nothing, and the first answer by HTTP is lost after the message was kept.
  await context.routeWebSocket(/api\/live/, () => undefined);
  let isLost = true;
  await context.route("**/messages", async (route) => {
    if (route.request().method() !== "POST" || !isLost) return route.continue();
    await route.fetch();
    return route.abort();
  });
  // What is kept is not seen either, as it would be when everything is away.
  await context.route("**/messages?**", (route) => (isLost ? route.abort() : route.continue()));
  const other = await openRoom(storeId, "지수");
  await context.unroute("**/messages?**");
  const page = await openRoom(storeId, null, context);
  await context.route("**/messages?**", (route) => (isLost ? route.abort() : route.continue()));
  await say(page, "자리 바꿀 수 있나요?");
  await page.getByRole("button", { name: "다시 보내기" }).waitFor();
  expect(await page.getByRole("button", { name: "다시 보내기" }).count()).toBe(1);
  expect(await bubbles(page)).toEqual(["자리 바꿀 수 있나요?"]);
  await expectFine(page, "room with a failed send");
  isLost = false;
  await page.getByRole("button", { name: "다시 보내기" }).click();
  await page.getByRole("button", { name: "다시 보내기" }).waitFor({ state: "detached" });
  await page
    .locator(".said.own .said-at")
    .getByText(/\d\d:\d\d/)
    .waitFor();
  await untilSaid(other, "자리 바꿀 수 있나요?");
  expect([await saidIn(storeId), await bubbles(page), await bubbles(other)]).toEqual(
    Array(3).fill(["자리 바꿀 수 있나요?"]),
  );
});

test("what a moderator hides vanishes elsewhere within a second; whoever is muted reads on", async () => {
  const { storeId } = await product.addSlot();
  const one = await openRoom(storeId, "지수");
  const two = await openRoom(storeId, "민호");
  await say(one, "티켓 팔아요");
  await untilSaid(two, "티켓 팔아요");
  const context = await product.openPhone(null);
  const [name = "", value = ""] = product.host.cookie.split("=");
  await context.addCookies([{ name, value, url: product.url }]);
  const desk = await openRoom(storeId, null, context);
  const act = async (what: string) => {
    await desk.getByRole("button", { name: "지수 님의 말에 할 수 있는 일" }).click();
    await desk.getByRole("button", { name: what, exact: true }).click();
    await desk.getByText("그렇게 했어요.").waitFor();
    await desk.getByRole("button", { name: "닫기" }).click();
  };
  await act("1시간");
  await one.getByText("운영자가 잠시 멈췄어요").waitFor();
  await act("가리기");
  for (const page of [one, two]) {
    // Ten times the promise; by itself a page asks after 30 s.
    await page.getByText("티켓 팔아요").waitFor({ state: "detached", timeout: 10_000 });
    await page.getByText("운영자가 가린 말이에요").waitFor();
  }
  expect(await saidIn(storeId)).toEqual([null]);
  await expectFine(one, "room, muted");
});

test("whoever is muted, banned or let speak again sees it in the open room within seconds", async () => {
  const { storeId } = await product.addSlot();
  const page = await openRoom(storeId, "도배하는 사람");
  await say(page, "도배");
  await page
    .locator(".said.own .said-at")
    .getByText(/\d\d:\d\d/)
    .waitFor();
  const { seq, sender } = (await storedIn(storeId)).find(({ kind }) => kind === "talk") as Message;
  const press = (what: string, body: object) =>
    product.send("POST", `/api/stores/${storeId}/${what}`, product.host.cookie, body);
  await page.getByRole("textbox", { name: "할 말" }).fill("쓰던 말");
  // Less than the 30 s after which the page asks by itself.
  const seconds = { timeout: 25_000 };
  await press(`messages/${seq}/mute`, { minutes: 10 });
  await page.getByText(/까지 말할 수 없어요/).waitFor(seconds);
  await press(`messages/${seq}/mute`, { minutes: null });
  await page.getByText("이 채팅에서는 말할 수 없어요").waitFor(seconds);
  await press(`room/guests/${sender.guest}/unmute`, {});
  await page.getByRole("textbox", { name: "할 말" }).waitFor(seconds);
  expect(await page.getByRole("textbox", { name: "할 말" }).inputValue()).toBe("쓰던 말");
});
