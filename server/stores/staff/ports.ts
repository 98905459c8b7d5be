import type { Doer } from "../../../shared/audit.ts";
import type { InvitationId, PersonId, StoreId } from "../../../shared/ids.ts";
import type { Page } from "../../../shared/lists.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { Invitation, OwnStore, StaffMember } from "../../../shared/staff.ts";

/** The staff of stores. Whoever has no part in a store that allows the deed gets `not-found`, or null. */
export interface StaffList {
  /** Keeps an invitation by its code's hash; `staff-full` when too many are open. */
  invite(store: StoreId, by: Doer, hash: string, key: string): Promise<Invitation | Refused>;
  invitations(store: StoreId, by: PersonId, cursor: string | null, limit: number): Promise<Page<Invitation> | null>;
  withdraw(store: StoreId, invitation: InvitationId, by: Doer, key: string): Promise<{ store: StoreId } | Refused>;
  /** Uses the invitation with this hash up; `already-staff` for whoever has a part in the store, `staff-full`. */
  join(store: StoreId, by: Doer, hash: string, key: string): Promise<{ store: StoreId } | Refused>;
  members(store: StoreId, by: PersonId, cursor: string | null, limit: number): Promise<Page<StaffMember> | null>;
  /** By the store's owner, or by the member. */
  remove(store: StoreId, member: PersonId, by: Doer, key: string): Promise<{ store: StoreId } | Refused>;
  /** Stores in which the person has a part, the newest first. */
  storesOf(person: PersonId, cursor: string | null, limit: number): Promise<Page<OwnStore>>;
}
