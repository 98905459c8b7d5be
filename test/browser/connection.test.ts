import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { restartServer } from "../services/servers.ts";
import { createTestDatabase, type TestDatabase } from "../services/test-database.ts";
import { createProduct, type Product, untilHeading } from "./product.ts";

let database: TestDatabase;
let product: Product;
let server: ServerProcess;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  product = await createProduct({ databaseUrl: database.url });
  server = product.server;
});
afterAll(async () => {
  await product.close();
  await server.stop();
  await database.drop();
});

/** A window in the line, which would not know it after a reload. */
async function openPlace(context: BrowserContext, slotId: string): Promise<Page> {
  const page = await product.visit(context, `/slots/${slotId}`);
  await page.getByRole("button", { name: "대기 줄 서기" }).click();
  await page.locator(".rank b", { hasText: /^1$/ }).waitFor();
  await page.evaluate(() => Object.assign(window, { wasHereBefore: true }));
  return page;
}
const wasHereBefore = (page: Page) => page.evaluate(() => "wasHereBefore" in window);

/** Takes the page's sockets away: they never open, never close and say nothing. */
const withoutSockets = (context: BrowserContext) =>
  context.addInitScript(() => {
    function WebSocket() {
      return Object.assign(new EventTarget(), { send() {}, close() {} });
    }
    Object.assign(window, { WebSocket });
  });

test("S23: the server is killed and comes back; so do the place and its live messages, by themselves", async () => {
  const { id, giveBack } = await product.addFullSlot();
  const page = await openPlace(await product.openPhone("지수"), id);
  await page.getByText("연결됨").waitFor();

  await server.kill("SIGKILL");
  await page.locator(".rank-side.lost").waitFor();
  await page.getByText("다시 연결 중").first().waitFor();
  const heard: string[] = [];
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => heard.push(String(payload))));
  server = await restartServer(server, database.url);

  await page.locator(".rank-side:not(.lost) .rank b", { hasText: /^1$/ }).waitFor();
  await page.getByText("연결됨").waitFor();
  const isOfSlot = (text: string) => text.includes(`{"slot":{"id":"${id}"`);
  await waitUntil(() => heard.some(isOfSlot), { what: "the new socket says how the slot stands" });
  await giveBack();
  await untilHeading(page, "자리를 받았어요");
  expect(await wasHereBefore(page)).toBe(true);
  expect(product.troubles).toEqual([]);
});

test("a place page whose socket never opens sees the returned seat all the same", async () => {
  const { id, giveBack } = await product.addFullSlot();
  const context = await product.openPhone("민호");
  await withoutSockets(context);
  const page = await openPlace(context, id);
  await giveBack();
  await untilHeading(page, "자리를 받았어요");
  expect(await wasHereBefore(page)).toBe(true);
});

test("a store page whose sockets never open sees its seats change all the same", async () => {
  const { storeId, giveBack } = await product.addFullSlot();
  const context = await product.openPhone(null);
  await withoutSockets(context);
  const firstLook = context.waitForEvent("response", (response) => response.url().includes("/slots?date="));
  const page = await product.visit(context, `/stores/${storeId}`);
  await (await firstLook).finished();
  const taken = page.locator(".slots .seat").filter({ hasNotText: "자리 1" });
  await taken.waitFor();
  await page.evaluate(() => Object.assign(window, { wasHereBefore: true }));
  await giveBack();
  await taken.waitFor({ state: "detached" });
  expect(await wasHereBefore(page)).toBe(true);
});
