import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { expectFine } from "./accessible.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
});
afterAll(() => product.close());

async function openAsHost(path: string): Promise<Page> {
  const context = await product.openPhone(null);
  const [name = "", value = ""] = product.host.cookie.split("=");
  await context.addCookies([{ name, value, url: product.url }]);
  return product.visit(context, path);
}
const talk = (store: string, cookie: string, text: string) =>
  product.client.send("POST", `/api/stores/${store}/messages`, { cookie, body: { clientId: randomUUID(), text } });
const press = (store: string, cookie: string, what: string, body: object) =>
  product.send("POST", `/api/stores/${store}/messages/${what}`, cookie, body);
const section = (page: Page, name: string) => page.getByRole("region", { name });

test("the desk shows what was reported and who may not talk, hides, and lets talk again", async () => {
  const { storeId, storeName } = await product.addSlot();
  const [seller, reader] = await Promise.all(["파는 사람", "읽는 사람"].map((name) => product.client.signIn(name)));
  const { body } = await talk(storeId, seller?.cookie ?? "", "자리 양도해요");
  await press(storeId, reader?.cookie ?? "", `${body.seq}/report`, { reason: "scalping" });
  const page = await openAsHost(`/host/stores/${storeId}/room`);
  await untilHeading(page, `${storeName} 채팅 관리`);
  const reports = section(page, "신고");
  await reports.getByText("자리를 팔거나 삼").waitFor();
  await reports.getByRole("button", { name: "파는 사람 님을 1시간 멈추기" }).click();
  const muted = section(page, "말을 멈춘 사람");
  await muted.getByText("파는 사람").waitFor();
  expect((await talk(storeId, seller?.cookie ?? "", "안 되나요")).body.type).toBe("/problems/muted");
  await expectFine(page, "room desk");
  await reports.getByRole("button", { name: "파는 사람 님의 말 가리기" }).click();
  await reports.getByRole("button", { name: "파는 사람 님의 말 가리기" }).waitFor({ state: "detached" });
  await muted.getByRole("button", { name: "파는 사람 님 풀기" }).click();
  await muted.getByText("멈춘 사람이 없어요.").waitFor();
  expect((await talk(storeId, seller?.cookie ?? "", "다시 왔어요")).status).toBe(201);
  const deeds = section(page, "한 일").locator("b");
  await waitUntil(async () => (await deeds.count()) === 3, { what: "the deeds are in the log" });
  expect(await deeds.allTextContents()).toEqual(["멈춘 것을 풂", "말을 가림", "말을 멈춤"]);
});

test("slow mode, blocked words and the pin are set at the desk, and a visitor meets each of them", async () => {
  const { storeId } = await product.addSlot();
  const { body } = await talk(storeId, product.host.cookie, "뛰지 말아 주세요");
  await product.send("PATCH", `/api/stores/${storeId}/room`, product.host.cookie, { pinned: Number(body.seq) });
  const desk = await openAsHost(`/host/stores/${storeId}/room`);
  await desk.getByLabel("막을 말").fill("양도");
  await desk.getByRole("button", { name: "더하기" }).click();
  await desk.getByRole("button", { name: "양도 빼기" }).waitFor();
  const page = await product.visit(await product.openPhone("천천히 말하는 사람"), `/stores/${storeId}/room`);
  await page.locator(".chat-pinned").getByText("뛰지 말아 주세요").waitFor();
  const say = async (text: string) => {
    await page.getByRole("textbox", { name: "할 말" }).fill(text);
    await page.keyboard.press("Enter");
  };
  await say("양도받아요");
  await page.getByText("이 채팅방에서 쓸 수 없는 말이 들어 있어요").waitFor();
  await page.getByRole("button", { name: "지우기" }).click();
  await desk.getByRole("radio", { name: "30초" }).click();
  await page.getByText("30초에 한 번 말할 수 있어요").waitFor();
  await say("하나");
  await page.getByText(/초 뒤에 보낼 수 있어요/).waitFor();
  await say("둘");
  expect(await page.locator(".said.own .bubble").allTextContents()).toEqual(["하나"]);
  expect(await page.getByRole("textbox", { name: "할 말" }).inputValue()).toBe("둘");
  await expectFine(page, "room in slow mode");
  await desk.getByRole("button", { name: "고정 풀기" }).click();
  await page.locator(".chat-pinned").waitFor({ state: "detached" });
});

test("a pass leads to the room, where its holder and the host are known as such; nobody else has a desk", async () => {
  const { id, storeId } = await product.addSlot();
  const { cookie } = await product.client.signIn("표 있는 사람");
  const { reservationId } = await product.send("POST", `/api/slots/${id}/entries`, cookie, {});
  const context = await product.openPhone("표 있는 사람");
  const page = await product.visit(context, `/reservations/${reservationId}`);
  await page.getByRole("link", { name: "채팅" }).click();
  await page.getByRole("textbox", { name: "할 말" }).fill("저 가요");
  await page.getByRole("button", { name: "보내기" }).click();
  const host = await openAsHost(`/stores/${storeId}/room`);
  await host.getByText("인증된 손님").waitFor();
  await host.getByRole("link", { name: "채팅 관리" }).click();
  await host.getByRole("heading", { level: 1, name: /채팅 관리/ }).waitFor();
  await talk(storeId, product.host.cookie, "어서 오세요");
  await page.locator(".said-badge.host").waitFor();
  const stranger = await product.visit(context, `/host/stores/${storeId}/room`);
  await untilHeading(stranger, "찾을 수 없어요");
  const absent = await stranger.goto(`${product.url}/stores/999999999/room`);
  expect([absent?.status(), await stranger.title()]).toEqual([404, expect.stringMatching(/^찾을 수 없어요/)]);
  await untilHeading(stranger, "찾을 수 없어요");
});
