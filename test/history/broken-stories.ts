import type { Invariant } from "../../load/history/history.ts";
import { brokenPassings, hiddenPassings } from "./broken-passings.ts";
import { brokenPresses } from "./broken-presses.ts";
import { brokenSightings } from "./broken-sightings.ts";
import { burst, did, entryId, hosted, joined, lostJoin, row, type Story, tell } from "./story.ts";

const [a, b, c] = burst.rows as [ReturnType<typeof row>, ReturnType<typeof row>, ReturnType<typeof row>];
const rank = (ahead: number, observedAt: number, ticket = 4) =>
  ({ personId: "d", entryId: entryId(4), ticket, ahead, observedAt }) as const;
const ranked: Story = {
  events: [...burst.events, joined("d", 4, "waitlisted")],
  rows: [a, b, c, row("d", 4, "waitlisted")],
};

/** Each breaks a sound history in one place and must be refused by that invariant and by no other. */
export const brokenStories: readonly [invariant: Invariant, what: string, story: Story][] = [
  ["I1", "three seats are held of two", { ...burst, rows: [a, b, row("c", 3, "offered")] }],
  ["I1", "the counter of held seats is wrong", { ...burst, line: { held: 1 } }],
  ["I1", "the counter of the line is wrong", { ...burst, line: { waiting: 2 } }],
  [
    "I1",
    "a reservation has no confirmed entry",
    { ...burst, rows: [a, row("b", 2, "offered"), c], ...twoReservations() },
  ],
  ["I1", "a seat has two reservations", doubledReservation()],
  ["I2", "a ticket was given twice", { ...burst, rows: [a, b, c, row("d", 3, "left")], ...withJoin(lostJoin("d", 1)) }],
  ["I2", "a ticket is not below the next", { ...burst, line: { nextTicket: 3 } }],
  [
    "I2",
    "who was answered before another was sent has the larger ticket",
    {
      events: [joined("b", 2, "confirmed"), joined("a", 1, "confirmed", { sentAt: 50, answeredAt: 60 })],
      rows: [a, b],
    },
  ],
  [
    "I2",
    "the order is wrong although the first answer of the later one was lost",
    {
      events: [
        joined("b", 2, "confirmed"),
        lostJoin("a", 30),
        joined("a", 1, "confirmed", { sentAt: 50, answeredAt: 60 }),
      ],
      rows: [a, b],
    },
  ],
  ["I2", "who saw their rank before another pressed has the larger ticket", knownByRank()],
  ["I2", "a later ticket has the seat of an earlier waiter", overtaking({ fillsGaps: false }, 2)],
  ["I2", "filling gaps, a party passed one of its own size", overtaking({ fillsGaps: true }, 1)],
  ["I2", "filling gaps, a party passed one of its own size, and a smaller one did later", passedByTwoSizes()],
  ["I2", "a later ticket was seated, cancelled, and the earlier one missed the slot", missedThoughPassed()],
  ...brokenPassings,
  ...brokenSightings,
  ...hiddenPassings,
  ["I3", "a person has two live entries", twoLiveEntries()],
  ["I4", "told confirmed, then put back into the line", toldConfirmed(row("b", 2, "missed"))],
  ["I4", "told confirmed, then cancelled by nobody", toldConfirmed(row("b", 2, "cancelled"))],
  [
    "I4",
    "told confirmed, with another party",
    { ...burst, slot: { capacity: 3 }, rows: [a, { ...b, partySize: 2 }, c] },
  ],
  ["I4", "the cancel of the owner was refused", refusedCancel()],
  ["I5", "a person on the list has no row", { ...burst, rows: [a, b] }],
  [
    "I5",
    "somebody else has the row",
    { ...burst, rows: [a, b, row("z", 3, "waitlisted", { key: "z" })], ...zPressed() },
  ],
  ["I5", "a refused join has a row", refusedWithRow()],
  ["I5", "seated with another party than was asked for", otherParty()],
  ["I5", "a row that nobody asked for", { ...burst, rows: [a, b, c, row("z", 4, "left")] }],
  ["I5", "one lost join without a key made two rows", twoRowsOfOneLostJoin()],
  ["I5", "nobody decided about an entry", { ...burst, rows: [a, b, row("c", 3, "waiting")] }],
  ["I5", "told left, and still in line", { ...burst, ...withJoin(did("leave", "c", 3, 50)) }],
  ["I5", "told offered, and back in the line", offeredThenInLine()],
  ["I6", "a reservation was cancelled twice", cancelledTwice()],
  [
    "I6",
    "told cancelled, and still confirmed",
    { ...burst, ...withJoin(did("cancel", "b", 2, 50, { answer: { status: 200 } })) },
  ],
  ...brokenPresses,
  ["I10", "a rank grew", { ...ranked, ranks: [rank(1, 60), rank(2, 70)], ...seatedLater() }],
  ["I10", "fewer are ahead than wait with smaller tickets", { ...ranked, ranks: [rank(0, 60)] }],
  ["I10", "more are ahead than ever waited", { ...ranked, ranks: [rank(2, 60)] }],
  ["I10", "a rank is told for another ticket", { ...ranked, ranks: [rank(1, 60, 5)] }],
  ["I12", "a seat is free while the head of the line fits", { ...burst, slot: { capacity: 3 } }],
  ["I12", "filling gaps, somebody behind the head fits", idleGap()],
  ["vacuous", "nobody joined", { ...burst, events: [hosted("pause", 1)] }],
  ["vacuous", "nobody was answered", { ...burst, events: [lostJoin("a", 1)] }],
  ["vacuous", "no rows", { ...burst, rows: [] }],
  ["vacuous", "a slot that is not listed", { ...burst, ...withJoin(joined("z", 1, "confirmed", { slotId: "8" })) }],
  ["vacuous", "an answer before its press", { ...burst, ...withJoin(joined("a", 1, "confirmed", { answeredAt: 2 })) }],
];

