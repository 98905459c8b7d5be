/** How fair a burst was: joins in flight together may get any order; this says how far from that of sending. */
import { birthsOf } from "../../load/history/births.ts";
import type { History } from "../../load/history/history.ts";
import { bySlot } from "../../load/history/reading.ts";

/** Places between the order of sending and the order of tickets, of all entries somebody's press explains. */
export interface Displacement {
  readonly joins: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Percentiles by nearest rank over all slots; a burst that kept its order exactly has zeros. */
export function describeDisplacement(history: History): Displacement {
  const places = bySlot(history).flatMap((part) => {
    const births = birthsOf(part).filter((birth) => Number.isFinite(birth.earliestSent));
    // Presses of the same moment have no order of their own, so that between them the tickets decide.
    const sent = births.toSorted((one, two) => one.earliestSent - two.earliestSent || one.ticket - two.ticket);
    const placeOfTicket = new Map(
      births
        .map((birth) => birth.ticket)
        .sort(ascending)
        .map((ticket, place) => [ticket, place]),
    );
    return sent.map((birth, place) => Math.abs(place - (placeOfTicket.get(birth.ticket) ?? place)));
  });
  places.sort(ascending);
  const percentile = (share: number) => places[Math.max(0, Math.ceil(places.length * share) - 1)] ?? 0;
  return { joins: places.length, p50: percentile(0.5), p99: percentile(0.99), max: places.at(-1) ?? 0 };
}

function ascending(one: number, two: number): number {
  return one - two;
}
