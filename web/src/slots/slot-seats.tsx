import type { Slot } from "../../../shared/slots.ts";
import { useHasCome, useRemaining } from "../clock.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { formatCountdown, formatMoment } from "../ui/moments.ts";
import { isNearlyFull, seatsForNewcomers, shutAt } from "./slot-stage.ts";

const dayMs = 86_400_000;

interface SlotSeatsContent {
  readonly slot: Slot;
  /** A moment to which the page counts down already: a slot that opens then says its seats instead. */
  readonly countedDown?: string;
}

/** One word on a slot: seats left, how many wait, that it is sold out or closed, or when it opens. */
export function SlotSeats({ slot, countedDown }: SlotSeatsContent) {
  const { slots, stores } = useMessages();
  const language = useLanguage();
  const remaining = useRemaining(slot.opensAt);
  const isClosed = useHasCome(shutAt(slot));
  if (isClosed) return <span className="seat out">{slots.closed}</span>;
  if (remaining > 0 && slot.opensAt === countedDown)
    return <span className="seat out">{stores.capacity(slot.capacity)}</span>;
  if (remaining > dayMs) {
    const moment = formatMoment(slot.opensAt, slot.timeZone, language);
    return <span className="seat out">{slots.opensAt(moment)}</span>;
  }
  if (remaining > 0) return <span className="seat soon">{slots.opensIn(formatCountdown(remaining))}</span>;
  if (slot.paused) return <span className="seat out">{slots.paused}</span>;
  if (slot.held >= slot.capacity && slot.waiting === 0) return <span className="seat out">{slots.soldOut}</span>;
  if (slot.bookableNow === 0) return <span className="seat out">{slots.waiting(slot.waiting)}</span>;
  return <span className={isNearlyFull(slot) ? "seat low" : "seat"}>{slots.seats(seatsForNewcomers(slot))}</span>;
}
