import type { PersonId, StoreId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Impression, Opened, WatchBook } from "../ports.ts";

/** So much of what was shown and opened is lost with a process. */
export const tellWatchedEveryMs = 2_000;
/** Rows that wait to be written; with more, those are dropped that come last. */
const mostWaiting = 20_000;

interface World {
  readonly book: WatchBook;
  readonly clock: Pick<Clock, "now">;
}

type Shown = Omit<Impression, "person" | "at" | "rank" | "place" | "model">;

/** The list that somebody was shown, best first. */
export interface ShownList {
  readonly place: Impression["place"];
  readonly model: string | null;
  readonly items: readonly Shown[];
}

/**
 * Remembers who was shown and opened what until the next round writes it down, so that no answer waits for it; what
 * was not written when a process ends is lost. Whether it may be written at all is asked then.
 */
export function createWatching({ book, clock }: World) {
  let [shown, opened]: [Impression[], Opened[]] = [[], []];
  const now = () => new Date(clock.now()).toISOString();

  return {
    shown(person: PersonId, { place, model, items }: ShownList): void {
      if (shown.length + items.length > mostWaiting) return;
      shown.push(...items.map((item, at) => ({ ...item, person, place, model, rank: at + 1, at: now() })));
    },
    opened(person: PersonId, store: StoreId): void {
      if (opened.length < mostWaiting) opened.push({ person, store, at: now() });
    },
    /** A round. */
    async tell(): Promise<void> {
      const told = { shown, opened };
      [shown, opened] = [[], []];
      // One after the other, so that a round holds one connection.
      const shownToo = await Promise.allSettled([book.shown(told.shown)]);
      const openedToo = await Promise.allSettled([book.opened(told.opened)]);
      const failed = [...shownToo, ...openedToo].flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      if (failed.length > 0) throw new AggregateError(failed, "what was shown or opened is not all written");
    },
  };
}

export type Watching = ReturnType<typeof createWatching>;
