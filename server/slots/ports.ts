import type { Doer } from "../../shared/audit.ts";
import type { PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import type { AddedSlots, Slot } from "../../shared/slots.ts";
import type { SlotPlan } from "./rules.ts";

/** A slot as stored; what is bookable now follows from it by rule. */
export type StoredSlot = Omit<Slot, "bookableNow"> & { readonly fillsGaps: boolean; readonly largestParty: number };

export interface SlotsAsked {
  readonly store: StoreId;
  readonly date: string | null;
  /** The start of the last slot of the page before. */
  readonly cursor: string | null;
  readonly limit: number;
  readonly by: PersonId | null;
}

export interface SlotBook {
  /** A slot of a store that is published; of a draft to `by`, its owner. */
  find(id: SlotId, by: PersonId | null): Promise<StoredSlot | null>;
  /**
   * By start, after `cursor`: those of one day in the store's zone, else those that are not over. Null for a store that
   * is not there, or a draft of somebody else than `by`.
   */
  list(asked: SlotsAsked): Promise<StoredSlot[] | null>;
  /** What of the plan is new and what cannot be, counted; refused as `add` refuses it. */
  count(store: StoreId, host: PersonId, plan: SlotPlan): Promise<AddedSlots | Refused>;
  /**
   * Adds the slots of the plan that are new, all or none; somebody else's store is `not-found`, and `too-many-slots` is
   * for a store that would have more than `mostSlotsOfStore`.
   */
  add(store: StoreId, host: Doer, plan: SlotPlan, key: string): Promise<AddedSlots | Refused>;
  /** Takes a slot back; with people in it only `knowingly`, and they are told. */
  close(slot: SlotId, host: Doer, knowingly: boolean, key: string): Promise<{ slot: SlotId } | Refused>;
}
