import { type Static, Type } from "typebox";
import { roles } from "./accounts.ts";
import { type PersonId, personId, slotId, storeId } from "./ids.ts";
import { endStates, liveStates } from "./line.ts";
import { listOf, pageQuery } from "./lists.ts";
import { moment } from "./moments.ts";
import { notificationKinds } from "./notification-codes.ts";
import { reservationStates } from "./reservations.ts";

export const ledgerQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ pattern: "^[0-9]{1,9}$" })),
    limit: Type.Optional(Type.String({ pattern: "^[0-9]{1,4}$" })),
  },
  { additionalProperties: false },
);

/** A person's id, or the negative of the ticket of somebody who was erased. */
const ledgerPerson = Type.Unsafe<PersonId>({ type: "string", pattern: "^-?[1-9][0-9]{0,17}$", maxLength: 19 });

/** A slot's line as the database has it, for operators: the counters, and entries by ticket, at most 5,000 a page. */
export const ledgerPage = Type.Object({
  line: Type.Object({
    capacity: Type.Integer(),
    held: Type.Integer(),
    waiting: Type.Integer(),
    nextTicket: Type.Integer(),
    paused: Type.Boolean(),
  }),
  entries: Type.Array(
    Type.Object({
      ticket: Type.Integer(),
      personId: ledgerPerson,
      partySize: Type.Integer(),
      state: Type.Enum([...liveStates, ...endStates]),
      key: Type.String(),
      reservation: Type.Union([
        Type.Object({ id: Type.String(), state: Type.Enum([...reservationStates]) }),
        Type.Null(),
      ]),
    }),
  ),
});
export type LedgerPage = Static<typeof ledgerPage>;

/** What the catalogue's cache in the answering process did since it started. */
export const cacheFigures = Type.Object({
  /** Answered without a load of their own. */
  hits: Type.Integer(),
  misses: Type.Integer(),
  /** `hits` of all reads, 0 to 1; null before the first. */
  hitRate: Type.Unsafe<number | null>({ type: ["number", "null"] }),
  /** Reads of the database, those in the background among them. */
  loads: Type.Integer(),
  /** Answered by what another process had loaded (REDIS_URL), instead of such a read. */
  shared: Type.Integer(),
  failures: Type.Integer(),
  entries: Type.Integer(),
  /** In stores, of `mostWeight` that are kept. */
  weight: Type.Integer(),
  mostWeight: Type.Integer(),
});
export type CacheFigures = Static<typeof cacheFigures>;

/** A message that nobody will send any more; `trouble` is the mail server's number and names no address. */
const deadLetter = Type.Object({
  id: Type.String(),
  kind: Type.Enum([...notificationKinds]),
  createdAt: moment,
  tries: Type.Integer(),
  trouble: Type.Unsafe<string | null>({ type: ["string", "null"] }),
});
export type DeadLetter = Static<typeof deadLetter>;

/** The outbox for operators; both counts stop at 10,000. The items are the dead letters, newest first. */
export const outboxPage = Type.Object({
  ...listOf(deadLetter).properties,
  waiting: Type.Integer(),
  dead: Type.Integer(),
  /** Whether the process that answers sends mails. */
  isSender: Type.Boolean(),
  /** Of the oldest that waits. */
  oldestSeconds: Type.Unsafe<number | null>({ type: ["integer", "null"] }),
});
export type OutboxPage = Static<typeof outboxPage>;

/** What the product leans on, for operators: each is well, in trouble, not used, or not to be known now. */
export const healthParts = ["database", "redis", "seats", "lines", "outbox", "mail"] as const;
export const partStates = ["well", "trouble", "absent", "unknown"] as const;
export type HealthPart = (typeof healthParts)[number];
export type PartState = (typeof partStates)[number];

/** `figure` is what the state goes by: slots, lines, seconds, messages. */
export const healthReport = Type.Object({
  parts: Type.Array(
    Type.Object({
      part: Type.Enum([...healthParts]),
      state: Type.Enum([...partStates]),
      figure: Type.Unsafe<number | null>({ type: ["number", "null"] }),
    }),
  ),
  /** People in all lines; null where nobody can say. */
  waiting: Type.Unsafe<number | null>({ type: ["number", "null"] }),
});
export type HealthReport = Static<typeof healthReport>;

/** A line that goes on or has just begun, with its seats as they add up from the rows. */
export const runningLine = Type.Object({
  slotId,
  storeId,
  storeName: Type.String(),
  startsAt: moment,
  timeZone: Type.String(),
  capacity: Type.Integer(),
  seated: Type.Integer(),
  waiting: Type.Integer(),
  isPaused: Type.Boolean(),
  isOversold: Type.Boolean(),
  /** Somebody could be seated and is not. */
  isStill: Type.Boolean(),
});
export type RunningLine = Static<typeof runningLine>;

/** Somebody with an account; no address, and nothing of what they told of themselves. */
export const knownPerson = Type.Object({
  id: personId,
  name: Type.String(),
  role: Type.Enum([...roles]),
  since: moment,
});
export type KnownPerson = Static<typeof knownPerson>;

export const peopleQuery = Type.Object(
  { ...pageQuery.properties, role: Type.Optional(Type.Enum([...roles])), personId: Type.Optional(personId) },
  { additionalProperties: false },
);
export type PeopleQuery = Static<typeof peopleQuery>;
