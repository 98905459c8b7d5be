import { makeEntryId, type ReservationId, type SlotId } from "../../shared/ids.ts";
import type { EntryState } from "../../shared/line.ts";
import type { ProblemName } from "../../shared/problems.ts";
import type { JoinAnswer } from "./ports.ts";

/** What `admit` answers for a batch: lists joined by commas, one item per press, empty for null (see admit.sql). */
export interface AdmitRow {
  readonly problems: string;
  readonly opens_in_ms: string | null;
  readonly fresh: string | null;
  readonly tickets: string | null;
  readonly states: string | null;
  readonly aheads: string | null;
  readonly parties: string | null;
  readonly reservations: string | null;
  readonly offers: string | null;
  readonly waiting: number | null;
  readonly departed: number | null;
  /** Seats, after the batch. */
  readonly free: number | null;
  /** The store of the slot, where it limits the places of a person. */
  readonly limited: string | null;
}

const listOf = (text: string | null) => (text ?? "").split(",");
const waits = (state: string | undefined) => state === "waiting" || state === "waitlisted";

/** The answers of a batch of `size` presses, in their order. Why an entry was cancelled is not among them. */
export function readAnswers(slot: SlotId, row: AdmitRow, size: number): JoinAnswer[] {
  const [problems, fresh, tickets, states] = [row.problems, row.fresh, row.tickets, row.states].map(listOf);
  const [aheads, parties, reservations, offers] = [row.aheads, row.parties, row.reservations, row.offers].map(listOf);
  const opening = row.opens_in_ms === null ? {} : { opensInMs: Number(row.opens_in_ms) };

  return Array.from({ length: size }, (_, press): JoinAnswer => {
    const problem = problems?.[press];
    // The slot's tickets are given elsewhere: a deploy from one line to the other is under way (decision 0039).
    if (problem === "other-entrance") return { problem: "unavailable", retryAfterSeconds: 2 };
    if (problem) return { problem: problem as ProblemName, ...(problem === "not-open" ? opening : {}) };
    const ticket = Number(tickets?.[press]);
    const state = states?.[press] as EntryState;
    const ahead = aheads?.[press] ? Number(aheads[press]) : null;
    const behind = ahead === null ? null : (row.waiting ?? 0) - ahead - (waits(state) ? 1 : 0);
    const until = offers?.[press];
    const entry = {
      id: makeEntryId(slot, ticket),
      slotId: slot,
      ticket,
      state,
      ahead,
      behind,
      partySize: Number(parties?.[press]),
      reservationId: (reservations?.[press] || null) as ReservationId | null,
      offerExpiresAt: until ? new Date(until).toISOString() : null,
      departed: row.departed ?? 0,
      movedTo: null,
      cancelledByHost: false,
    };
    return { entry, fresh: fresh?.[press] === "t" };
  });
}
