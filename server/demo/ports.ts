import type { Role } from "../../shared/accounts.ts";
import type { PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import type { ReservationState } from "../../shared/reservations.ts";
import type { Store } from "../../shared/stores.ts";

/** Moments are milliseconds since the epoch. */
export interface NewPerson {
  readonly name: string;
  readonly role: Role;
  readonly since: number;
}

type Unsaid = "address" | "latitude" | "longitude" | "rules";
type AsUsual = Unsaid | "timeZone" | "fillsGaps" | "placesPerPerson" | "graceMinutes" | "releasesNoShows" | "isListed";
export type NewDemoStore = Omit<Store, "opensAt" | "closesAt" | AsUsual> & {
  readonly owner: PersonId;
  readonly registeredAt: number;
  readonly opensAt: number;
  readonly closesAt: number;
  readonly numberInCategory: number;
};

/** A slot that is over has its seats and tickets written down; nobody is in its line any more. */
export interface NewDemoSlot {
  readonly store: StoreId;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly capacity: number;
  readonly over: { readonly held: number; readonly tickets: number } | null;
}

export interface PastVisit {
  readonly slot: SlotId;
  readonly ticket: number;
  readonly person: PersonId;
  readonly partySize: number;
  readonly state: ReservationState;
  readonly createdAt: number;
  readonly cancelledAt: number | null;
}

/** What one slot's visitors ask for, in their order. */
export interface Presses {
  readonly slot: SlotId;
  readonly people: readonly PersonId[];
  readonly parties: readonly number[];
}

/** Something said in a store's room. */
export interface NewTalk {
  readonly store: StoreId;
  readonly seq: number;
  readonly person: PersonId;
  readonly isHost: boolean;
  readonly text: string;
  readonly at: number;
}

/** What was learned of people's tastes, from how many purchases, and how it measured. */
export interface DemoModel {
  readonly source: string;
  readonly hash: string;
  readonly rows: number;
  readonly seed: number;
  readonly metrics: object;
  readonly learned: object;
}

/** What was before the demo's first start. */
export interface DemoPast {
  addPast(visits: readonly PastVisit[]): Promise<void>;
  /** In rooms where nothing was said yet, in order. */
  addTalk(talk: readonly NewTalk[]): Promise<void>;
  /** It is live; what it was made from is not kept. */
  addModel(model: DemoModel): Promise<void>;
}

/** Writes the invented world. Everything inside `onceOnEmpty` is one transaction. */
export interface DemoBook {
  /**
   * Runs `work` with the database's now when there is no store yet, and commits all of it or nothing, so that a start
   * that was interrupted is simply done again. Of several processes one does it. Answers whether it did.
   */
  onceOnEmpty(work: (now: number) => Promise<void>): Promise<boolean>;
  /** People by name and role, as the demo's sign-in finds them again; ids in the given order. */
  addPeople(people: readonly NewPerson[]): Promise<PersonId[]>;
  addStores(stores: readonly NewDemoStore[]): Promise<void>;
  /** Ids in the given order. */
  addSlots(slots: readonly NewDemoSlot[]): Promise<SlotId[]>;
  /**
   * Lets people through the line's own `admit`, and then says of everybody in it that they came between the opening
   * and `now`, and that they have been told. Fails when anybody is refused.
   */
  admit(presses: readonly Presses[], now: number): Promise<void>;
  pause(slots: readonly SlotId[]): Promise<void>;
}
