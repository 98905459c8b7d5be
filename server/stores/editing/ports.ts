import type { Doer } from "../../../shared/audit.ts";
import type { Edition } from "../../../shared/editions.ts";
import type { PersonId, StoreId } from "../../../shared/ids.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { ColumnChange } from "./rules.ts";

/** An edition without what is made from its id. */
export type KeptEdition = Omit<Edition, "poster">;

export interface StoreEdit {
  readonly revision: number;
  readonly change: ColumnChange;
  readonly knowingly: boolean;
  /** What holders of places are told of a column, should it change. */
  readonly tell: Readonly<Record<string, string>>;
}

/** Stores as their owners edit them. Whose store it is not gets `not-found`, or null. */
export interface EditionBook {
  /** A new draft; `too-many-drafts` when its host has as many as there may be. */
  draft(by: Doer, change: ColumnChange, key: string): Promise<KeptEdition | Refused>;
  find(store: StoreId, by: PersonId): Promise<KeptEdition | null>;
  /** All of it or nothing. Refused with counts where people are concerned; they are told in the same transaction. */
  edit(store: StoreId, by: Doer, edit: StoreEdit, key: string): Promise<KeptEdition | Refused>;
  publish(store: StoreId, by: Doer, key: string): Promise<KeptEdition | Refused>;
  /** A draft again, for as long as nobody has a place there. */
  unpublish(store: StoreId, by: Doer, key: string): Promise<KeptEdition | Refused>;
  remove(store: StoreId, by: Doer, key: string): Promise<{ store: StoreId } | Refused>;
}
