import { useCallback, useEffect, useRef, useState } from "react";
import type { Room, RoomDesk } from "../../../shared/chat.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { isProblem, read } from "../api.ts";
import { type Polling, startPolling } from "../polling.ts";

/** Reports come while the page is open. */
const everyMs = 5_000;

export interface Desk {
  readonly store: StoreCard;
  readonly room: Room;
  readonly desk: RoomDesk;
  readonly isOwner: boolean;
}

interface Known {
  readonly desk: Desk | "absent" | null;
  readonly isLost: boolean;
  refresh(): void;
}

/** What whoever looks after a room sees; for everybody else it is not there. */
export function useDesk(storeId: string): Known {
  const [desk, setDesk] = useState<Desk | "absent" | null>(null);
  const [isLost, setIsLost] = useState(false);
  const polling = useRef<Polling | null>(null);
  useEffect(() => {
    let isGone = false;
    const started = startPolling(async () => {
      const found = await readDesk(storeId);
      if (isGone) return true;
      setIsLost(found === null);
      if (found !== null) setDesk(found);
      if (found === "absent") started.stop();
      return found !== null;
    }, everyMs);
    polling.current = started;
    return () => {
      isGone = true;
      started.stop();
    };
  }, [storeId]);
  const refresh = useCallback(() => polling.current?.hurry(), []);
  return { desk, isLost, refresh };
}

/** Null when somebody did not answer. */
async function readDesk(storeId: string): Promise<Desk | "absent" | null> {
  const path = `/api/stores/${storeId}`;
  const [store, room, desk, owned] = await Promise.all([
    read<StoreCard>(path),
    read<Room>(`${path}/room`),
    read<RoomDesk>(`${path}/room/desk`),
    read<object>(`${path}/staff/invitations?limit=1`),
  ]);
  if (!isProblem(store) && !isProblem(room) && !isProblem(desk)) {
    return { store, room, desk, isOwner: !isProblem(owned) };
  }
  const refusals = [store, room, desk].filter((answer) => isProblem(answer));
  return refusals.some(({ problem }) => problem === "not-found" || problem === "forbidden") ? "absent" : null;
}
