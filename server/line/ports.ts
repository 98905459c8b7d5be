import type { Doer } from "../../shared/audit.ts";
import type { EntryId, PersonId, SlotId } from "../../shared/ids.ts";
import type { Entry, LiveState, OwnEntry } from "../../shared/line.ts";
import type { Refused } from "../../shared/problems.ts";

/** One press of "reserve". `key` names the press: the same key never makes a second entry (I9). */
export interface JoinRequest {
  readonly person: PersonId;
  readonly partySize: number;
  readonly key: string;
  /** What a buffered line gave with a place that the ledger did not have yet; the direct line gives none. */
  readonly receipt?: string | undefined;
}

/** The entry of a press; `fresh` when this press made it. */
export interface Admitted {
  readonly entry: Entry;
  readonly fresh: boolean;
}

export type JoinAnswer = Admitted | Refused;

/** What one's own entry can be told to do. */
export type EntryVerb = "leave" | "accept" | "decline";

/** The line of every slot. line.conformance.ts holds its adapters to these promises. */
export interface Line {
  /**
   * Takes a place; joining again answers the live entry. What is answered without a receipt is committed. A place with
   * a receipt has its ticket and waits to be written; its outcome is what `place` and `mine` answer from then on.
   */
  join(slot: SlotId, request: JoinRequest): Promise<Admitted | Refused>;
  /** The person's own entry with its place now; null when it is absent or somebody else's. */
  place(entry: EntryId, person: PersonId): Promise<Entry | null>;
  /** The person's live entry in a slot, else the latest one, else null; of a slot they cannot see it is refused. */
  mine(slot: SlotId, person: PersonId): Promise<Entry | null | Refused>;
  /** What lives of the person's in slots to come: where they wait before where they have a seat, the soonest first. */
  all(person: PersonId, most: number): Promise<OwnEntry[]>;
  /** Leaves the line, or answers an offer; a seat that comes back goes on in the same statement. */
  act(verb: EntryVerb, entry: EntryId, person: PersonId, key: string): Promise<Entry | Refused>;
  /** Changes seats, pause or list of a slot its host owns; seats that are free then are given in the same statement. */
  change(slot: SlotId, host: Doer, change: LineChange, key: string): Promise<{ slot: SlotId } | Refused>;
  /** Does what is due by the database's clock in at most 100 slots; answers which. */
  settleDue(): Promise<readonly SlotId[]>;
}

export interface LineChange {
  readonly capacity?: number;
  /** The capacity that was seen before; where it is another by now, nothing is changed: `stale-revision`. */
  readonly seenCapacity?: number;
  readonly paused?: boolean;
  /** Whether newcomers may wait; those who wait already stay. */
  readonly listOpen?: boolean;
  /** How many may wait; those who wait already stay, also when they are more. */
  readonly mostWaiting?: number;
}

/** A slot's line as its followers are told; see `slotFrame` in shared/live.ts. */
export type News = {
  readonly slot: SlotId;
  readonly rev: number;
  readonly departed: number;
  readonly held: number;
  readonly capacity: number;
  readonly waiting: number;
  readonly paused: boolean;
  readonly listOpen: boolean;
  /** When all seats were first taken. */
  readonly filledAt: string | null;
  /** When the host closed the slot. */
  readonly closedAt: string | null;
  readonly fillsGaps: boolean;
  readonly largestParty: number;
  /** Of a buffered slot the next ticket that is to be written; null where tickets are given as they are written. */
  readonly next: number | null;
  readonly gone: readonly number[] | null;
};

export interface LiveEntry {
  readonly person: PersonId;
  readonly slot: SlotId;
  readonly state: LiveState;
}

/** What live messages need to know of lines, beside the presses. */
export interface LineNews {
  /** Each slot that exists, with the tickets that left after departure `since` (null for none), at most `most`. */
  read(asked: readonly { slot: SlotId; since: number | null }[], most: number): Promise<News[]>;
  /** Whose the entries with these tickets are. */
  owners(slot: SlotId, tickets: readonly number[]): Promise<PersonId[]>;
  /** Which of these people have an entry in one of these states in the slot now. */
  among(slot: SlotId, people: readonly PersonId[], states: readonly LiveState[]): Promise<PersonId[]>;
  /** Where these people have live entries, and in which states; at most `most`. */
  liveEntries(people: readonly PersonId[], most: number): Promise<LiveEntry[]>;
}

/** Who waits with an open page: an offer is short to them (decision 0016). */
export interface PresenceBook {
  /** So many people may be kept at once. */
  readonly mostAtOnce: number;
  /** The pages of these people, each named once, are open, and count so for a minute. */
  keep(people: readonly PersonId[]): Promise<void>;
}

/** What the line tells this server and others right after a commit; only ever a hint. */
export interface LineChanged {
  readonly slot: SlotId;
  /** Whose entry this change made or ended, with the entry as it is now; null when it must be asked for. */
  readonly people: readonly { readonly person: PersonId; readonly entry: Entry | null }[];
  /** It was another process, which sees to what the change leaves to be done. */
  readonly isElsewhere?: true;
}
