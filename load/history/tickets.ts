/** I2 and I3: tickets are unique and follow real time, nobody passes an earlier one, and nobody stands there twice. */
import { type Birth, birthsOf } from "./births.ts";
import type { SlotHistory, Violation } from "./history.ts";
import { checkPassing } from "./passing.ts";
import { groupBy, isIn } from "./reading.ts";

/** I2: all three meanings of "in order". */
export function checkTickets(history: SlotHistory): Violation[] {
  return [...repeatedTickets(history), ...ticketsAgainstTime(history), ...checkPassing(history)];
}

function repeatedTickets({ line, entries }: SlotHistory): Violation[] {
  const repeated = [...groupBy(entries, (entry) => `${entry.ticket}`).values()].filter((group) => group.length > 1);
  const beyond = entries.filter((entry) => entry.ticket < 1 || entry.ticket >= line.nextTicket);
  return [
    ...repeated.map((group) => refuse(`ticket ${group[0]?.ticket} was given ${group.length} times`, group)),
    ...beyond.map((entry) => refuse(`ticket ${entry.ticket} is not below the next, ${line.nextTicket}`, [entry, line])),
  ];
}

/**
 * An entry that somebody knew of before another was asked for has the smaller ticket. One sweep in order of asking,
 * which keeps the largest ticket known so far: O(n log n).
 */
function ticketsAgainstTime(history: SlotHistory): Violation[] {
  const births = birthsOf(history);
  const byKnown = births.toSorted((one, two) => one.knownBy - two.knownBy);
  const found: Violation[] = [];
  let next = 0;
  let largest: Birth | undefined;
  for (const later of births.toSorted((one, two) => one.earliestSent - two.earliestSent)) {
    for (let earlier = byKnown[next]; earlier && earlier.knownBy < later.earliestSent; earlier = byKnown[++next]) {
      if (!largest || earlier.ticket > largest.ticket) largest = earlier;
    }
    if (!largest || largest.ticket <= later.ticket) continue;
    found.push(
      refuse(`ticket ${largest.ticket} was known before ticket ${later.ticket} was asked for`, [largest, later]),
    );
  }
  return found;
}

function refuse(message: string, evidence: readonly unknown[]): Violation {
  return { invariant: "I2", message, evidence };
}

/** I3: at most one live entry of a person. */
export function checkLiveEntries({ slot, entries }: SlotHistory): Violation[] {
  const live = groupBy(
    entries.filter((entry) => isIn("live", entry)),
    (entry) => entry.personId,
  );
  return [...live.entries()].flatMap(([personId, group]) => {
    if (group.length === 1) return [];
    const message = `${personId} has ${group.length} live entries in slot ${slot.slotId}`;
    return [{ invariant: "I3", message, evidence: group }];
  });
}
