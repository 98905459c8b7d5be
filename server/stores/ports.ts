import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import type { Refused } from "../../shared/problems.ts";
import type { NewStore, Store } from "../../shared/stores.ts";
import type { StoreToKeep } from "./rules.ts";

/** The host's press: its key, and what was asked before anything was filled in. */
export interface StorePress {
  readonly key: string;
  readonly body: NewStore;
}

export interface StoreShelf {
  /** Keeps a new store; `duplicate-store` when one with this name, district and first day is there (S6). */
  add(owner: PersonId, store: StoreToKeep, press: StorePress): Promise<Store | Refused>;
  find(id: StoreId): Promise<Store | null>;
  /** Newest first, after `cursor` (S7). */
  list(cursor: string | null, limit: number): Promise<Page<Store>>;
}
