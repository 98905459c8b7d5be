import type { EntryId, PersonId, ReservationId, SlotId } from "../../../shared/ids.ts";
import type { Consent, ConsentKind } from "../../../shared/privacy.ts";

/** What a person still holds in a slot. */
export interface Held {
  readonly entry: EntryId | null;
  readonly reservation: ReservationId | null;
}

/** Everything that says who somebody is, wherever it is stored. */
export interface PersonalData {
  /**
   * Takes the person out of sight; false when they own a store that is not over. With it their link at this issuer is
   * to be cut (`LinkList`); null: nobody can cut any.
   */
  begin(person: PersonId, linkedAt: string | null): Promise<boolean>;
  /** Slots that still know the person, at most so many. */
  slotsOf(person: PersonId, most: number): Promise<SlotId[]>;
  held(person: PersonId, slot: SlotId): Promise<Held>;
  /** Clears the person from a slot; false while they hold something there. */
  forgetIn(person: PersonId, slot: SlotId): Promise<boolean>;
  /** Clears the rest and the person; false while a slot knows them, and in the first minute. */
  forget(person: PersonId): Promise<boolean>;
  /** People whose erasure has begun and not ended, at most so many, in no order. */
  unfinished(most: number): Promise<PersonId[]>;
  /** All that is stored of the person, except what is sealed; at most so many rows of each kind. */
  copy(person: PersonId, mostRows: number): Promise<Readonly<Record<string, unknown>>>;
}

export interface ConsentLog {
  /** Everything the person agreed to or took back, the latest first. */
  list(person: PersonId): Promise<Consent[]>;
  /** Agrees to this version of the text. What is so already is not written again. */
  give(person: PersonId, kinds: readonly ConsentKind[], version: string): Promise<void>;
  /**
   * Takes back what is given, in the version in which it was; what is not given is not written. With `profile` goes
   * what was written down of what they were shown and opened.
   */
  takeBack(person: PersonId, kinds: readonly ConsentKind[]): Promise<void>;
}

/** The account at the identity provider whose link is to be cut, and how often that was tried, this time included. */
export interface Unlinking {
  readonly id: string;
  readonly subject: string;
  readonly tries: number;
}

/** Links to cut, of people who have left. */
export interface LinkList {
  /**
   * Takes those at this issuer that are due, at most so many; each is due again after a pause that doubles. Whoever has
   * signed in anew since then keeps the link.
   */
  claim(issuer: string, most: number): Promise<Unlinking[]>;
  /** It is cut, or given up. */
  forget(id: string): Promise<void>;
}

/** What became of cutting a link: `cut` also where there was none any more. `cause` names nobody. */
export type Unlinked = { readonly outcome: "cut" } | { readonly outcome: "failed"; readonly cause: string };

/** The identity provider, which keeps a link between each account and us. Nothing here throws. */
export interface Links {
  /** What accounts are kept under whose links these are. */
  readonly issuer: string;
  cut(subject: string): Promise<Unlinked>;
}

/** Sealed phone numbers, to seal again with the key that seals now. */
export interface SealedPhones {
  /** Of people after this one, in the order of their numbers. */
  after(person: PersonId | null, most: number): Promise<{ person: PersonId; sealed: string }[]>;
  /** Changes nothing when it was changed meanwhile. */
  replace(person: PersonId, sealed: string, resealed: string): Promise<void>;
}

/** How a person gives up what they hold; the seats go on to the next (I6). A refusal is seen by what is still held. */
export interface GiveUp {
  leave(entry: EntryId, person: PersonId): Promise<unknown>;
  cancel(reservation: ReservationId, person: PersonId): Promise<unknown>;
}

/** Deletes what was kept long enough; answers how many rows went, by what they were. */
export interface Retention {
  sweep(): Promise<Readonly<Record<string, number>>>;
}
