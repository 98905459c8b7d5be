import type { AuditQuery, AuditRow } from "../../shared/audit.ts";
import type { SlotId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import type { Levels } from "../../shared/metrics.ts";
import type {
  CacheFigures,
  KnownPerson,
  LedgerPage,
  OutboxPage,
  PeopleQuery,
  RunningLine,
} from "../../shared/operations.ts";
import type { RehearsalState } from "../../shared/rehearsals.ts";

export interface LineLedger {
  /** A slot's counters and its entries with tickets above `after`; null when there is no such slot. */
  read(slot: SlotId, after: number, limit: number): Promise<LedgerPage | null>;
}

export interface AuditLog {
  /** Deeds before the one called `cursor`, newest first. */
  list(filter: Pick<AuditQuery, "personId" | "subject">, cursor: string | null, limit: number): Promise<Page<AuditRow>>;
}

export interface OutboxState {
  /** What waits, and the dead letters before the one called `cursor`, newest first. */
  read(cursor: string | null, limit: number): Promise<Omit<OutboxPage, "isSender">>;
}

export interface Signals {
  /** How lines, seats and mails stand, read from the rows. */
  read(): Promise<Levels>;
}

export interface LineList {
  /** Lines that are not over: what is wrong first, then where most wait. */
  running(most: number): Promise<RunningLine[]>;
}

export interface PeopleList {
  /** People before the one called `cursor`, newest first. */
  list(
    filter: Pick<PeopleQuery, "role" | "personId">,
    cursor: string | null,
    limit: number,
  ): Promise<Page<KnownPerson>>;
}

export interface CacheState {
  figures(): Omit<CacheFigures, "hitRate">;
}

export interface RehearsalPlan {
  readonly visitors: number;
  readonly seats: number;
}

/** Carries a rehearsal out in a process of its own. */
export interface Stage {
  /**
   * Tells what changed until the process ends, and answers with the last that it complained of; `tickets` is the CSV
   * once there is one.
   */
  play(
    plan: RehearsalPlan,
    tell: (change: Partial<RehearsalState> & { readonly tickets?: string }) => void,
  ): Promise<string>;
  /** Ends it, if one is under way; resolves when nothing of it runs any more. */
  stop(): Promise<void>;
}
