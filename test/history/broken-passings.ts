import type { FinalEntry, FinalReservation, HistoryEvent, Invariant } from "../../load/history/history.ts";
import type { EntryState } from "../../shared/line.ts";
import { did, hosted, joined, lostJoin, row, type Story, seenAgain, tell } from "./story.ts";

/** b is told to wait, c comes after that and has a seat; whatever becomes of b later, b was passed. */
const passed = [joined("a", 1, "confirmed"), joined("b", 2, "waitlisted"), joined("c", 3, "confirmed")];
const [aGone, b, c] = [row("a", 1, "cancelled"), row("b", 2, "confirmed"), row("c", 3, "confirmed")];
const bLeft = row("b", 2, "left");
/** Its answer came so late that the seat may have come back at any time: nothing follows from when. */
const slowCancel = did("cancel", "a", 1, 12, { answeredAt: 300 });

/** Somebody was passed, and it shows although in the end they have a seat or are gone: each breaks I2 alone. */
export const brokenPassings: readonly [invariant: Invariant, what: string, story: Story][] = [
  [
    "I2",
    "who was passed had a seat in the end",
    { events: [...passed, did("cancel", "a", 1, 100)], rows: [aGone, b, c] },
  ],
  [
    "I2",
    "who was passed left in the end",
    { events: [...passed, did("leave", "b", 2, 100)], rows: [row("a", 1, "confirmed"), bLeft, c] },
  ],
  [
    "I2",
    "who was passed declined in the end",
    {
      events: [...passed, did("cancel", "a", 1, 100), did("decline", "b", 2, 110)],
      rows: [aGone, row("b", 2, "declined"), c],
    },
  ],
  [
    "I2",
    "who was passed by somebody who cancelled had a seat in the end",
    { events: [...passed, did("cancel", "c", 3, 100)], rows: [row("a", 1, "confirmed"), b, row("c", 3, "cancelled")] },
  ],
  [
    "I2",
    "who was passed had a seat once seats were added",
    {
      slot: { capacity: 2 },
      events: [...passed, hosted("addSeats", 100, 1)],
      rows: [row("a", 1, "confirmed"), b, c],
      line: { capacity: 3 },
    },
  ],
  ["I2", "a seat came back before somebody waited, and who came later had it", passedAfterACancel()],
  [
    "I2",
    "filling gaps, who was passed by their own size had a seat in the end",
    { slot: { fillsGaps: true }, events: [...passed, did("cancel", "a", 1, 100)], rows: [aGone, b, c] },
  ],
  [
    "I2",
    "who still waited after a later one was told of their seat had one in the end",
    { events: [...passed, slowCancel, seenAgain("b", 2, "waitlisted", 60)], rows: [aGone, b, c] },
  ],
  [
    "I2",
    "who still waited after a later one, whose first answer was lost, knew of their seat",
    {
      events: [
        ...passed.slice(0, 2),
        ...[lostJoin("c", 30), seenAgain("c", 3, "confirmed", 50)],
        ...[slowCancel, seenAgain("b", 2, "waitlisted", 60)],
      ],
      rows: [aGone, b, c],
    },
  ],
  [
    "I2",
    "the reservations were made in another order",
    { events: [...passed, slowCancel], rows: [aGone, b, c], reservations: inOrder([aGone, c, b]) },
  ],
  [
    "I2",
    "buffered, who was on the waiting list was passed",
    { slot: { isBuffered: true }, events: [...passed, did("cancel", "a", 1, 100)], rows: [aGone, b, c] },
  ],
  [
    "I2",
    "where nothing is offered, who was passed left",
    {
      slot: { hasOffers: false },
      events: [...passed, slowCancel, did("leave", "b", 2, 100)],
      rows: [aGone, bLeft, c],
    },
  ],
];

const [a, cancelOfA] = [row("a", 1, "confirmed"), did("cancel", "a", 1, 100)];
const told = (name: string, story: Story) => ["I2", name, story] as [invariant: Invariant, what: string, story: Story];
const refused = { answer: { status: 409 } };
const lost = { answer: "lost", answeredAt: null } as const;

