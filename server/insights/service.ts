import type { PersonId, StoreId } from "../../shared/ids.ts";
import { type PurchaseInsights, purchaseCharts, type StoreInsights, storeCharts } from "../../shared/insights.ts";
import type { Refused } from "../../shared/problems.ts";
import type { InsightBook } from "./ports.ts";
import { chartsOf } from "./rules.ts";

/** Figures of the purchases, and of each store for its host. */
export function createInsights(book: InsightBook) {
  /** An import never changes, so it is counted once in a process. */
  let kept: { readonly id: string; readonly insights: Promise<PurchaseInsights> } | null = null;

  async function count({ id, source, rows }: NonNullable<Awaited<ReturnType<InsightBook["imported"]>>>) {
    return { imported: { source, rows }, charts: chartsOf(purchaseCharts, await book.purchases(id)) };
  }

  return {
    async purchases(): Promise<PurchaseInsights> {
      const imported = await book.imported();
      if (imported === null) return { imported: null, charts: [] };
      if (kept?.id !== imported.id) {
        const insights = count(imported);
        kept = { id: imported.id, insights };
        insights.catch(() => {
          kept = null;
        });
      }
      return kept.insights;
    },
    async store(store: StoreId, by: PersonId): Promise<StoreInsights | Refused> {
      const found = await book.store(store, by);
      if (found === null) return { problem: "not-found" };
      return { name: found.name, charts: chartsOf(storeCharts, found.counts) };
    },
  };
}

export type Insights = ReturnType<typeof createInsights>;
