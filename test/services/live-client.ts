import { WebSocket } from "ws";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { Ack, Message, RoomFrame } from "../../shared/chat.ts";
import type { Entry } from "../../shared/line.ts";
import type { SlotFrame } from "../../shared/live.ts";
import type { StoreNotice } from "../../shared/notifications.ts";
import type { OpeningFrame } from "../../shared/openings.ts";

export interface Heard {
  readonly slot?: SlotFrame;
  readonly entry?: Entry;
  readonly opening?: OpeningFrame;
  readonly notice?: StoreNotice;
  readonly room?: RoomFrame;
  readonly message?: Message;
  readonly ack?: Ack;
  readonly error?: {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly topic?: string;
    readonly clientId?: string;
    readonly retryAfterSeconds?: number;
  };
  readonly reconnect?: { readonly afterMs: number };
}

interface Wish {
  readonly cookie?: string;
  readonly origin?: string;
  readonly language?: string;
  /** False for a window whose machine has gone to sleep: nobody answers pings. */
  readonly isAwake?: boolean;
}

/** A socket on `/api/live` that remembers what it heard, at most the last 10,000 messages. */
export async function openLiveClient(url: string, { cookie, origin, language, isAwake = true }: Wish = {}) {
  const headers = {
    ...(cookie === undefined ? {} : { cookie }),
    ...(language === undefined ? {} : { "accept-language": language }),
  };
  const options = { headers, autoPong: isAwake, ...(origin === undefined ? {} : { origin }) };
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/live`, options);
  const heard: Heard[] = [];
  let closedWith: number | null = null;
  socket.on("message", (data) => {
    heard.push(JSON.parse(String(data)));
    if (heard.length > 10_000) heard.shift();
  });
  socket.on("close", (code) => {
    closedWith = code;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });

  return {
    socket,
    heard,
    closedWith: () => closedWith,
    say: (message: unknown) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    /** The first message that passes, now or later. */
    until: (passes: (message: Heard) => boolean, what: string) =>
      waitUntil(() => heard.find(passes), { what: `the socket hears ${what}`, timeoutMs: 60_000 }),
    close: () => socket.terminate(),
  };
}
