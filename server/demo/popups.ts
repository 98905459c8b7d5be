import type { Store } from "../../shared/stores.ts";
import names from "./names.json" with { type: "json" };
import pastList from "./past-popups.json" with { type: "json" };
import presentList from "./popups.json" with { type: "json" };

/** Days count from today: -3 began three days ago. */
interface AnyPopup {
  readonly name: string;
  readonly host: string;
  readonly district: string;
  readonly category: Store["category"];
  readonly firstDay: number;
  readonly lastDay: number;
  readonly bio: string;
  /** Seats of one slot; left out, what is usual in the category. */
  readonly seatsEach?: number;
  readonly largestParty?: number;
}

/** A popup that is here or to come. `seats`, `left` and `waiting` are sums over its coming slots. */
export interface Popup extends AnyPopup {
  readonly seats: number;
  readonly left: number;
  readonly waiting: number;
  /** When reservations open; left out, they have been open for days. */
  readonly opens?: { readonly inMinutes: number } | { readonly inDays: number; readonly hour: number };
  readonly paused?: boolean;
  /** The demo's visitor has a place here. */
  readonly guest?: "confirmed" | "waitlisted";
}

export type PastPopup = AnyPopup;

export const popups = presentList as unknown as readonly Popup[];
export const pastPopups = pastList as unknown as readonly PastPopup[];

/** Whom one can sign in as without thinking of a name. */
export const demoPeople = { visitor: names.visitor, host: names.host, operator: names.operator };

/** Invented names, each once: a surname and two syllables. The demo's visitor is the first. */
export function visitorNames(count: number): string[] {
  const { surnames, firsts, seconds } = names;
  const all = [names.visitor];
  for (let number = 0; all.length < count; number += 1) {
    const surname = surnames[number % surnames.length];
    const first = firsts[(number * 7 + Math.floor(number / surnames.length)) % firsts.length];
    const second = seconds[(number * 5 + Math.floor(number / (surnames.length * 3))) % seconds.length];
    const name = `${surname}${first}${second}`;
    if (first !== second && !all.includes(name)) all.push(name);
  }
  return all;
}
