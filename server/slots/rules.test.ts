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
  expect(planSlots(wish)).toEqual({ ...wish, minutes: 60, capacity: 10 });
  expect(planSlots({ ...wish, minutes: 25, capacity: 3 })).toEqual({ ...wish, minutes: 25, capacity: 3 });
});

test("each day and each time is in the plan once, in the order they were given", () => {
  const list = (item: fc.Arbitrary<string>) => fc.array(item, { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(list(day), list(time), (dates, moments) => {
      const plan = planSlots({ dates: [...dates, ...dates], times: [...moments, ...moments] }) as SlotPlan;
      expect(plan.dates).toEqual(dates.filter((date, position) => dates.indexOf(date) === position));
      expect(plan.times).toEqual(moments.filter((moment, position) => moments.indexOf(moment) === position));
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
  expect(planSlots({ dates: ["2028-02-29"], times: ["10:00"] })).toMatchObject({ dates: ["2028-02-29"] });
});

test("one request makes at most 2,000 slots, counted after repetitions are out", () => {
  expect(mostSlotsAtOnce).toBe(2_000);
  const just = { dates: days(50), times: times(40) };
  expect(planSlots(just)).not.toHaveProperty("problem");
  expect(planSlots({ dates: [...just.dates, ...just.dates], times: just.times })).not.toHaveProperty("problem");
  expect(planSlots({ dates: days(51), times: times(40) })).toEqual({ problem: "bad-request", fields: ["times"] });
});
