import { expect, test } from "vitest";
import { type Message, mostAtEntry } from "../../shared/chat.ts";
import { missedBy } from "./watched-room.ts";

/** The messages with these numbers, as a process has them in memory. */
const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => ({ seq: first + at }) as Message);
const sent = (recent: readonly Message[], after: number | null) => missedBy(recent, after).map(({ seq }) => seq);

test("I8: whoever comes back after a number is sent all that came after it, without a gap", () => {
  const recent = from(101, 300);
  expect(sent(recent, 297)).toEqual([298, 299, 300]);
  expect(sent(recent, 300)).toEqual([]);
  const all = recent.map(({ seq }) => seq);
  expect([sent(recent, 100), sent(recent, 101)]).toEqual([all, all.slice(1)]);
});

test("I8: who is new, or was away too long, is sent the last messages; numbers tell the latter what is missing", () => {
  const recent = from(101, 300);
  const last = recent.slice(-mostAtEntry).map(({ seq }) => seq);
  expect([sent(recent, null), sent(recent, 99)]).toEqual([last, last]);
  expect([sent([], null), sent([], 5)]).toEqual([[], []]);
});
