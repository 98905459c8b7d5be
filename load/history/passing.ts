/** I2: nobody is given a seat while an earlier ticket waits, whatever becomes of either later. */
import type { SlotHistory, Violation } from "./history.ts";
import { groupBy, seenEntry, ticketOf } from "./reading.ts";
import { type Stay, staysOf } from "./stays.ts";

/**
 * A smaller ticket was in line before a larger one was; when it still waited after the other had a seat, it was passed.
 * In strict order that is a violation; where gaps may be filled the later party must be smaller, since the earlier one
 * was tried first, with at least as many free seats, and did not fit.
 */
export function checkPassing(history: SlotHistory): Violation[] {
  const stays = staysOf(history);
  return [...passed(history, stays), ...passed(history, reservedStays(history, stays))];
}

/** One sweep from the last ticket, which keeps who of those after it was seated first, for each size of party. */
function passed({ slot }: SlotHistory, stays: readonly Stay[]): Violation[] {
  const found: Violation[] = [];
  const first = new Map<number, Stay>();
  for (const stay of stays.toSorted((one, two) => two.entry.ticket - one.entry.ticket)) {
    const { entry, waitsUntil, seatedBy } = stay;
    const passer = [...first.values()].find(
      (later) => later.seatedBy < waitsUntil && (!slot.fillsGaps || entry.partySize <= later.entry.partySize),
    );
    if (passer) {
      const message = `ticket ${passer.entry.ticket} was seated past ticket ${entry.ticket}`;
      found.push({ invariant: "I2", message, evidence: [stay, passer] });
    }
    if (seatedBy < (first.get(entry.partySize)?.seatedBy ?? Number.POSITIVE_INFINITY)) first.set(entry.partySize, stay);
  }
  return found;
}

/**
 * The same told by reservations, whose numbers are given under the line's lock: who waited and was never offered their
 * seat got it together with its reservation. Of a later ticket the seat may be older than the reservation, not younger.
 */
function reservedStays(history: SlotHistory, stays: readonly Stay[]): Stay[] {
  const numbers = new Map(history.reservations.map(({ ticket, id }) => [ticket, Number(id)]));
  const seen = groupBy(history.events, (event) => `${seenEntry(event)?.ticket} ${event.personId}`);
  const accepted = new Set(history.events.flatMap(({ kind, entryId }) => (kind === "accept" ? [entryId] : [])));
  const offered = new Set([...accepted].flatMap((entryId) => (entryId === undefined ? [] : [ticketOf(entryId)])));
  return stays.flatMap(({ entry }) => {
    const number = numbers.get(entry.ticket);
    if (number === undefined) return [];
    const states = (seen.get(`${entry.ticket} ${entry.personId}`) ?? []).map((event) => seenEntry(event)?.state);
    const hasWaited = states.includes("waiting") || states.includes("waitlisted");
    const isAtOnce = hasWaited && !states.includes("offered") && !offered.has(entry.ticket);
    return [{ entry, seatedBy: number, waitsUntil: isAtOnce ? number : Number.NEGATIVE_INFINITY }];
  });
}
