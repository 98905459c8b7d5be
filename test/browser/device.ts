import type { Page } from "playwright-core";
import { waitUntil } from "../../load/processes/wait-until.ts";

/*
 * What a page keeps on its device. Asked again and again from here: `page.waitForFunction` takes the promise of an
 * async function for a yes.
 */

const isKept = (page: Page, path: string) =>
  page.evaluate(async (name) => (await caches.match(name, { ignoreVary: true })) !== undefined, path);

/** Waits until all of this is kept, whether by the page or by its worker. */
export async function untilKept(page: Page, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) await waitUntil(() => isKept(page, path), { what: `${path} is kept` });
}

/** Waits until what is kept of this says so. */
export function untilKeptSays(page: Page, path: string, text: string): Promise<unknown> {
  const saysSo = ([name, words]: readonly [string, string]) =>
    caches.match(name).then(async (told) => (await told?.text())?.includes(words) === true);
  return waitUntil(() => page.evaluate(saysSo, [path, text] as const), { what: `${path} says ${text}` });
}

/** Waits until this is kept no longer. */
export function untilNotKept(page: Page, path: string): Promise<unknown> {
  return waitUntil(async () => !(await isKept(page, path)), { what: `${path} is kept no longer` });
}

/** Waits until the worker answers for the page and has all its files. */
export async function untilWorkerReady(page: Page): Promise<void> {
  const controls = () => page.evaluate(() => navigator.serviceWorker.controller !== null);
  await waitUntil(controls, { what: "the worker answers for the page" });
  await untilKept(page, "/shell");
}

/** Waits until nothing of the reader's own is kept. */
export async function untilForgotten(page: Page): Promise<void> {
  const isForgotten = () => page.evaluate(async () => !(await caches.keys()).includes("popline-mine"));
  await waitUntil(isForgotten, { what: "the reader's things are forgotten" });
}
