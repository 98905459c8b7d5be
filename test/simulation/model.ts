/**
 * The verbs of the line over plain data: a line and a moment in, a new line and an answer out. No clock, no chance, no
 * input or output. This is the oracle the ledger is compared with over random histories (`model-commands.ts`).
 */
import type { EntryState } from "../../shared/line.ts";
import type { ProblemName } from "../../shared/problems.ts";
import * as lines from "./model-line.ts";
import { type ModelEntry, type ModelLine, type SeatRule, seatLine, settle, turned, withEntry } from "./model-line.ts";

export interface JoinRequest {
  readonly person: string;
  readonly partySize: number;
  readonly key: string | null;
}

/** An entry named by its ticket, by the person who says it is theirs. Also names the reservation of that entry. */
export interface EntryRequest {
  readonly person: string;
  readonly ticket: number;
}

/** An entry as its owner reads it; `ahead` and `behind` are null once it has ended. */
export interface ModelPlace {
  readonly ticket: number;
  readonly person: string;
  readonly partySize: number;
  readonly state: EntryState;
  readonly ahead: number | null;
  readonly behind: number | null;
  readonly offerExpiresAt: number | null;
}

/** The slot's counters, as the host's verbs and `settle` answer. */
export interface ModelCounters {
  readonly capacity: number;
  readonly held: number;
  readonly waiting: number;
  readonly nextTicket: number;
  readonly paused: boolean;
}

export interface ListWish {
  readonly listOpen?: boolean;
  readonly mostWaiting?: number;
}

export interface ModelRefusal {
  readonly problem: ProblemName;
  /** Milliseconds, with `not-open` only. */
  readonly opensInMs?: number;
}

export type ModelAnswer =
  | { readonly entry: ModelPlace; readonly created?: boolean }
  | { readonly counters: ModelCounters }
  | ModelRefusal;

export interface ModelStep {
  readonly line: ModelLine;
  readonly answer: ModelAnswer;
}

/** The place of an entry among those that wait; a seated entry has one too, counted the same way. */
export function placeOf(line: ModelLine, entry: ModelEntry): ModelPlace {
  const { ticket, person, partySize, state, offerExpiresAt } = entry;
  const others = line.entries.filter(lines.waits).map((other) => other.ticket);
  const ranks = {
    ahead: others.filter((other) => other < ticket).length,
    behind: others.filter((other) => other > ticket).length,
  };
  return {
    ticket,
    person,
    partySize,
    state,
    offerExpiresAt,
    ...(lines.isLive(entry) ? ranks : { ahead: null, behind: null }),
  };
}

/** The slot's counters, computed from its entries. */
export function countersOf(line: ModelLine): ModelCounters {
  const { capacity, nextTicket, paused } = line;
  return { capacity, held: lines.heldSeats(line), waiting: lines.waitingCount(line), nextTicket, paused };
}

/** Takes a place. A key that was answered before answers that entry, even ended; a new one an entry that lives. */
export function join(before: ModelLine, request: JoinRequest, now: number, seat: SeatRule = seatLine): ModelStep {
  const line = settle(before, now, seat);
  const known = knownEntry(line, request);
  if (known) return { line: withKey(line, request, known), answer: { created: false, entry: placeOf(line, known) } };
  const problem = joinProblem(line, request, now);
  if (problem === "not-open") return { line, answer: { problem, opensInMs: line.opensAt - now } };
  if (problem) return refused(line, problem);
  const state = firstState(line, request.partySize);
  if (state !== "confirmed" && !line.listOpen) return refused(line, "list-closed");
  if (state !== "confirmed" && lines.waitingCount(line) >= line.maxWaiting) return refused(line, "line-full");
  const entry: ModelEntry = { ...request, ticket: line.nextTicket, state, offerExpiresAt: null };
  const after = { ...line, nextTicket: line.nextTicket + 1, entries: [...line.entries, entry] };
  return { line: after, answer: { created: true, entry: placeOf(after, entry) } };
}

/** The entry that a press has already: by its key, or as the one that lives. */
export function knownEntry(line: ModelLine, { person, key }: JoinRequest): ModelEntry | undefined {
  const own = line.entries.filter((entry) => entry.person === person);
  const later = line.laterKeys.find((press) => press.person === person && press.key === key)?.ticket;
  return (
    (key !== null && own.find((entry) => entry.key === key)) ||
    own.find((entry) => entry.ticket === later) ||
    own.find(lines.isLive)
  );
}

/** The line that remembers with which entry a key was answered. */
function withKey(line: ModelLine, { person, key }: JoinRequest, { ticket, key: first }: ModelEntry): ModelLine {
  if (key === null || key === first) return line;
  return { ...line, laterKeys: [...line.laterKeys, { person, key, ticket }] };
}

function joinProblem(line: ModelLine, request: JoinRequest, now: number): ProblemName | null {
  if (now < line.opensAt) return "not-open";
  if (now >= line.closesAt || lines.hasBegun(line, now)) return "closed";
  return request.partySize > Math.min(line.largestParty, line.capacity) ? "party-too-large" : null;
}

/** While paused nobody is told they are on the waiting list: they may still be the first in line when it goes on. */
function firstState(line: ModelLine, partySize: number): "waiting" | "confirmed" | "waitlisted" {
  if (line.paused) return "waiting";
  const mayPass = line.fillsGaps || lines.waitingCount(line) === 0;
  return mayPass && partySize <= line.capacity - lines.heldSeats(line) ? "confirmed" : "waitlisted";
}

