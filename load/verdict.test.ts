import { expect, test } from "vitest";
import { brokenStories } from "../test/history/broken-stories.ts";
import type { History } from "../test/history/history.ts";
import { burst, joined, lostJoin, row, tell } from "../test/history/story.ts";
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
    otherErrors: 0,
    presses: 3,
    p50Ms: 5,
    p99Ms: 5,
    lastAnswerMs: 25,
    findings: [],
  });
});

test.each(brokenStories)("%s: %s is not clean, and named", (invariant, _, story) => {
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

test("a run in which nothing happened proves nothing", () => {
  expect(judge(tell({ events: [lostJoin("a", 1)], rows: [] }), ["a"])).toMatchObject({ isClean: false });
});
