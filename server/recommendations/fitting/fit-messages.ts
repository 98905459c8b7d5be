import type { FitPhase, Fitted } from "../ports.ts";
import type { CellPurchase, OwnDeed } from "../rules.ts";

/** Some of what is learned from. */
export type Some = { readonly purchases: readonly CellPurchase[] } | { readonly deeds: readonly OwnDeed[] };

/** What the thread is told: some, and then that these were all. */
export type ToThread = Some | { readonly seed: number };

/** What it tells; each batch is answered before the next one is sent. */
export type FromThread = { readonly phase: FitPhase; readonly rows: number } | { readonly fitted: Fitted };
