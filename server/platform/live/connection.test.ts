import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import type { WebSocket } from "ws";
import { createConnection } from "./connection.ts";

const mostUnreadBytes = 256 * 1024;

/** A socket for whose reader so many bytes are waiting. */
function createFakeSocket(bufferedAmount: number) {
  const sent: unknown[] = [];
  let isDropped = false;
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    bufferedAmount,
    send: (text: unknown) => sent.push(text),
    terminate: () => {
      isDropped = true;
    },
  });
  return { socket: socket as unknown as WebSocket, sent, isDropped: () => isDropped };
}

test.each([
  [0, true],
  [mostUnreadBytes, true],
  [mostUnreadBytes + 1, false],
])("with %d bytes unread a reader is sent more: %s; otherwise it is dropped", (unread, isSent) => {
  const { socket, sent, isDropped } = createFakeSocket(unread);
  createConnection(socket, null, () => ({})).send("news");
  expect(sent).toEqual(isSent ? ["news"] : []);
  expect(isDropped()).toBe(!isSent);
});
