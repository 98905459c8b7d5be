import type { Doer } from "../../shared/audit.ts";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import type { NewStore, Store } from "../../shared/stores.ts";
import type { WriteMark } from "../../shared/write-mark.ts";
import type { HungPoster, ShelvedStore, StoreFilter, StoreToKeep } from "./rules.ts";

/** The host's press: its key, and what was asked before anything was filled in. */
export interface StorePress {
  readonly key: string;
  readonly body: NewStore;
}

export interface StoreShelf {
  /** Keeps a new store; `duplicate-store` when one with this name, district and first day is there (S6). */
  add(owner: Doer, store: StoreToKeep, press: StorePress): Promise<Store | Refused>;
  find(id: StoreId): Promise<ShelvedStore | null>;
  /** Of a draft only to its owner. */
  posterFacts(id: StoreId, by: PersonId | null): Promise<HungPoster | null>;
  /**
   * After the store `cursor`: newest first (S7), or the next opening first when the filter says `upcoming`. It knows
   * what was written up to `wrote`; without a mark it may be as old as a replica. At most 100,000 stores are looked at;
   * a page that is not full then has a next one.
   */
  search(filter: StoreFilter, cursor: string | null, limit: number, wrote: WriteMark | null): Promise<FoundStores>;
  /**
   * The cards of these stores, in no order; none of a store that is not published. Each is as old as `search` allows,
   * and may be newer than a search: then it may say another state than was searched for.
   */
  count(ids: readonly StoreId[], wrote: WriteMark | null): Promise<readonly CountedCard[]>;
  /**
   * Gives cards a version that have none, but for those whose last one was taken within a second and those that
   * somebody is just changing.
   */
  giveVersions(ids: readonly StoreId[]): Promise<void>;
}

/** A store that was found, and of which version its card is (decision 0046); null where it has none just now. */
export interface ListedStore {
  readonly id: StoreId;
  readonly version: string | null;
}

export interface FoundStores {
  readonly stores: readonly ListedStore[];
  /** The database's moment of it, in milliseconds. */
  readonly now: number;
  readonly nextCursor: string | null;
}

/** A card, and when all cards of its version say the same: from `from` until before `until`, in milliseconds. */
export interface CountedCard {
  readonly store: ShelvedStore;
  readonly version: string | null;
  readonly from: number;
  readonly until: number;
}