function withJoin(event: Story["events"][number]) {
  return { events: [...burst.events, event] };
}

function twoReservations() {
  const { final } = tell({ events: [], rows: [a, b] });
  const unsure = joined("b", 2, "waitlisted");
  return {
    reservations: final.reservations,
    events: [joined("a", 1, "confirmed"), unsure, joined("c", 3, "waitlisted")],
  };
}

/** A third seat is free: everything that is counted fits, and only the pairs of entries and reservations tell. */
function doubledReservation(): Story {
  const seated = { slot: { capacity: 3 }, events: burst.events.slice(0, 2), rows: [a, b] };
  const { reservations } = tell(seated).final;
  return { ...seated, reservations: [...reservations, ...tell(seated).final.reservations.slice(1)] };
}

/** The answer to d's press was lost; a rank that reached d proves that the entry was there before c pressed. */
function knownByRank(): Story {
  return {
    events: [joined("a", 1, "confirmed"), joined("b", 2, "confirmed"), lostJoin("d", 30), pressedLate("c", 3)],
    rows: [a, b, c, row("d", 4, "waitlisted")],
    ranks: [rank(1, 60)],
  };
}

function pressedLate(person: string, ticket: number) {
  return joined(person, ticket, "waitlisted", { sentAt: 70, answeredAt: 80 });
}

/** The only thing that contradicts the row is the offer that b was told of. */
function offeredThenInLine(): Story {
  const offered = { status: 200, entry: { ticket: 2, state: "offered", partySize: 1 } } as const;
  const repeated = joined("b", 2, "waitlisted", { sentAt: 50, answeredAt: 55, answer: offered });
  return {
    slot: { capacity: 1 },
    events: [joined("a", 1, "confirmed"), joined("b", 2, "waitlisted"), repeated],
    rows: [a, row("b", 2, "waitlisted")],
  };
}

