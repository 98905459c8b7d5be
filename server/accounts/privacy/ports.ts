import type { EntryId, PersonId, ReservationId, SlotId } from "../../../shared/ids.ts";
import type { Consent, ConsentKind } from "../../../shared/privacy.ts";

/** What a person still holds in a slot. */
export interface Held {
  readonly entry: EntryId | null;
  readonly reservation: ReservationId | null;
}

/** Everything that says who somebody is, wherever it is stored. */
export interface PersonalData {
  /** Takes the person out of sight; false when they own a store that is not over. */
  begin(person: PersonId): Promise<boolean>;
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
  /** Takes back what is given, in the version in which it was; what is not given is not written. */
  takeBack(person: PersonId, kinds: readonly ConsentKind[]): Promise<void>;
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
