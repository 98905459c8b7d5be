import fc from "fast-check";
import { expect, test } from "vitest";
import { mostSlotsAtOnce } from "../../shared/slots.ts";
import { planSlots, type SlotPlan } from "./rules.ts";

const two = (part: number) => String(part).padStart(2, "0");
const day = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2040-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map(two).join(":"));
const range = (count: number, make: (position: number) => string) => Array.from({ length: count }, (_, at) => make(at));
const times = (count: number) => range(count, (at) => `${two(Math.floor(at / 4))}:${two((at % 4) * 15)}`);
const days = (count: number) => range(count, (at) => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10));

test("S20: what the host leaves out is ten seats and one hour", () => {
  const wish = { dates: ["2026-11-23"], times: ["10:00", "11:00"] };
  const plan = { days: ["2026-11-23", "2026-11-23"], times: ["10:00", "11:00"] };
  expect(planSlots(wish)).toEqual({ ...plan, minutes: 60, capacity: 10 });
  expect(planSlots({ ...wish, minutes: 25, capacity: 3 })).toEqual({ ...plan, minutes: 25, capacity: 3 });
});

test("each day and each time is in the plan once, in the order they were given", () => {
  const list = (item: fc.Arbitrary<string>) => fc.array(item, { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(list(day), list(time), (dates, moments) => {
      const plan = planSlots({ dates: [...dates, ...dates], times: [...moments, ...moments] }) as SlotPlan;
      const once = (items: string[]) => items.filter((item, position) => items.indexOf(item) === position);
      const hours = once(dates).flatMap((date) => once(moments).map((moment) => [date, moment]));
      expect(plan.days.map((date, at) => [date, plan.times[at]])).toEqual(hours);
    }),
  );
});

test.each(["2026-02-29", "2026-02-30", "2026-04-31", "2100-02-29"])(
  "a day that is in no calendar is named: %s",
  (date) => {
    const wish = { dates: ["2026-03-01", date], times: ["10:00"] };
    expect(planSlots(wish)).toEqual({ problem: "bad-request", fields: ["dates"] });
  },
);

test("the 29th of February is a day when there is one", () => {
  expect(planSlots({ dates: ["2028-02-29"], times: ["10:00"] })).toMatchObject({ days: ["2028-02-29"] });
});

test("S20: a day in the exceptions has its own hours or none, also one that is not among the others", () => {
  const exceptions = [
    { date: "2026-11-24", times: [] },
    { date: "2026-11-25", times: ["18:00"] },
    { date: "2026-12-01", times: ["09:00", "09:00"] },
  ];
  const dates = ["2026-11-23", "2026-11-24", "2026-11-25"];
  expect(planSlots({ dates, times: ["10:00", "11:00"], exceptions })).toMatchObject({
    days: ["2026-11-23", "2026-11-23", "2026-11-25", "2026-12-01"],
    times: ["10:00", "11:00", "18:00", "09:00"],
  });
  expect(planSlots({ dates, times: ["10:00"], exceptions: [{ date: "2026-02-30", times: [] }] })).toEqual({
    ...{ problem: "bad-request", fields: ["exceptions"] },
  });
});

test("one request makes at most 2,000 slots, counted after repetitions are out", () => {
  expect(mostSlotsAtOnce).toBe(2_000);
  const just = { dates: days(50), times: times(40) };
  expect(planSlots(just)).not.toHaveProperty("problem");
  expect(planSlots({ dates: [...just.dates, ...just.dates], times: just.times })).not.toHaveProperty("problem");
  expect(planSlots({ dates: days(51), times: times(40) })).toEqual({ problem: "bad-request", fields: ["times"] });
});
