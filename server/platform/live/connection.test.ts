import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import type { WebSocket } from "ws";
import { createConnection } from "./connection.ts";
import { textFrame } from "./text-frame.ts";

const mostUnreadBytes = 256 * 1024;

/** A socket for whose reader so many bytes are waiting. */
function createFakeSocket(writableLength: number) {
  const sent: unknown[] = [];
  let isDropped = false;
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    send: (text: unknown) => sent.push(text),
    terminate: () => {
      isDropped = true;
    },
  });
  const under = { writableLength, write: (frame: unknown) => sent.push(frame) > 0 };
  return { wire: { socket: socket as unknown as WebSocket, under }, sent, isDropped: () => isDropped };
}

test.each([
  [0, true],
  [mostUnreadBytes, true],
  [mostUnreadBytes + 1, false],
])("TRUST: of 256 KiB at most, a reader with %d bytes unread is sent more (%s), or dropped", (unread, isSent) => {
  const { wire, sent, isDropped } = createFakeSocket(unread);
  const connection = createConnection(wire, null, () => ({}));
  const frame = textFrame("news");
  connection.send("news");
  connection.sendFrame(frame);
  expect(sent).toEqual(isSent ? ["news", frame] : []);
  expect(isDropped()).toBe(!isSent);
});
