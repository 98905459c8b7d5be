import type { Entry, OwnEntry } from "../../../shared/line.ts";
import type { SlotFrame } from "../../../shared/live.ts";
import { isInLine, placeAfter } from "../../../shared/live-place.ts";
import { neverFartherBack } from "./rank.ts";

/** The lines somebody stands in, and the seats that are offered to them: the soonest first. */
export type Places = readonly OwnEntry[];

/** A socket follows at most 20 topics, one of them my entries; places beyond these are read. */
export const mostFollowed = 18;

/** What to follow so that these places move while somebody looks: at most `mostFollowed` slots. */
export const slotsOf = (places: Places) => new Set(places.slice(0, mostFollowed).map(({ slotId }) => `slot:${slotId}`));

/** Whether somebody still stands in a line with this entry, or is offered a seat. */
export function isStanding(entry: Entry): boolean {
  return isInLine(entry) || entry.state === "offered";
}

/** What is known after a look; no rank grows by it (I10), since a live message may have overtaken it. */
export function afterLook(before: Places, found: Places): Places {
  const known = new Map(before.map((place) => [place.id, place]));
  return found
    .filter(isStanding)
    .map((place) => ({ ...place, ...neverFartherBack(known.get(place.id) ?? null, place) }));
}

/** What is known after the server told of one of my entries; `"ask"` where it does not say of what store it is. */
export function afterEntry(before: Places, told: Entry): Places | "ask" {
  if (!isStanding(told)) return before.filter(({ id }) => id !== told.id);
  if (!before.some(({ id }) => id === told.id)) return "ask";
  return before.map((place) => (place.id === told.id ? { ...place, ...neverFartherBack(place, told) } : place));
}

/** What is known after a message about a slot; `"ask"` where it cannot tell how far on I am. */
export function afterFrame(before: Places, frame: SlotFrame): Places | "ask" {
  const mine = before.find(({ slotId }) => slotId === frame.id);
  const moved = mine && placeAfter(mine, frame);
  if (moved === mine || moved === undefined) return before;
  return moved === "ask" ? "ask" : before.map((place) => (place === mine ? { ...place, ...moved } : place));
}
