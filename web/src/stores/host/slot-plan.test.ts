import { expect, test } from "vitest";
import { datesOf, firstPlan, hoursIn, type Plan, timesOf, wishOf } from "./slot-plan.ts";

const plan: Plan = {
  from: "2026-12-01",
  to: "2026-12-23",
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  first: "11:00",
  last: "18:00",
  every: 60,
  minutes: 60,
  capacity: 10,
  exceptions: [],
};

test("S20: 23 days of eight hours are 184 times", () => {
  const wish = wishOf(plan);
  expect((wish?.dates.length ?? 0) * (wish?.times.length ?? 0)).toBe(184);
  expect(wish).toMatchObject({ capacity: 10, minutes: 60, exceptions: [] });
});

test("S20: the form begins today where the store has begun, else with its first day", () => {
  const days = { startsOn: "2026-12-01", endsOn: "2026-12-23" };
  expect(firstPlan(days, "2026-11-29")).toMatchObject({ from: "2026-12-01", to: "2026-12-23" });
  expect(firstPlan(days, "2026-12-05")).toMatchObject({ from: "2026-12-05", to: "2026-12-23" });
  expect(firstPlan({ ...days, startsOn: null }, "2026-12-05").from).toBe("2026-12-05");
  expect(wishOf(firstPlan(days, "2026-12-24"))).toBeNull();
});

test("weekdays and exceptions: a day off has no hours, another one its own", () => {
  expect(datesOf({ ...plan, weekdays: [1] })).toEqual(["2026-12-07", "2026-12-14", "2026-12-21"]);
  const exceptions = [
    { date: "2026-12-07", times: "" },
    { date: "2026-12-08", times: "9:00, 13:30；18：00 9:00" },
    { date: "", times: "언제든" },
  ];
  expect(wishOf({ ...plan, exceptions })?.exceptions).toEqual([
    { date: "2026-12-07", times: [] },
    { date: "2026-12-08", times: ["09:00", "13:30", "18:00"] },
  ]);
});

test.each(["9시", "9:00, 25:00", "9:00 그리고 10:00", "12:60", "10:00-18:00", "오전"])(
  "hours that cannot be read are no hours, and nothing is asked for: %s",
  (times) => {
    expect(hoursIn(times)).toBeNull();
    expect(wishOf({ ...plan, exceptions: [{ date: "2026-12-08", times }] })).toBeNull();
  },
);

test("a day has at most 96 hours, as the server takes them", () => {
  const hours = (count: number) => Array.from({ length: count }, (_, at) => `${Math.floor(at / 8)}:1${at % 8}`).join();
  expect(hoursIn(hours(96))).toHaveLength(96);
  expect(hoursIn(hours(97))).toBeNull();
});

test("what would be nothing is not asked for", () => {
  expect(timesOf({ first: "18:00", last: "11:00", every: 60 })).toEqual([]);
  expect(wishOf({ ...plan, from: "2026-12-24" })).toBeNull();
  expect(wishOf({ ...plan, weekdays: [] })).toBeNull();
  expect(wishOf({ ...plan, every: 0 })).toBeNull();
  expect(wishOf({ ...plan, capacity: 0 })).toBeNull();
  expect([hoursIn(""), hoursIn(" , ")]).toEqual([[], []]);
});
