import type { Page } from "playwright-core";

/** Waits until this is the only store that a list shows. */
export const untilOnly = (page: Page, name: string) =>
  page.waitForFunction((only) => {
    const names = [...document.querySelectorAll(".card :is(h2, h3)")].map(({ textContent }) => textContent);
    return names.length === 1 && names[0] === only;
  }, name);
