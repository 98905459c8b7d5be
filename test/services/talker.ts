import { randomUUID } from "node:crypto";
import { WebSocket } from "ws";
import { createClient } from "../../load/crowd/client.ts";
import type { Message } from "../../shared/chat.ts";
import type { Heard } from "./live-client.ts";

interface Wish {
  /** Where servers are; after a lost connection the next one is tried. */
  readonly urls: readonly string[];
  readonly room: string;
  readonly cookie: string;
  /** Something that was said is acknowledged; nothing else is heard before this returns. */
  readonly onAck?: () => void;
}

const reconnectMs = 20;

export type Talker = ReturnType<typeof createTalker>;

/**
 * Somebody in a store's room as a page is: it resumes after the last number it knows, says again under the same
 * clientId what nobody acknowledged, and reads what lies in a gap by HTTP.
 */
export function createTalker({ urls, room, cookie, onAck }: Wish) {
  /** What was seen under each number, every time. */
  const seen = new Map<number, Message[]>();
  const unsaid = new Map<string, string>();
  const refusals: NonNullable<Heard["error"]>[] = [];
  let known = 0;
  let at = 0;
  let isOver = false;
  let socket: WebSocket | undefined;

  function note(message: Message): void {
    seen.set(message.seq, [...(seen.get(message.seq) ?? []), message]);
    while (seen.has(known + 1)) known += 1;
  }
  const lastSeen = () => Math.max(0, ...seen.keys());
  const say = (clientId: string, text: string) =>
    socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify({ say: { room, clientId, text } }));

  function hear({ message, ack, error }: Heard): void {
    if (message !== undefined) note(message);
    if (ack !== undefined) {
      unsaid.delete(ack.clientId);
      onAck?.();
    }
    if (error !== undefined) refuse(error);
  }
  /** As somebody who presses "send again" when they may. */
  function refuse(error: NonNullable<Heard["error"]>): void {
    refusals.push(error);
    const { clientId = "", status, retryAfterSeconds = 1 } = error;
    const text = unsaid.get(clientId);
    const mayPass = status === 429 || status >= 500;
    if (mayPass && text !== undefined && !isOver) setTimeout(() => say(clientId, text), retryAfterSeconds * 1_000);
  }
  function open(): void {
    if (isOver) return;
    const url = urls[at % urls.length] as string;
    const mine = new WebSocket(`${url.replace(/^http/, "ws")}/api/live`, { headers: { cookie } });
    socket = mine;
    mine.on("open", () => {
      mine.send(JSON.stringify({ follow: `room:${room}`, after: known }));
      for (const [clientId, text] of unsaid) say(clientId, text);
    });
    mine.on("message", (data) => hear(JSON.parse(String(data))));
    mine.on("error", () => undefined);
    mine.on("close", () => {
      at += 1;
      setTimeout(open, reconnectMs);
    });
  }
  open();

  return {
    seen,
    refusals,
    /** Says something; it goes when there is a connection, and again until it was acknowledged. */
    say(text: string): string {
      const clientId = randomUUID();
      unsaid.set(clientId, text);
      say(clientId, text);
      return clientId;
    },
    /** How much of what was said is not acknowledged. */
    unsaid: () => unsaid.size,
    isOpen: () => socket?.readyState === WebSocket.OPEN,
    /** Reads what lies between the numbers it knows. */
    async fillGaps(): Promise<void> {
      const client = createClient(urls[at % urls.length] as string);
      while (known < lastSeen()) {
        const path = `/api/stores/${room}/messages?after=${known}&before=${lastSeen()}&limit=100`;
        const { body } = await client.send("GET", path, { cookie });
        for (const message of body.items as Message[]) note(message);
      }
    },
    known: () => known,
    close(): void {
      isOver = true;
      socket?.terminate();
    },
  };
}