/** However much is left out of what was told, or told besides, who was passed was passed. */
export const hiddenPassings: typeof brokenPassings = [
  ...(["offered", "cancelled", "declined", "expired"] as const).map((state) =>
    told(`who still waited after a later one, now ${state}, had had a seat`, {
      events: [
        ...[...passed.slice(0, 2), lostJoin("c", 30), seenAgain("c", 3, state, 50)],
        ...[seenAgain("b", 2, "waitlisted", 60), cancelOfA],
      ],
      rows: [aGone, b, row("c", 3, state)],
    }),
  ),
  ...(["offered", "declined", "expired", "left"] as const).map((state) =>
    told(`whoever is ${state} waited before, told or not`, passedUntold(state)),
  ),
  told("who waits in the end was passed by somebody who was never told of their seat", {
    events: [...passed.slice(0, 2), lostJoin("c", 30)],
    rows: [a, row("b", 2, "waitlisted"), c],
  }),
  told("who missed the slot was passed, seat that came back or not", {
    slot: { begun: true },
    events: [...passed, slowCancel],
    rows: [aGone, row("b", 2, "missed"), c],
  }),
  told("who waits in the end was passed, though somebody left the line", {
    events: [
      ...[joined("a", 1, "confirmed"), joined("d", 2, "waitlisted"), joined("b", 3, "waitlisted")],
      ...[did("leave", "d", 2, 32), joined("c", 4, "confirmed")],
    ],
    rows: [a, row("d", 2, "left"), row("b", 3, "waitlisted"), row("c", 4, "confirmed")],
  }),
  told("who still waited was told so again, and last by a press from before", {
    events: [...passed, slowCancel, seenAgain("b", 2, "waitlisted", 60), seenAgain("b", 2, "waitlisted", 24)],
    rows: [aGone, b, c],
  }),
  told("somebody accepted a seat, which gives nobody one", {
    events: [
      ...[joined("a", 1, "confirmed"), joined("d", 2, "waitlisted"), did("cancel", "a", 1, 24)],
      ...[joined("b", 3, "waitlisted"), did("accept", "d", 2, 36), joined("c", 4, "confirmed")],
      did("cancel", "c", 4, 100),
    ],
    rows: [aGone, row("d", 2, "confirmed"), row("b", 3, "confirmed"), row("c", 4, "cancelled")],
  }),
  told("the host paused the slot, which gives nobody a seat", {
    events: [...passed, hosted("pause", 26), hosted("resume", 50), cancelOfA],
    rows: [aGone, b, c],
  }),
  told("a cancel was refused, which gives nobody a seat", {
    events: [...passed, did("cancel", "a", 1, 26, refused), cancelOfA],
    rows: [aGone, b, c],
  }),
  told("the cancel that seated who was passed names its reservation", {
    events: [...passed, did("cancel", "a", 1, 100, { entryId: undefined, reservationId: "1" })],
    rows: [aGone, b, c],
  }),
  ...[did("accept", "b", 2, 26, lost), did("leave", "b", 2, 26, refused)].map((before) =>
    told(`where nothing is offered, who was passed left, after ${before.kind} had no effect`, {
      slot: { hasOffers: false },
      events: [...passed, slowCancel, before, did("leave", "b", 2, 100)],
      rows: [aGone, bLeft, c],
    }),
  ),
  ...[1, 2].map((partySize) =>
    told(
      `who was passed by the last, though a party of ${partySize} between them was told late`,
      passedByLast(partySize),
    ),
  ),
  told("after a pause the reservations were made in another order", {
    events: [hosted("pause", 1), joined("b", 1, "waiting"), joined("c", 2, "waiting"), hosted("resume", 50)],
    rows: [row("b", 1, "confirmed"), row("c", 2, "confirmed")],
    reservations: inOrder([row("c", 2, "confirmed"), row("b", 1, "confirmed")]),
  }),
];

/** b's first answer is lost, c comes later and has a seat; how b ends is all that is known of them. */
function passedUntold(state: EntryState): Story {
  const ends: Partial<Record<EntryState, HistoryEvent>> = {
    declined: did("decline", "b", 2, 110),
    left: did("leave", "b", 2, 110),
  };
  const end = ends[state];
  const events = [joined("a", 1, "confirmed"), lostJoin("b", 20), joined("c", 3, "confirmed"), cancelOfA];
  return { events: end === undefined ? events : [...events, end], rows: [aGone, row("b", 2, state), c] };
}

/** Between who waits and who has a seat there is a party that was seated at once and told of it late. */
function passedByLast(partySize: number): Story {
  const between: FinalEntry = row("c", 3, "confirmed", { partySize });
  const answer = { status: 201, entry: { ticket: 3, state: "confirmed", partySize } } as const;
  return {
    slot: { fillsGaps: partySize > 1, capacity: 1 + partySize + 1 },
    events: [
      ...[joined("a", 1, "confirmed"), joined("b", 2, "waitlisted")],
      ...[joined("c", 3, "confirmed", { partySize, answeredAt: 200, answer }), joined("d", 4, "confirmed")],
      ...[seenAgain("b", 2, "waitlisted", 60), cancelOfA],
    ],
    rows: [aGone, b, between, row("d", 4, "confirmed")],
  };
}

/** Reservations as they were made: the smaller the id, the earlier. */
function inOrder(rows: Story["rows"]): FinalReservation[] {
  const { reservations } = tell({ events: [], rows }).final;
  return reservations.map((reservation, position) => ({ ...reservation, id: `${position + 1}` }));
}

function passedAfterACancel(): Story {
  return {
    events: [
      ...[joined("z", 1, "confirmed"), joined("a", 2, "confirmed"), did("cancel", "z", 1, 22)],
      ...[joined("b", 3, "waitlisted"), joined("c", 4, "confirmed"), did("cancel", "a", 2, 100)],
    ],
    rows: [row("z", 1, "cancelled"), row("a", 2, "cancelled"), row("b", 3, "confirmed"), row("c", 4, "confirmed")],
  };
}
