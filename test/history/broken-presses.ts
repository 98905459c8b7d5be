import type { Invariant } from "../../load/history/history.ts";
import { burst, did, hosted, joined, lostJoin, row, type Story } from "./story.ts";

const [a, b, c] = burst.rows as [ReturnType<typeof row>, ReturnType<typeof row>, ReturnType<typeof row>];

/** Presses that had two effects, or none: each breaks I9 alone. */
export const brokenPresses: readonly [invariant: Invariant, what: string, story: Story][] = [
  ["I9", "one key made two rows", { ...burst, rows: [a, b, c, row("c", 4, "left")] }],
  ["I9", "one key was answered with two tickets", oneKeyTwoTickets()],
  ["I9", "a key that was answered with what was there made its own entry later", laterKeyJoinsAgain()],
  ["I9", "the row does not carry the key that made it", { ...burst, rows: [a, b, { ...c, key: "x" }], ...cPressedX() }],
  ["I9", "seats were added twice", { ...burst, rows: [a, b], ...seatsAddedTwice() }],
  ["I9", "seats were added and are not there", seatsNotAdded()],
];

function oneKeyTwoTickets(): Story {
  const again = { ticket: 4, state: "left", partySize: 1 } as const;
  const repeated = joined("c", 4, "left", { answer: { status: 200, entry: again } });
  const other = lostJoin("c", 1, { key: "other" });
  return { events: [...burst.events, repeated, other], rows: [a, b, c, row("c", 4, "left", { key: "other" })] };
}

function laterKeyJoinsAgain(): Story {
  const there = { ticket: 3, state: "waitlisted", partySize: 1 } as const;
  const late = { key: "late", sentAt: 40, answeredAt: 45 };
  const told = joined("c", 3, "waitlisted", { ...late, answer: { status: 200, entry: there } });
  const retried = joined("c", 4, "waitlisted", { ...late, sentAt: 60, answeredAt: 65 });
  const rows = [a, b, row("c", 3, "left"), row("c", 4, "waitlisted", { key: "late" })];
  return { events: [...burst.events, told, did("leave", "c", 3, 50), retried], rows };
}

function cPressedX() {
  return { events: [...burst.events, lostJoin("c", 1, { key: "x" })] };
}

function seatsAddedTwice() {
  const added = hosted("addSeats", 50, 1);
  return {
    events: [...burst.events.slice(0, 2), added, { ...added, sentAt: 60, answeredAt: 65 }],
    line: { capacity: 4 },
  };
}

function seatsNotAdded(): Story {
  return { events: [...burst.events.slice(0, 2), hosted("addSeats", 50, 1)], rows: [a, b], line: { capacity: 2 } };
}
