import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const smallestTarget = 44;

/** What axe finds on the page as it stands. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(await axeSource);
  const found = await page.evaluate((tags) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    return axe.run(document, { runOnly: { type: "tag", values: tags } });
  }, rules);
  const describeOne = ({ id, nodes }: axe.Result) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`;
  return found.violations.map(describeOne);
}

/** How much wider than its window the page is. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** Everything to press that is smaller than a fingertip, by what it says. */
export function smallTargetsOn(page: Page): Promise<string[]> {
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
