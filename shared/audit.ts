import { type Static, Type } from "typebox";
import { type PersonId, personId } from "./ids.ts";
import { pageQuery } from "./lists.ts";
import { moment } from "./moments.ts";

/** Whoever does something that is written down: the person, and coarsely from where. */
export interface Doer {
  readonly id: PersonId;
  readonly network: string;
}

/** Everything that hosts, staff and operators do and that is written down. */
export const deeds = [
  "store-registered",
  "store-drafted",
  "store-changed",
  "store-published",
  "store-unpublished",
  "draft-deleted",
  "poster-uploaded",
  "slots-added",
  "slot-changed",
  "slot-closed",
  "staff-invited",
  "invitation-withdrawn",
  "staff-joined",
  "staff-removed",
  "notice-posted",
  "room-changed",
  "message-hidden",
  "guest-muted",
  "guest-unmuted",
  "checked-in",
  "check-in-undone",
  "walk-in-registered",
  "role-changed",
  "purchases-imported",
  "fit-begun",
  "model-put-back",
] as const;
export type Deed = (typeof deeds)[number];

/** One deed. `personId` is null once the person was erased; `network` is a /24 or a /48, never an address. */
export const auditRow = Type.Object({
  id: Type.String(),
  at: moment,
  personId: Type.Unsafe<PersonId | null>({ type: ["string", "null"] }),
  role: Type.Enum(["host", "staff", "operator"]),
  deed: Type.Enum([...deeds]),
  /** `store:5`, `slot:7`, `reservation:9`, `person:11`; `person:0` once they were erased. */
  subject: Type.String(),
  details: Type.Object({}, { additionalProperties: true }),
  network: Type.Unsafe<string | null>({ type: ["string", "null"] }),
});
export type AuditRow = Static<typeof auditRow>;

export const auditQuery = Type.Object(
  {
    ...pageQuery.properties,
    personId: Type.Optional(personId),
    subject: Type.Optional(Type.String({ pattern: "^[a-z]{1,20}:[0-9]{1,18}$" })),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof auditQuery>;
