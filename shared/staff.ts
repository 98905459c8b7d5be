import { type Static, Type } from "typebox";
import { personId, storeId } from "./ids.ts";
import { moment } from "./moments.ts";

/** Somebody who works at a store; `id` is the person's. */
export const staffMember = Type.Object({ id: personId, name: Type.String(), since: moment });
export type StaffMember = Static<typeof staffMember>;

/** An invitation that is open: used once, by whoever has its code first. */
export const invitationSchema = Type.Object({ id: Type.String(), createdAt: moment, expiresAt: moment });
export type Invitation = Static<typeof invitationSchema>;

/** Its code is said once, to the owner who made it; nobody can read it again. */
export const newInvitationSchema = Type.Object({ ...invitationSchema.properties, code: Type.String() });
export type NewInvitation = Static<typeof newInvitationSchema>;

export const joinStaffBody = Type.Object(
  { code: Type.String({ pattern: "^[A-Za-z0-9_-]{22}$", maxLength: 22 }) },
  { additionalProperties: false },
);

export const partsInStore = ["owner", "staff"] as const;

/** A store that is somebody's, with their part in it. A draft is its owner's alone, and may have no name yet. */
export const ownStore = Type.Object({
  id: storeId,
  name: Type.String(),
  part: Type.Enum([...partsInStore]),
  isDraft: Type.Boolean(),
});
export type OwnStore = Static<typeof ownStore>;
