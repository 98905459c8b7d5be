/**
 * What must hold of a line at rest and of each step from one line to the next, written without the model's own rules
 * (only its counting), so that a wrong rule is not judged by itself. Numbers are those of the table of invariants.
 */
import type { EntryState } from "../../shared/line.ts";
import { heldSeats, isLive, type ModelEntry, type ModelLine, offerIsOver, waits } from "./model-line.ts";

export interface ModelViolation {
  readonly invariant: "I1" | "I2" | "I3" | "I4" | "I5" | "I10" | "I12";
  readonly message: string;
}

/** Had a seat at some time; `left` is absent because one may leave without ever having had one. */
const seatedStates: readonly EntryState[] = ["confirmed", "offered", "cancelled", "declined", "expired"];

/** What a line at rest violates; an empty list means that it is sound. */
export function violations(line: ModelLine): ModelViolation[] {
  return [...seatViolations(line), ...ticketViolations(line), ...outcomeViolations(line), ...idleSeats(line)];
}

function seatViolations(line: ModelLine): ModelViolation[] {
  const held = heldSeats(line);
  return held > line.capacity ? [{ invariant: "I1", message: `${held} seats held of ${line.capacity}` }] : [];
}

function ticketViolations(line: ModelLine): ModelViolation[] {
  const found: ModelViolation[] = [];
  const tickets = line.entries.map((entry) => entry.ticket);
  if (tickets.some((ticket, index) => ticket !== index + 1) || line.nextTicket !== tickets.length + 1) {
    found.push({ invariant: "I2", message: `tickets ${tickets.join(" ")}, next ${line.nextTicket}` });
  }
  for (const earlier of line.entries.filter(wasPassedBy)) {
    const later = line.entries.find((entry) => entry.ticket > earlier.ticket && passed(line, earlier, entry));
    if (later) found.push({ invariant: "I2", message: `${later.ticket} was seated past ${earlier.ticket}` });
  }
  return found;
}

/** Waited from its ticket until now, or until the slot began. */
function wasPassedBy(entry: ModelEntry): boolean {
  return waits(entry) || entry.state === "missed";
}

/**
 * Filling gaps, a party may pass only a larger one: whoever waited ahead of it was tried with at least as many free
 * seats and did not fit.
 */
function passed(line: ModelLine, earlier: ModelEntry, later: ModelEntry): boolean {
  if (!seatedStates.includes(later.state)) return false;
  return !line.fillsGaps || earlier.partySize <= later.partySize;
}

function outcomeViolations(line: ModelLine): ModelViolation[] {
  const found: ModelViolation[] = [];
  const people = line.entries.filter(isLive).map((entry) => entry.person);
  if (new Set(people).size < people.length) {
    found.push({ invariant: "I3", message: `live entries of ${people.join(" ")}` });
  }
  for (const entry of line.entries.filter((entry) => isOverdue(line, entry))) {
    found.push({ invariant: "I5", message: `${entry.ticket} is ${entry.state} at ${line.settledAt}` });
  }
  return found;
}

/** Should be something else by now: an offer that ran out, somebody still at the press, a line after the start. */
function isOverdue(line: ModelLine, entry: ModelEntry): boolean {
  const pending = isLive(entry) && entry.state !== "confirmed";
  if (pending && line.settledAt >= line.startsAt) return true;
  if (entry.state === "waiting") return !line.paused;
  return entry.state === "offered" && (entry.offerExpiresAt === null || offerIsOver(entry, line.settledAt));
}

function idleSeats(line: ModelLine): ModelViolation[] {
  if (line.paused || line.settledAt >= line.startsAt) return [];
  const free = line.capacity - heldSeats(line);
  const waiting = line.entries.filter(waits);
  const candidates = line.fillsGaps ? waiting : waiting.slice(0, 1);
  const fitting = candidates.find((entry) => entry.partySize <= free);
  return fitting ? [{ invariant: "I12", message: `${free} seats idle while ${fitting.ticket} waits` }] : [];
}

/** Where one step may lead. It may hold several moves: an offer made by settling may be accepted at once. */
const reachable: Record<EntryState, readonly EntryState[]> = {
  waiting: ["confirmed", "waitlisted", "left", "missed"],
  waitlisted: ["offered", "confirmed", "left", "declined", "missed"],
  offered: ["confirmed", "declined", "expired", "left"],
  confirmed: ["cancelled"],
  left: [],
  declined: [],
  expired: [],
  cancelled: [],
  missed: [],
};

/** What one step violates: an entry lost, changed or brought back, a rank that grew. */
export function violationsBetween(before: ModelLine, after: ModelLine): ModelViolation[] {
  return before.entries.flatMap((was) => {
    const is = after.entries.find((entry) => entry.ticket === was.ticket);
    if (!is || is.person !== was.person || is.partySize !== was.partySize || is.key !== was.key) {
      return [{ invariant: "I5", message: `${was.ticket} was lost or is another` } as const];
    }
    return [...moveViolations(was, is), ...rankViolations(before, after, is)];
  });
}

function moveViolations(was: ModelEntry, is: ModelEntry): ModelViolation[] {
  if (is.state === was.state || reachable[was.state].includes(is.state)) return [];
  const invariant = was.state === "confirmed" ? "I4" : "I5";
  return [{ invariant, message: `${was.ticket} went from ${was.state} to ${is.state}` }];
}

function rankViolations(before: ModelLine, after: ModelLine, entry: ModelEntry): ModelViolation[] {
  const ahead = (line: ModelLine) => line.entries.filter((other) => waits(other) && other.ticket < entry.ticket).length;
  if (ahead(after) <= ahead(before)) return [];
  return [{ invariant: "I10", message: `${entry.ticket} had ${ahead(before)} ahead, now ${ahead(after)}` }];
}
