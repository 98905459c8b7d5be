import { LRUCache } from "lru-cache";
import type { Clock } from "../clock.ts";
import type { Cache, CacheEntry } from "./cache.ts";

/** What a load answered, and at which moment of this process's clock it began: a value is as old as that. */
export interface Loaded<Value> {
  readonly value: Value;
  readonly loadedAt: number;
}

/** What stands between this cache and its loads. */
export interface Behind {
  /** Answers what is known there, unless it is a renewal; else what `load` does. */
  find<Value>(entry: CacheEntry, load: () => Promise<Value>, isRenewal: boolean): Promise<Loaded<Value>>;
  forget(group: string): void;
  /** How often it knew. */
  shared(): number;
}

export interface Wish {
  readonly clock: Pick<Clock, "now">;
  /** All that is kept weighs at most this; whatever was not asked for longest goes first. */
  readonly mostWeight: number;
  /** Of one value, a whole number from 1 on. */
  readonly weigh?: (value: unknown) => number;
}

function createNothingBehind(clock: Pick<Clock, "now">): Behind {
  return {
    async find(_entry, load) {
      const loadedAt = clock.now();
      return { value: await load(), loadedAt };
    },
    forget: () => undefined,
    shared: () => 0,
  };
}

interface Kept {
  readonly group: string;
  readonly value: unknown;
  readonly loadedAt: number;
}

/** A load under way; its answer is kept unless its group was forgotten meanwhile. */
interface Flight {
  readonly group: string;
  readonly value: Promise<unknown>;
}

const keyOf = ({ group, name }: CacheEntry) => `${group}\n${name}`;

/** A cache in the process. What is being loaded is bounded by the requests that wait for it. */
export function createLocalCache(wish: Wish, behind: Behind = createNothingBehind(wish.clock)): Cache {
  const { clock, mostWeight, weigh = () => 1 } = wish;
  const kept = new LRUCache<string, Kept>({
    maxSize: mostWeight,
    sizeCalculation: ({ value }) => Math.max(1, weigh(value)),
  });
  const flights = new Map<string, Flight>();
  const counts = { hits: 0, misses: 0, loads: 0, failures: 0 };

  function fly<Value>(entry: CacheEntry, load: () => Promise<Value>, isRenewal = false): Promise<Value> {
    const key = keyOf(entry);
    const counted = () => {
      counts.loads += 1;
      return load();
    };
    const value = behind.find(entry, counted, isRenewal).then(
      ({ value: loaded, loadedAt }) => {
        const isCurrent = end(key, flight);
        if (isCurrent && loaded !== null) kept.set(key, { group: entry.group, value: loaded, loadedAt });
        return loaded;
      },
      (error: unknown) => {
        counts.failures += 1;
        end(key, flight);
        throw error;
      },
    );
    const flight: Flight = { group: entry.group, value };
    flights.set(key, flight);
    return value;
  }

  /** False for a load that was forgotten or overtaken. */
  function end(key: string, flight: Flight): boolean {
    return flights.get(key) === flight && flights.delete(key);
  }

  return {
    async read<Value>(entry: CacheEntry, load: () => Promise<Value>): Promise<Value> {
      const key = keyOf(entry);
      const known = kept.get(key);
      const ageMs = known === undefined ? Number.POSITIVE_INFINITY : clock.now() - known.loadedAt;
      // From a moment to come: the clock was set back meanwhile, and nobody knows how old it is.
      if (known !== undefined && ageMs >= 0 && ageMs < entry.staleMs) {
        counts.hits += 1;
        // A failure is counted; what is stale stays for as long as it may.
        if (ageMs >= entry.freshMs && !flights.has(key)) void fly(entry, load).catch(() => undefined);
        return known.value as Value;
      }
      const flight = flights.get(key);
      if (flight !== undefined) {
        counts.hits += 1;
        return flight.value as Promise<Value>;
      }
      counts.misses += 1;
      return fly(entry, load);
    },
    renew(entry, load) {
      counts.misses += 1;
      return fly(entry, load, true);
    },
    forget(group) {
      behind.forget(group);
      for (const [key, entry] of kept.entries()) if (entry.group === group) kept.delete(key);
      for (const [key, flight] of flights) if (flight.group === group) flights.delete(key);
    },
    figures: () => ({
      ...counts,
      shared: behind.shared(),
      entries: kept.size,
      weight: kept.calculatedSize,
      mostWeight,
    }),
  };
}
