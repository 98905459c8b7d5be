import { expect, test } from "vitest";
import type { Entry } from "../../../shared/line.ts";
import { isWorthSaying, neverFartherBack, rankOf, seatsMissing } from "./rank.ts";

const entry = (id: string, ahead: number | null, departed = 0) =>
  ({ id, ahead, behind: 0, state: "waitlisted", departed }) as Entry;

test("I10: a late answer cannot move a place back, and keeps counting from where the newer one stood", () => {
  const now = entry("1-5", 2, 7);
  expect(neverFartherBack(now, entry("1-5", 4, 5))).toMatchObject({ ahead: 2, departed: 7 });
  expect(neverFartherBack(now, entry("1-5", 1, 8))).toMatchObject({ ahead: 1, departed: 8 });
});

test("another entry starts where it stands, and an ended one has no place", () => {
  expect(neverFartherBack(entry("1-5", 0), entry("1-9", 4)).ahead).toBe(4);
  expect(neverFartherBack(entry("1-5", 3), entry("1-5", null)).ahead).toBeNull();
  expect(neverFartherBack(null, entry("1-5", 3)).ahead).toBe(3);
});

test("ranks count from one", () => {
  expect(rankOf(entry("1-5", 0))).toBe(1);
});

test("the odds never promise a seat for fewer than the groups ahead and mine need at the least", () => {
  const place = (ahead: number, partySize: number) => ({ ...entry("1-5", ahead), partySize });
  expect(seatsMissing(place(0, 1), { capacity: 6, held: 6 })).toBe(1);
  expect(seatsMissing(place(2, 4), { capacity: 6, held: 6 })).toBe(6);
  expect(seatsMissing(place(0, 4), { capacity: 6, held: 4 })).toBe(2);
  expect(seatsMissing(place(9, 4), { capacity: 6, held: 6 })).toBeGreaterThan(6);
  // Free and not yet given: the next look says confirmed.
  expect(seatsMissing(place(0, 1), { capacity: 6, held: 2 })).toBe(1);
});

test("a screen reader hears the first rank and milestones, at most every 20 s", () => {
  expect(isWorthSaying(1284, null, 0)).toBe(true);
  expect(isWorthSaying(1001, { rank: 1284, at: 0 }, 60_000)).toBe(false);
  expect(isWorthSaying(1000, { rank: 1284, at: 0 }, 20_000)).toBe(true);
  expect(isWorthSaying(980, { rank: 1284, at: 0 }, 19_999)).toBe(false);
  expect(isWorthSaying(980, { rank: 1284, at: 0 }, 20_000)).toBe(true);
  expect(isWorthSaying(980, { rank: 980, at: 0 }, 60_000)).toBe(false);
});
