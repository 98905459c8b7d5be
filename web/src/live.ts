import type { Ack, Message, RoomFrame, SayBody } from "../../shared/chat.ts";
import type { Entry } from "../../shared/line.ts";
import type { SlotFrame } from "../../shared/live.ts";
import type { StoreNotice } from "../../shared/notifications.ts";
import type { OpeningFrame } from "../../shared/openings.ts";
import { sessionMayHaveEnded } from "./accounts/session-events.ts";
import { backOffMs } from "./back-off.ts";
import { createLiveSpeech } from "./live-speech.ts";

/** What the server says on `/api/live`, one of these at a time (docs/live.md). */
export interface LiveMessage {
  readonly slot?: SlotFrame;
  readonly entry?: Entry;
  readonly opening?: OpeningFrame;
  readonly notice?: StoreNotice;
  readonly room?: RoomFrame;
  readonly message?: Message;
  readonly ack?: Ack;
  readonly reconnect?: { readonly afterMs: number };
  readonly error?: LiveProblem;
}

/**
 * Why something that was asked for is not given; `topic` says which, where it was one, and `clientId` which message is
 * not kept.
 */
export interface LiveProblem {
  readonly type: string;
  readonly topic?: string;
  readonly clientId?: string;
}

type Hear = (message: LiveMessage) => void;

const goneAway = 4_000;
/** The server's word for a session that has ended (docs/live.md). */
const sessionEnded = 4_401;
/** So long the socket stays with nobody following: whoever comes next, for another day or page, finds it open. */
const idleMs = 5_000;
/** What the page heard otherwise the socket tells too within this, however many follow (docs/live.md). */
const tellsWithinMs = 3_000;
/** A socket that ends sooner than this was no success: what comes after it waits longer. */
const steadyMs = 10_000;

/**
 * One socket for the whole page, open while somebody follows something. Lost, it comes back after 1, 2, 4, 8 s with
 * jitter, or at once when the network does, and follows everything again. `connect` is the browser's own WebSocket.
 */
export function createLiveSocket(connect: () => WebSocket) {
  const followers = new Map<string, number>();
  const hearing = new Set<Hear>();
  const watching = new Set<() => void>();
  const knownOf = new Map<string, () => number>();
  const speech = createLiveSpeech(followers, knownOf, (text) => socket?.send(text));
  let socket: WebSocket | null = null;
  let openedAt = 0;
  let isOpen = false;
  let failures = 0;
  let comingBack: ReturnType<typeof setTimeout> | null = null;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let doubting: ReturnType<typeof setTimeout> | undefined;

  function setOpen(now: boolean): void {
    if (isOpen === now) return;
    isOpen = now;
    for (const tell of watching) tell();
  }
  function trust(): void {
    clearTimeout(doubting);
    doubting = undefined;
  }

  function hear(text: string): void {
    trust();
    const message: LiveMessage = JSON.parse(text);
    if (message.reconnect !== undefined) lose(message.reconnect.afterMs);
    if (message.error?.topic !== undefined) speech.refuse(message.error.topic);
    // Too much was said, or nothing the server understands: what it follows for us is not known any more.
    else if (message.error !== undefined && message.error.clientId === undefined) fail();
    for (const listener of hearing) listener(message);
  }

  function open(): void {
    comingBack = null;
    if (socket !== null || followers.size === 0) return;
    const opening = connect();
    socket = opening;
    opening.addEventListener("open", () => {
      if (socket !== opening) return;
      openedAt = performance.now();
      setOpen(true);
      speech.begin();
    });
    opening.addEventListener("message", ({ data }) => {
      if (socket === opening) hear(String(data));
    });
    opening.addEventListener("close", ({ code }) => {
      if (socket !== opening) return;
      if (code === sessionEnded) window.dispatchEvent(new Event(sessionMayHaveEnded));
      fail();
    });
  }

  /** Lets go of the socket and comes back later, if anybody follows then. */
  function lose(afterMs: number): void {
    const lost = socket;
    socket = null;
    trust();
    lost?.close(goneAway);
    speech.end();
    setOpen(false);
    if (comingBack !== null) clearTimeout(comingBack);
    comingBack = setTimeout(open, afterMs);
  }
  function fail(): void {
    if (isOpen && performance.now() - openedAt >= steadyMs) failures = 0;
    lose(backOffMs(failures));
    failures += 1;
  }

  function leave(topic: string): void {
    const left = (followers.get(topic) ?? 1) - 1;
    followers.set(topic, left);
    if (left > 0) return;
    followers.delete(topic);
    knownOf.delete(topic);
    speech.soon();
    clearTimeout(leaving);
    if (followers.size === 0) leaving = setTimeout(() => lose(0), idleMs);
  }

  return {
    isOpen: () => isOpen,
    /** Hears all messages while the topic is followed, of one that counts those after `known`; returns what ends it. */
    follow(topic: string, listener: Hear, known?: () => number): () => void {
      clearTimeout(leaving);
      if (known !== undefined) knownOf.set(topic, known);
      followers.set(topic, (followers.get(topic) ?? 0) + 1);
      hearing.add(listener);
      speech.soon();
      if (comingBack === null) open();
      return () => {
        hearing.delete(listener);
        leave(topic);
      };
    },
    say(body: SayBody): boolean {
      if (!isOpen || socket === null) return false;
      socket.send(JSON.stringify({ say: body }));
      return true;
    },
    onChange(listener: () => void): () => void {
      watching.add(listener);
      return () => watching.delete(listener);
    },
    /** The page has news that was not told here: if nothing is told now either, the socket is dead; another comes. */
    doubt(): void {
      if (isOpen) doubting ??= setTimeout(() => lose(0), tellsWithinMs);
    },
    /** Begins again at once: the network is back, or the session is another. */
    renew: () => lose(0),
    /** The network is gone; a socket that does not know it yet is no use. */
    drop: () => lose(backOffMs(0)),
  };
}

export type LiveSocket = ReturnType<typeof createLiveSocket>;

export const live = createLiveSocket(() => new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/live`));

if (typeof window !== "undefined") {
  window.addEventListener("online", live.renew);
  window.addEventListener("offline", live.drop);
}
