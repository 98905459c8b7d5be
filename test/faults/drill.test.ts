import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { HistoryEvent } from "../../load/history/history.ts";
import { joined, row, slotId } from "../history/story.ts";
import { asOf } from "./drill/as-of.ts";
import { drill } from "./drill/drill.ts";
import { judge, verdictOf } from "./drill/verdict.ts";

test("I4: PostgreSQL, killed and its folder gone, is there again up to a moment, and the checker agrees", async () => {
  const { target, recoveredTo, acknowledged, lost, findings } = await drill(90);
  expect(findings).toEqual([]);
  // The base backup alone has a third.
  expect(acknowledged).toBeGreaterThan(30);
  expect(lost).toBeGreaterThanOrEqual(30);
  expect(recoveredTo).not.toBeNull();
  expect(String(recoveredTo) <= target).toBe(true);
});

test("a restore has to hold what was answered before its moment, may hold what was under way, and nothing else", () => {
  const press = (sentAt: number, answeredAt: number | null): HistoryEvent => ({
    ...{ kind: "join", personId: "1", slotId: "1", sentAt, answeredAt },
    answer: answeredAt === null ? "lost" : { status: 201 },
  });
  const events = [press(1, 9), press(2, 10), press(10.5, 12), press(3, null), press(11.5, 12)];
  const { known, after } = asOf(events, { from: 10, to: 11 });
  expect(known).toEqual([press(1, 9), press(2, null), press(10.5, null), press(3, null)]);
  expect(after).toEqual([press(11.5, 12)]);
});

describe("I4: a drill that lost something, or kept too much, says what and ends with 1", () => {
  const facts = { slotId, capacity: 2, fillsGaps: false, largestParty: 2, hasOffers: false };
  const events = [joined("a", 1, "confirmed"), joined("b", 2, "confirmed"), joined("late", 9, "waiting")];
  const mark = { from: 30, to: 31 };
  const seat = (personId: string, ticket: number) => ({
    ...{ id: `${ticket}`, ticket, personId, partySize: 1, state: "confirmed" as const },
  });
  const rowsOf = (people: readonly string[]) => ({
    line: { capacity: 2, held: people.length, waiting: 0, nextTicket: people.length + 1, paused: false },
    entries: people.map((personId, at) => row(personId, at + 1, "confirmed")),
    reservations: people.map((personId, at) => seat(personId, at + 1)),
  });
  const drilled = (people: readonly string[]) =>
    verdictOf({ target: "t", recoveredTo: null, ...judge({ slot: facts, events, mark, rows: rowsOf(people) }) });

  test("all that was answered before the moment, and nothing else", () => {
    expect(drilled(["a", "b"])).toMatchObject({
      code: 0,
      lines: [expect.anything(), expect.stringContaining("2 answered"), expect.stringContaining("The 1 presses")],
    });
  });
  test("a seat that was answered is missing", () => {
    const { code, lines } = drilled(["a"]);
    expect(code).toBe(1);
    expect(lines).toContainEqual(expect.stringMatching(/^✗ I4: /));
  });
  test("a press of after the moment is there", () => {
    const { code, lines } = drilled(["a", "late"]);
    expect(code).toBe(1);
    expect(lines).toContain("✗ Ticket 2 came after the moment that was recovered, and is there.");
  });
});

test.each([[["--people"]], [["--people", "90"]], [["90"]]])("npm run drill -- with %j is refused", (words) => {
  const { status, stderr } = spawnSync(process.execPath, ["dist/programs/drill.js", ...words], {
    ...{ encoding: "utf8", timeout: 20_000 },
  });
  expect(status).toBe(2);
  expect(stderr).toContain(words[0]);
});
