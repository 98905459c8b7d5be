import type { FitPhase, Fitted } from "../ports.ts";
import type { CellPurchase } from "../rules.ts";

/** What the thread is told: purchases, and then that these were all. */
export type ToThread = { readonly purchases: readonly CellPurchase[] } | { readonly seed: number };

/** What it tells; each batch of purchases is answered before the next one is sent. */
export type FromThread = { readonly phase: FitPhase; readonly rows: number } | { readonly fitted: Fitted };
