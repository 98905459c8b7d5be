import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const allRules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What of all rules another scheme can change. */
const colourRules = ["color-contrast", "link-in-text-block"];
const smallestTarget = 44;
const viewports = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
];
type Scheme = "light" | "dark";
const languages = 2;

/**
 * The page as it stands, in all eight looks: two languages, two widths, light and dark. In none is there
 * anything for axe to find, anything wider than the window, or anything too small to press. `view` names it. Structure
 * and sizes are the same in light and dark, so the second of them is asked for its colours only. The page is left as
 * wide as it was.
 */
export async function expectFine(page: Page, view: string): Promise<void> {
  const before = page.viewportSize();
  for (let switched = 0; switched < languages; switched += 1) {
    const language = await page.evaluate(() => document.documentElement.lang);
    for (const viewport of viewports) {
      await page.setViewportSize(viewport);
      const look = `${view}, ${language}, ${viewport.width} px`;
      await expectNoViolations(page, look, "light", allRules);
      const sizes = { overflow: await overflowOf(page), small: await smallTargetsOn(page) };
      expect({ look, ...sizes }).toEqual({ look, overflow: 0, small: [] });
      await expectNoViolations(page, look, "dark", colourRules);
    }
    await switchLanguage(page, language);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before !== null) await page.setViewportSize(before);
}

async function expectNoViolations(page: Page, look: string, colorScheme: Scheme, rules: readonly string[]) {
  await page.emulateMedia({ colorScheme });
  const seen = { look, colorScheme };
  expect({ ...seen, violations: await violationsOn(page, rules) }).toEqual({ ...seen, violations: [] });
}

/** By the page's own switch, also behind a dialog. */
async function switchLanguage(page: Page, from: string): Promise<void> {
  await page
    .locator("button.quiet[lang]")
    .first()
    .evaluate((button: HTMLButtonElement) => button.click());
  await page.waitForFunction((before) => document.documentElement.lang !== before, from);
}

/** What axe finds on the page as it stands, by the rules of these tags, or by these rules. */
export async function violationsOn(page: Page, values: readonly string[] = allRules): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(await axeSource);
  const runOnly: axe.RunOnly = { type: values === allRules ? "tag" : "rule", values: [...values] };
  const found = await page.evaluate((only) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    return axe.run(document, { runOnly: only, resultTypes: ["violations"], preload: false });
  }, runOnly);
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
