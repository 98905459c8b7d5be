import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { type Client, createClient } from "../../load/crowd/client.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createRedisBuffer } from "../../server/line/buffer/buffer.redis.ts";
import { createSqlEntrances } from "../../server/line/buffer/entrances.sql.ts";
import type { SlotId } from "../../shared/ids.ts";
import { openBrowser } from "../services/chromium.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { openLink, somePrefix } from "../services/redis-links.ts";
import { startServers } from "../services/servers.ts";

const prefix = somePrefix();
let ledger: Ledger;
let server: ServerProcess;
let client: Client;
let browser: Browser;

beforeAll(async () => {
  ledger = await openLedger("server");
  const shared = { REDIS_URL: inject("redisUrl"), REDIS_PREFIX: prefix, LINE: "buffered" };
  [server] = (await startServers(1, ledger.url as string, shared)) as [ServerProcess];
  client = createClient(server.url);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  client.close();
  await server.stop();
  await ledger.close();
});

const press = async (slot: SlotId, name: string) => {
  const { cookie } = await client.signIn(name);
  const { status, body: entry } = await client.send("POST", `/api/slots/${slot}/entries`, {
    cookie,
    body: {},
    key: randomUUID(),
  });
  expect(status).toBe(201);
  return { cookie, receipt: entry.receipt };
};
async function openSlot(slot: SlotId, name: string): Promise<Page> {
  const context = await browser.newContext({ locale: "ko-KR", serviceWorkers: "block" });
  const [cookieName = "", value = ""] = (await client.signIn(name)).cookie.split("=");
  await context.addCookies([{ name: cookieName, value, url: server.url }]);
  const page = await context.newPage();
  await page.goto(`${server.url}/slots/${slot}`);
  return page;
}
const note = (page: Page, title: string) => page.locator(".note").filter({ hasText: title });
/** Of the browser. */
async function keepsReceipt(path: string): Promise<boolean> {
  const { entry } = (await (await caches.match(path))?.json()) ?? {};
  return entry?.receipt !== undefined;
}
const untilWritten = (slot: SlotId, count: number) =>
  waitUntil(async () => (await ledger.rows(slot)).entries.length === count, { what: `${count} are written` });

/** A worker of the slot elsewhere, as the server sees it: its lease moves, and it hands over when the test says so. */
async function openWorker(slot: SlotId) {
  const link = await openLink({ prefix });
  const [buffer, entrances] = [createRedisBuffer(link), createSqlEntrances(ledger.database)];
  const lease = link.named(`line:${slot}:lease`);
  let beats = 0;
  const move = () => {
    beats += 1;
    return link.ask((redis) => redis.set(lease, `elsewhere ${beats}`));
  };
  await move();
  const moving = setInterval(() => void move(), 200);
  onTestFinished(() => clearInterval(moving));
  return {
    async handOver(most: number): Promise<void> {
      const claimed = await buffer.claim(slot, "elsewhere", "", most);
      if (claimed.state !== "work") throw new Error(`there is nothing to hand over: ${claimed.state}`);
      const { epoch, given } = claimed;
      const written = await entrances.write(slot, epoch, given);
      if (written.refused !== null) throw new Error(written.refused);
      const { waiting, departed, free } = written;
      await buffer.handOver({ slot, epoch, last: given.at(-1)?.ticket ?? 0, waiting, departed, free, voids: [] });
    },
    /** All that Redis has is gone, and another epoch has begun. */
    async wipe(): Promise<void> {
      await ledger.run("update slot_line set entrance_since = now() - interval '1 minute' where slot_id = $1", [slot]);
      const epochOf = async () =>
        (await ledger.run<{ epoch: number }>("select epoch from slot_line where slot_id = $1", [slot]))[0]?.epoch;
      const before = (await epochOf()) as number;
      await link.ask(async (redis) => redis.del(await redis.keys(link.named(`line:${slot}:*`))));
      await waitUntil(async () => (await epochOf()) === before + 1, { what: "another epoch begins" });
    },
    /** The minute of those who come back is over, and the server hands over by itself. */
    async endRecovery(): Promise<void> {
      await ledger.run("update slot_line set recovering_until = now() where slot_id = $1", [slot]);
      clearInterval(moving);
    },
  };
}

test("DESIGN 1, S23: a place that is not written is kept and falls, a loss is told, its outcome comes", async () => {
  const slot = await ledger.slot({ capacity: 2 });
  await press(slot, "첫째");
  await untilWritten(slot, 1);
  const worker = await openWorker(slot);
  await press(slot, "둘째");
  await press(slot, "셋째");
  const page = await openSlot(slot, "지수");
  const rank = (number: number) => page.locator(".rank-side").getByText(`${number}`, { exact: true }).waitFor();
  await page.locator(".reserve .button.primary").click();
  await note(page, "자리를 맡아 뒀어요").waitFor();
  await rank(3);
  await worker.handOver(2);
  await rank(2);
  await note(page, "자리를 맡아 뒀어요").waitFor();

  await worker.wipe();
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  await note(page, "접수한 순서대로 다시 줄을 세우고 있어요")
    .getByText(/원래 순서 그대로.*맨 뒤/)
    .waitFor();
  await rank(2);
  await worker.endRecovery();
  await untilWritten(slot, 4);
  await note(page, "2자리 가운데").waitFor();
  await rank(2);
});

test("DESIGN 1: a page opened anew after a loss presents the receipt that the device kept", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  await press(slot, "첫째");
  await untilWritten(slot, 1);
  const worker = await openWorker(slot);
  const page = await openSlot(slot, "하린");
  const rank = (number: number) => page.locator(".rank-side").getByText(`${number}`, { exact: true }).waitFor();
  await page.locator(".reserve .button.primary").click();
  await note(page, "자리를 맡아 뒀어요").waitFor();
  await waitUntil(() => page.evaluate(keepsReceipt, `/kept/slots/${slot}`), { what: "the device keeps the receipt" });
  await page.goto("about:blank");
  await worker.wipe();
  // On a slow network the slot is there before it is known who looks: then it is whoever the device knows.
  let answer = () => undefined as void;
  const isBack = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/api/auth/session", (route) => isBack.then(() => route.continue()));
  await page.goto(`${server.url}/slots/${slot}`);
  await note(page, "접수한 순서대로 다시 줄을 세우고 있어요").waitFor();
  answer();
  await rank(1);
});

test("DESIGN 1: a page that comes back too late shows its new place at the back", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  // As of a slot that was handed back and opened again: no loss, of which the page would speak.
  await ledger.run("update slot_line set epoch = 3 where slot_id = $1", [slot]);
  await press(slot, "첫째");
  await untilWritten(slot, 1);
  const worker = await openWorker(slot);
  const page = await openSlot(slot, "민서");
  const rank = (number: number) => page.locator(".rank-side").getByText(`${number}`, { exact: true }).waitFor();
  await page.locator(".reserve .button.primary").click();
  await note(page, "자리를 맡아 뒀어요").waitFor();
  await rank(1);
  const { cookie, receipt } = await press(slot, "셋째");
  await page.context().setOffline(true);
  await worker.wipe();
  const present = { cookie, body: { receipt }, key: randomUUID() };
  expect(await client.send("POST", `/api/slots/${slot}/entries`, present)).toMatchObject({ status: 200 });
  await worker.endRecovery();
  await untilWritten(slot, 2);
  await page.context().setOffline(false);
  await untilWritten(slot, 3);
  await note(page, "내 앞에").waitFor();
  await rank(2);
});
