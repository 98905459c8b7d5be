import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { develop, type Picture } from "./camera.ts";

const phoneRow = ["home-phone-light", "lobby-phone", "place-phone", "pass-phone", "rehearsal-verdict-phone"];
const deskRow = ["home-desk-dark", "place-desk", "rehearsal-verdict-desk"];

/** The walk in one picture: the phone's above, the desk's below. */
export async function recordContactSheet(browser: Browser, pictures: readonly Picture[], folder: string) {
  const row = async (names: readonly string[], className: string) =>
    `<div class="${className}">${(await Promise.all(names.map((name) => imageOf(pictures, name)))).join("")}</div>`;
  const context = await browser.newContext({ viewport: { width: 1600, height: 1120 } });
  const page = await context.newPage();
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 40px; display: grid; gap: 40px; background: #0d0e11; }
    div { display: flex; justify-content: space-between; }
    img { border-radius: 18px; outline: 1px solid #343842; }
    .phones img { height: 640px; }
    .desks img { width: 490px; }
  </style>${await row(phoneRow, "phones")}${await row(deskRow, "desks")}`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  await page.setViewportSize({ width: 1600, height: await page.evaluate(() => document.body.scrollHeight) });
  await writeFile(join(folder, "walk.webp"), await develop(page));
  await context.close();
}

async function imageOf(pictures: readonly Picture[], name: string): Promise<string> {
  const picture = pictures.find((each) => each.name === name);
  if (picture === undefined) throw new Error(`No picture is called ${name}.`);
  return `<img alt="" src="data:image/webp;base64,${(await readFile(picture.path)).toString("base64")}">`;
}
