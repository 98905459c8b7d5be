import { Type } from "typebox";

/** Every problem the API can answer with, and its HTTP status (RFC 9457; `type` is `/problems/<name>`). */
export const problemStatus = {
  "bad-request": 400,
  "sign-in-needed": 401,
  forbidden: 403,
  muted: 403,
  "foreign-origin": 403,
  "not-found": 404,
  "method-not-allowed": 405,
  "not-open": 409,
  closed: 409,
  "line-full": 409,
  "list-closed": 409,
  "not-bookable": 409,
  "already-in-line": 409,
  "party-too-large": 409,
  "too-many-places": 409,
  "already-ended": 409,
  "already-confirmed": 409,
  "no-offer": 409,
  "still-live": 409,
  "capacity-too-small": 409,
  "duplicate-store": 409,
  "already-staff": 409,
  "owns-stores": 409,
  "staff-full": 409,
  "rehearsal-running": 409,
  "fit-running": 409,
  "import-overtaken": 409,
  "no-purchases": 409,
  "unknown-pass": 409,
  "wrong-store": 409,
  "wrong-day": 409,
  "wrong-time": 409,
  "already-checked-in": 409,
  "stale-revision": 409,
  "people-concerned": 409,
  "slots-outside": 409,
  "zone-has-slots": 409,
  "not-ready": 409,
  "has-holders": 409,
  "only-drafts": 409,
  "too-many-drafts": 409,
  "too-many-slots": 409,
  "no-free-seat": 409,
  "room-closed": 409,
  "key-in-flight": 409,
  "request-timeout": 408,
  "body-too-large": 413,
  "not-json": 415,
  "not-a-picture": 415,
  "range-not-satisfiable": 416,
  "broken-picture": 422,
  "too-many-pixels": 422,
  "word-not-allowed": 422,
  "not-purchases": 422,
  "key-reused": 422,
  "too-many-requests": 429,
  "slow-mode": 429,
  "headers-too-large": 431,
  internal: 500,
  busy: 503,
  unavailable: 503,
} as const;

export type ProblemName = keyof typeof problemStatus;

/** What is refused only at a store's door. No other page meets these, and none carries their texts. */
export type DoorProblem =
  | "unknown-pass"
  | "wrong-store"
  | "wrong-day"
  | "wrong-time"
  | "already-checked-in"
  | "no-free-seat";

/** What is refused only to whoever speaks in a store's room; its texts come with that page. */
export type RoomProblem = "muted" | "room-closed" | "word-not-allowed" | "slow-mode";

/** What is refused only to a host who edits a store; its texts come with those pages. */
export type HostProblem =
  | "stale-revision"
  | "people-concerned"
  | "slots-outside"
  | "zone-has-slots"
  | "not-ready"
  | "has-holders"
  | "only-drafts"
  | "too-many-drafts"
  | "too-many-slots"
  | "not-a-picture"
  | "broken-picture"
  | "too-many-pixels";

/** What is refused only to operators; its texts come with their pages. */
export type OperatorProblem = "fit-running" | "import-overtaken" | "no-purchases" | "not-purchases";

/** What is refused to whoever asks otherwise than our pages do; those carry no texts for it. */
export type ProtocolProblem = "method-not-allowed" | "range-not-satisfiable";

/** What most pages never meet; whichever does brings its texts. */
export type RareProblem = DoorProblem | HostProblem | OperatorProblem | RoomProblem | ProtocolProblem;

/**
 * A refusal as the rooms pass it on. `opensInMs` goes with `not-open`, `retryAfterSeconds` with 429 and 503,
 * `checkedInAt` and `checkedInBy` (a member of staff, null once unknown) with `already-checked-in`, `startsAt` with
 * `wrong-day` and `wrong-time`; `people` and `slots`, how many are concerned, with what an edit of a store would do to
 * them; `revision` with `stale-revision`; `missing`, codes, with `not-ready`.
 */
export interface Refused {
  readonly problem: ProblemName;
  readonly opensInMs?: number;
  readonly checkedInAt?: string;
  readonly checkedInBy?: string | null;
  readonly startsAt?: string;
  readonly retryAfterSeconds?: number;
  readonly fields?: readonly string[];
  readonly people?: number;
  readonly slots?: number;
  readonly revision?: number;
  readonly missing?: readonly string[];
}

export const problemSchema = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  opensInMs: Type.Optional(Type.Number()),
  checkedInAt: Type.Optional(Type.String()),
  checkedInBy: Type.Optional(Type.Unsafe<string | null>({ type: ["string", "null"] })),
  startsAt: Type.Optional(Type.String()),
  fields: Type.Optional(Type.Array(Type.String())),
  people: Type.Optional(Type.Integer()),
  slots: Type.Optional(Type.Integer()),
  revision: Type.Optional(Type.Integer()),
  missing: Type.Optional(Type.Array(Type.String())),
});
