import { accounts } from "./en/accounts.ts";
import { figure, people, waiters } from "./en/figures.ts";
import { reserve } from "./en/line.ts";
import { reservations } from "./en/reservations.ts";
import { problems, site } from "./en/site.ts";
import { countdown, slots } from "./en/slots.ts";
import { stores } from "./en/stores.ts";
import type { Messages } from "./ko.ts";

/** Every text of the pages in English, one file per room. */
export const en: Messages = {
  figure,
  people,
  waiters,
  site,
  problems,
  accounts,
  stores,
  slots,
  countdown,
  reserve,
  reservations,
};
