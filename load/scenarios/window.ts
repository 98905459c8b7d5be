import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";

const comesBackAfterMs = 1_000;

/** What the sockets of a process heard. */
export interface Heard {
  /** People whose socket was open at least once. */
  people: number;
  opened: number;
  /** Could not be opened, or were closed by the other side. */
  lost: number;
  messages: number;
  bytes: number;
}

interface Place {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly topics: readonly string[];
}

/** A page that somebody has open: a socket that follows these topics, and comes back when it is lost. */
export function openWindow({ url, headers, topics }: Place, heard: Heard) {
  let isClosed = false;
  let wasOpen = false;
  let socket: WebSocket | null = null;

  function open(): void {
    if (isClosed) return;
    const opened = new WebSocket(`${url.replace(/^http/, "ws")}/api/live`, { headers, perMessageDeflate: false });
    socket = opened;
    opened.on("open", () => {
      heard.opened += 1;
      if (!wasOpen) heard.people += 1;
      wasOpen = true;
      for (const follow of topics) opened.send(JSON.stringify({ follow }));
    });
    opened.on("message", (data: Buffer) => {
      heard.messages += 1;
      heard.bytes += data.length;
    });
    // "close" follows, and counts.
    opened.on("error", () => undefined);
    opened.on("close", () => {
      if (isClosed) return;
      heard.lost += 1;
      void pause(comesBackAfterMs * (0.5 + Math.random())).then(open);
    });
  }
  open();
  return {
    close(): void {
      isClosed = true;
      socket?.terminate();
    },
  };
}
