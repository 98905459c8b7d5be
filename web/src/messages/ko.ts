import { accounts } from "./ko/accounts.ts";
import { figure, people, waiters } from "./ko/figures.ts";
import { reserve } from "./ko/line.ts";
import { reservations } from "./ko/reservations.ts";
import { problems, site } from "./ko/site.ts";
import { countdown, slots } from "./ko/slots.ts";
import { stores } from "./ko/stores.ts";

/** Every text of the pages in Korean, one file per room. The English catalogue has the same keys. */
export const ko = {
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

export type Messages = typeof ko;