/** Gives up a place that is not yet a reservation; seats kept by an offer go to the line. */
export function leave(before: ModelLine, request: EntryRequest, now: number, seat: SeatRule = seatLine): ModelStep {
  const line = settle(before, now, seat);
  const entry = ownEntry(line, request);
  if (!entry) return refused(line, "not-found");
  if (entry.state === "confirmed") return refused(line, "already-confirmed");
  return lines.isLive(entry) ? ended(line, entry, "left", now, seat) : refused(line, "already-ended");
}

/** Cancels the reservation of an entry; its seats go to the line. */
export function cancel(before: ModelLine, request: EntryRequest, now: number, seat: SeatRule = seatLine): ModelStep {
  const entry = ownEntry(before, request);
  // Without a reservation there is no slot to be looked at, so nothing is settled either.
  if (entry?.state !== "confirmed" && entry?.state !== "cancelled") return refused(before, "not-found");
  const line = settle(before, now, seat);
  if (entry.state === "cancelled") return refused(line, "already-ended");
  return lines.hasBegun(line, now) ? refused(line, "closed") : ended(line, entry, "cancelled", now, seat);
}

/** Takes the seat that is kept for this entry. */
export function accept(before: ModelLine, request: EntryRequest, now: number, seat: SeatRule = seatLine): ModelStep {
  const line = settle(before, now, seat);
  const entry = ownEntry(line, request);
  if (!entry) return refused(line, "not-found");
  if (entry.state !== "offered") return refused(line, "no-offer");
  const confirmed = turned(entry, "confirmed");
  const after = withEntry(line, confirmed);
  return { line: after, answer: { entry: placeOf(after, confirmed) } };
}

/** Gives the kept seat to the next in line. */
export function decline(before: ModelLine, request: EntryRequest, now: number, seat: SeatRule = seatLine): ModelStep {
  const line = settle(before, now, seat);
  const entry = ownEntry(line, request);
  if (!entry) return refused(line, "not-found");
  return entry.state === "offered" ? ended(line, entry, "declined", now, seat) : refused(line, "no-offer");
}

/** What is not one's own looks absent. */
export function ownEntry(line: ModelLine, { person, ticket }: EntryRequest): ModelEntry | undefined {
  return line.entries.find((entry) => entry.ticket === ticket && entry.person === person);
}

/** Changes the number of seats; refused below what is held, and below a party that was promised a chance. */
export function changeCapacity(before: ModelLine, capacity: number, now: number, seat: SeatRule = seatLine): ModelStep {
  const line = settle(before, now, seat);
  const largestWaiting = Math.max(0, ...line.entries.filter(lines.waits).map((entry) => entry.partySize));
  if (capacity < Math.max(lines.heldSeats(line), largestWaiting)) return refused(line, "capacity-too-small");
  return counted(seat({ ...line, capacity }, now));
}

/** Adds seats to whatever the capacity is now; a negative number takes seats away. */
export function addSeats(before: ModelLine, seats: number, now: number, seat: SeatRule = seatLine): ModelStep {
  return changeCapacity(before, before.capacity + seats, now, seat);
}

/** Nobody is seated until `resume`; joining, leaving and answering offers go on. */
export function pause(before: ModelLine, now: number, seat: SeatRule = seatLine): ModelStep {
  return counted({ ...settle(before, now, seat), paused: true });
}

/** Seats whoever can be seated and puts the rest of those who came during the pause on the waiting list. */
export function resume(before: ModelLine, now: number, seat: SeatRule = seatLine): ModelStep {
  const line = seat({ ...settle(before, now, seat), paused: false }, now);
  const entries = line.entries.map((entry) => (entry.state === "waiting" ? turned(entry, "waitlisted") : entry));
  return counted({ ...line, entries });
}

/** Lets newcomers wait or not, and how many; whoever waits already stays. */
export function changeList(before: ModelLine, wish: ListWish, now: number, seat: SeatRule = seatLine): ModelStep {
  const line = settle(before, now, seat);
  const { listOpen = line.listOpen, mostWaiting = line.maxWaiting } = wish;
  return counted(seat({ ...line, listOpen, maxWaiting: mostWaiting }, now));
}

/** The person's page is open from now on, or no longer; nothing else happens. */
export function look(line: ModelLine, person: string, isHere: boolean): ModelStep {
  const others = line.present.filter((other) => other !== person);
  return counted({ ...line, present: isHere ? [...others, person] : others });
}

/** What a timer does: nothing but what is due. */
export function settleNow(before: ModelLine, now: number, seat: SeatRule = seatLine): ModelStep {
  return counted(settle(before, now, seat));
}

export function refused(line: ModelLine, problem: ProblemName): ModelStep {
  return { line, answer: { problem } };
}

function counted(line: ModelLine): ModelStep {
  return { line, answer: { counters: countersOf(line) } };
}

function ended(line: ModelLine, entry: ModelEntry, state: EntryState, now: number, seat: SeatRule): ModelStep {
  const end = turned(entry, state);
  const after = seat(withEntry(line, end), now);
  return { line: after, answer: { entry: placeOf(after, end) } };
}
