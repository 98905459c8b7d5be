import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { said } from "../../../test/services/room-messages.ts";
import { createReadMark, isAtEnd, unreadAfter } from "./reading.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("the log follows what comes for whoever is within 100 px of its end, and for nobody else", () => {
  const log = { clientHeight: 600, scrollHeight: 2_000 };
  expect([1_400, 1_300, 1_299, 0].map((scrollTop) => isAtEnd({ ...log, scrollTop }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isAtEnd({ clientHeight: 600, scrollHeight: 300, scrollTop: 0 })).toBe(true);
});

test("unread is what others said since: no notices, nothing of mine, nothing hidden, 99 at most", () => {
  const other = { sender: { guest: 2, name: "민호", badge: null } };
  const messages = [
    said(1, other),
    said(2, other),
    said(3),
    said(4, { ...other, kind: "join", text: null }),
    said(5, { ...other, isHidden: true, text: null }),
    said(6, other),
  ];
  expect(unreadAfter(messages, 1, 1)).toBe(2);
  expect(unreadAfter(messages, 6, 1)).toBe(0);
  const many = Array.from({ length: 300 }, (_, at) => said(at + 1, other));
  expect(unreadAfter(many, 0, 1)).toBe(99);
});

test("how far somebody read is told at most every five seconds, at once when they leave, and never twice", async () => {
  const told: [number, boolean][] = [];
  const mark = createReadMark((upTo, isLeaving) => told.push([upTo, isLeaving]), 5_000);
  for (let seq = 1; seq <= 40; seq += 1) {
    mark.see(seq);
    await vi.advanceTimersByTimeAsync(250);
  }
  expect(told).toEqual([
    [20, false],
    [40, false],
  ]);
  mark.see(41);
  mark.leave();
  mark.leave();
  expect(told.at(-1)).toEqual([41, true]);
  mark.see(12);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toHaveLength(3);
});
