import type { Slot } from "../../../shared/slots.ts";

export type SlotStage = "before" | "open" | "closed";

/** When a slot takes no presses any more: its reservations close, or it begins. */
export function shutAt({ closesAt, startsAt }: Pick<Slot, "closesAt" | "startsAt">): string {
  return Date.parse(closesAt) < Date.parse(startsAt) ? closesAt : startsAt;
}

/** Where a slot stands at a moment of the server's clock, in milliseconds since the epoch. */
export function stageOf(slot: Slot, now: number): SlotStage {
  if (now >= Date.parse(shutAt(slot))) return "closed";
  return now < Date.parse(slot.opensAt) ? "before" : "open";
}

/** Seats that nobody has, even when they go to those who wait. */
export function seatsLeft({ capacity, held }: Slot): number {
  return Math.max(0, capacity - held);
}

/** Seats a newcomer can see as left: none while whoever waits comes first, or the slot is paused. */
export function seatsForNewcomers(slot: Slot): number {
  return slot.bookableNow > 0 ? seatsLeft(slot) : 0;
}

/** What a press would bring now: a seat at once, or a rank in the line. */
export function seatsAtOnce({ bookableNow }: Slot, partySize: number): boolean {
  return bookableNow >= partySize;
}

/** Seats that will soon be gone: fewer than twelve in a hundred. */
export function isNearlyFull(slot: Slot): boolean {
  return seatsForNewcomers(slot) < slot.capacity * 0.12;
}
