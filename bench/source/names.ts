/** A slot as the source names it: anybody may invent one, and it gets ten seats (D6). */
export interface SourceSlot {
  readonly storeId: number;
  readonly date: string;
  readonly timeSlot: string;
}

export const channel = "reservationChannel";

const nameOf = ({ storeId, date, timeSlot }: SourceSlot) => `${storeId}|${date}|${timeSlot}`;

/** How many seats are left. */
export const seatsKey = (slot: SourceSlot) => `availableSlots|${nameOf(slot)}`;
/** The waiting line, a List. */
export const queueKey = (slot: SourceSlot) => `reservationQueue|${nameOf(slot)}`;
/** Who has asked already, a Set. */
export const askedKey = (slot: SourceSlot) => `uniqueUsers|${nameOf(slot)}`;
/** What became of each who stood in the line, a Hash; the scheduler's only. */
export const outcomeKey = (slot: SourceSlot) => `outcomes|${nameOf(slot)}`;

/** A message on the channel: the slot and who asked. */
export const messageOf = (slot: SourceSlot, person: string) => `${nameOf(slot)}|${person}`;

export function readMessage(message: string): { slot: SourceSlot; person: string } {
  const [storeId, date, timeSlot, person] = message.split("|") as [string, string, string, string];
  return { slot: { storeId: Number(storeId), date, timeSlot }, person };
}
