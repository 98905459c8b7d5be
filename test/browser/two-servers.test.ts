import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Client, createClient } from "../../load/crowd/client.ts";
import { startRoundRobin } from "../../load/processes/round-robin-proxy.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { Message } from "../../shared/chat.ts";
import { openBrowser } from "../services/chromium.ts";
import { somePrefix } from "../services/redis-links.ts";
import { startServers } from "../services/servers.ts";
import { createTestDatabase, type TestDatabase } from "../services/test-database.ts";

let database: TestDatabase;
let servers: ServerProcess[];
let proxy: Awaited<ReturnType<typeof startRoundRobin>>;
let client: Client;
let browser: Browser;

beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  const shared = { REDIS_URL: inject("redisUrl"), REDIS_PREFIX: somePrefix() };
  servers = await startServers(2, database.url, shared);
  proxy = await startRoundRobin(servers.map(({ url }) => url));
  client = createClient((servers[1] as ServerProcess).url);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  client.close();
  await proxy.close();
  await Promise.all(servers.map((server) => server.stop()));
  await database.drop();
});

async function openStore(): Promise<string> {
  const host = await client.signIn("호스트", "host");
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const body = { name: "두 서버", category: "food", district: "성수", startsOn: day, endsOn: day };
  const store = String((await client.send("POST", "/api/stores", { cookie: host.cookie, body })).body.id);
  const slots = { dates: [day], times: ["11:00"], capacity: 1 };
  await client.send("POST", `/api/stores/${store}/slots`, { cookie: host.cookie, body: slots });
  return store;
}
/** A browser in the store's room, behind the one address of both servers. */
async function openRoom(store: string, name: string): Promise<Page> {
  const context = await browser.newContext({ locale: "ko-KR", serviceWorkers: "block" });
  const [cookieName = "", value = ""] = (await client.signIn(name)).cookie.split("=");
  await context.addCookies([{ name: cookieName, value, url: proxy.url }]);
  const page = await context.newPage();
  await page.goto(`${proxy.url}/stores/${store}/room`);
  await page.getByRole("log", { name: "대화" }).waitFor();
  return page;
}
const say = async (page: Page, text: string) => {
  await page.getByRole("textbox", { name: "할 말" }).fill(text);
  await page.keyboard.press("Enter");
};
const bubbles = (page: Page) => page.locator(".chat-log .bubble").allTextContents();
const untilCount = (pages: readonly Page[], count: number) =>
  waitUntil(async () => (await Promise.all(pages.map(bubbles))).every(({ length }) => length === count), {
    what: `both show ${count} messages`,
  });
/** Sockets go to the servers in turns, by chance both to one: then one of them comes again. */
async function untilAtBoth(page: Page): Promise<void> {
  const areAtBoth = () => proxy.sockets().every((count) => count > 0);
  const come = async () => {
    await waitUntil(() => proxy.sockets().reduce((sum, count) => sum + count) >= 2, { what: "both have a socket" });
    if (areAtBoth()) return true;
    await page.reload();
    await page.getByRole("log", { name: "대화" }).waitFor();
    return areAtBoth();
  };
  await waitUntil(come, { what: "each server has one of them" });
}

test("I8, S15, D15: two browsers on two servers, one is killed: both show what was kept, in its order", async () => {
  const store = await openStore();
  const pages = [await openRoom(store, "지수"), await openRoom(store, "민호")] as const;
  const [one, two] = pages;
  await untilAtBoth(two);
  await say(one, "안녕하세요");
  await say(two, "안녕하세요");
  await untilCount(pages, 2);
  const [first] = servers as [ServerProcess];
  await first.kill("SIGKILL");
  for (const [at, page] of [one, two, one, two].entries()) await say(page, at < 2 ? "지금도 들려요?" : `말 ${at}`);
  await untilCount(pages, 6);
  const stored = await client.send("GET", `/api/stores/${store}/messages?limit=100`);
  const kept = (stored.body.items as Message[]).flatMap(({ kind, text }) => (kind === "talk" ? [text] : []));
  expect(kept.toSorted()).toEqual(
    ["말 2", "말 3", "안녕하세요", "안녕하세요", "지금도 들려요?", "지금도 들려요?"].toSorted(),
  );
  expect([await bubbles(one), await bubbles(two)]).toEqual([kept, kept]);
});
