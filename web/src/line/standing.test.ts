import { expect, test } from "vitest";
import type { Entry, OwnEntry } from "../../../shared/line.ts";
import type { SlotFrame } from "../../../shared/live.ts";
import { mostTopics } from "../../../shared/live-bounds.ts";
import { afterEntry, afterFrame, afterLook, slotsOf } from "./standing.ts";

const place = (slotId: string, ahead: number, more: Partial<Entry> = {}) =>
  ({
    id: `${slotId}-9`,
    slotId,
    ticket: 9,
    state: "waitlisted",
    ahead,
    behind: 0,
    departed: 4,
    storeName: `가게 ${slotId}`,
    ...more,
  }) as OwnEntry;
const frame = (id: string, departed: number, gone: number[] | null) =>
  ({ id, departed, gone, waiting: 3 }) as SlotFrame;
const [first, second] = [place("1", 5), place("2", 7)];

test("S23: somebody ahead who leaves brings me forward in that line, and in no other", () => {
  expect(afterFrame([first, second], frame("1", 5, [3]))).toEqual([place("1", 4, { departed: 5, behind: 0 }), second]);
  expect(afterFrame([first, second], frame("3", 5, [3]))).toEqual([first, second]);
});

test("a message that lists too little, or me myself, is asked about", () => {
  for (const gone of [null, [], [9]]) expect(afterFrame([first], frame("1", 5, gone))).toBe("ask");
});

test("what I am told of my own place counts; one whose store I do not know is asked for", () => {
  const { storeName: _, ...offered } = place("1", 5, { state: "offered", ahead: null, offerExpiresAt: "later" });
  expect(afterEntry([first, second], offered as Entry)).toEqual([{ ...first, ...offered }, second]);
  expect(afterEntry([second], offered as Entry)).toBe("ask");
});

test.each(["confirmed", "left", "declined", "expired", "cancelled", "missed"] as const)(
  "a place that is %s is no line any more, as it is told and as it is read",
  (state) => {
    const ended = place("1", 5, { state, ahead: null });
    expect(afterEntry([first, second], ended)).toEqual([second]);
    expect(afterLook([first, second], [ended, second])).toEqual([second]);
  },
);

test("I10: a look that a message has overtaken does not put me back", () => {
  const moved = place("1", 2, { departed: 7 });
  expect(afterLook([moved], [first, second])).toEqual([moved, second]);
});

test("with my entries there is room for all that is followed on one socket, the soonest first", () => {
  const many = Array.from({ length: 100 }, (_, at) => place(String(at), 0));
  expect(slotsOf([first, second])).toEqual(new Set(["slot:1", "slot:2"]));
  expect(slotsOf(many).size).toBeLessThan(mostTopics);
  expect([...slotsOf(many)].slice(0, 2)).toEqual(["slot:0", "slot:1"]);
});
