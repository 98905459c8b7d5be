import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import type { Store } from "../../shared/stores.ts";
import type { StoreToKeep } from "./rules.ts";

export interface StoreShelf {
  /** Keeps a new store; null when one with this name, district and first day is there (S6). */
  add(owner: PersonId, store: StoreToKeep): Promise<Store | null>;
  find(id: StoreId): Promise<Store | null>;
  /** Newest first, after `cursor` (S7). */
  list(cursor: string | null, limit: number): Promise<Page<Store>>;
}
