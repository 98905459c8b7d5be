import { useEffect, useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import type { Slot } from "../../../shared/slots.ts";
import { isProblem, read } from "../api.ts";
import { serverClock } from "../clock.ts";
import { startPolling } from "../polling.ts";

const mostSlots = 100;

/** A page of a store's slots, none where its host took the store back; null when somebody did not answer. */
export async function readSlots(path: string): Promise<readonly Slot[] | null> {
  const page = await read<Page<Slot>>(path);
  if (!isProblem(page)) return page.items;
  return page.problem === "not-found" ? [] : null;
}

/**
 * The slots of a store that have not begun, null until they are known. Asked for again about every `everyMs` while the
 * page is visible, so that a list left open does not show seats that are long gone.
 */
export function useSlots(storeId: string, everyMs: number): readonly Slot[] | null {
  const [slots, setSlots] = useState<readonly Slot[] | null>(null);
  useEffect(() => {
    let isGone = false;
    const polling = startPolling(async () => {
      const found = await readSlots(`/api/stores/${storeId}/slots?limit=${mostSlots}`);
      if (found === null) return false;
      const now = found[0] === undefined ? serverClock.now() : Date.parse(found[0].now);
      if (!isGone) setSlots(found.filter(({ startsAt }) => Date.parse(startsAt) > now));
      return true;
    }, everyMs);
    return () => {
      isGone = true;
      polling.stop();
    };
  }, [storeId, everyMs]);
  return slots;
}
