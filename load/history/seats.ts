/** I1 and I12: what is held fits and is counted right, and no seat is idle while somebody may have it. */
import type { FinalEntry, FinalReservation, SlotHistory, Violation } from "./history.ts";
import { heldSeats, isIn, seatsOf } from "./reading.ts";

/** I1: the rows fit the capacity, the counters equal the rows, reservations and confirmed entries are the same. */
export function checkSeats(history: SlotHistory): Violation[] {
  const { line, entries } = history;
  const held = heldSeats(history);
  const waiting = entries.filter((entry) => isIn("waiting", entry)).length;
  const reserved = history.reservations.filter((reservation) => reservation.state !== "cancelled");
  const unmatched = unmatchedSeats(
    entries.filter((entry) => entry.state === "confirmed"),
    reserved,
  );
  const claims: [isBroken: boolean, message: string, evidence: readonly unknown[]][] = [
    [held > line.capacity, `slot ${line.slotId}: ${held} seats held of ${line.capacity}`, [line]],
    [seatsOf(reserved) > line.capacity, `slot ${line.slotId}: more seats reserved than ${line.capacity}`, [line]],
    [held !== line.held, `slot ${line.slotId}: counter says ${line.held} held, rows say ${held}`, [line]],
    [waiting !== line.waiting, `slot ${line.slotId}: counter says ${line.waiting} wait, rows say ${waiting}`, [line]],
    [unmatched.length > 0, `slot ${line.slotId}: entries and reservations disagree`, unmatched.slice(0, 5)],
  ];
  return claims.flatMap(([isBroken, message, evidence]) => (isBroken ? [{ invariant: "I1", message, evidence }] : []));
}

type Seat = FinalEntry | FinalReservation;

/** Confirmed entries without their one reservation, and reservations without their confirmed entry. */
function unmatchedSeats(entries: readonly FinalEntry[], reservations: readonly FinalReservation[]): Seat[] {
  const name = (seat: Seat) => `${seat.ticket} ${seat.personId} ${seat.partySize}`;
  const open = new Map(reservations.map((reservation): [string, Seat] => [name(reservation), reservation]));
  const doubled = reservations.filter((reservation) => open.get(name(reservation)) !== reservation);
  const alone = entries.filter((entry) => !open.delete(name(entry)));
  return [...doubled, ...alone, ...open.values()];
}

/** I12: who could be seated now, by the rule of the slot; undefined when nobody may. */
export function idleSeat(history: SlotHistory): FinalEntry | undefined {
  const { slot, line } = history;
  if (line.paused || slot.begun) return undefined;
  const free = line.capacity - heldSeats(history);
  const waiting = history.entries.filter((entry) => isIn("waiting", entry)).sort((one, two) => one.ticket - two.ticket);
  const candidates = slot.fillsGaps ? waiting : waiting.slice(0, 1);
  return candidates.find((entry) => entry.partySize <= free);
}

/** I12 in the final state, where nothing is in flight. */
export function checkIdleSeats(history: SlotHistory): Violation[] {
  const fitting = idleSeat(history);
  if (!fitting) return [];
  const message = `slot ${history.slot.slotId}: seats are idle while ticket ${fitting.ticket} waits and fits`;
  return [{ invariant: "I12", message, evidence: [history.line, fitting] }];
}
