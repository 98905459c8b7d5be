import type { Doer } from "../../shared/audit.ts";
import type { OpeningId, PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import type { Opening, OpeningReport, OpeningSummary } from "../../shared/openings.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Measured, OwnTally, TallyRow } from "./rules.ts";

/** Openings while they are on, for this process and all others. */
export interface OpeningBook {
  /**
   * Takes over what this process counted, which may be told again; answers which tallies are kept, and of which opening
   * they are: of one that is on in the slot, and for good. What is told of one that is over is not kept.
   */
  keep(tallies: readonly OwnTally[]): Promise<readonly KeptTally[]>;
  /** Which of these openings are not on any more. */
  over(openings: readonly OpeningId[]): Promise<readonly OpeningId[]>;
  /**
   * Begins what begins within a minute; answers at most `most` openings that are over and have no report yet, and none
   * of those in `without`.
   */
  due(most: number, without: readonly OpeningId[]): Promise<readonly OpeningId[]>;
  /** What rows and tallies say now; of the earliest 2,000 slots that were to come when it began. */
  measure(opening: OpeningId): Promise<Measured>;
  close(opening: OpeningId, report: OpeningReport): Promise<void>;
  /**
   * Pauses the first of these slots, as many as a second suffices for, or lets them go on; all in one press. Answers
   * how many those were, and which of them changed: the others are closed or gone.
   */
  pause(slots: readonly SlotId[], host: Doer, paused: boolean, key: string): Promise<Paused | Refused>;
}

export type KeptTally = { readonly id: string; readonly opening: OpeningId };
export type Paused = { readonly slotIds: SlotId[]; readonly looked: number };

/** Who asks: an operator may watch the openings of every store that is published. */
export interface Watcher {
  readonly id: PersonId;
  readonly isOperator: boolean;
}

export interface SeenLine {
  readonly capacity: number;
  readonly held: number;
  readonly waiting: number;
  readonly joined: number;
}

/** A store's opening at a moment: its lines from the rows, and what all processes told of it. */
export type Seen = {
  readonly store: StoreId;
  readonly opening: OpeningId | null;
  readonly isClosed: boolean;
  readonly opensAt: string;
  readonly second: number;
  readonly slotCount: number;
  readonly pausedCount: number;
  /** Over the slots to come, as on the store's card; all that joined, in whichever slot. */
  readonly all: SeenLine & { readonly seatsLeft: number };
  readonly slots: readonly (SeenLine & { readonly id: SlotId; readonly startsAt: string; readonly paused: boolean })[];
  readonly tallies: readonly TallyRow[];
};

/** An opening as it is kept; its report is null while it is on. */
export type KeptOpening = Omit<Opening, "report"> & { readonly report: OpeningReport | null };

/** What those see of openings who may. Whoever may not gets null, or is not among the answers. */
export interface OpeningShelf {
  list(store: StoreId, by: Watcher, cursor: string | null, limit: number): Promise<Page<OpeningSummary> | null>;
  find(store: StoreId, opening: OpeningId, by: Watcher): Promise<KeptOpening | null>;
  /** Which of these people may watch the store named beside them. */
  mayWatch(asked: readonly (Watcher & { readonly store: StoreId })[]): Promise<readonly boolean[]>;
  /** The openings of these stores now; those that are not there are left out. */
  see(stores: readonly StoreId[]): Promise<readonly Seen[]>;
  /** Slots to come that are not as wanted nor closed, by id, at most 2,000; null for whoever may not change them. */
  slotsToPause(store: StoreId, by: PersonId, paused: boolean): Promise<readonly SlotId[] | null>;
}

/** Whether some store's opening begins soon, or began a while ago. */
export interface OpeningCalendar {
  isNear(beforeMinutes: number, afterMinutes: number): Promise<boolean>;
}

/** Below how many servers nothing scales in. */
export interface Floors {
  /** For an opening that is near, or as a rule; setting what is set already does nothing. */
  set(isNear: boolean): Promise<void>;
}
