import { describe, expect, test } from "vitest";
import * as model from "./model.ts";
import { createLine, type ModelLine, type SlotRules } from "./model-line.ts";
import { violations, violationsBetween } from "./model-violations.ts";

const minute = 60_000;
const opened = 10 * minute;
const rules: SlotRules = {
  ...{ capacity: 2, fillsGaps: false, largestParty: 4, maxWaiting: 100, offerMinutes: 10 },
  ...{ opensAt: opened, closesAt: 60 * minute, startsAt: 120 * minute },
};

/** A line into which these people came in this order; `b:3` is a party of three. Their keys are their names. */
function lineOf(people: string, changed: Partial<SlotRules> = {}): ModelLine {
  return joinAll(createLine({ ...rules, ...changed }), people);
}

function joinAll(line: ModelLine, people: string): ModelLine {
  return people.split(" ").reduce((before, told) => {
    const [person = "", size = "1"] = told.split(":");
    const now = Math.max(before.settledAt, opened);
    return model.join(before, { person, partySize: Number(size), key: person }, now).line;
  }, line);
}

const states = (line: ModelLine) => line.entries.map((entry) => `${entry.person} ${entry.state}`).join(", ");
const press = (person: string, key: string | null = person, partySize = 1) => ({ person, key, partySize });

describe("join", () => {
  test("seats while seats are free, then lists, and counts those ahead", () => {
    const line = lineOf("a b c");
    expect(states(line)).toBe("a confirmed, b confirmed, c waitlisted");
    const { answer } = model.join(line, press("d"), opened);
    expect(answer).toMatchObject({ created: true, entry: { ticket: 4, state: "waitlisted", ahead: 1, behind: 0 } });
  });

  test("the same key answers its entry even after its end; another key makes a new one only then", () => {
    const line = model.leave(lineOf("a b c"), { person: "c", ticket: 3 }, opened).line;
    const ended = { ticket: 3, state: "left", ahead: null, behind: null };
    expect(model.join(line, press("c"), opened).answer).toMatchObject({ created: false, entry: ended });
    expect(model.join(line, press("c", "again"), opened).answer).toMatchObject({ created: true, entry: { ticket: 4 } });
    expect(model.join(line, press("a", "again"), opened).answer).toMatchObject({
      created: false,
      entry: { ticket: 1 },
    });
  });

  test("refuses in this order: not-open, closed, party-too-large, line-full", () => {
    const line = lineOf("a b", { maxWaiting: 0 });
    const big = press("z", "z", 3);
    expect(model.join(createLine(rules), big, opened - 4).answer).toEqual({ problem: "not-open", opensInMs: 4 });
    expect(model.join(line, big, rules.closesAt).answer).toEqual({ problem: "closed" });
    expect(model.join(line, big, opened).answer).toEqual({ problem: "party-too-large" });
    const full = model.join(line, press("z"), opened);
    expect(full).toMatchObject({ answer: { problem: "line-full" }, line: { nextTicket: 3 } });
  });

  test("a retry is answered also after the close", () => {
    expect(model.join(lineOf("a"), press("a"), rules.closesAt).answer).toMatchObject({ entry: { state: "confirmed" } });
  });

  test("strict order lets no small party pass a large one; filling gaps does", () => {
    expect(states(lineOf("a b:2 c"))).toBe("a confirmed, b waitlisted, c waitlisted");
    expect(states(lineOf("a b:2 c", { fillsGaps: true }))).toBe("a confirmed, b waitlisted, c confirmed");
  });
});

