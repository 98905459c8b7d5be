import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect, onTestFailed } from "vitest";
import { createClient } from "../../load/crowd/client.ts";
import type { Slot } from "../../shared/slots.ts";
import { dayIn } from "../services/days.ts";
import { ownStage, type StageWish, sharedStage } from "./stage.ts";

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
  readonly closesInMs?: number;
  readonly largestParty?: number;
  readonly offerMinutes?: number;
  readonly timeZone?: string;
}

interface Wish extends StageWish {
  readonly empty?: boolean;
}

export type Product = Awaited<ReturnType<typeof createProduct>>;

/** Requests that came to nothing, the latest, for whoever reads why a test failed. */
const mostLost = 20;
/** Over all files of a worker, so that no two stores have one name. */
let storesAdded = 0;
/**
 * The whole product for browser tests: a server with the demo's stores, Chromium, a host who opens slots, visitors
 * with phones. `empty`: a server of one's own without the demo's stores, where all stores together make a page.
 * `databaseUrl`: the same on PostgreSQL, so that the server can be killed. `mails`: the same with the demo's mailbox.
 * `fonts`: with the pages' own letters, for tests of how they look.
 */
export async function createProduct({ empty = false, ...wish }: Wish = {}) {
  const isShared = !empty && !wish.databaseUrl && !wish.mails;
  const { server, browser } = await (isShared ? sharedStage(wish) : ownStage(wish));
  const client = createClient(server.url);
  const host = await client.signIn("호스트", "host");
  const opened: BrowserContext[] = [];
  const troubles: string[] = [];
  const lost: string[] = [];

  /** What a page shows when its test has failed: why it waited is seldom in the test. */
  async function describe(page: Page): Promise<void> {
    if (page.isClosed()) return;
    const shown = await page.evaluate(() => `${location.href} ${document.body.innerText.slice(0, 300)}`);
    console.error("The page shows", shown, "and lost", lost);
  }

  async function send(method: string, path: string, cookie: string, body?: unknown) {
    const reply = await client.send(method, path, { cookie, body });
    if (reply.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  /** A slot tomorrow in a store of its own, open since a minute unless told otherwise, and another one beside it. */
  async function addSlot(wish: NewSlot = {}) {
    const { capacity = 1, opensInMs = -60_000, closesInMs, largestParty = 1, offerMinutes = 0, timeZone } = wish;
    storesAdded += 1;
    const day = dayIn(2);
    const store = await send("POST", "/api/stores", host.cookie, {
      name: `달토끼 세탁소 ${storesAdded}`,
      category: "character",
      district: "성수",
      startsOn: day,
      endsOn: day,
      opensAt: new Date(Date.now() + opensInMs).toISOString(),
      ...(closesInMs === undefined ? {} : { closesAt: new Date(Date.now() + closesInMs).toISOString() }),
      largestParty,
      offerMinutes,
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    const times = { dates: [day], times: ["11:00", "14:00"], capacity };
    const { slotIds } = await send("POST", `/api/stores/${store.id}/slots`, host.cookie, times);
    const [id, beside] = slotIds as [string, string];
    return { id, beside, storeId: String(store.id), storeName: String(store.name) };
  }

  /** The same with one seat, which somebody has and can give back. */
  async function addFullSlot(wish: NewSlot = {}) {
    const slot = await addSlot({ capacity: 1, ...wish });
    const { cookie } = await client.signIn(`앞사람 ${slot.id}`);
    const { reservationId } = await send("POST", `/api/slots/${slot.id}/entries`, cookie, {});
    const giveBack = () => send("POST", `/api/reservations/${reservationId}/cancel`, cookie);
    return { ...slot, giveBack };
  }

  /** A browser of its own, of somebody who wants less motion unless told otherwise; signed in when there is a name. */
  async function openPhone(name: string | null, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({ ...phone, reducedMotion: "reduce", ...options });
    opened.push(context);
    context.on("requestfailed", (request) => {
      lost.push(`${request.url()} ${request.failure()?.errorText}`);
      if (lost.length > mostLost) lost.shift();
    });
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
    server,
    host,
    client,
    send,
    addSlot,
    addFullSlot,
    openPhone,
    /** What went wrong in any page: uncaught errors and what the content policy refused. */
    troubles,
    slot: async (id: string) => (await client.send("GET", `/api/slots/${id}`)).body as unknown as Slot,
    async visit(context: BrowserContext, path: string): Promise<Page> {
      const page = await context.newPage();
      onTestFailed(() => describe(page).catch(() => undefined));
      await page.goto(server.url + path);
      return page;
    },
    async close(): Promise<void> {
      await Promise.all(opened.map((context) => context.close()));
      client.close();
      if (isShared) return;
      await browser.close();
      await server.stop();
    },
  };
}

/** From now on the pages of this device believe in a clock that is wrong by so much. */
export function setWrong(context: BrowserContext, errorMs: number): Promise<unknown> {
  return context.addInitScript((error) => {
    const right = Date.now;
    Date.now = () => right() + error;
  }, errorMs);
}

/**
 * When this was gone from the page, in milliseconds since the epoch: by the page itself at its next drawing, and by the
 * machine's clock, which is the server's too and which a test that changes `Date` leaves alone.
 */
export function goneAt(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (gone) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector(gone) !== null) requestAnimationFrame(look);
          else resolve(performance.timeOrigin + performance.now());
        };
        look();
      }),
    selector,
  );
}

/** When the page's countdown was over; see `goneAt`. */
export const countdownEnd = (page: Page): Promise<number> => goneAt(page, "[role=timer]");

/** What a round of `expectOnTime` leaves the pages to be there before the moment: as long as they may load. */
export const loadMs = 30_000;

/**
 * S19: on each of these devices within 1 s of the server's time, by the milliseconds that `begin`'s answer gives for
 * one. A device that was late is looked at again, twice at most, since test machines pause; none is ever early. All
 * come each time, since pages say how many wait together.
 */
export async function expectOnTime<Device>(
  devices: readonly Device[],
  begin: () => Promise<(device: Device) => Promise<number>>,
): Promise<void> {
  let late = devices.map((_, at) => at);
  for (let round = 0; round < 3 && late.length > 0; round += 1) {
    const afterMs = await Promise.all(devices.map(await begin()));
    expect(Math.min(...afterMs)).toBeGreaterThan(-1_000);
    late = late.filter((at) => (afterMs[at] as number) >= 1_000);
  }
  expect(late).toEqual([]);
}

/** Waits until the page's heading says this. */
export async function untilHeading(page: Page, text: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: text }).waitFor();
}
