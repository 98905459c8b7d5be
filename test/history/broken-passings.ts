import type { FinalReservation, Invariant } from "../../load/history/history.ts";
import { did, hosted, joined, lostJoin, row, type Story, tell } from "./story.ts";

const seenAgain = (person: string, ticket: number, state: "waitlisted" | "confirmed", sentAt: number) =>
  joined(person, ticket, state, {
    ...{ sentAt, answeredAt: sentAt + 5 },
    answer: { status: 200, entry: { ticket, state, partySize: 1 } },
  });

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
    "where nothing is offered, who was passed left",
    {
      slot: { hasOffers: false },
      events: [...passed, slowCancel, did("leave", "b", 2, 100)],
      rows: [aGone, bLeft, c],
    },
  ],
];

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
