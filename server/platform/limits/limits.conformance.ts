import { expect, test } from "vitest";
import type { Clock } from "../clock.ts";
import type { Limit, Limits } from "./limits.ts";

type Open = (clock: Pick<Clock, "now">) => Limits;

function openLimit(open: Open, limit: Limit) {
  let now = 1_000_000;
  const take = open({ now: () => now }).open("presses", limit);
  return {
    take,
    passTime: (milliseconds: number) => {
      now += milliseconds;
    },
    takeMany: (key: string, times: number) => Array.from({ length: times }, () => take(key)),
  };
}

const quick = { perSecond: 2, burst: 3, mostKeys: 10 };

/** The promises of `Limits` within one process, for every adapter. */
export function limitsKeepTheirPromises(open: Open): void {
  test("a burst passes, then nobody until a token is back", () => {
    const { take, takeMany, passTime } = openLimit(open, quick);
    expect(takeMany("a", 4)).toEqual([0, 0, 0, 1]);
    passTime(499);
    expect(take("a")).toBe(1);
    passTime(1);
    expect(takeMany("a", 2)).toEqual([0, 1]);
  });

  test("being refused costs nothing: a flood does not push the next token away", () => {
    const { take, takeMany, passTime } = openLimit(open, quick);
    takeMany("a", 1_000);
    passTime(500);
    expect(take("a")).toBe(0);
  });

  test("it refills to the burst and no further", () => {
    const { takeMany, passTime } = openLimit(open, quick);
    takeMany("a", 3);
    passTime(3_600_000);
    expect(takeMany("a", 4)).toEqual([0, 0, 0, 1]);
  });

  test("it says after how many whole seconds there is a token, and keeps that word", () => {
    const { take, takeMany, passTime } = openLimit(open, { perSecond: 0.1, burst: 1, mostKeys: 10 });
    expect(takeMany("a", 2)).toEqual([0, 10]);
    passTime(7_500);
    expect(take("a")).toBe(3);
    passTime(2_500);
    expect(take("a")).toBe(0);
  });

  test("each key has its own bucket", () => {
    const { take, takeMany } = openLimit(open, quick);
    expect(takeMany("a", 4).at(-1)).toBe(1);
    expect(take("b")).toBe(0);
  });

  test("a clock that goes back takes no token away and gives none", () => {
    const { take, takeMany, passTime } = openLimit(open, quick);
    takeMany("a", 2);
    passTime(-3_600_000);
    expect(takeMany("a", 2)).toEqual([0, 1]);
    passTime(500);
    expect(take("a")).toBe(0);
  });

  test("it keeps so many keys and no more: the oldest is forgotten, which only lets somebody try more", () => {
    const { take, takeMany } = openLimit(open, { ...quick, mostKeys: 2 });
    takeMany("a", 3);
    takeMany("b", 3);
    expect([take("a"), take("b")]).toEqual([1, 1]);
    expect(take("c")).toBe(0);
    expect(take("b")).toBe(1);
    expect(take("a")).toBe(0);
  });
}
