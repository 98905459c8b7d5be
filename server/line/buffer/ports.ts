import type { PersonId, SlotId } from "../../../shared/ids.ts";
import type { Entry } from "../../../shared/line.ts";
import type { ProblemName } from "../../../shared/problems.ts";
import type { JoinRequest } from "../ports.ts";

/** What the place in front of the ledger has to know of a slot. Moments are milliseconds of the database's clock. */
export type Card = {
  readonly slot: SlotId;
  readonly isBuffered: boolean;
  /** Its tickets are the ledger's to give: a buffered one is handed back once all that have a ticket are written. */
  readonly staysDirect: boolean;
  /** As far as the ledger knows nobody came for ten minutes: if so it is to be direct as well. */
  readonly isQuiet: boolean;
  readonly epoch: number;
  /** The tickets of this epoch, and the next one that the ledger does not have. */
  readonly first: number;
  readonly last: number;
  readonly next: number;
  readonly opensAt: number;
  readonly closesAt: number;
  readonly startsAt: number;
  /** Until then those who hold receipts of a lost epoch come back, and nobody else; 0 where none was lost. */
  readonly recoveringUntil: number;
  readonly now: number;
  readonly largest: number;
  readonly mostWaiting: number;
  readonly listOpen: boolean;
  readonly paused: boolean;
  readonly fillsGaps: boolean;
  readonly free: number;
  readonly waiting: number;
  readonly departed: number;
};

/**
 * Whether Redis has a slot's card: of this epoch; none; or it has lost tickets the ledger knows; or it gives none any
 * more in this epoch, and the ledger has all; or a later epoch has begun there, or ended.
 */
export type Kept = "there" | "absent" | "lost" | "drained" | "later";

/** A press on its way to a ticket. */
export interface Press extends JoinRequest {
  /** What the ledger says of the ticket they have in Redis: it ended, and is no reason to give none; or it lives. */
  readonly checked: { readonly ticket: number; readonly lives: boolean } | null;
  /** The ticket of a receipt of a lost epoch; 0 for none. */
  readonly returning: number;
  /** The ledger was asked, and has no entry for it. */
  readonly isNew: boolean;
}

/** How far a slot's line is. */
export type Head = {
  readonly epoch: number;
  readonly first: number;
  /** The first ticket that the ledger does not have. */
  readonly due: number;
  readonly next: number;
  readonly waiting: number;
  readonly departed: number;
  /** The last ticket that a worker was given: up to it the ledger may have one that is not before `due`. */
  readonly handed: number;
  /** Who came back from a lost epoch and is not in the ledger yet. */
  readonly back: number;
  /** Tickets may have been lost before this epoch began. */
  readonly afterLoss: boolean;
};

export interface Ticket {
  readonly ticket: number;
  readonly partySize: number;
}

/** A ticket in Redis, with the key of the press it was given to. */
export interface Held extends Ticket {
  readonly key: string;
}

/**
 * `mine`: another press of theirs; `same`: this very press, whose person has left since where `hasLeft`; `ending`: no
 * ticket of this slot is given here any more; `unknown`: after a loss only the ledger says whether they have one.
 */
export type Pressed =
  | ({ readonly kind: "new" | "mine" | "same"; readonly hasLeft: boolean } & Held)
  | { readonly kind: "refused"; readonly problem: ProblemName | "recovering"; readonly inMs: number }
  | { readonly kind: "ending" }
  | { readonly kind: "unknown" };

export interface Looked {
  readonly head: Head;
  readonly mine: (Held & { readonly hasLeft: boolean }) | null;
  /** The entry that the ticket asked about stands for, where it is none of its own. */
  readonly standsFor: number | null;
}

/** A press that has its ticket and is to be written; `gone`: its person has left since. */
export interface Given extends Ticket {
  readonly person: PersonId;
  readonly key: string;
  readonly gone: boolean;
}

export type Claimed =
  | { readonly state: "work"; readonly lease: string; readonly epoch: number; readonly given: readonly Given[] }
  /** Nothing to do; nothing yet; or another worker's. */
  | { readonly state: "idle" | "wait" | "held"; readonly lease: string };

/** A ticket that became no entry of its own, and the entry that its person has instead; null for none. */
export interface Void {
  readonly ticket: number;
  readonly person: PersonId;
  readonly instead: Ticket | null;
}

export interface HandedOver {
  readonly slot: SlotId;
  readonly epoch: number;
  readonly last: number;
  readonly waiting: number;
  readonly departed: number;
  readonly free: number;
  readonly voids: readonly Void[];
}

/** What the place in front of the ledger knows of slots. */
export interface Cards {
  keep(card: Card, mayMake: boolean): Promise<Kept>;
  /** Takes away a card of an epoch before this one; none of such an epoch is kept from then on. */
  drop(slot: SlotId, epoch: number): Promise<unknown>;
}

/** The place in front of the ledger. Each method is one step, whole or not at all; it fails while it is away. */
export interface Buffer extends Cards {
  /** Gives tickets, in the order of the presses; null where there is no card. */
  press(slot: SlotId, presses: readonly Press[]): Promise<{ head: Head; pressed: readonly Pressed[] } | null>;
  look(slot: SlotId, person: PersonId, ticket: number): Promise<Looked | null>;
  /** `elsewhere`: the ledger has them, will at any moment, or nobody does. */
  leave(slot: SlotId, person: PersonId, ticket: number, key: string): Promise<Left>;
  /** The next presses for the one worker of a slot; `stale` is a lease that has stood still, and is free. */
  claim(slot: SlotId, worker: string, stale: string, most: number): Promise<Claimed>;
  /** Lets go of what the ledger has committed; how many presses are left, null where the epoch is another. */
  handOver(done: HandedOver): Promise<number | null>;
  /** Slots with something to hand over. */
  busy(): Promise<SlotId[]>;
}

export interface Left {
  readonly outcome: "left" | "ended" | "elsewhere";
  readonly partySize: number;
}

/** What became of a batch in the ledger, press by press; `refused` where it was not this entrance's to take. */
export type Written =
  | { readonly refused: "other-entrance" | "out-of-turn" }
  | {
      readonly refused: null;
      /** Null where the press was refused. */
      readonly entries: readonly (Entry | null)[];
      readonly waiting: number;
      readonly departed: number;
      readonly free: number;
    };

/** The ledger as the entrance before it needs it. */
export interface Entrances {
  /** For each press the ticket of the entry that it is answered with, its own or its person's live one; else null. */
  known(slot: SlotId, presses: readonly Pick<Press, "person" | "key">[]): Promise<readonly (number | null)[]>;
  cards(slots: readonly SlotId[]): Promise<Card[]>;
  /** Makes the buffer the slot's entrance, or begins an epoch after `lost`; true for whoever is to put the card. */
  take(slot: SlotId, lost: number | null): Promise<boolean>;
  /** The ledger gives the slot's tickets again after this epoch; false where it is another, or not over. */
  handBack(slot: SlotId, epoch: number): Promise<boolean>;
  /** Slots that are buffered, until they are over; at most so many, those behind `after`. */
  buffered(after: SlotId | null, most: number): Promise<SlotId[]>;
  /** Slots that open within five minutes, or have in the last ten, and are to be buffered before anybody presses. */
  aboutToOpen(most: number): Promise<SlotId[]>;
  /** Writes presses that have their tickets, in ticket order; repeated, it answers the same. */
  write(slot: SlotId, epoch: number, given: readonly Given[]): Promise<Written>;
}
