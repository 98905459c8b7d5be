import { isStoreId, type StoreId } from "../../shared/ids.ts";
import type { Follower, Live } from "../platform/live/index.ts";
import type { Notices } from "./ports.ts";

const storesPerLook = 500;

interface Followed {
  readonly followers: Set<Follower>;
  /** Those who were told nothing yet. */
  readonly arrived: Set<Follower>;
  told: string | null;
}

interface World {
  readonly live: Pick<Live, "topic" | "broadcast">;
  readonly notices: Pick<Notices, "latest">;
}

/**
 * The topic `notices:STORE`: what its host said last, within a day, to whoever waits there with the page open. Looked
 * up in one statement for all stores, so it does not matter which process took it; bounded by the sockets.
 */
export function createNoticesLive({ live, notices }: World) {
  const stores = new Map<StoreId, Followed>();

  live.topic("notices", {
    access: "anyone",
    followed(id, follower) {
      if (!isStoreId(id)) return { problem: "not-found" };
      const known = stores.get(id) ?? { followers: new Set(), arrived: new Set(), told: null };
      stores.set(id, known);
      known.followers.add(follower);
      known.arrived.add(follower);
      return null;
    },
    unfollowed(id, follower) {
      const known = stores.get(id as StoreId);
      known?.followers.delete(follower);
      known?.arrived.delete(follower);
      if (known?.followers.size === 0) stores.delete(id as StoreId);
    },
  });

  async function look(asked: readonly StoreId[]): Promise<void> {
    for (const notice of await notices.latest(asked)) {
      const known = stores.get(notice.storeId);
      if (known === undefined) continue;
      const listeners = new Set(known.told === notice.id ? known.arrived : known.followers);
      known.told = notice.id;
      known.arrived.clear();
      await live.broadcast(listeners, { notice });
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
