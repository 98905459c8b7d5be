import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const smallestTarget = 44;
const viewports = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];
const schemes = ["light", "dark"] as const;
const languages = 2;

/**
 * The page as it stands, in every look people see: in none is there anything for axe to find, anything wider than the
 * window, or anything too small to press. `view` names it. Four looks hold all eight: structure and sizes depend on
 * language and width, colours on width and scheme, and no rule of axe on all three.
 */
export async function expectFine(page: Page, view: string): Promise<void> {
  for (let switched = 0; switched < languages; switched += 1) {
    const language = await page.evaluate(() => document.documentElement.lang);
    for (const [at, viewport] of viewports.entries()) {
      const colorScheme = schemes[(at + switched) % schemes.length] as (typeof schemes)[number];
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const look = `${view}, ${language}, ${viewport.width} px, ${colorScheme}`;
      const found = { violations: await violationsOn(page), overflow: await overflowOf(page) };
      expect({ look, ...found, small: await smallTargetsOn(page) }).toEqual({
        look,
        violations: [],
        overflow: 0,
        small: [],
      });
    }
    await switchLanguage(page, language);
  }
}

/** By the page's own switch, also behind a dialog. */
async function switchLanguage(page: Page, from: string): Promise<void> {
  await page.locator("button.quiet[lang]").evaluate((button: HTMLButtonElement) => button.click());
  await page.waitForFunction((before) => document.documentElement.lang !== before, from);
}

/** What axe finds on the page as it stands. */
export async function violationsOn(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(await axeSource);
  const found = await page.evaluate((values) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    return axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false });
  }, rules);
  const describeOne = ({ id, nodes }: axe.Result) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`;
  return found.violations.map(describeOne);
}

/** How much wider than its window the page is. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** Everything to press that is smaller than a fingertip, by what it says. */
function smallTargetsOn(page: Page): Promise<string[]> {
  return page.evaluate((smallest) => {
    const targets = [...document.querySelectorAll<HTMLElement>("a, button, input, select, summary")];
    const shown = targets.filter((target) => target.checkVisibility() && !target.closest(".skip"));
    const small = shown.filter((target) => {
      const { width, height } = target.getBoundingClientRect();
      return width < smallest - 0.5 || height < smallest - 0.5;
    });
    return small.map((target) => `${target.className} ${target.ariaLabel ?? target.textContent}`);
  }, smallestTarget);
}
