import type { Fitter, ModelShelf, ModelState, PurchaseShelf, TellProgress } from "./ports.ts";
import { type CellPurchase, mayGoLive } from "./rules.ts";

interface World {
  readonly purchases: PurchaseShelf;
  readonly models: ModelShelf;
  readonly fitter: Fitter;
}

type Outcome = { readonly id: string; readonly state: ModelState };
type Problem<Code extends string> = { readonly problem: Code };

/** What is learned from purchases, and which of it is in use. */
export function createRecommendations({ purchases, models, fitter }: World) {
  return {
    /** The same file again changes nothing. */
    async import(file: { source: string; hash: string }, rows: readonly CellPurchase[]) {
      const latest = await purchases.latest();
      return latest?.hash === file.hash ? latest : purchases.import(file, rows);
    },
    /** Learns from the latest import; goes live only where the gate lets it, and what was live stays otherwise. */
    async fit(seed: number, tell: TellProgress): Promise<Outcome | Problem<"no-purchases">> {
      const of = await purchases.latest();
      if (of === null) return { problem: "no-purchases" };
      const fitted = await fitter.fit(purchases.purchases(of), seed, tell);
      const state = mayGoLive(fitted.measured) ? "live" : "refused";
      return { id: await models.keep({ ...fitted, of, seed, state }), state };
    },
    list: () => models.list(),
    /** Rollback: a model that was live before is live again. Refused ones never were. */
    async putBack(id: string): Promise<Outcome | Problem<"not-found">> {
      const state = await models.putBack(id);
      return state === null ? { problem: "not-found" } : { id, state };
    },
  };
}
