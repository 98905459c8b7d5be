import type { Invariant } from "../../load/history/history.ts";
import { burst, did, joined, row, type Story, seenAgain } from "./story.ts";

const [a, b] = burst.rows as [ReturnType<typeof row>, ReturnType<typeof row>];
/** b was told ticket 2 before a pressed, and looked again much later. */
const bBeforeA = [
  joined("b", 2, "confirmed"),
  seenAgain("b", 2, "confirmed", 500),
  joined("a", 1, "confirmed", { sentAt: 50, answeredAt: 60 }),
];
const entry = { ticket: 1, state: "confirmed", partySize: 1 } as const;
/** It was answered with what another press of a had made. */
const aPressedEarlier = joined("a", 1, "confirmed", {
  ...{ key: "other", sentAt: 1, answeredAt: 70 },
  answer: { status: 200, entry },
});
const manyAhead = { ticket: 3, state: "waitlisted", partySize: 1, ahead: 77 } as const;
const firstTwo = burst.events.slice(0, 2);

/** What somebody saw, or nobody did, decides: each breaks one invariant alone. */
export const brokenSightings: readonly [invariant: Invariant, what: string, story: Story][] = [
  [
    "I2",
    "who was known first has the larger ticket, though they looked again later",
    { events: bBeforeA, rows: [a, b] },
  ],
  [
    "I2",
    "the order is wrong although whoever passed had pressed with another key before",
    { events: [...bBeforeA, aPressedEarlier], rows: [a, b] },
  ],
  [
    "I10",
    "an answer tells a rank that its ticket does not allow",
    {
      ...burst,
      events: [...firstTwo, joined("c", 3, "waitlisted", { answer: { status: 201, entry: manyAhead } })],
    },
  ],
  ["I4", "the cancel of one reservation excuses no other that is gone", otherSeatGone()],
  ["vacuous", "a slot without a final line", { ...burst, line: null }],
  [
    "vacuous",
    "rows of a slot that is not listed",
    { ...burst, rows: [...burst.rows, row("z", 1, "left", elsewhere())] },
  ],
  [
    "vacuous",
    "a reservation of a slot that is not listed",
    { ...burst, rows: [burst.rows[2] as typeof a], ...reservedElsewhere() },
  ],
  [
    "vacuous",
    "a rank in a slot that is not listed",
    { ...burst, ranks: [{ personId: "z", entryId: "8-1", ticket: 1, ahead: 0, observedAt: 50 }] },
  ],
];

function elsewhere() {
  return { slotId: "8" };
}

function reservedElsewhere() {
  const state = "cancelled" as const;
  const reservations = [{ id: "9", slotId: "8", ticket: 1, personId: "z", partySize: 1, state }];
  const only = joined("c", 3, "waitlisted");
  return { slot: { capacity: 0 }, events: [only], reservations };
}

function otherSeatGone(): Story {
  const again = { key: "again", sentAt: 30, answeredAt: 35 };
  const events = [
    joined("a", 1, "confirmed"),
    did("cancel", "a", 1, 16, { entryId: undefined, reservationId: "1" }),
    joined("a", 2, "confirmed", again),
  ];
  return { events, rows: [row("a", 1, "cancelled"), row("a", 2, "cancelled", { key: "again" })] };
}