describe("offers", () => {
  const calm = opened + 10 * minute;
  const offered = model.cancel(lineOf("a b c d"), { person: "a", ticket: 1 }, calm).line;

  test("a cancelled seat is offered to the first of the list, for offerMinutes", () => {
    expect(states(offered)).toBe("a cancelled, b confirmed, c offered, d waitlisted");
    expect(offered.entries[2]?.offerExpiresAt).toBe(calm + 10 * minute);
  });

  test("for five minutes in the first ten of the opening, and while the person looks on", () => {
    const ended = (line: ModelLine, now: number) =>
      model.cancel(line, { person: "a", ticket: 1 }, now).line.entries[2]?.offerExpiresAt;
    expect(ended(lineOf("a b c"), calm - 2)).toBe(calm - 2 + 5 * minute);
    expect(ended(model.look(lineOf("a b c"), "c", true).line, calm)).toBe(calm + 5 * minute);
    const gone = model.look(model.look(lineOf("a b c"), "c", true).line, "c", false).line;
    expect(ended(gone, calm)).toBe(calm + 10 * minute);
  });

  test("not to an end in the night, unless half of what is left is over then", () => {
    const evening = 13 * 60 * minute - 10 * minute;
    const until = (startsAt: number) =>
      model.cancel(lineOf("a b c", { startsAt }), { person: "a", ticket: 1 }, evening).line.entries[2]?.offerExpiresAt;
    expect(until(evening + 72 * 60 * minute)).toBe(24 * 60 * minute);
    expect(until(evening + 2 * 60 * minute)).toBe(evening + 60 * minute);
  });

  test("for half of what is left when the start is near, and not at all when offerMinutes is 0", () => {
    const late = rules.startsAt - 4 * minute;
    const near = model.cancel(lineOf("a b c"), { person: "a", ticket: 1 }, late).line;
    expect(near.entries[2]?.offerExpiresAt).toBe(late + 2 * minute);
    const atOnce = model.cancel(lineOf("a b c", { offerMinutes: 0 }), { person: "a", ticket: 1 }, opened).line;
    expect(states(atOnce)).toBe("a cancelled, b confirmed, c confirmed");
  });

  test("accepted, declined, left or run out", () => {
    const own = { person: "c", ticket: 3 };
    expect(states(model.accept(offered, own, calm).line)).toContain("c confirmed, d waitlisted");
    expect(states(model.decline(offered, own, calm).line)).toContain("c declined, d offered");
    expect(states(model.leave(offered, own, calm).line)).toContain("c left, d offered");
    const end = calm + 10 * minute;
    expect(states(model.settleNow(offered, end - 1).line)).toContain("c offered, d waitlisted");
    expect(states(model.settleNow(offered, end).line)).toContain("c expired, d offered");
    expect(model.accept(offered, own, end).answer).toEqual({ problem: "no-offer" });
  });

  test("end at the start, and with them all that waits", () => {
    const begun = model.settleNow(offered, rules.startsAt).line;
    expect(states(begun)).toBe("a cancelled, b confirmed, c expired, d missed");
    expect(model.cancel(begun, { person: "b", ticket: 2 }, rules.startsAt).answer).toEqual({ problem: "closed" });
    expect(model.cancel(begun, { person: "a", ticket: 1 }, rules.startsAt).answer).toEqual({
      problem: "already-ended",
    });
    expect(model.leave(begun, { person: "d", ticket: 4 }, rules.startsAt).answer).toEqual({ problem: "already-ended" });
  });
});

describe("what is not one's own looks absent", () => {
  test.each([model.leave, model.cancel, model.accept, model.decline])("$name", (verb) => {
    expect(verb(lineOf("a"), { person: "b", ticket: 1 }, opened).answer).toEqual({ problem: "not-found" });
  });
});

describe("the host", () => {
  test("a pause lets people come but seats nobody; resume seats them at once and lists the rest", () => {
    const paused = joinAll(model.pause(lineOf("a"), opened).line, "b c");
    expect(states(paused)).toBe("a confirmed, b waiting, c waiting");
    expect(model.pause(paused, opened).line).toEqual(paused);
    const resumed = model.resume(paused, opened);
    expect(states(resumed.line)).toBe("a confirmed, b confirmed, c waitlisted");
    expect(resumed.answer).toEqual({ counters: { capacity: 2, held: 2, waiting: 1, nextTicket: 4, paused: false } });
    expect(model.resume(resumed.line, opened).line).toEqual(resumed.line);
  });

  test("added seats go to the line; seats are not taken from anybody", () => {
    const line = lineOf("a b c d:2");
    expect(states(model.addSeats(line, 1, opened).line)).toContain("c offered, d waitlisted");
    expect(model.changeCapacity(line, 1, opened).answer).toEqual({ problem: "capacity-too-small" });
    const empty = model.cancel(lineOf("a:2 b:2"), { person: "a", ticket: 1 }, opened).line;
    const free = model.decline(empty, { person: "b", ticket: 2 }, opened).line;
    const waiting = joinAll(model.pause(free, opened).line, "c:2");
    expect(model.changeCapacity(waiting, 1, opened).answer).toEqual({ problem: "capacity-too-small" });
    expect(model.changeCapacity(waiting, 2, opened).answer).toMatchObject({ counters: { capacity: 2, held: 0 } });
  });
});

describe("violations names", () => {
  const sound = lineOf("a b c d");
  const turn = (ticket: number, changed: object): ModelLine => ({
    ...sound,
    entries: sound.entries.map((entry) => (entry.ticket === ticket ? { ...entry, ...changed } : entry)),
  });
  const broken: readonly [invariant: string, line: ModelLine][] = [
    ["I1", { ...turn(3, { state: "confirmed" }) }],
    ["I2", { ...turn(4, { state: "confirmed" }), capacity: 3 }],
    ["I2", turn(4, { ticket: 3 })],
    ["I3", turn(4, { person: "c" })],
    ["I5", turn(3, { state: "waiting" })],
    ["I12", turn(1, { state: "cancelled" })],
  ];
  test.each(broken)("%s and nothing else", (invariant, line) => {
    expect([...new Set(violations(line).map((violation) => violation.invariant))]).toEqual([invariant]);
  });

  test("I4, I5 and I10 between two lines", () => {
    const between = (before: ModelLine, after: ModelLine) =>
      violationsBetween(before, after).map((violation) => violation.invariant);
    expect(between(sound, turn(1, { state: "left" }))).toEqual(["I4"]);
    expect(between(sound, { ...sound, entries: sound.entries.slice(0, 3) })).toEqual(["I5"]);
    expect(between(turn(3, { state: "left" }), sound)).toEqual(["I5", "I10"]);
    expect(between(sound, sound)).toEqual([]);
  });
});
