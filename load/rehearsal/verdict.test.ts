import { expect, test } from "vitest";
import { brokenStories } from "../../test/history/broken-stories.ts";
import { burst, joined, lostJoin, row, tell } from "../../test/history/story.ts";
import type { History } from "../history/history.ts";
import { judge } from "./verdict.ts";

const people = ["a", "b", "c"];
const everybodyIn = ({ events }: History) => [...new Set(events.map(({ personId }) => personId))];

test("a sound history is clean, and its figures are those of the rows and the answers", () => {
  expect(judge(tell(burst), people)).toEqual({
    isClean: true,
    seats: 2,
    booked: 2,
    oversold: 0,
    duplicates: 0,
    orderErrors: 0,
    idleSeats: 0,
    unanswered: 0,
    turnedAway: 0,
    otherErrors: 0,
    presses: 3,
    doubleTaps: 0,
    drops: 0,
    p50Ms: 5,
    p99Ms: 5,
    lastAnswerMs: 25,
    findings: [],
  });
});

const judged = brokenStories.filter(([, , story]) => story.line !== null);

test("a rehearsal without a line is refused", () => {
  const [, , story] = brokenStories.find(([, , each]) => each.line === null) ?? [];
  if (story === undefined) throw new Error("No story is without a line.");
  const history = tell(story);
  expect(() => judge(history, everybodyIn(history))).toThrow("without a line");
});

test.each(judged)("%s: %s is not clean, and named", (invariant, _, story) => {
  const history = tell(story);
  const verdict = judge(history, everybodyIn(history));
  expect(verdict.isClean).toBe(false);
  expect(verdict.findings[0]).toMatch(new RegExp(`^${invariant}: `));
});

test("seats sold twice, a person in line twice, a wrong order and an idle seat each count under their own name", () => {
  const counts = (name: string) => {
    const [, , story] = brokenStories.find(([, what]) => what === name) ?? [];
    if (story === undefined) throw new Error(`No story tells that ${name}.`);
    const history = tell(story);
    const { oversold, duplicates, orderErrors, idleSeats, otherErrors } = judge(history, everybodyIn(history));
    return { oversold, duplicates, orderErrors, idleSeats, otherErrors };
  };
  const none = { oversold: 0, duplicates: 0, orderErrors: 0, idleSeats: 0, otherErrors: 0 };
  expect(counts("a person has two live entries")).toEqual({ ...none, duplicates: 1 });
  expect(counts("who was answered before another was sent has the larger ticket").orderErrors).toBeGreaterThan(0);
  expect(counts("a seat is free while the head of the line fits")).toEqual({ ...none, idleSeats: 1 });
  expect(counts("a rank grew").otherErrors).toBeGreaterThan(0);

  const rows = [row("a", 1, "confirmed"), row("b", 2, "confirmed"), row("c", 3, "confirmed")];
  const events = people.map((person, at) => joined(person, at + 1, "confirmed"));
  expect(judge(tell({ events, rows }), people)).toMatchObject({ isClean: false, booked: 3, oversold: 1 });
});

test("whoever was never answered is told, though every row is right", () => {
  const history = tell({ ...burst, events: [...burst.events.slice(0, 2), lostJoin("c", 30)] });
  expect(judge(history, people)).toMatchObject({ isClean: false, unanswered: 1, otherErrors: 0 });
});

const told = (status: number, problem: string) => ({ answer: { status, problem } });
const turned = (person: string, sentAt: number, status: number, problem: string) =>
  joined(person, 0, "waiting", { ...told(status, problem), sentAt, answeredAt: sentAt + 1 });

test.each([
  [429, "too-many-requests"],
  [503, "busy"],
  [400, "bad-request"],
  [401, "sign-in-needed"],
])("whoever was told no more than %i %s was turned away, though every row is right", (status, problem) => {
  const { rows } = burst;
  const story = { events: [...burst.events.slice(0, 2), turned("c", 30, status, problem)], rows: rows.slice(0, 2) };
  const verdict = judge(tell(story), people);
  expect(verdict).toMatchObject({ isClean: false, turnedAway: 1, unanswered: 0, otherErrors: 0 });
  expect(verdict.findings).toEqual([`turned away: 1 with ${status} ${problem}`]);
  // An answer is a place, or that there is none: how fast somebody was sent away says nothing.
  expect(verdict).toMatchObject({ p50Ms: 5, p99Ms: 5, lastAnswerMs: 15 });
});

test.each(["line-full", "closed", "list-closed"])("whoever was refused with %s was answered", (problem) => {
  const story = { events: [...burst.events.slice(0, 2), turned("c", 30, 409, problem)], rows: burst.rows.slice(0, 2) };
  expect(judge(tell(story), people)).toMatchObject({ isClean: true, turnedAway: 0, unanswered: 0 });
});

test("whoever came again and got a place was not turned away, and waited from the first time on", () => {
  const again = joined("c", 3, "waitlisted", { sentAt: 90, answeredAt: 95 });
  const events = [...burst.events.slice(0, 2), turned("c", 30, 503, "busy"), again];
  const verdict = judge(tell({ ...burst, events }), people);
  expect(verdict).toMatchObject({ isClean: true, turnedAway: 0, p50Ms: 5, p99Ms: 65, lastAnswerMs: 85 });
});

test("who pressed with two keys, and answers that nobody saw, are counted", () => {
  const entry = { ticket: 2, state: "confirmed", partySize: 1 } as const;
  const again = joined("b", 2, "confirmed", { key: "b again", sentAt: 21, answer: { status: 200, entry } });
  const events = [...burst.events, again, lostJoin("c", 29)];
  expect(judge(tell({ ...burst, events }), people)).toMatchObject({ isClean: true, doubleTaps: 1, drops: 1 });
});

test("a run in which nothing happened proves nothing", () => {
  expect(judge(tell({ events: [lostJoin("a", 1)], rows: [] }), ["a"])).toMatchObject({ isClean: false });
});
