import type { SlotFrame } from "../../../shared/live.ts";
import type { Slot } from "../../../shared/slots.ts";
import { live } from "../live.ts";
import { startPolling } from "../polling.ts";
import { readSlots } from "../slots/read-slots.ts";
import { newerSlot, slotAfter } from "../slots/seen.ts";

const everyMs = 2_000;
/** With a socket the reading only finds slots that were added. */
const everyMsLive = 20_000;
const mostSlots = 96;
/** A socket follows at most 20 topics; the rest of a long day is read. */
const mostFollowed = 18;

/**
 * Tells the slots of one day of a store, "2026-11-28" in its zone, and again whenever their seats change: by live
 * messages, and by asking about every 2 s while there is no socket. Answers how to stop.
 */
export function followDay(storeId: string, day: string, onSlots: (slots: readonly Slot[]) => void): () => void {
  let slots: readonly Slot[] = [];
  const followed = new Map<string, () => void>();

  function take(frame: SlotFrame): void {
    slots = slots.map((slot) => slotAfter(slot, frame));
    onSlots(slots);
  }
  function follow({ id }: Slot): void {
    if (followed.has(id) || followed.size >= mostFollowed) return;
    const end = live.follow(`slot:${id}`, ({ slot: frame }) => {
      if (frame?.id === id) take(frame);
    });
    followed.set(id, end);
  }

  let isGone = false;
  const task = async () => {
    const found = await readSlots(`/api/stores/${storeId}/slots?date=${day}&limit=${mostSlots}`);
    if (found === null || isGone) return isGone;
    const before = new Map(slots.map((slot) => [slot.id, slot]));
    slots = found.map((slot) => newerSlot(before.get(slot.id) ?? null, slot));
    onSlots(slots);
    for (const slot of slots) follow(slot);
    return true;
  };
  const polling = startPolling(task, () => (live.isOpen() && slots.length <= mostFollowed ? everyMsLive : everyMs));
  // The next reading may be 20 s away, planned when there was a socket.
  const forget = live.onChange(polling.hurry);
  return () => {
    isGone = true;
    forget();
    polling.stop();
    for (const end of followed.values()) end();
  };
}
