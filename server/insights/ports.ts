import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { PurchaseInsights } from "../../shared/insights.ts";
import type { Counted } from "./rules.ts";

export interface InsightBook {
  imported(): Promise<(NonNullable<PurchaseInsights["imported"]> & { readonly id: string }) | null>;
  /** The purchases of an import, counted; cells the most frequent first. */
  purchases(imported: string): Promise<readonly Counted[]>;
  /** Null where the person may not, or there is no such store. */
  store(store: StoreId, by: PersonId): Promise<{ readonly name: string; readonly counts: readonly Counted[] } | null>;
}
