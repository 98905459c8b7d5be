/**
 * The model of one slot's line: plain data and the two rules everything else rests on, who is due to go (`settle`) and
 * who is given a seat (`seatLine`). It shares no code with the ledger's SQL, so that equality of both means something.
 */
import type { EntryState } from "../../shared/line.ts";

/** One person's place. A reservation needs no field: it exists exactly while `confirmed` or after `cancelled`. */
export interface ModelEntry {
  readonly ticket: number;
  readonly person: string;
  readonly partySize: number;
  readonly key: string | null;
  readonly state: EntryState;
  readonly offerExpiresAt: number | null;
}

/**
 * A slot and its line. Moments are milliseconds on one clock, which begins at 09:00 of the store's zone; `entries` are
 * in ticket order and never removed.
 */
export interface ModelLine {
  readonly capacity: number;
  readonly fillsGaps: boolean;
  readonly largestParty: number;
  readonly maxWaiting: number;
  readonly offerMinutes: number;
  readonly opensAt: number;
  readonly closesAt: number;
  readonly startsAt: number;
  readonly paused: boolean;
  /** Whether newcomers may wait. */
  readonly listOpen: boolean;
  /** Whose page is open. */
  readonly present: readonly string[];
  readonly nextTicket: number;
  /** The moment of the last verb: everything due by then has been done. */
  readonly settledAt: number;
  readonly entries: readonly ModelEntry[];
  /** Presses that were answered with an entry which another press made. */
  readonly laterKeys: readonly { readonly person: string; readonly key: string; readonly ticket: number }[];
}

/** What a host decides of a slot; the rest of a line follows from its history. */
export type SlotRules = Omit<
  ModelLine,
  "paused" | "listOpen" | "present" | "nextTicket" | "settledAt" | "entries" | "laterKeys"
>;

/** The rule that hands out free seats; verbs take it as an argument so that tests can plant a wrong one. */
export type SeatRule = (line: ModelLine, now: number) => ModelLine;

/** An empty line. */
export function createLine(rules: SlotRules): ModelLine {
  return {
    ...rules,
    paused: false,
    listOpen: true,
    present: [],
    nextTicket: 1,
    settledAt: Number.NEGATIVE_INFINITY,
    entries: [],
    laterKeys: [],
  };
}

/** Stands in the line without a seat. */
export function waits(entry: ModelEntry): boolean {
  return entry.state === "waiting" || entry.state === "waitlisted";
}

/** Holds seats: they are this entry's, or kept for it until its offer expires. */
export function holds(entry: ModelEntry): boolean {
  return entry.state === "confirmed" || entry.state === "offered";
}

/** Counts as the person's one live entry. */
export function isLive(entry: ModelEntry): boolean {
  return waits(entry) || holds(entry);
}

/** Seats that are confirmed or offered. */
export function heldSeats(line: ModelLine): number {
  return line.entries.reduce((seats, entry) => seats + (holds(entry) ? entry.partySize : 0), 0);
}

/** Entries that wait, not people: a party of four counts once. */
export function waitingCount(line: ModelLine): number {
  return line.entries.filter(waits).length;
}

/** From this moment on nobody is seated any more. */
export function hasBegun(line: ModelLine, now: number): boolean {
  return now >= line.startsAt;
}

/** The same line with one entry changed. */
export function withEntry(line: ModelLine, changed: ModelEntry): ModelLine {
  return { ...line, entries: line.entries.map((entry) => (entry.ticket === changed.ticket ? changed : entry)) };
}

/** The entry in an end state or confirmed; whatever it was offered is no longer pending. */
export function turned(entry: ModelEntry, state: EntryState): ModelEntry {
  return { ...entry, state, offerExpiresAt: null };
}

/**
 * Does what is due at `now`. When the slot begins everything pending ends and nobody is seated, also not into the seats
 * of an offer that ran out earlier but was not noticed until then: a seat is given only by a verb, at that verb's time.
 */
export function settle(line: ModelLine, now: number, seat: SeatRule = seatLine): ModelLine {
  if (now < line.settledAt) throw new RangeError(`time runs backwards: ${now} after ${line.settledAt}`);
  const timed = { ...line, settledAt: now };
  if (hasBegun(line, now)) return { ...timed, entries: line.entries.map(endedByTheStart) };
  const entries = line.entries.map((entry) => (offerIsOver(entry, now) ? turned(entry, "expired") : entry));
  const someExpired = entries.some((entry, index) => entry !== line.entries[index]);
  return someExpired ? seat({ ...timed, entries }, now) : timed;
}

/** An offer is over from `offerExpiresAt` on, that moment included. */
export function offerIsOver(entry: ModelEntry, now: number): boolean {
  return entry.offerExpiresAt !== null && entry.offerExpiresAt <= now;
}

function endedByTheStart(entry: ModelEntry): ModelEntry {
  if (waits(entry)) return turned(entry, "missed");
  return entry.state === "offered" ? turned(entry, "expired") : entry;
}

/**
 * Gives free seats to the line in ticket order. Strict: up to the first party that does not fit, and nobody behind it.
 * Filling gaps: everybody who fits, the earliest ticket first.
 */
export function seatLine(line: ModelLine, now: number): ModelLine {
  if (line.paused || hasBegun(line, now)) return line;
  let free = line.capacity - heldSeats(line);
  let blocked = false;
  const entries = line.entries.map((entry) => {
    if (blocked || !waits(entry)) return entry;
    if (entry.partySize > free) {
      blocked = !line.fillsGaps;
      return entry;
    }
    free -= entry.partySize;
    return seated(line, entry, now);
  });
  return { ...line, entries };
}

/**
 * Who is `waiting` is still at the press and gets the seat at once. Who was told `waitlisted` may have gone elsewhere,
 * so the seat is offered.
 */
function seated(line: ModelLine, entry: ModelEntry, now: number): ModelEntry {
  if (entry.state === "waiting" || line.offerMinutes === 0) return turned(entry, "confirmed");
  return { ...entry, state: "offered", offerExpiresAt: offerEnd(line, entry.person, now) };
}

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
/** Days begin at nine here, and nights at 22:00. */
const nightFromMs = 13 * 60 * minuteMs;

/**
 * The store's minutes, or five while the opening is not ten minutes old or the person looks on; but for that rush not
 * in the night; and never more than half of what is left, since the next in line must have a chance too.
 */
function offerEnd(line: ModelLine, person: string, now: number): number {
  const isRush = now >= line.opensAt && now < line.opensAt + 10 * minuteMs;
  const minutes = isRush || line.present.includes(person) ? Math.min(line.offerMinutes, 5) : line.offerMinutes;
  const wished = now + minutes * minuteMs;
  const ofDay = wished % dayMs;
  const awake = isRush || ofDay < nightFromMs ? wished : wished - ofDay + dayMs;
  return Math.min(awake, now + (line.startsAt - now) / 2);
}
