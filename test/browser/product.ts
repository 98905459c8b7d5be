import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { Slot } from "../../shared/slots.ts";
import { openBrowser } from "../services/chromium.ts";
import { createClient } from "../services/client.ts";
import { startServer } from "../services/server-process.ts";
import { testSettings } from "../services/servers.ts";

const dayMs = 86_400_000;
const phone = {
  viewport: { width: 390, height: 844 },
  locale: "ko-KR",
  timezoneId: "Asia/Seoul",
  // Playwright cannot change what a service worker answers; the tests of the worker let it in.
  serviceWorkers: "block",
} as const;

interface NewSlot {
  readonly capacity?: number;
  readonly opensInMs?: number;
  readonly largestParty?: number;
  readonly offerMinutes?: number;
}

export type Product = Awaited<ReturnType<typeof createProduct>>;

/** The whole product for browser tests: a server of its own, Chromium, a host who opens slots, visitors with phones. */
export async function createProduct() {
  const server = await startServer(testSettings({ DATA_DIR: "memory://" }));
  const browser: Browser = await openBrowser();
  const client = createClient(server.url);
  const host = await client.signIn("호스트", "host");
  const troubles: string[] = [];
  let stores = 0;

  async function send(method: string, path: string, cookie: string, body?: unknown) {
    const reply = await client.send(method, path, { cookie, body });
    if (reply.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  /** A slot tomorrow in a store of its own, open since a minute unless told otherwise. */
  async function addSlot({ capacity = 1, opensInMs = -60_000, largestParty = 1, offerMinutes = 0 }: NewSlot = {}) {
    stores += 1;
    const day = new Date(Date.now() + 2 * dayMs).toISOString().slice(0, 10);
    const store = await send("POST", "/api/stores", host.cookie, {
      name: `달토끼 세탁소 ${stores}`,
      category: "character",
      district: "성수",
      startsOn: day,
      endsOn: day,
      opensAt: new Date(Date.now() + opensInMs).toISOString(),
      largestParty,
      offerMinutes,
    });
    const times = { dates: [day], times: ["11:00", "14:00"], capacity };
    const { slotIds } = await send("POST", `/api/stores/${store.id}/slots`, host.cookie, times);
    return { id: (slotIds as string[])[0] as string, storeName: String(store.name) };
  }

  /** A browser of its own; signed in when there is a name. */
  async function openPhone(name: string | null, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({ ...phone, ...options });
    context.on("weberror", (error) => troubles.push(String(error.error())));
    context.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) troubles.push(message.text());
    });
    if (name !== null) {
      const [cookieName = "", value = ""] = (await client.signIn(name)).cookie.split("=");
      await context.addCookies([{ name: cookieName, value, url: server.url }]);
    }
    return context;
  }

  return {
    url: server.url,
    host,
    client,
    send,
    addSlot,
    openPhone,
    /** What went wrong in any page: uncaught errors and what the content policy refused. */
    troubles,
    slot: async (id: string) => (await client.send("GET", `/api/slots/${id}`)).body as unknown as Slot,
    async visit(context: BrowserContext, path: string): Promise<Page> {
      const page = await context.newPage();
      await page.goto(server.url + path);
      return page;
    },
    async close(): Promise<void> {
      client.close();
      await browser.close();
      await server.stop();
    },
  };
}

/** Waits until the page's heading says this. */
export async function untilHeading(page: Page, text: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: text }).waitFor();
}
