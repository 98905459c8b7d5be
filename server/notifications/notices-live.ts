import { isStoreId, type StoreId } from "../../shared/ids.ts";
import type { Follower, Live } from "../platform/live/index.ts";
import type { Notices } from "./ports.ts";

const storesPerLook = 500;

/** Whoever follows a store, with the number of the last notice that they know. */
type Knowing = Map<Follower, number>;

interface World {
  readonly live: Pick<Live, "topic" | "deliver">;
  readonly notices: Pick<Notices, "latest">;
}

/**
 * The topic `notices:STORE`: what its host said last, within a day, to whoever waits there with the page open, but for
 * those who said that they know it (`after`). Looked up in one statement for all stores, so it does not matter which
 * process took it; bounded by the sockets.
 */
export function createNoticesLive({ live, notices }: World) {
  const stores = new Map<StoreId, Knowing>();

  live.topic("notices", {
    access: "anyone",
    followed(id, follower, after) {
      if (!isStoreId(id)) return { problem: "not-found" };
      const followers: Knowing = stores.get(id) ?? new Map();
      stores.set(id, followers.set(follower, after ?? 0));
      return null;
    },
    unfollowed(id, follower) {
      const followers = stores.get(id as StoreId);
      followers?.delete(follower);
      if (followers?.size === 0) stores.delete(id as StoreId);
    },
  });

  async function look(asked: readonly StoreId[]): Promise<void> {
    for (const notice of await notices.latest(asked)) {
      const followers = stores.get(notice.storeId);
      if (followers === undefined) continue;
      const number = Number(notice.id);
      const listeners = new Set([...followers].filter(([, known]) => known < number).map(([follower]) => follower));
      for (const listener of listeners) followers.set(listener, number);
      await live.deliver([{ followers: listeners, messages: [{ notice }] }]);
    }
  }

  return {
    /** To be called each second: one statement for 500 stores. */
    async tick(): Promise<void> {
      const asked = [...stores.keys()];
      for (let start = 0; start < asked.length; start += storesPerLook) {
        await look(asked.slice(start, start + storesPerLook));
      }
    },
  };
}
