import { useEffect, useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import type { Slot } from "../../../shared/slots.ts";
import { isProblem, read } from "../api.ts";
import { serverClock } from "../clock.ts";
import { startPolling } from "../polling.ts";

const mostSlots = 100;

/**
 * The slots of a store that have not begun, null until they are known. Asked for again about every `everyMs` while the
 * page is visible, so that a list left open does not show seats that are long gone.
 */
export function useSlots(storeId: string, everyMs: number): readonly Slot[] | null {
  const [slots, setSlots] = useState<readonly Slot[] | null>(null);
  useEffect(() => {
    let isGone = false;
    const polling = startPolling(async () => {
      const page = await read<Page<Slot>>(`/api/stores/${storeId}/slots?limit=${mostSlots}`);
      if (isProblem(page)) return false;
      const now = page.items[0] === undefined ? serverClock.now() : Date.parse(page.items[0].now);
      if (!isGone) setSlots(page.items.filter(({ startsAt }) => Date.parse(startsAt) > now));
      return true;
    }, everyMs);
    return () => {
      isGone = true;
      polling.stop();
    };
  }, [storeId, everyMs]);
  return slots;
}
