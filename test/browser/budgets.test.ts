import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProduct, type Product } from "./product.ts";

const kilobyte = 1024;
const largest = { scriptBytes: 90 * kilobyte, styleBytes: 12 * kilobyte, shift: 0.02 };
/**
 * The promise is 1.5 s, which is printed with what was measured. docs/benchmarks.md has the medians, which differ by
 * how busy the machine is; the test speaks up where the field stops calling a page good, at 2.5 s (web.dev/lcp).
 */
const lcpMs = { promised: 1_500, tolerated: 2_500 };
const slowNetwork = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 };
const runs = 3;

let product: Product;
beforeAll(async () => {
  product = await createProduct({ fonts: true });
  await product.addSlot({ opensInMs: 3_000_000, capacity: 10 });
});
afterAll(() => product.close());

interface Measured {
  readonly lcpMs: number;
  readonly shift: number;
  readonly urls: readonly string[];
}

type Shift = PerformanceEntry & { readonly value: number };

/** A middling phone on a slow network: 1.6 Mbit/s, 150 ms, a fourth of this processor. */
async function slowDown(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", slowNetwork);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  return session;
}

async function measureHome(viewport: { width: number; height: number }): Promise<Measured> {
  const context = await product.openPhone(null, { viewport, reducedMotion: "no-preference" });
  const page = await context.newPage();
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  await slowDown(page);
  await page.goto(`${product.url}/`, { waitUntil: "networkidle" });
  await page.evaluate(() => document.fonts.ready);
  const seen = await page.evaluate(async () => {
    const entriesOf = (type: string) =>
      new Promise<PerformanceEntry[]>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true });
        setTimeout(() => resolve([]), 1_000);
      });
    const [paints, shifts] = await Promise.all(["largest-contentful-paint", "layout-shift"].map(entriesOf));
    const shift = (shifts as Shift[]).reduce((sum, { value }) => sum + value, 0);
    return { lcpMs: paints?.at(-1)?.startTime ?? 0, shift };
  });
  await context.close();
  return { ...seen, urls };
}

const median = (values: number[]) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
const isScript = (url: string) => url.endsWith(".js");
/** The fonts' own list is not the app's: it comes after the first paint. */
const isStyle = (url: string) => url.endsWith(".css") && !url.includes("pretendard");

async function zippedBytes(urls: readonly string[]): Promise<number> {
  const read = async (url: string) => readFile(new URL(`../../web/dist${new URL(url).pathname}`, import.meta.url));
  const files = await Promise.all([...new Set(urls)].map(read));
  return files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
}

describe.each([
  { device: "a phone", viewport: { width: 390, height: 844 } },
  { device: "a desk", viewport: { width: 1440, height: 900 } },
])("the home page on $device, slow network, slow processor", ({ device, viewport }) => {
  const measured: Measured[] = [];
  beforeAll(async () => {
    for (let run = 0; run < runs; run += 1) measured.push(await measureHome(viewport));
  });

  test("shows its largest part in good time", () => {
    const lcp = Math.round(median(measured.map((run) => run.lcpMs)));
    console.log(`Largest part on ${device}: ${lcp} ms, median of ${runs}; promised ${lcpMs.promised} ms.`);
    expect(lcp).toBeGreaterThan(0);
    expect(lcp).toBeLessThan(lcpMs.tolerated);
  });

  test("moves nothing while it loads", () => {
    const shift = median(measured.map((run) => run.shift));
    console.log(`Shift on ${device}: ${shift.toFixed(4)}; promised ${largest.shift}.`);
    expect(shift).toBeLessThanOrEqual(largest.shift);
  });

  test("brings few programs and styles, and nothing from elsewhere", async () => {
    const urls = measured.flatMap((run) => run.urls);
    const [scripts, styles] = [await zippedBytes(urls.filter(isScript)), await zippedBytes(urls.filter(isStyle))];
    console.log(`Programs ${(scripts / kilobyte).toFixed(1)} KB, styles ${(styles / kilobyte).toFixed(1)} KB, gzip.`);
    expect(scripts).toBeGreaterThan(0);
    expect(scripts).toBeLessThanOrEqual(largest.scriptBytes);
    expect(styles).toBeGreaterThan(0);
    expect(styles).toBeLessThanOrEqual(largest.styleBytes);
    expect(urls.filter((url) => !url.startsWith(product.url))).toEqual([]);
  });
});
