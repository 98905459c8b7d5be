/** Short words for the tests of the checker: a history told by hand, whose final counters follow from its rows. */

import type {
  FinalEntry,
  FinalReservation,
  FinalState,
  History,
  HistoryEvent,
  SlotFacts,
} from "../../load/history/history.ts";
import { isIn, seatsOf } from "../../load/history/reading.ts";
import type { EntryState } from "../../shared/line.ts";

export const slotId = "7";

/** An entry's id in the one slot these stories have. */
export const entryId = (ticket: number) => `${slotId}-${ticket}`;

type Changes<Thing> = { readonly [Name in keyof Thing]?: Thing[Name] | undefined };

/** A row; its key is the person's name unless told otherwise. */
export function row(
  personId: string,
  ticket: number,
  state: EntryState,
  changed: Changes<FinalEntry> = {},
): FinalEntry {
  return { slotId, ticket, personId, partySize: 1, state, key: personId, ...changed } as FinalEntry;
}

/** A join that was answered 201: sent at ten times its ticket, answered five later, so that no two overlap. */
export function joined(
  personId: string,
  ticket: number,
  state: EntryState,
  changed: Changes<HistoryEvent> = {},
): HistoryEvent {
  const partySize = changed.partySize ?? 1;
  const times = { sentAt: ticket * 10, answeredAt: ticket * 10 + 5 };
  const answer = { status: 201, entry: { ticket, state, partySize } };
  return { kind: "join", personId, slotId, key: personId, partySize, ...times, answer, ...changed } as HistoryEvent;
}

/** A join of one that was made before, answered with how it stands. */
export const seenAgain = (personId: string, ticket: number, state: EntryState, sentAt: number): HistoryEvent =>
  joined(personId, ticket, state, {
    ...{ sentAt, answeredAt: sentAt + 5 },
    answer: { status: 200, entry: { ticket, state, partySize: 1 } },
  });

/** A join whose answer nobody saw. */
export function lostJoin(personId: string, sentAt: number, changed: Changes<HistoryEvent> = {}): HistoryEvent {
  const nothing = { answeredAt: null, answer: "lost" };
  return {
    kind: "join",
    personId,
    slotId,
    key: personId,
    partySize: 1,
    sentAt,
    ...nothing,
    ...changed,
  } as HistoryEvent;
}

/** Anything else that was done to an entry, answered 200 five after it was sent, with the state it came to. */
export function did(
  kind: "leave" | "cancel" | "accept" | "decline",
  personId: string,
  ticket: number,
  sentAt: number,
  changed: Changes<HistoryEvent> = {},
): HistoryEvent {
  const state = ({ leave: "left", cancel: "cancelled", accept: "confirmed", decline: "declined" } as const)[kind];
  const answer = { status: 200, entry: { ticket, state, partySize: changed.partySize ?? 1 } };
  const times = { sentAt, answeredAt: sentAt + 5 };
  return { kind, personId, slotId, key: null, entryId: entryId(ticket), ...times, answer, ...changed } as HistoryEvent;
}

/** The host's hand on the slot. */
export function hosted(kind: "addSeats" | "pause" | "resume", sentAt: number, seats?: number): HistoryEvent {
  const times = { sentAt, answeredAt: sentAt + 5 };
  return { kind, personId: "host", slotId, key: `${kind} ${sentAt}`, seats, ...times, answer: { status: 200 } };
}

/** What the tests tell; `line` overrides the counters, to tell of counters that are wrong, or null, of none. */
export interface Story {
  readonly slot?: Changes<SlotFacts>;
  readonly events: readonly HistoryEvent[];
  readonly ranks?: History["ranks"];
  readonly rows: readonly FinalEntry[];
  readonly reservations?: readonly FinalReservation[];
  readonly line?: Changes<FinalState["slotLines"][number]> | null;
}

/** Two seats, three people: a sound history. */
export const burst: Story = {
  events: [joined("a", 1, "confirmed"), joined("b", 2, "confirmed"), joined("c", 3, "waitlisted")],
  rows: [row("a", 1, "confirmed"), row("b", 2, "confirmed"), row("c", 3, "waitlisted")],
};

/** The whole history of a story. */
export function tell(story: Story): History {
  const slot = { slotId, capacity: 2, fillsGaps: false, largestParty: 4, ...story.slot } as SlotFacts;
  const { rows } = story;
  const counters = {
    ...{ slotId, capacity: slot.capacity, paused: false },
    held: seatsOf(rows.filter((entry) => isIn("held", entry))),
    waiting: rows.filter((entry) => isIn("waiting", entry)).length,
    nextTicket: Math.max(0, ...rows.map((entry) => entry.ticket)) + 1,
  };
  const reservations = story.reservations ?? rows.flatMap(reservationsOf);
  const slotLines = story.line === null ? [] : [{ ...counters, ...story.line } as FinalState["slotLines"][number]];
  const final = { entries: rows, reservations, slotLines };
  return { slots: [slot], events: story.events, ranks: story.ranks ?? [], final };
}

function reservationsOf(entry: FinalEntry): FinalReservation[] {
  const { ticket, personId, partySize, state } = entry;
  if (state !== "confirmed" && state !== "cancelled") return [];
  return [{ id: `${ticket}`, slotId, ticket, personId, partySize, state }];
}
