/** The history checker: a recorded run in, the invariants it violates out. Pure, and O(n log n) in events and rows. */
import type { History, SlotHistory, Violation } from "./history.ts";
import { checkConfirmations, checkOutcomes } from "./outcomes.ts";
import { checkRepetitions, checkReturnedSeats } from "./presses.ts";
import { checkRanks } from "./ranks.ts";
import { bySlot } from "./reading.ts";
import { checkIdleSeats, checkSeats } from "./seats.ts";
import { checkLiveEntries, checkTickets } from "./tickets.ts";
import { checkVacuous } from "./vacuous.ts";

/** Of each check and slot at most this many violations are told: the first ones show the bug, the rest its size. */
export const mostViolationsPerCheck = 20;

const checks: readonly ((history: SlotHistory) => Violation[])[] = [
  checkSeats,
  checkTickets,
  checkLiveEntries,
  checkConfirmations,
  checkOutcomes,
  checkReturnedSeats,
  checkRepetitions,
  checkRanks,
  checkIdleSeats,
];

/**
 * The invariants this run violates, with evidence; empty for a sound run. The final state must have been read when
 * nothing was in flight. A run that could not show a violation is refused as `vacuous`, and nothing else is checked.
 */
export function checkHistory(history: History): Violation[] {
  const vacuous = checkVacuous(history);
  if (vacuous.length > 0) return vacuous;
  return bySlot(history).flatMap((part) => checks.flatMap((check) => check(part).slice(0, mostViolationsPerCheck)));
}
