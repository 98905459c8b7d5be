import { categories, storeStates } from "../../../shared/store-codes.ts";
import type { StoresQuery } from "../../../shared/stores.ts";

/** What the address narrows the stores to. */
export type Chosen = Pick<StoresQuery, "state" | "category" | "district">;

/** Reads the filters from an address; what we do not know is passed over. */
export function chosenIn(query: URLSearchParams): Chosen {
  const state = storeStates.find((each) => each === query.get("state"));
  const category = categories.find((each) => each === query.get("category"));
  const district = query.get("district")?.slice(0, 40) || undefined;
  return { ...(state && { state }), ...(category && { category }), ...(district && { district }) };
}

/** The address of the stores narrowed like this. */
export function addressOf(chosen: Chosen): string {
  const query = new URLSearchParams(chosen as Record<string, string>).toString();
  return query === "" ? "/explore" : `/explore?${query}`;
}

/** The filters with one of them chosen, or let go when it was chosen already. */
export function toggled<Name extends keyof Chosen>(chosen: Chosen, name: Name, value: Chosen[Name]): Chosen {
  const { [name]: before, ...others } = chosen;
  return before === value ? others : { ...others, [name]: value };
}
