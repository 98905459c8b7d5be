import type { FinalReservation } from "../../load/history/history.ts";
import { did, hosted, joined, lostJoin, row, type Story, seenAgain, tell } from "./story.ts";

const [a, b, c] = [row("a", 1, "confirmed"), row("b", 2, "confirmed"), row("c", 3, "confirmed")];
const aGone = row("a", 1, "cancelled");
const passed = [joined("a", 1, "confirmed"), joined("b", 2, "waitlisted"), joined("c", 3, "confirmed")];
const lost = { answer: "lost", answeredAt: null } as const;

/** Its answer came so late that the seat may have come back at any time. */
const slowCancel = did("cancel", "a", 1, 12, { answeredAt: 300 });

/** Looks like passing somebody and is not, or cannot be told from what is not. */
export const soundPassings: Record<string, Story> = {
  "who waited was seated by a cancel, and seats were added before the next came": {
    events: [...passed, did("cancel", "a", 1, 26), hosted("addSeats", 27, 1)],
    rows: [aGone, b, c],
    line: { capacity: 3 },
  },
  "who waited was seated before their own answer came": {
    events: [
      joined("a", 1, "confirmed"),
      joined("b", 2, "waitlisted", { answeredAt: 200 }),
      ...[did("cancel", "a", 1, 22), joined("c", 3, "confirmed")],
    ],
    rows: [aGone, b, c],
  },
  "a cancel whose answer was lost may have seated who waited": {
    events: [...passed, did("cancel", "a", 1, 12, lost)],
    rows: [aGone, b, c],
  },
  "a cancel that is answered last of all may have happened first": {
    events: [...passed, did("cancel", "a", 1, 12, { answeredAt: 500 })],
    rows: [aGone, b, c],
  },
  "a seat came back that nobody was told of": {
    events: [lostJoin("a", 10), ...passed.slice(1)],
    rows: [aGone, b, c],
  },
  "a twin that was pressed before the other's seat was known is answered after it": {
    events: [
      ...[...passed, did("cancel", "a", 1, 12, { answeredAt: 500 })],
      joined("b", 2, "waitlisted", {
        ...{ sentAt: 24, answeredAt: 90, key: "twin" },
        answer: { status: 200, entry: { ticket: 2, state: "waitlisted", partySize: 1 } },
      }),
    ],
    rows: [aGone, b, c],
  },
  "an offer is accepted after somebody later took a seat that was free": {
    slot: { capacity: 3 },
    events: [
      ...[joined("a", 1, "confirmed", { partySize: 3 }), joined("b", 2, "waitlisted")],
      ...[did("cancel", "a", 1, 26, { partySize: 3 }), joined("c", 3, "confirmed"), did("accept", "b", 2, 100)],
    ],
    rows: [row("a", 1, "cancelled", { partySize: 3 }), b, c],
    reservations: inOrder([row("a", 1, "cancelled", { partySize: 3 }), c, b]),
  },
  "who leaves may have been offered a seat meanwhile": {
    slot: { capacity: 3 },
    events: [...passed, did("cancel", "a", 1, 12, lost), did("leave", "b", 2, 100)],
    rows: [aGone, row("b", 2, "left"), c],
  },
  "an offer that ran out seats who waits, and nobody presses for it": offerThatRanOut(),
  "a pause that ends seats who waits": {
    events: [
      ...[hosted("pause", 1), joined("b", 1, "waiting"), hosted("resume", 16), joined("c", 2, "confirmed")],
      ...[did("leave", "d", 3, 60), joined("d", 3, "waitlisted")],
    ],
    rows: [row("b", 1, "confirmed"), row("c", 2, "confirmed"), row("d", 3, "left")],
  },
  "filling gaps, a smaller party passes a larger one, which has its seats later": {
    slot: { fillsGaps: true },
    events: [
      ...[joined("a", 1, "confirmed"), joined("b", 2, "waitlisted", { partySize: 2 }), joined("c", 3, "confirmed")],
      ...[did("cancel", "a", 1, 100), did("cancel", "c", 3, 110)],
    ],
    rows: [aGone, row("b", 2, "confirmed", { partySize: 2 }), row("c", 3, "cancelled")],
    reservations: inOrder([aGone, row("c", 3, "cancelled"), row("b", 2, "confirmed", { partySize: 2 })]),
  },
  "buffered, who was told to wait has their seat before any came back, and so has who came later": {
    slot: { isBuffered: true },
    events: [joined("a", 1, "waiting"), joined("b", 2, "confirmed")],
    rows: [a, row("b", 2, "confirmed")],
  },
  "where nothing is offered, who waited leaves, and a seat goes to the next": {
    slot: { hasOffers: false, capacity: 1 },
    events: [
      ...[joined("a", 1, "confirmed"), joined("b", 2, "waitlisted"), joined("c", 3, "waitlisted")],
      ...[did("leave", "b", 2, 50), did("cancel", "a", 1, 52)],
    ],
    rows: [aGone, row("b", 2, "left"), c],
  },
  "the same person waits, leaves and has the next free seat with another key": {
    events: [
      ...[joined("a", 1, "confirmed", { partySize: 2 }), joined("b", 2, "waitlisted"), did("leave", "b", 2, 26)],
      ...[did("cancel", "a", 1, 32, { partySize: 2 }), joined("b", 4, "confirmed", { key: "again" })],
    ],
    rows: [
      row("a", 1, "cancelled", { partySize: 2 }),
      ...[row("b", 2, "left"), row("b", 4, "confirmed", { key: "again" })],
    ],
  },
  "where nothing is offered, a leave that came too late says nothing of who has a seat": {
    slot: { hasOffers: false },
    events: [...passed, slowCancel, did("leave", "b", 2, 100, lost)],
    rows: [aGone, b, c],
  },
  "where nothing is offered, somebody is gone without a press of theirs": {
    slot: { hasOffers: false },
    events: passed,
    rows: [a, row("b", 2, "left"), c],
  },
  "where nothing is offered, a leave that is sent again happened the first time": {
    slot: { hasOffers: false },
    events: [...passed, did("leave", "b", 2, 26, { key: "leave" }), did("leave", "b", 2, 100, { key: "leave" })],
    rows: [a, row("b", 2, "left"), c],
  },
  "who comes later has a seat when they are told of it, not when they press": {
    events: [
      ...[joined("a", 1, "confirmed", { partySize: 2 }), joined("b", 2, "waitlisted")],
      ...[joined("c", 3, "confirmed", { answeredAt: 300 }), seenAgain("b", 2, "waitlisted", 60)],
      did("cancel", "a", 1, 70, { partySize: 2 }),
    ],
    rows: [row("a", 1, "cancelled", { partySize: 2 }), b, c],
  },
  "a cancel is answered the moment somebody presses, and seats them after all": {
    events: [...passed, did("cancel", "a", 1, 12, { answeredAt: 20 })],
    rows: [aGone, b, c],
  },
  "who waited is seated the moment who came later is told of their seat": {
    events: [...passed, did("cancel", "a", 1, 35)],
    rows: [aGone, b, c],
  },
  "a pause ended before anybody came, and a slow cancel may have seated who waited": {
    events: [hosted("pause", 1), hosted("resume", 3), ...passed, slowCancel],
    rows: [aGone, b, c],
  },
  "seats were added, and the answer was lost": {
    events: [...passed, { ...hosted("addSeats", 26, 1), ...lost }],
    rows: [a, b, c],
    line: { capacity: 3 },
  },
  ...Object.fromEntries(
    (["left", "declined"] as const).map((state) => [
      `the first of the line is gone (${state}) without a press of theirs, and the next has a seat`,
      {
        slot: { capacity: 3 },
        events: [
          ...[joined("a", 1, "confirmed"), joined("d", 2, "waitlisted", { partySize: 3 })],
          ...[joined("b", 3, "waitlisted"), joined("c", 4, "confirmed")],
        ],
        rows: [a, row("d", 2, state, { partySize: 3 }), row("b", 3, "confirmed"), row("c", 4, "confirmed")],
      },
    ]),
  ),
  "two who were seated at once have their reservations in another order": {
    events: [joined("a", 1, "confirmed"), joined("b", 2, "confirmed", { sentAt: 10 })],
    rows: [a, b],
    reservations: inOrder([b, a]),
  },
  "an offer is accepted elsewhere after somebody later took a seat that was free": {
    slot: { capacity: 3 },
    events: [
      ...[joined("a", 1, "confirmed", { partySize: 3 }), joined("b", 2, "waitlisted")],
      ...[did("cancel", "a", 1, 26, { partySize: 3 }), joined("c", 3, "confirmed"), seenAgain("b", 2, "offered", 60)],
    ],
    rows: [row("a", 1, "cancelled", { partySize: 3 }), b, c],
    reservations: inOrder([row("a", 1, "cancelled", { partySize: 3 }), c, b]),
  },
  "nobody waited": { slot: { capacity: 3 }, events: [...passed.slice(0, 1), lostJoin("b", 20)], rows: [a, b] },
};

function inOrder(rows: Story["rows"]): FinalReservation[] {
  const { reservations } = tell({ events: [], rows }).final;
  return reservations.map((reservation, position) => ({ ...reservation, id: `${position + 1}` }));
}

/** A party of two is offered both seats and does not answer; then one who waited has one, and a newcomer the other. */
function offerThatRanOut(): Story {
  const two = { partySize: 2 };
  const events = [
    ...[joined("a", 1, "confirmed", two), joined("y", 2, "waitlisted", two), did("cancel", "a", 1, 26, two)],
    ...[joined("b", 4, "waitlisted"), joined("c", 5, "confirmed"), did("accept", "b", 4, 100)],
  ];
  const rows = [row("a", 1, "cancelled", two), row("y", 2, "expired", two), row("b", 4, "confirmed")];
  return { events, rows: [...rows, row("c", 5, "confirmed")] };
}
