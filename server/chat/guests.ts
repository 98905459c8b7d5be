import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Follower } from "../platform/live/index.ts";
import type { GuestBook } from "./ports.ts";

/** Whoever a process does not name for so long has left; it names them again well before. */
const keptSeconds = 45;
const keepEveryMs = 20_000;
/**
 * Whoever closes a room, or loses the connection, has so long to come back before it is said that they left: longer
 * than the pause after which another process, where they have it open too, names them again.
 */
const releasedSeconds = 25;
const peopleAtOnce = 1_000;
const dismissEveryMs = 5_000;
const dismissedAtOnce = 20;

interface World {
  readonly book: GuestBook;
  readonly now: () => number;
  /** Somebody's coming or leaving was announced in this room. */
  readonly onNews: (store: StoreId) => void;
}

/** The sockets through which somebody has a room open here. */
type Windows = Map<PersonId, Set<Follower>>;

function* inPieces(people: readonly PersonId[]): Generator<readonly PersonId[]> {
  for (let start = 0; start < people.length; start += peopleAtOnce) yield people.slice(start, start + peopleAtOnce);
}

/** Who has which room open through this process; bounded by its sockets. The book is told each second. */
export function createGuests({ book, now, onNews }: World) {
  const rooms = new Map<StoreId, Windows>();
  const come = new Map<StoreId, Set<PersonId>>();
  const gone = new Map<StoreId, Set<PersonId>>();
  /** By room and person, as long as it is under way. */
  const announcing = new Map<string, Promise<void>>();
  let keptAt = 0;
  let dismissedAt = 0;
  /** While the book is away nobody is named, and afterwards each process names its own people alone. */
  let troubledAt = now();

  function note(whom: Map<StoreId, Set<PersonId>>, store: StoreId, person: PersonId): void {
    const people = whom.get(store) ?? new Set();
    whom.set(store, people.add(person));
  }

  async function keep(store: StoreId, people: readonly PersonId[]): Promise<void> {
    for (const piece of inPieces(people)) if (await book.keep(store, piece, keptSeconds)) onNews(store);
  }
  async function keepAll(): Promise<void> {
    for (const [store, windows] of rooms) await keep(store, [...windows.keys()]);
    keptAt = now();
  }
  /** Says who has come to a room since it was said last, all in one notice. */
  function announce(store: StoreId): Promise<void> {
    const people = [...(come.get(store) ?? [])];
    come.delete(store);
    const names = people.map((person) => `${store} ${person}`);
    const announced = keep(store, people).finally(() => {
      for (const name of names) if (announcing.get(name) === announced) announcing.delete(name);
    });
    for (const name of names) announcing.set(name, announced);
    return announced;
  }
  async function keepNew(): Promise<void> {
    for (const store of come.keys()) await announce(store);
  }
  async function release(): Promise<void> {
    for (const [store, people] of gone) {
      gone.delete(store);
      const away = [...people].filter((person) => !rooms.get(store)?.has(person));
      for (const piece of inPieces(away)) await book.release(store, piece, releasedSeconds);
    }
  }
  async function dismiss(): Promise<void> {
    dismissedAt = now();
    // None before all processes have had the time to name theirs, also where this one is new: it only asks meanwhile.
    const isCalm = Math.abs(now() - troubledAt) >= keepEveryMs;
    for (const store of await book.dismiss(isCalm ? dismissedAtOnce : 0)) onNews(store);
  }

  return {
    arrive(store: StoreId, person: PersonId, follower: Follower): void {
      const windows: Windows = rooms.get(store) ?? new Map();
      const followers = windows.get(person) ?? new Set();
      rooms.set(store, windows.set(person, followers.add(follower)));
      note(come, store, person);
    },
    /** Until it is said that they came, which is before what they say; null for whoever is not just coming. */
    coming(store: StoreId, person: PersonId): Promise<void> | null {
      if (come.get(store)?.has(person) === true) return announce(store);
      return announcing.get(`${store} ${person}`) ?? null;
    },
    leave(store: StoreId, person: PersonId, follower: Follower): void {
      const windows = rooms.get(store);
      const followers = windows?.get(person);
      if (windows === undefined || followers === undefined) return;
      followers.delete(follower);
      if (followers.size > 0) return;
      windows.delete(person);
      if (windows.size === 0) rooms.delete(store);
      note(gone, store, person);
    },
    /** To be called each second. What fails is said again with the next round of everybody. */
    async tick(): Promise<void> {
      try {
        await keepNew();
        await release();
        if (Math.abs(now() - keptAt) >= keepEveryMs) await keepAll();
        if (Math.abs(now() - dismissedAt) >= dismissEveryMs) await dismiss();
      } catch (error) {
        troubledAt = now();
        throw error;
      }
    },
  };
}
