import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { EntryState } from "../../shared/line.ts";
import type { Follower } from "../platform/live/index.ts";
import type { News } from "./ports.ts";

/** A slot that somebody here looks at: openly, or because somebody who follows their own entries has one in it. */
export interface Watched {
  readonly slot: SlotId;
  readonly followers: Set<Follower>;
  /** Who they are, with how many windows each: a person, or a socket of somebody who is not signed in. */
  readonly looking: Map<PersonId | Follower, number>;
  readonly people: Set<PersonId>;
  /** Those of `people` who hold an offer: it can end without a departure. */
  readonly offered: Set<PersonId>;
  /** What was read last; null until the first look. */
  looked: News | null;
  /** What followers know, which may be older: a crowd hears less often. */
  told: News | null;
  hereTold: number;
  isStale: boolean;
}

interface Present {
  readonly followers: Set<Follower>;
  readonly slots: Set<SlotId>;
  /** Those of `slots` in whose line they wait. */
  readonly waitsIn: Set<SlotId>;
}

const endStates: readonly EntryState[] = ["left", "declined", "expired", "cancelled", "missed"];

export type Watch = ReturnType<typeof createWatch>;

/** Who follows what in this process. Bounded by the sockets and by what each may follow. */
export function createWatch() {
  const slots = new Map<SlotId, Watched>();
  const present = new Map<PersonId, Present>();

  function watch(slot: SlotId): Watched {
    const known = slots.get(slot);
    if (known !== undefined) return known;
    const made: Watched = {
      slot,
      followers: new Set(),
      looking: new Map(),
      people: new Set(),
      offered: new Set(),
      looked: null,
      told: null,
      hereTold: 0,
      isStale: true,
    };
    slots.set(slot, made);
    return made;
  }
  function forgetUnwatched({ slot, followers, people }: Watched): void {
    if (followers.size === 0 && people.size === 0) slots.delete(slot);
  }

  function countWindow({ looking }: Watched, follower: Follower, more: 1 | -1): void {
    const who = follower.caller?.id ?? follower;
    const windows = (looking.get(who) ?? 0) + more;
    if (windows === 0) looking.delete(who);
    else looking.set(who, windows);
  }

  return {
    slots,
    follow(slot: SlotId, follower: Follower): Watched {
      const watched = watch(slot);
      if (!watched.followers.has(follower)) countWindow(watched, follower, 1);
      watched.followers.add(follower);
      watched.isStale = true;
      return watched;
    },
    unfollow(slot: SlotId, follower: Follower): void {
      const watched = slots.get(slot);
      if (watched?.followers.delete(follower) !== true) return;
      countWindow(watched, follower, -1);
      watched.isStale = true;
      forgetUnwatched(watched);
    },

    /** Whoever follows their own entries; true when they are the person's first window here. */
    arrive(person: PersonId, follower: Follower): boolean {
      const known = present.get(person);
      known?.followers.add(follower);
      if (known === undefined)
        present.set(person, { followers: new Set([follower]), slots: new Set(), waitsIn: new Set() });
      return known === undefined;
    },
    leave(person: PersonId, follower: Follower): void {
      const known = present.get(person);
      if (known === undefined || !known.followers.delete(follower) || known.followers.size > 0) return;
      present.delete(person);
      for (const slot of known.slots) {
        const watched = slots.get(slot);
        watched?.people.delete(person);
        watched?.offered.delete(person);
        if (watched !== undefined) forgetUnwatched(watched);
      }
    },
    windowsOf: (person: PersonId): ReadonlySet<Follower> | undefined => present.get(person)?.followers,

    /** Those of a slot's people who wait in its line. */
    waitersIn: ({ slot, people }: Watched): PersonId[] =>
      [...people].filter((person) => present.get(person)?.waitsIn.has(slot)),
    /** Those present who wait in a line. */
    *waiters(): Iterable<PersonId> {
      for (const [person, { waitsIn }] of present) if (waitsIn.size > 0) yield person;
    },

    /** Someone present has an entry in the slot, in this state now. */
    hasEntry(person: PersonId, slot: SlotId, state: EntryState): void {
      const known = present.get(person);
      if (known === undefined) return;
      const watched = watch(slot);
      watched.offered.delete(person);
      known.waitsIn.delete(slot);
      if (endStates.includes(state)) {
        known.slots.delete(slot);
        watched.people.delete(person);
        forgetUnwatched(watched);
        return;
      }
      known.slots.add(slot);
      watched.people.add(person);
      if (state === "offered") watched.offered.add(person);
      if (state === "waiting" || state === "waitlisted") known.waitsIn.add(slot);
    },
  };
}
