import type { Doer } from "../../../shared/audit.ts";
import type { InvitationId, PersonId, StoreId } from "../../../shared/ids.ts";
import { limitOf, type Page, type PageQuery } from "../../../shared/lists.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { Invitation, NewInvitation, OwnStore, StaffMember } from "../../../shared/staff.ts";
import { hashOf, invitationCodeOf } from "./invitation-code.ts";
import type { StaffList } from "./ports.ts";

export type Staff = ReturnType<typeof createStaff>;

const orAbsent = <Found>(found: Found | null): Found | Refused => found ?? { problem: "not-found" };
const refusalOf = (answer: object | Refused): Refused | null => ("problem" in answer ? answer : null);

/** Who works at a store: by invitation of its owner, with a code that is used once. */
export function createStaff({ list, secret }: { list: StaffList; secret: string }) {
  return {
    /** Its code is told now and never again. Pressed again under the same key, it is the same invitation. */
    async invite(store: StoreId, by: Doer, key: string): Promise<NewInvitation | Refused> {
      const code = invitationCodeOf({ store, person: by.id, key }, secret);
      const answer = await list.invite(store, by, hashOf(code), key);
      return "problem" in answer ? answer : { ...answer, code };
    },
    async invitations(store: StoreId, by: PersonId, query: PageQuery): Promise<Page<Invitation> | Refused> {
      return orAbsent(await list.invitations(store, by, query.cursor ?? null, limitOf(query)));
    },
    /** Null when it is withdrawn: its code opens nothing any more. */
    async withdraw(store: StoreId, invitation: InvitationId, by: Doer, key: string): Promise<Refused | null> {
      return refusalOf(await list.withdraw(store, invitation, by, key));
    },
    /** Null when the person works there now; a code that is not open there is `not-found`. */
    async join(store: StoreId, by: Doer, code: string, key: string): Promise<Refused | null> {
      return refusalOf(await list.join(store, by, hashOf(code), key));
    },
    /** For the owner and for the staff themselves. */
    async members(store: StoreId, by: PersonId, query: PageQuery): Promise<Page<StaffMember> | Refused> {
      return orAbsent(await list.members(store, by, query.cursor ?? null, limitOf(query)));
    },
    /** Null when they work there no longer, from the next request on. */
    async remove(store: StoreId, member: PersonId, by: Doer, key: string): Promise<Refused | null> {
      return refusalOf(await list.remove(store, member, by, key));
    },
    storesOf: (person: PersonId, query: PageQuery): Promise<Page<OwnStore>> =>
      list.storesOf(person, query.cursor ?? null, limitOf(query)),
  };
}
