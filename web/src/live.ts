import type { Entry } from "../../shared/line.ts";
import type { SlotFrame } from "../../shared/live.ts";
import type { StoreNotice } from "../../shared/notifications.ts";
import type { OpeningFrame } from "../../shared/openings.ts";
import { sessionMayHaveEnded } from "./accounts/session-events.ts";
import { backOffMs } from "./back-off.ts";

/** What the server says on `/api/live`, one of these at a time (docs/live.md). */
export interface LiveMessage {
  readonly slot?: SlotFrame;
  readonly entry?: Entry;
  readonly opening?: OpeningFrame;
  readonly notice?: StoreNotice;
  readonly reconnect?: { readonly afterMs: number };
}

type Hear = (message: LiveMessage) => void;

const goneAway = 4_000;
/** The server's word for a session that has ended (docs/live.md). */
const sessionEnded = 4_401;

/**
 * One socket for the whole page, open while somebody follows something. Lost, it comes back after 1, 2, 4, 8 s with
 * jitter, or at once when the network does, and follows everything again. `connect` is the browser's own WebSocket.
 */
export function createLiveSocket(connect: () => WebSocket) {
  const followers = new Map<string, number>();
  const hearing = new Set<Hear>();
  const watching = new Set<() => void>();
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isOpen = false;

  function setOpen(now: boolean): void {
    if (isOpen === now) return;
    isOpen = now;
    for (const tell of watching) tell();
  }
  function say(message: object): void {
    if (isOpen) socket?.send(JSON.stringify(message));
  }

  function hear(text: string): void {
    const message: LiveMessage = JSON.parse(text);
    if (message.reconnect !== undefined) lose(message.reconnect.afterMs);
    for (const listener of hearing) listener(message);
  }

  function open(): void {
    clearTimeout(timer);
    if (socket !== null || followers.size === 0) return;
    const opening = connect();
    socket = opening;
    opening.addEventListener("open", () => {
      if (socket !== opening) return;
      failures = 0;
      setOpen(true);
      for (const topic of followers.keys()) say({ follow: topic });
    });
    opening.addEventListener("message", ({ data }) => {
      if (socket === opening) hear(String(data));
    });
    opening.addEventListener("close", ({ code }) => {
      if (socket !== opening) return;
      if (code === sessionEnded) window.dispatchEvent(new Event(sessionMayHaveEnded));
      lose(backOffMs(failures));
      failures += 1;
    });
  }

  /** Lets go of the socket and comes back later, if anybody still follows. */
  function lose(afterMs: number): void {
    const lost = socket;
    socket = null;
    lost?.close(goneAway);
    setOpen(false);
    clearTimeout(timer);
    if (followers.size > 0) timer = setTimeout(open, afterMs);
  }

  return {
    isOpen: () => isOpen,
    /** Hears all messages while the topic is followed; returns what ends it. */
    follow(topic: string, listener: Hear): () => void {
      const count = followers.get(topic) ?? 0;
      followers.set(topic, count + 1);
      hearing.add(listener);
      if (count === 0) say({ follow: topic });
      open();
      return () => {
        hearing.delete(listener);
        const left = (followers.get(topic) ?? 1) - 1;
        followers.set(topic, left);
        if (left > 0) return;
        followers.delete(topic);
        say({ unfollow: topic });
        if (followers.size === 0) lose(0);
      };
    },
    onChange(listener: () => void): () => void {
      watching.add(listener);
      return () => watching.delete(listener);
    },
    /** Begins again at once: the network is back, or the session is another. */
    renew: () => lose(0),
    /** The network is gone; a socket that does not know it yet is no use. */
    drop: () => lose(backOffMs(0)),
  };
}

export const live = createLiveSocket(() => new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/live`));

if (typeof window !== "undefined") {
  window.addEventListener("online", live.renew);
  window.addEventListener("offline", live.drop);
}
