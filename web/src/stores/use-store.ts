import { useEffect, useRef, useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import type { StoreData } from "../../../shared/pages.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { isProblem, read } from "../api.ts";
import { startPolling } from "../polling.ts";
import { useRendered } from "../ui/page-data.tsx";
import { slotsInOverview } from "./home-lists.ts";

const everyMs = 30_000;

interface Known {
  readonly data: StoreData | null;
  readonly isLost: boolean;
}

/** A store and its first slots, asked for again every 30 s; no data until somebody has answered. */
export function useStore(storeId: string): Known {
  const rendered = useRendered();
  const [known, setKnown] = useState<Known>({ data: rendered?.store ?? null, isLost: false });
  const isFresh = useRef(known.data !== null);
  useEffect(() => {
    let isGone = false;
    const polling = startPolling(
      async () => {
        const found = await readStore(storeId);
        if (isGone) return true;
        setKnown(({ data }) => ({ data: found ?? data, isLost: found === null }));
        if (found === null) return false;
        if (found.store === null) polling.stop();
        return true;
      },
      everyMs,
      isFresh.current,
    );
    return () => {
      isGone = true;
      polling.stop();
    };
  }, [storeId]);
  return known;
}

/** Null when somebody did not answer; a store that does not exist is an answer. */
async function readStore(storeId: string): Promise<StoreData | null> {
  const [store, slots] = await Promise.all([
    read<StoreCard>(`/api/stores/${storeId}`),
    read<Page<Slot>>(`/api/stores/${storeId}/slots?limit=${slotsInOverview}`),
  ]);
  if (!isProblem(store) && !isProblem(slots)) return { store, slots: slots.items };
  // Its card may be some seconds old when its host takes a store back; its slots know.
  const isAbsent = [store, slots].some((answer) => isProblem(answer) && answer.problem === "not-found");
  return isAbsent ? { store: null, slots: [] } : null;
}
