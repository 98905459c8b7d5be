import { type Static, Type } from "typebox";
import { openingId, slotId, storeId } from "./ids.ts";
import { moment, momentOrNull } from "./moments.ts";

const count = Type.Integer({ minimum: 0 });
const msOrNull = Type.Unsafe<number | null>({ type: ["number", "null"] });

/**
 * What happened. From the rows: `arrivals` got a place, by their state in the end in `outcomes`; `orderErrors` were
 * seated past somebody who waits, or have a ticket out of order; `idleSeats` were free while somebody waiting might
 * have had them; `untold` have a seat and no message about it. Counted by the servers while they answered: `repeats`
 * were answered the place they had, `refusals` by reason, `overtaken` came to a server before somebody with a smaller
 * ticket, by `overtakenMs` at most; half of the answers took at most `p50Ms`, 95 and 99 of 100 the others.
 */
const figures = {
  arrivals: count,
  outcomes: Type.Record(Type.String(), count),
  capacity: count,
  held: count,
  orderErrors: count,
  idleSeats: count,
  untold: count,
  repeats: count,
  refusals: Type.Record(Type.String(), count),
  overtaken: count,
  overtakenMs: Type.Number(),
  p50Ms: msOrNull,
  p95Ms: msOrNull,
  p99Ms: msOrNull,
};
export const openingFigures = Type.Object(figures);
export type OpeningFigures = Static<typeof openingFigures>;

export const openingReport = Type.Object({
  all: openingFigures,
  /** Arrivals of each second since the opening, at most ten minutes of them. */
  seconds: Type.Array(count),
  slots: Type.Array(Type.Object({ slotId, startsAt: moment, ...figures })),
});
export type OpeningReport = Static<typeof openingReport>;

/** An opening of a store; `closedAt` is null while its report still changes. */
const openingFacts = { id: openingId, storeId, opensAt: moment, closedAt: momentOrNull };
export const openingSummary = Type.Object(openingFacts);
export type OpeningSummary = Static<typeof openingSummary>;
export const openingSchema = Type.Object({ ...openingFacts, timeZone: Type.String(), report: openingReport });
export type Opening = Static<typeof openingSchema>;

/** All slots of a store are paused, or all go on. */
export const pauseBody = Type.Object({ paused: Type.Boolean() }, { additionalProperties: false });
export const pausedSchema = Type.Object({ slotIds: Type.Array(slotId) });

/** What a host sees of an opening while it is on, at most once a second; see docs/live.md. */
export interface OpeningTotal {
  readonly capacity: number;
  readonly held: number;
  readonly waiting: number;
  /** Places taken so far, and how many a second lately. */
  readonly joined: number;
  readonly joinsPerSecond: number;
  readonly refused: number;
  readonly refusalsPerSecond: number;
  /** Of the answers so far; null before the first. */
  readonly p95Ms: number | null;
}
export interface OpeningSlot extends OpeningTotal {
  readonly id: string;
  readonly startsAt: string;
  readonly paused: boolean;
}
export interface OpeningFrame {
  readonly storeId: string;
  /** The latest opening, null before the first; `second` counts from it. */
  readonly openingId: string | null;
  readonly isClosed: boolean;
  readonly opensAt: string;
  readonly second: number;
  readonly slotCount: number;
  readonly pausedCount: number;
  /** Seats and those who wait are of the slots to come, as on the store's card. */
  readonly all: OpeningTotal & { readonly seatsLeft: number };
  readonly slots: readonly OpeningSlot[];
}
