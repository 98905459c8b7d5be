import { expect, test } from "vitest";
import { receivedFacts, toldFacts } from "../report/answer-facts.ts";
import { createNotes } from "./notes.ts";
import { createReceiver } from "./receipt.ts";

const answer = (status: string, body: string) =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

test("S41: the time to receive runs from an answer's first piece to its last, and its head counts as bytes", () => {
  const whole = answer("200 OK", '{"items":[]}');
  const receive = createReceiver();
  expect(receive(whole.slice(0, 9), 100)).toBeNull();
  expect(receive(whole.slice(9, 40), 107)).toBeNull();
  expect(receive(whole.slice(40), 112)).toEqual({
    status: 200,
    body: '{"items":[]}',
    bytes: whole.length,
    receivingMs: 12,
  });
  // The next one begins with its own first piece, however long nothing came.
  expect(receive(whole, 5_000)).toMatchObject({ bytes: whole.length, receivingMs: 0 });
});

test("an answer without a body ends with its head, also where it says how long the body would be", () => {
  for (const length of ["", "Content-Length: 812\r\n"]) {
    const unchanged = `HTTP/1.1 304 Not Modified\r\n${length}etag: "a"\r\n\r\n`;
    const receive = createReceiver();
    expect(receive(unchanged, 1)).toEqual({ status: 304, body: "", bytes: unchanged.length, receivingMs: 0 });
    expect(receive(answer("200 OK", "{}"), 2)).toMatchObject({ status: 200, body: "{}" });
  }
});

test("S43: whoever has to ask again is told when the last answer is there, and all that came counts", () => {
  const [notYet, told] = [answer("202 Accepted", '{"message":"wait"}'), answer("200 OK", '{"message":"no"}')];
  const notes = createNotes(2);
  const receive = createReceiver();
  const hear = (number: number, text: string, now: number) => {
    const receipt = receive(text, now);
    if (receipt !== null) notes.received(number, receipt, now);
  };
  notes.sent(0, 10);
  hear(0, notYet, 15);
  notes.sent(0, 1_015);
  hear(0, told.slice(0, 20), 1_020);
  hear(0, told.slice(20), 1_024);
  notes.sent(1, 11);
  hear(1, told, 13);
  const answers = notes.answers();
  expect(answers).toEqual([
    {
      status: 200,
      latencyMs: 1_014,
      receivingMs: 4,
      receivedBytes: notYet.length + told.length,
      asked: 2,
      body: { message: "no" },
    },
    { status: 200, latencyMs: 2, receivingMs: 0, receivedBytes: told.length, asked: 1, body: { message: "no" } },
  ]);
  // Thousands of answers that are alike are one object on their way to whoever checks them.
  expect(answers[0]?.body).toBe(answers[1]?.body);
  expect(toldFacts(answers)).toEqual({
    "told p50 ms": 2,
    "told p99 ms": 1_014,
    "told last ms": 1_014,
    "bytes a person": (notYet.length + 2 * told.length) / 2,
    "requests a person": 1.5,
  });
  expect(receivedFacts(answers)).toMatchObject({ "receiving, mean ms": 2, "receiving, p95 ms": 4 });
});
