import { cutAnswer } from "./answers.ts";

/** One answer as it came over a connection. */
export interface Receipt {
  readonly status: number;
  readonly body: string;
  /** Of the whole answer, its head among them. */
  readonly bytes: number;
  /** From the moment its first piece was read to that of its last; 0 for one that was read in one piece. */
  readonly receivingMs: number;
}

/**
 * Puts the answers of one connection together. `receive` takes the pieces as they are read, with the time, and gives
 * each answer when it is whole; one request is in flight at a time.
 */
export function createReceiver() {
  let unread = "";
  let beganAt = 0;

  return function receive(piece: string, now: number): Receipt | null {
    if (unread === "") beganAt = now;
    unread += piece;
    const answer = cutAnswer(unread);
    if (answer === null) return null;
    const { status, body, rest } = answer;
    const receipt = { status, body, bytes: unread.length - rest.length, receivingMs: now - beganAt };
    unread = rest;
    beganAt = now;
    return receipt;
  };
}
