/** A history that cannot show anything must not pass: a checker that is fed nothing finds nothing. */
import type { History, Violation } from "./history.ts";
import { outcomeOf, seenEntry, slotOf } from "./reading.ts";

/** Why this history proves nothing; empty when it can be judged. */
export function checkVacuous(history: History): Violation[] {
  const { slots, events, ranks, final } = history;
  const joins = events.filter((event) => event.kind === "join");
  const listed = new Set(slots.map((slot) => slot.slotId));
  const withLine = new Set(final.slotLines.map((line) => line.slotId));
  const named = [...events, ...final.entries, ...final.reservations].map((each) => each.slotId);
  const strange = new Set([...named, ...ranks.map((rank) => slotOf(rank.entryId))].filter((id) => !listed.has(id)));
  const backwards = events.filter((event) => !isTimed(event.sentAt, event.answeredAt, event.answer === "lost"));
  const reasons: [isSo: boolean, message: string, evidence: readonly unknown[]][] = [
    [joins.length === 0, "nobody joined", []],
    [!joins.some((join) => outcomeOf(join) === "done" && seenEntry(join)), "no join was answered with an entry", []],
    [final.entries.length === 0, "no rows: the final state was not read, or everything is lost", []],
    [slots.some((slot) => !withLine.has(slot.slotId)), "a slot has no final line", slots],
    [strange.size > 0, "slots that are not listed would not be checked", [...strange]],
    [backwards.length > 0, "events are not timed: their order means nothing", backwards.slice(0, 3)],
  ];
  return reasons.filter(([isSo]) => isSo).map(([, message, evidence]) => ({ invariant: "vacuous", message, evidence }));
}

function isTimed(sentAt: number, answeredAt: number | null, lost: boolean): boolean {
  return Number.isFinite(sentAt) && (lost ? answeredAt === null : answeredAt !== null && answeredAt >= sentAt);
}
