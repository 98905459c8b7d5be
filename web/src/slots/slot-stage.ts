import type { Slot } from "../../../shared/slots.ts";

export type SlotStage = "before" | "open" | "closed";

/** Whether its host closed it, so that it will not take place. What an older page has kept says nothing of it. */
export const isCalledOff = ({ closedAt }: Pick<Slot, "closedAt">) => typeof closedAt === "string";

/** When a slot takes no presses any more: its reservations close, it begins, or its host has closed it. */
export function shutAt({ closesAt, startsAt, closedAt }: Pick<Slot, "closesAt" | "startsAt" | "closedAt">): string {
  const moments = [closesAt, startsAt, closedAt].filter((moment) => typeof moment === "string");
  return moments.reduce((first, other) => (Date.parse(other) < Date.parse(first) ? other : first));
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
