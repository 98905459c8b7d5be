/**
 * What a run of the product leaves behind for the checker: what clients sent and were told, and what the database says
 * when nothing is in flight any more. Times are milliseconds of one monotonic clock, that of the generator.
 */
import type { EntryState } from "../../shared/line.ts";
import type { ReservationState } from "../../shared/reservations.ts";

/**
 * `capacity` before the first event; `begun` when the final state was read after the slot's start; `hasOffers` false
 * where seats that come back are given without being offered. `isBuffered`: whoever is told `waiting` may be seated the
 * next moment, though nobody's seat came back. The rule of the slot is one throughout a history.
 */
export interface SlotFacts {
  readonly slotId: string;
  readonly capacity: number;
  readonly fillsGaps: boolean;
  readonly largestParty: number;
  readonly begun?: boolean | undefined;
  readonly hasOffers?: boolean | undefined;
  readonly isBuffered?: boolean | undefined;
}

export type ActionKind = "join" | "leave" | "cancel" | "accept" | "decline" | "addSeats" | "pause" | "resume";

/** The entry in an answer; an `Entry` of the API fits. */
export interface SeenEntry {
  readonly ticket: number;
  readonly state: EntryState;
  readonly partySize: number;
  readonly ahead?: number | null | undefined;
  readonly reservationId?: string | null | undefined;
}

export interface Answer {
  readonly status: number;
  readonly entry?: SeenEntry | undefined;
  readonly problem?: string | undefined;
  /** When it was told to come again. */
  readonly retryAfterSeconds?: number | undefined;
}

/** One press and what came of it. `lost`: no answer was seen, the effect may or may not have happened. */
export interface HistoryEvent {
  readonly kind: ActionKind;
  readonly personId: string;
  readonly slotId: string;
  readonly sentAt: number;
  readonly answeredAt: number | null;
  readonly answer: Answer | "lost";
  /** Absent or null: a press without a key, which nothing can recognise again. */
  readonly key?: string | null | undefined;
  readonly partySize?: number | undefined;
  /** `<slot>-<ticket>`: the target of leave, accept and decline; cancel names this or `reservationId`. */
  readonly entryId?: string | undefined;
  readonly reservationId?: string | undefined;
  /** With `addSeats`: how many, negative when taken away. */
  readonly seats?: number | undefined;
  /** Which client or server took part; evidence only. */
  readonly process?: string | undefined;
}

/** `askedAt` absent: the rank was pushed, and the view is as old as `observedAt`. */
export interface RankObservation {
  readonly personId: string;
  readonly entryId: string;
  readonly ticket: number;
  readonly ahead: number;
  readonly askedAt?: number | undefined;
  readonly observedAt: number;
}

export interface FinalEntry {
  readonly slotId: string;
  readonly ticket: number;
  readonly personId: string;
  readonly partySize: number;
  readonly state: EntryState;
  readonly key: string | null;
}

export interface FinalReservation {
  readonly id: string;
  readonly slotId: string;
  readonly ticket: number;
  readonly personId: string;
  readonly partySize: number;
  readonly state: ReservationState;
}

export interface FinalSlotLine {
  readonly slotId: string;
  readonly capacity: number;
  readonly held: number;
  readonly waiting: number;
  readonly nextTicket: number;
  readonly paused: boolean;
}

export interface FinalState {
  readonly entries: readonly FinalEntry[];
  readonly reservations: readonly FinalReservation[];
  readonly slotLines: readonly FinalSlotLine[];
}

/** What the database says of one slot; the slot itself is known. */
export interface SlotRows {
  readonly line: Omit<FinalSlotLine, "slotId">;
  readonly entries: readonly Omit<FinalEntry, "slotId">[];
  readonly reservations: readonly Omit<FinalReservation, "slotId">[];
}

export interface History {
  readonly slots: readonly SlotFacts[];
  readonly events: readonly HistoryEvent[];
  readonly ranks: readonly RankObservation[];
  readonly final: FinalState;
}

export type Invariant = "I1" | "I2" | "I3" | "I4" | "I5" | "I6" | "I9" | "I10" | "I12" | "vacuous";

export interface Violation {
  readonly invariant: Invariant;
  readonly message: string;
  readonly evidence: readonly unknown[];
}

/** The part of a history that one slot sees; lines of different slots have nothing to do with each other. */
export interface SlotHistory {
  readonly slot: SlotFacts;
  readonly line: FinalSlotLine;
  readonly events: readonly HistoryEvent[];
  readonly ranks: readonly RankObservation[];
  readonly entries: readonly FinalEntry[];
  readonly reservations: readonly FinalReservation[];
}
