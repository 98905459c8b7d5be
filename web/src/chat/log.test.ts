import { expect, test } from "vitest";
import { said } from "../../../test/services/room-messages.ts";
import { beginLog, gapIn, newestOf, withGone, withLastSeq, withMessages, withOlder, withoutOldest } from "./log.ts";

const seqsOf = (log: ReturnType<typeof beginLog>) => log.messages.map(({ seq }) => seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => said(from + at));

test("I8: whatever order messages come in, and however often, they stand in the room's order, once each", () => {
  const begun = beginLog(range(1, 3));
  const shuffled = [7, 5, 4, 4, 6, 3, 7, 2, 8, 6].map((seq) => said(seq));
  const atOnce = withMessages(begun, shuffled);
  const oneByOne = shuffled.reduce((log, message) => withMessages(log, [message]), begun);
  for (const log of [atOnce, oneByOne]) {
    expect(seqsOf(log)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(gapIn(log)).toBeNull();
    expect(log.early.size).toBe(0);
  }
});

test("I8: what lies behind a gap is not shown before the gap is filled, and the gap is named", () => {
  const log = withMessages(beginLog(range(1, 3)), [said(8), said(6)]);
  expect(seqsOf(log)).toEqual([1, 2, 3]);
  expect(gapIn(log)).toEqual({ after: 3, before: 6 });
  const half = withMessages(log, range(4, 5));
  expect(seqsOf(half)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(gapIn(half)).toEqual({ after: 6, before: 8 });
  expect(seqsOf(withMessages(half, [said(7)]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("I8: that a message exists which never came is known from the room's own number", () => {
  const log = withLastSeq(beginLog(range(1, 3)), 5);
  expect(gapIn(log)).toEqual({ after: 3, before: 6 });
  expect(gapIn(withLastSeq(beginLog([]), 2))).toEqual({ after: 0, before: 3 });
  expect(gapIn(withMessages(log, range(4, 5)))).toBeNull();
  expect(withLastSeq(log, 4).lastSeq).toBe(5);
});

test("an empty room begins with its first message; one that is joined late begins with its newest page", () => {
  expect(seqsOf(withMessages(beginLog([]), [said(2), said(1)]))).toEqual([1, 2]);
  const late = beginLog(range(151, 200));
  expect(seqsOf(withMessages(late, [said(100), said(201)]))).toEqual([...late.messages.map(({ seq }) => seq), 201]);
});

test("S16: a page of what was before goes before the oldest, and only if it ends right there", () => {
  const log = beginLog(range(51, 60));
  expect(seqsOf(withOlder(log, range(41, 50)))[0]).toBe(41);
  expect(withOlder(log, range(41, 49))).toBe(log);
  expect(withOlder(log, range(45, 55))).toBe(log);
  expect(withOlder(log, [])).toBe(log);
});

test("a hidden message loses its text wherever it is: shown, waiting, or still to come", () => {
  const log = withGone(withMessages(beginLog(range(1, 2)), [said(4)]), { hidden: [2, 4, 5], nameless: [] });
  const whole = withMessages(log, [said(3), said(5), said(2)]);
  expect(whole.messages.map(({ text, isHidden }) => [text, isHidden])).toEqual([
    ["1", false],
    [null, true],
    ["3", false],
    [null, true],
    [null, true],
  ]);
  expect(withGone(whole, { hidden: [4, 2], nameless: [] })).toBe(whole);
  const again = withMessages(beginLog(range(1, 2)), [{ ...said(2), text: null, isHidden: true }]);
  expect(again.messages[1]?.text).toBeNull();
});

test("what is let go of is the oldest, and the log goes on at its end", () => {
  const log = withoutOldest(beginLog(range(1, 500)), 300);
  expect([log.messages[0]?.seq, newestOf(log), log.messages.length]).toEqual([201, 500, 300]);
  expect(gapIn(withMessages(log, [said(501)]))).toBeNull();
});
