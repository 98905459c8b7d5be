import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import sharp from "sharp";
import type { Client } from "../../load/crowd/client.ts";

const mostBytes = 150_000;
const qualities = [86, 78, 70, 60, 50, 40];

export type Device = "phone" | "desk";
export type Light = "light" | "dark";

const devices = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 },
} as const;

export interface Picture {
  readonly name: string;
  readonly path: string;
}

interface Studio {
  readonly browser: Browser;
  readonly client: Client;
  readonly folder: string;
}

export type Camera = ReturnType<typeof createCamera>;

/** Opens the product on a phone or a desk, and takes pictures of at most 150 KB, when nothing moves any more. */
export function createCamera({ browser, client, folder }: Studio) {
  const pictures: Picture[] = [];

  return {
    pictures,
    /** A browser of its own; signed in when there is a name. */
    async open(device: Device, light: Light, name: string | null = null): Promise<BrowserContext> {
      const context = await browser.newContext({
        ...devices[device],
        colorScheme: light,
        reducedMotion: "reduce",
        locale: "ko-KR",
        timezoneId: "Asia/Seoul",
      });
      if (name === null) return context;
      const [cookieName = "", value = ""] = (await client.signIn(name)).cookie.split("=");
      await context.addCookies([{ name: cookieName, value, url: client.url }]);
      return context;
    },
    async visit(context: BrowserContext, path: string): Promise<Page> {
      const page = await context.newPage();
      await page.goto(client.url + path);
      await page.locator("h1").first().waitFor();
      return page;
    },
    async shoot(page: Page, name: string): Promise<void> {
      await settle(page);
      const path = join(folder, `${name}.webp`);
      await writeFile(path, await develop(page));
      pictures.push({ name, path });
      console.log(`${name}.webp, ${Math.ceil((await stat(path)).size / 1024)} KB`);
    },
  };
}

/** The fonts and the pictures of the page are there. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    // The others may never come: a rail's pictures load when somebody looks at them.
    const seen = [...document.images].filter((image) => {
      const { top, left } = image.getBoundingClientRect();
      return top < innerHeight && left < innerWidth && image.checkVisibility();
    });
    await Promise.all(seen.map((image) => image.decode().catch(() => undefined)));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

/** As good as it fits, with as many points as the device's screen has; WebP is a third of what a PNG is. */
export async function develop(page: Page): Promise<Buffer> {
  const taken = sharp(await page.screenshot({ animations: "disabled" }));
  for (const quality of qualities) {
    const picture = await taken.clone().webp({ quality }).toBuffer();
    if (picture.length <= mostBytes) return picture;
  }
  throw new Error(`${page.url()} does not fit into ${mostBytes} bytes.`);
}
