import { expect, test } from "vitest";
import type { Message } from "../../../shared/chat.ts";
import { said } from "../../../test/services/room-messages.ts";
import { mayTalkAt } from "./pause.ts";
import { type Row, rowsOf } from "./rows.ts";
import { withFailure, withSend } from "./sends.ts";

const by = (guest: number, name = `손님 ${guest}`) => ({ sender: { guest, name, badge: null } });
const dayOf = (at: string) => at.slice(0, 10);
const whole = { guest: 9, readSeq: null, dayOf };
const noSends = withSend([], "c", "", "").slice(1);
const rowsFor = (messages: readonly Message[], reading = {}) => rowsOf(messages, noSends, { ...whole, ...reading });
const told = (rows: readonly Row[]) =>
  rows.map((row) => {
    if (row.kind === "talk") return `${row.isFirst ? "[" : ""}${row.text}${row.isLast ? "]" : ""}`;
    return "others" in row ? `${row.kind} ${row.name}+${row.others}` : row.kind;
  });

test("what one person says without a pause stands together; another, a pause or a day begins anew", () => {
  const later = { at: "2026-11-28T03:30:00.000Z" };
  const tomorrow = { at: "2026-11-29T03:30:01.000Z" };
  const messages = [
    said(1, by(1)),
    said(2, by(1)),
    said(3, by(2)),
    said(4, by(1)),
    said(5, { ...by(1), ...later }),
    said(6, { ...by(1), ...tomorrow }),
  ];
  expect(told(rowsFor(messages))).toEqual(["day", "[1", "2]", "[3]", "[4]", "[5]", "day", "[6]"]);
});

test("S15: many who come one after the other are one notice, which names the first", () => {
  const join = (seq: number, guest: number, others = 0) =>
    said(seq, { ...by(guest), kind: "join", text: null, others });
  const leave = (seq: number, guest: number) => said(seq, { ...by(guest), kind: "leave", text: null });
  const messages = [join(1, 1), join(2, 2, 40), leave(3, 1), join(4, 3), said(5), join(6, 4)];
  expect(told(rowsFor(messages))).toEqual([
    "day",
    "join 손님 1+41",
    "leave 손님 1+0",
    "join 손님 3+0",
    "[5]",
    "join 손님 4+0",
  ]);
});

test("the end of what was read is marked once, before the first that was not, and parts what stands together", () => {
  const messages = [said(1), said(2), said(3), said(4)];
  expect(told(rowsFor(messages, { readSeq: 2 }))).toEqual(["day", "[1", "2]", "unread", "[3", "4]"]);
  expect(told(rowsFor(messages, { readSeq: 4 }))).toEqual(["day", "[1", "2", "3", "4]"]);
  expect(told(rowsFor(messages.slice(2), { readSeq: 1 }))).toEqual(["day", "unread", "[3", "4]"]);
});

test("mine are known by my number; those on their way come last and keep their key when they have come", () => {
  const sends = withSend([], "on-its-way", "나도요", "2026-11-28T03:00:05.000Z");
  const before = rowsOf([said(1), said(2, by(9))], sends, whole);
  expect(before.flatMap((row) => (row.kind === "talk" ? [row.isOwn] : []))).toEqual([false, true, true]);
  expect(told(before)).toEqual(["day", "[1]", "[2", "나도요]"]);
  const after = rowsFor([said(1), said(2, by(9)), said(3, { ...by(9), clientId: "on-its-way" })]);
  expect(after.at(-1)?.key).toBe(before.at(-1)?.key);
});

test("in slow mode the next message waits for mine, those on their way among them, and for nobody else's", () => {
  const messages = [said(1, by(9)), said(2, by(1))];
  expect(mayTalkAt(messages, [], 9, 0)).toBeNull();
  expect(mayTalkAt(messages, [], 9, 30)).toBe("2026-11-28T03:00:31.000Z");
  expect(mayTalkAt(messages, [], 7, 30)).toBeNull();
  const sends = withSend([], "c", "또", "2026-11-28T03:00:40.000Z");
  expect(mayTalkAt(messages, sends, 9, 30)).toBe("2026-11-28T03:01:10.000Z");
  const failed = withFailure(sends, "c", { problem: "unreachable" });
  expect(mayTalkAt(messages, failed, 9, 30)).toBe("2026-11-28T03:00:31.000Z");
});
