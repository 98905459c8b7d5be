import { describe, expect, test } from "vitest";
import { checkHistory } from "../../load/history/check-history.ts";
import { soundPassings } from "./sound-passings.ts";
import { burst, did, entryId, hosted, joined, lostJoin, row, type Story, tell } from "./story.ts";

/** The second answer of an entry that was made before. */
const again = (
  person: string,
  ticket: number,
  state: "confirmed" | "left" | "waitlisted",
  sentAt: number,
  key = person,
) =>
  joined(person, ticket, state, {
    ...{ sentAt, answeredAt: sentAt + 5, key },
    answer: { status: 200, entry: { ticket, state, partySize: 1 } },
  });

const sound: Record<string, Story> = {
  "a burst for two seats": burst,
  "joins in flight together take any order": {
    ...burst,
    events: [
      joined("c", 3, "waitlisted", { sentAt: 10 }),
      joined("b", 2, "confirmed", { sentAt: 11 }),
      joined("a", 1, "confirmed", { sentAt: 12, answeredAt: 40 }),
    ],
  },
  "a lost answer with a row, and its retry": {
    ...burst,
    events: [
      lostJoin("a", 10),
      joined("b", 2, "confirmed"),
      joined("c", 3, "waitlisted"),
      again("a", 1, "confirmed", 50),
    ],
  },
  "a lost answer without a row, and one whose retry made it": {
    events: [lostJoin("z", 5), lostJoin("a", 6), joined("b", 1, "confirmed"), joined("a", 2, "confirmed")],
    rows: [row("b", 1, "confirmed"), row("a", 2, "confirmed")],
  },
  "a broken service counts as a lost answer": {
    ...burst,
    events: [...burst.events.slice(0, 2), joined("c", 3, "waitlisted", { answer: { status: 503, problem: "busy" } })],
  },
  "a request that timed out (408) counts as a lost answer: the row may be there": {
    ...burst,
    events: [...burst.events.slice(0, 2), joined("c", 3, "waitlisted", { answer: { status: 408 } })],
  },
  "a refused join has no row": {
    ...burst,
    events: [...burst.events, joined("z", 9, "waiting", { answer: { status: 409, problem: "line-full" } })],
  },
  "a late twin with another key is answered with what is there": {
    ...burst,
    events: [
      ...burst.events,
      joined("a", 1, "confirmed", { sentAt: 1, answeredAt: 90, key: "other", answer: ok("a", 1) }),
    ],
  },
  "a key comes back after its entry ended, and another key makes a new one": {
    events: [
      ...burst.events,
      did("leave", "c", 3, 50),
      again("c", 3, "left", 60),
      joined("c", 4, "waitlisted", { key: "new", sentAt: 70, answeredAt: 75 }),
    ],
    rows: [...burst.rows.slice(0, 2), row("c", 3, "left"), row("c", 4, "waitlisted", { key: "new" })],
  },
  "a key that was answered with what was there answers it once that has ended, and another makes a new entry": {
    events: [
      ...burst.events,
      again("c", 3, "waitlisted", 40, "late"),
      did("leave", "c", 3, 50),
      again("c", 3, "left", 60, "late"),
      joined("c", 4, "waitlisted", { key: "new", sentAt: 70, answeredAt: 75 }),
      again("c", 3, "left", 80, "late"),
    ],
    rows: [...burst.rows.slice(0, 2), row("c", 3, "left"), row("c", 4, "waitlisted", { key: "new" })],
  },
  "a cancel seats the next; its repetition with the same key is the same press": {
    events: [
      ...burst.events,
      did("cancel", "a", 1, 50, { key: "cancel" }),
      did("cancel", "a", 1, 60, { key: "cancel" }),
      did("accept", "c", 3, 70),
    ],
    rows: [row("a", 1, "cancelled"), row("b", 2, "confirmed"), row("c", 3, "confirmed")],
  },
  "a lost cancel may have happened": {
    events: [...burst.events, did("cancel", "a", 1, 50, { answer: "lost", answeredAt: null })],
    rows: [row("a", 1, "cancelled"), row("b", 2, "confirmed"), row("c", 3, "offered")],
  },
  "a declined offer goes to the next": {
    events: [...burst.events, joined("d", 4, "waitlisted"), did("cancel", "a", 1, 50), did("decline", "c", 3, 60)],
    rows: [row("a", 1, "cancelled"), row("b", 2, "confirmed"), row("c", 3, "declined"), row("d", 4, "offered")],
  },
  "a party that does not fit holds a strict line, seats free or not": {
    events: [joined("a", 1, "confirmed"), joined("b", 2, "waitlisted", { partySize: 2 }), joined("c", 3, "waitlisted")],
    rows: [row("a", 1, "confirmed"), row("b", 2, "waitlisted", { partySize: 2 }), row("c", 3, "waitlisted")],
  },
  "filling gaps, a smaller party passes a larger one": {
    slot: { fillsGaps: true },
    events: [joined("a", 1, "confirmed"), joined("b", 2, "waitlisted", { partySize: 2 }), joined("c", 3, "confirmed")],
    rows: [row("a", 1, "confirmed"), row("b", 2, "waitlisted", { partySize: 2 }), row("c", 3, "confirmed")],
  },
  "a paused slot leaves seats free": {
    events: [hosted("pause", 1), joined("a", 1, "waiting")],
    rows: [row("a", 1, "waiting")],
    line: { paused: true },
  },
  "after the start nobody is seated any more": {
    slot: { begun: true },
    events: [...burst.events, did("cancel", "a", 1, 50)],
    rows: [row("a", 1, "cancelled"), row("b", 2, "confirmed"), row("c", 3, "expired")],
  },
  "added seats go to the line": {
    events: [...burst.events, hosted("addSeats", 60, 1), did("accept", "c", 3, 70)],
    rows: [row("a", 1, "confirmed"), row("b", 2, "confirmed"), row("c", 3, "confirmed")],
    line: { capacity: 3 },
  },
  "a rank falls, and overlapping reads come in any order": {
    events: [...burst.events, joined("d", 4, "waitlisted"), did("leave", "c", 3, 100)],
    rows: [row("a", 1, "confirmed"), row("b", 2, "confirmed"), row("c", 3, "left"), row("d", 4, "waitlisted")],
    ranks: [
      { personId: "d", entryId: entryId(4), ticket: 4, ahead: 1, observedAt: 60 },
      { personId: "d", entryId: entryId(4), ticket: 4, ahead: 0, askedAt: 100, observedAt: 110 },
      { personId: "d", entryId: entryId(4), ticket: 4, ahead: 1, askedAt: 99, observedAt: 112 },
    ],
  },
};

function ok(_person: string, ticket: number) {
  return { status: 200, entry: { ticket, state: "confirmed", partySize: 1 } } as const;
}

describe("the checker accepts", () => {
  test.each(Object.entries({ ...sound, ...soundPassings }))("%s", (_name, story) => {
    expect(checkHistory(tell(story))).toEqual([]);
  });
});
