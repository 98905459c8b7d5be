import type { Doer } from "../../shared/audit.ts";
import type { PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Slot } from "../../shared/slots.ts";
import type { SlotPlan } from "./rules.ts";

/** A slot as stored; what is bookable now follows from it by rule. */
export type StoredSlot = Omit<Slot, "bookableNow"> & { readonly fillsGaps: boolean; readonly largestParty: number };

export interface SlotBook {
  find(id: SlotId): Promise<StoredSlot | null>;
  /** By start, after the slot `cursor`: those of one day in the store's zone, else those that are not over. */
  list(store: StoreId, date: string | null, cursor: string | null, limit: number): Promise<StoredSlot[]>;
  /** How many slots of the plan are new; null when the store is not this host's. */
  count(store: StoreId, host: PersonId, plan: SlotPlan): Promise<number | null>;
  /** Adds the slots of the plan that are new, all or none; somebody else's store is `not-found`. */
  add(store: StoreId, host: Doer, plan: SlotPlan, key: string): Promise<{ slotIds: SlotId[] } | Refused>;
}
