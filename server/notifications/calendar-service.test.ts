import { expect, test } from "vitest";
import { createCalendar } from "./calendar-service.ts";
import type { CalendarWork } from "./ports.ts";

test("S31: a piece of work that fails stops no other, and what was written is sent", async () => {
  const left: Record<string, number> = { remind: 2, announceOpenings: 1 };
  const piece = (name: string) => async () => {
    left[name] = (left[name] ?? 0) - 1;
    return (left[name] ?? 0) >= 0 ? 1 : 0;
  };
  const work: CalendarWork = {
    remind: piece("remind"),
    tellNotices: async () => {
      throw new Error("no notice can be told");
    },
    announceOpenings: piece("announceOpenings"),
    timeZones: async () => [],
  };
  let hurried = 0;
  const calendar = createCalendar(work, () => {
    hurried += 1;
  });
  await expect(calendar.tick()).rejects.toMatchObject({ errors: [{ message: "no notice can be told" }] });
  expect([left, hurried]).toEqual([{ remind: -1, announceOpenings: -1 }, 1]);
});
