import type { Entry } from "./line.ts";
import type { SlotFrame } from "./live.ts";

/** Whether somebody with this entry stands in the line and has a rank. */
export function isInLine({ state }: Entry): boolean {
  return state === "waiting" || state === "waitlisted";
}

/**
 * My place after a message about my slot: everybody with a smaller ticket who left since my place was read moves me
 * forward by one. `"ask"` when the message cannot tell: it lists too little, or I am among those who left. A message
 * older than my place changes nothing, so each departure counts once and a rank never grows (I10).
 */
export function placeAfter(entry: Entry, frame: SlotFrame): Entry | "ask" {
  if (frame.id !== entry.slotId || !isInLine(entry) || entry.ahead === null || frame.departed < entry.departed)
    return entry;
  if (entry.receipt !== undefined) return placeBefore(entry, entry.ahead, frame);
  if (frame.gone === null) return frame.departed > entry.departed ? "ask" : entry;
  const listedAfter = frame.departed - frame.gone.length;
  if (listedAfter > entry.departed) return "ask";
  const left = frame.gone.slice(entry.departed - listedAfter);
  if (left.includes(entry.ticket)) return "ask";
  const ahead = entry.ahead - left.filter((ticket) => ticket < entry.ticket).length;
  return { ...entry, ahead, behind: Math.max(0, frame.waiting - ahead - 1), departed: frame.departed };
}

/** My place while it is not written yet: those who wait, and whoever has a ticket between them and me. */
function placeBefore(entry: Entry, before: number, { waiting, next, departed }: SlotFrame): Entry {
  if (next === undefined || next > entry.ticket) return entry;
  return { ...entry, ahead: Math.min(before, waiting + entry.ticket - next), departed };
}
