/**
 * I10: a rank never grows and never contradicts the tickets. Only claims that also hold for a view that is a little
 * old, as pushed ranks are: an old view may show too many ahead, never too few, and never more than there ever were.
 */
import type { RankObservation, SlotHistory, Violation } from "./history.ts";
import { groupBy, isIn, outcomeOf, rowsByTicket, seenEntry, ticketOf } from "./reading.ts";

interface Rank extends RankObservation {
  readonly askedAt: number;
}

/** I10 over pushed and asked ranks and the `ahead` of every answer. */
export function checkRanks(history: SlotHistory): Violation[] {
  const ranks = allRanks(history);
  const groups = groupBy(ranks, (rank) => `${ticketOf(rank.entryId)} ${rank.personId}`);
  return [...[...groups.values()].flatMap(grownRanks), ...impossibleRanks(history, ranks)];
}

function allRanks({ slot, events, ranks }: SlotHistory): Rank[] {
  const answered = events.flatMap((event): Rank[] => {
    const entry = seenEntry(event);
    if (entry?.ahead == null || event.answeredAt === null) return [];
    const { personId, sentAt, answeredAt } = event;
    const { ticket, ahead } = entry;
    return [{ personId, entryId: `${slot.slotId}-${ticket}`, ticket, ahead, askedAt: sentAt, observedAt: answeredAt }];
  });
  return [...ranks.map((rank) => ({ ...rank, askedAt: rank.askedAt ?? rank.observedAt })), ...answered];
}

/** Compares each rank with the smallest that was seen before it was asked for; overlapping ones have no order. */
function grownRanks(ranks: readonly Rank[]): Violation[] {
  const byEnd = ranks.toSorted((one, two) => one.observedAt - two.observedAt);
  const found: Violation[] = [];
  let next = 0;
  let smallest: Rank | undefined;
  for (const rank of ranks.toSorted((one, two) => one.askedAt - two.askedAt)) {
    for (let earlier = byEnd[next]; earlier && earlier.observedAt < rank.askedAt; earlier = byEnd[++next]) {
      if (!smallest || earlier.ahead < smallest.ahead) smallest = earlier;
    }
    if (!smallest || rank.ahead <= smallest.ahead) continue;
    found.push(refuse(`the rank of ${rank.entryId} grew from ${smallest.ahead} to ${rank.ahead}`, [smallest, rank]));
  }
  return found;
}

/**
 * Who waits in the end has waited all along, so at least those of them with smaller tickets were ahead. At most those
 * were ahead who ever waited: all smaller tickets but those seated at once.
 */
function impossibleRanks(history: SlotHistory, ranks: readonly Rank[]): Violation[] {
  const rows = [...rowsByTicket(history).values()].sort((one, two) => one.ticket - two.ticket);
  const tickets = rows.map((row) => row.ticket);
  const seated = seatedAtOnce(history);
  const stillWaiting = runningCount(rows.map((row) => isIn("waiting", row)));
  const everWaited = runningCount(rows.map((row) => !seated.has(row.ticket)));
  return ranks.flatMap((rank) => {
    const place = firstNotBelow(tickets, rank.ticket);
    const least = stillWaiting[place] ?? 0;
    const most = everWaited[place] ?? 0;
    const isNamed = rank.ticket === ticketOf(rank.entryId);
    if (isNamed && Number.isInteger(rank.ahead) && rank.ahead >= least && rank.ahead <= most) return [];
    return [refuse(`${rank.entryId} saw ${rank.ahead} ahead; its ticket allows ${least} to ${most}`, [rank])];
  });
}

function seatedAtOnce({ events }: SlotHistory): Set<number> {
  const seated = events.flatMap((event) => {
    const entry = seenEntry(event);
    const isCreation = event.kind === "join" && event.answer !== "lost" && event.answer.status === 201;
    return isCreation && outcomeOf(event) === "done" && entry?.state === "confirmed" ? [entry.ticket] : [];
  });
  return new Set(seated);
}

/** How many hold before each index; one more than there are marks. */
function runningCount(marks: readonly boolean[]): number[] {
  const counts = [0];
  for (const mark of marks) counts.push((counts.at(-1) ?? 0) + (mark ? 1 : 0));
  return counts;
}

function firstNotBelow(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? value) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function refuse(message: string, evidence: readonly unknown[]): Violation {
  return { invariant: "I10", message, evidence };
}
