import { lineIn } from "../../../shared/lines.ts";
import { categories, storeStates } from "../../../shared/store-codes.ts";
import type { StoresQuery } from "../../../shared/stores.ts";

/** What the address narrows the stores to. */
export type Chosen = Pick<StoresQuery, "q" | "state" | "category" | "district" | "from" | "to">;

const longestName = 80;
const longestDistrict = 40;

/** One line without what no name has: the API refuses it, and an address may hold anything. */
function wordsIn(text: string | null, longest: number): string | undefined {
  return lineIn((text ?? "").replace(/\p{Cc}/gu, " "), longest) || undefined;
}

/** A day that exists, as the API takes it. */
function dayIn(text: string | null): string | undefined {
  if (text === null || !/^[12]\d{3}-\d\d-\d\d$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

/** Reads the filters from an address; what we do not know, or what contradicts itself, is passed over. */
export function chosenIn(query: URLSearchParams): Chosen {
  const from = dayIn(query.get("from"));
  const to = dayIn(query.get("to"));
  return withoutGaps({
    q: wordsIn(query.get("q"), longestName),
    state: storeStates.find((each) => each === query.get("state")),
    category: categories.find((each) => each === query.get("category")),
    district: wordsIn(query.get("district"), longestDistrict),
    from,
    to: from !== undefined && to !== undefined && to < from ? undefined : to,
  });
}

function withoutGaps(chosen: { [Name in keyof Chosen]?: Chosen[Name] | undefined }): Chosen {
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
}

/** The address of the stores narrowed like this. */
export function addressOf(chosen: Chosen): string {
  const query = new URLSearchParams(chosen as Record<string, string>).toString();
  return query === "" ? "/explore" : `/explore?${query}`;
}

/** The filters with these changed; an empty one is let go. Days that then contradict each other follow the new one. */
export function changed(chosen: Chosen, change: { [Name in keyof Chosen]?: Chosen[Name] | undefined }): Chosen {
  const next = withoutGaps({ ...chosen, ...change });
  const { from, to, ...others } = next;
  if (from === undefined || to === undefined || from <= to) return next;
  return change.to === undefined ? { ...others, from, to: from } : { ...others, from: to, to };
}

/** The filters with one of them chosen, or let go when it was chosen already. */
export function toggled<Name extends keyof Chosen>(chosen: Chosen, name: Name, value: Chosen[Name]): Chosen {
  return changed(chosen, { [name]: chosen[name] === value ? undefined : value });
}

/** The filters that stand for something by themselves: both days are one. */
export const parts = [["q"], ["from", "to"], ["district"], ["category"], ["state"]] as const;
export type Part = (typeof parts)[number];

/** Without one of its parts. */
export function without(chosen: Chosen, part: Part): Chosen {
  return changed(chosen, Object.fromEntries(part.map((name) => [name, undefined])));
}
