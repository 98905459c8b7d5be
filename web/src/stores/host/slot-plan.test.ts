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
    { date: "2026-12-08", times: "9:00, 13:30 그리고 25:00" },
    { date: "", times: "10:00" },
  ];
  expect(wishOf({ ...plan, exceptions })?.exceptions).toEqual([
    { date: "2026-12-07", times: [] },
    { date: "2026-12-08", times: ["09:00", "13:30"] },
  ]);
});

test("what would be nothing is not asked for", () => {
  expect(timesOf({ first: "18:00", last: "11:00", every: 60 })).toEqual([]);
  expect(wishOf({ ...plan, from: "2026-12-24" })).toBeNull();
  expect(wishOf({ ...plan, weekdays: [] })).toBeNull();
  expect(wishOf({ ...plan, every: 0 })).toBeNull();
  expect(wishOf({ ...plan, capacity: 0 })).toBeNull();
  expect(hoursIn("")).toEqual([]);
});
