import type { Messages } from "../messages/ko.ts";
import type { StoreFilter } from "./store-filters.ts";

export function filterLabel(filter: StoreFilter, { stores }: Messages): string {
  if (filter.by === "all") return stores.all;
  if (filter.by === "state") return stores.states[filter.value];
  return filter.by === "category" ? stores.categories[filter.value] : stores.district(filter.value);
}