function overtaking(slot: { fillsGaps: boolean }, waitingParty: number): Story {
  const large = { partySize: waitingParty };
  return {
    slot,
    events: [joined("a", 1, "confirmed"), joined("b", 2, "waitlisted", large), joined("c", 3, "confirmed")],
    rows: [a, row("b", 2, "waitlisted", large), row("c", 3, "confirmed")],
  };
}

/** Seen from the end, the first who passed is the smaller party, which may; the larger one before it may not. */
function passedByTwoSizes(): Story {
  const two = { partySize: 2 };
  const seated = [joined("c", 3, "confirmed", two), joined("d", 4, "confirmed")];
  return {
    slot: { capacity: 4, fillsGaps: true },
    events: [joined("a", 1, "confirmed"), joined("b", 2, "waitlisted", two), ...seated],
    rows: [a, row("b", 2, "waitlisted", two), row("c", 3, "confirmed", two), row("d", 4, "confirmed")],
  };
}

function missedThoughPassed(): Story {
  const events = [joined("a", 1, "confirmed"), joined("b", 2, "waitlisted"), joined("c", 3, "confirmed")];
  const rows = [a, row("b", 2, "missed"), row("c", 3, "cancelled")];
  return { slot: { begun: true }, events: [...events, did("cancel", "c", 3, 50)], rows };
}

function twoLiveEntries(): Story {
  const second = joined("c", 4, "waitlisted", { key: "other" });
  return { ...withJoin(second), rows: [a, b, c, row("c", 4, "waitlisted", { key: "other" })] };
}

function toldConfirmed(second: ReturnType<typeof row>): Story {
  return { events: burst.events.slice(0, 2), rows: [a, second] };
}

function refusedCancel(): Story {
  const refused = did("cancel", "b", 2, 50, { answer: { status: 409, problem: "closed" } });
  return { events: [...burst.events.slice(0, 2), refused], rows: [a, row("b", 2, "cancelled")] };
}

function zPressed() {
  return withJoin(lostJoin("z", 1));
}

function refusedWithRow(): Story {
  const refused = joined("z", 4, "left", { answer: { status: 409, problem: "closed" } });
  return { ...withJoin(refused), rows: [a, b, c, row("z", 4, "left")] };
}

/** Answer and row agree with each other, and not with the press. */
function otherParty(): Story {
  const seated = { status: 201, entry: { ticket: 2, state: "confirmed", partySize: 2 } } as const;
  const pressed = joined("b", 2, "confirmed", { partySize: 1, answer: seated });
  return { slot: { capacity: 3 }, events: [burst.events[0] ?? pressed, pressed], rows: [a, { ...b, partySize: 2 }] };
}

function twoRowsOfOneLostJoin(): Story {
  const rows = [a, b, c, row("z", 4, "left", { key: null }), row("z", 5, "left", { key: null })];
  return { ...withJoin(lostJoin("z", 1, { key: null })), rows };
}

function cancelledTwice(): Story {
  const cancels = [did("cancel", "a", 1, 50, { key: "one" }), did("cancel", "a", 1, 60, { key: "two" })];
  return { events: [...burst.events, ...cancels], rows: [row("a", 1, "cancelled"), b, row("c", 3, "offered")] };
}

/** Three waited before d, of whom one has left since, so that a rank of 1 and of 2 are both possible. */
function seatedLater() {
  const waited = joined("b", 2, "waitlisted");
  return { events: [joined("a", 1, "confirmed"), waited, joined("c", 3, "waitlisted"), joined("d", 4, "waitlisted")] };
}

function idleGap(): Story {
  const large = { partySize: 2 };
  return {
    slot: { fillsGaps: true },
    events: [joined("a", 1, "confirmed"), joined("b", 2, "waitlisted", large), joined("c", 3, "waitlisted")],
    rows: [a, row("b", 2, "waitlisted", large), c],
  };
}
