import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Chance } from "../platform/chance.ts";
import type { PastVisit, Presses } from "./ports.ts";
import type { PlannedSlot, PlannedStore } from "./timetable.ts";

const partySizes = [1, 1, 2, 2, 2, 3, 4];
/** Nobody is in two places: starts within the same two hours are the same time. */
const sameTimeMs = 2 * 3_600_000;
const cancelledOneIn = 9;
const noShowOneIn = 14;

export type Guests = ReturnType<typeof createGuests>;

/** People in an order of chance, each once before anybody comes again; never twice in a slot. */
export function createGuests(people: readonly PersonId[], chance: Chance) {
  const order = [...people];
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = chance.whole(0, index);
    [order[index], order[other]] = [order[other] as PersonId, order[index] as PersonId];
  }
  const engaged = new Set<string>();
  let turn = 0;

  return {
    /** Somebody who is not in `there` and has no other plans at that time, as long as there is one. */
    next(startsAt: number, there: ReadonlySet<PersonId>, wished?: PersonId): PersonId {
      const time = Math.floor(startsAt / sameTimeMs);
      let chosen = wished;
      for (let tries = 0; chosen === undefined && tries < order.length * 2; tries += 1) {
        const person = order[turn++ % order.length] as PersonId;
        const isFree = tries >= order.length || !engaged.has(`${person}@${time}`);
        if (isFree && !there.has(person)) chosen = person;
      }
      if (chosen === undefined) throw new RangeError("more guests than people");
      engaged.add(`${chosen}@${time}`);
      return chosen;
    },
  };
}

const partyUpTo = (most: number, chance: Chance) => Math.min(most, chance.pick(partySizes));

interface Asked {
  readonly slot: SlotId;
  readonly plan: PlannedSlot;
  readonly largestParty: number;
  /** Who sits here, and who waits here, whatever chance says. */
  readonly seated?: PersonId | undefined;
  readonly waiting?: PersonId | undefined;
}

/** Parties that fill the slot's seats exactly, and after them those that wait. */
export function pressesFor({ slot, plan, largestParty, ...wished }: Asked, guests: Guests, chance: Chance): Presses {
  const people: PersonId[] = [];
  const parties: number[] = [];
  // Whoever is to wait is not seated by chance.
  const there = new Set<PersonId>(wished.waiting === undefined ? [] : [wished.waiting]);
  function come(party: number, asked?: PersonId): void {
    const person = guests.next(plan.startsAt, there, asked);
    there.add(person);
    people.push(person);
    parties.push(party);
  }
  let left = plan.seats;
  while (left > 0) {
    const party = partyUpTo(Math.min(left, largestParty), chance);
    come(party, people.length === 0 ? wished.seated : undefined);
    left -= party;
  }
  for (let waiting = 0; waiting < plan.waiting; waiting += 1) {
    const party = partyUpTo(Math.min(2, largestParty, plan.capacity), chance);
    come(party, waiting === 0 ? wished.waiting : undefined);
  }
  return { slot, people, parties };
}

type Visit = Omit<PastVisit, "slot">;

/**
 * Who booked a slot that is over: they came, they did not, or they had cancelled. Cancelled seats are beside the taken
 * ones, so that at no moment more were held than there are.
 */
export function visitsOf(plan: PlannedSlot, store: PlannedStore, largestParty: number, guests: Guests, chance: Chance) {
  const there = new Set<PersonId>();
  const booked: Omit<Visit, "ticket">[] = [];
  let [left, spare] = [plan.seats, plan.capacity - plan.seats];
  while (left > 0) {
    const person = guests.next(plan.startsAt, there);
    there.add(person);
    const isCancelled = spare > 0 && chance.oneIn(cancelledOneIn);
    const partySize = partyUpTo(Math.min(isCancelled ? spare : left, largestParty), chance);
    if (isCancelled) spare -= partySize;
    else left -= partySize;
    const createdAt = momentBetween(store.opensAt, plan.startsAt, chance.between(0, 1) ** 2);
    const cancelledAt = isCancelled ? momentBetween(createdAt, plan.startsAt, chance.between(0.1, 0.9)) : null;
    const kept = chance.oneIn(noShowOneIn) ? "no_show" : "completed";
    booked.push({ person, partySize, state: isCancelled ? "cancelled" : kept, createdAt, cancelledAt });
  }
  booked.sort((one, other) => one.createdAt - other.createdAt);
  return booked.map((visit, index): Visit => ({ ...visit, ticket: index + 1 }));
}

const momentBetween = (from: number, to: number, part: number) => Math.round(from + (to - from) * part);
