import type { Page } from "../../../shared/lists.ts";
import type { Slot } from "../../../shared/slots.ts";
import { isProblem, read } from "../api.ts";
import { startPolling } from "../polling.ts";

const everyMs = 5_000;
const mostSlots = 96;

/**
 * Tells the slots of one day of a store, "2026-11-28" in its zone, and again when their seats change: asked for about
 * every 5 s while the page is visible. Answers how to stop.
 */
export function followDay(storeId: string, day: string, onSlots: (slots: readonly Slot[]) => void): () => void {
  let isGone = false;
  const polling = startPolling(async () => {
    const page = await read<Page<Slot>>(`/api/stores/${storeId}/slots?date=${day}&limit=${mostSlots}`);
    if (isProblem(page)) return false;
    if (!isGone) onSlots(page.items);
    return true;
  }, everyMs);
  return () => {
    isGone = true;
    polling.stop();
  };
}
