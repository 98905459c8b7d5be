import { isStoreId, type PersonId, type StoreId } from "../../shared/ids.ts";
import type { Clock } from "../platform/clock.ts";
import type { Follower, Live } from "../platform/live/index.ts";
import { frameOf, type Sample, sampleOf } from "./frames.ts";
import type { OpeningShelf, Seen } from "./ports.ts";

/** Who watches an opening is told of it at most this often. */
export const watchEveryMs = 1_000;
/** Windows that may watch openings at this process, over all stores. */
const mostWatchers = 500;
const samplesKept = 3;

interface Watched {
  readonly store: StoreId;
  readonly followers: Set<Follower>;
  /** Those who were told nothing yet. */
  readonly arrived: Set<Follower>;
  readonly past: Sample[];
  told: string;
}

interface World {
  readonly live: Pick<Live, "topic" | "deliver">;
  readonly shelf: Pick<OpeningShelf, "mayWatch" | "see">;
  readonly clock: Pick<Clock, "now">;
}

const newWatched = (store: StoreId): Watched => ({
  store,
  followers: new Set(),
  arrived: new Set(),
  past: [],
  told: "",
});
const topicOf = (store: StoreId) => `opening:${store}`;

/** The topic `opening:STORE`, for those who may watch the store's openings: asked again before every message. */
export function createOpeningLive({ live, shelf, clock }: World) {
  const stores = new Map<StoreId, Watched>();
  let watchers = 0;

  function forget(watched: Watched, follower: Follower): void {
    if (!watched.followers.delete(follower)) return;
    watchers -= 1;
    watched.arrived.delete(follower);
    if (watched.followers.size === 0) stores.delete(watched.store);
  }

  function refuse(watched: Watched, follower: Follower): void {
    forget(watched, follower);
    follower.drop(topicOf(watched.store), { problem: "not-found" });
  }

  live.topic("opening", {
    access: "signed-in",
    followed(id, follower) {
      if (!isStoreId(id)) return { problem: "not-found" };
      if (watchers >= mostWatchers) return { problem: "busy", retryAfterSeconds: 5 };
      const watched = stores.get(id) ?? newWatched(id);
      stores.set(id, watched);
      watched.followers.add(follower);
      watched.arrived.add(follower);
      watchers += 1;
      return null;
    },
    unfollowed(id, follower) {
      const watched = stores.get(id as StoreId);
      if (watched !== undefined) forget(watched, follower);
    },
  });

  /**
   * Who of those that follow now may watch: nobody else is told, also not who comes while this is asked. The others are
   * let go: to them the store looks absent.
   */
  async function whoMay(): Promise<Map<Watched, Set<Follower>>> {
    const admitted = new Map([...stores.values()].map((watched) => [watched, new Set(watched.followers)]));
    const asked = [...admitted].flatMap(([watched, followers]) =>
      [...followers].map((follower) => ({
        ...{ watched, follower, store: watched.store },
        ...{ id: follower.caller?.id as PersonId, isOperator: follower.caller?.role === "operator" },
      })),
    );
    const may = asked.length === 0 ? [] : await shelf.mayWatch(asked);
    for (const [at, { watched, follower }] of asked.entries()) {
      if (may[at] === true) continue;
      admitted.get(watched)?.delete(follower);
      refuse(watched, follower);
    }
    return admitted;
  }

  async function tell(watched: Watched, seen: Seen, admitted: ReadonlySet<Follower>): Promise<void> {
    const sample = sampleOf(seen, clock.now());
    const message = { opening: frameOf(seen, watched.past, sample) };
    watched.past.push(sample);
    if (watched.past.length > samplesKept) watched.past.shift();
    const text = JSON.stringify(message);
    const meant = text === watched.told ? watched.arrived : watched.followers;
    const listeners = new Set([...meant].filter((follower) => admitted.has(follower)));
    watched.told = text;
    for (const follower of listeners) watched.arrived.delete(follower);
    await live.deliver([{ followers: listeners, messages: [message] }]);
  }

  return {
    /** To be called every `watchEveryMs`. Two statements, however many watch; none when nobody does. */
    async tick(): Promise<void> {
      const admitted = await whoMay();
      if (admitted.size === 0) return;
      const asked = [...admitted.keys()].map(({ store }) => store);
      const found = new Map((await shelf.see(asked)).map((seen) => [seen.store, seen]));
      for (const [watched, followers] of admitted) {
        const seen = found.get(watched.store);
        if (seen !== undefined) await tell(watched, seen, followers);
        else for (const follower of followers) refuse(watched, follower);
      }
    },
  };
}
