import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import { createClient } from "../../load/crowd/client.ts";
import { answerCalls } from "../../load/processes/calls.ts";
import { percentile } from "../report/median.ts";

/** Sockets opened at the same time, well under the servers' backlog. */
const openedAtOnce = 250;
const patienceMs = 60_000;

/** People with a page open: sockets that count what they hear, and presses at a given pace. */
export type ListenerCalls = ReturnType<typeof callsOf>;

export interface Opening {
  readonly url: string;
  readonly count: number;
  /** A session for each, or none. */
  readonly cookies: readonly string[];
  /** What each says once it is open. */
  readonly says: readonly string[];
}

export interface Pace {
  readonly url: string;
  readonly path: string;
  readonly cookies: readonly string[];
  readonly perSecond: number;
}

/** Somebody says something in a room, each once. */
export interface Talks {
  readonly url: string;
  readonly store: string;
  readonly cookies: readonly string[];
  readonly text: string;
}

interface Listener {
  readonly socket: WebSocket;
  last: string;
}

interface Awaited {
  readonly missing: Set<Listener>;
  readonly text: string;
  firstAt: number;
  readonly resolve: (milliseconds: number) => void;
}

/** How many messages of people are still to be heard, over all sockets. */
interface Deliveries {
  left: number;
  readonly startedAt: number;
  readonly resolve: (milliseconds: number) => void;
}

let listeners: Listener[] = [];
let deliveries: Deliveries | null = null;
let heard = 0;
/** From whom a message with some text is awaited, and when the first of them heard it. */
let awaited: Awaited | null = null;
let spread: Promise<number> = Promise.resolve(0);

function countDelivery(text: string): void {
  if (deliveries === null || !text.includes('"kind":"talk"')) return;
  deliveries.left -= 1;
  if (deliveries.left === 0) deliveries.resolve(performance.now() - deliveries.startedAt);
}

function hear(listener: Listener, text: string): void {
  heard += 1;
  listener.last = text;
  countDelivery(text);
  if (awaited === null || !text.includes(awaited.text) || !awaited.missing.delete(listener)) return;
  const now = performance.now();
  if (awaited.firstAt === 0) awaited.firstAt = now;
  if (awaited.missing.size === 0) awaited.resolve(now - awaited.firstAt);
}

/** Milliseconds from the first to the last of these who hears a message with the text. */
function untilHeard(missing: Set<Listener>, text: string): Promise<number> {
  if (missing.size === 0) return Promise.resolve(0);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${missing.size} messages are missing`)), patienceMs);
    const done = (milliseconds: number) => {
      clearTimeout(timer);
      awaited = null;
      resolve(milliseconds);
    };
    awaited = { missing, text, firstAt: 0, resolve: done };
  });
}

function openSocket({ url, cookies, says }: Opening, at: number): Promise<Listener> {
  const cookie = cookies[at];
  const options = {
    perMessageDeflate: false,
    ...(cookie === undefined ? {} : { headers: { cookie: `popline=${cookie}` } }),
  };
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/live`, options);
  const listener: Listener = { socket, last: "" };
  socket.on("message", (text) => hear(listener, String(text)));
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("open", () => {
      for (const text of says) socket.send(text);
      resolve(listener);
    });
  });
}

/** Everybody says the text once, as fast as they can; answers how many were taken. */
async function talk({ url, store, cookies, text }: Talks): Promise<number> {
  const client = createClient(url, 64);
  const path = `/api/stores/${store}/messages`;
  const said = cookies.map((cookie) =>
    client.send("POST", path, { cookie: `popline=${cookie}`, body: { clientId: randomUUID(), text } }),
  );
  const replies = await Promise.all(said);
  client.close();
  return replies.filter(({ status }) => status === 201).length;
}

/** Presses once with each session, evenly paced; answers how many were answered 201, and how long they took. */
async function press({ url, path, cookies, perSecond }: Pace) {
  const client = createClient(url, 64);
  const startedAt = performance.now();
  const each = cookies.map(async (cookie, at) => {
    await pause(Math.max(0, startedAt + (at * 1_000) / perSecond - performance.now()));
    const pressedAt = performance.now();
    const { status } = await client.send("POST", path, { cookie: `popline=${cookie}`, body: {} });
    return { status, ms: performance.now() - pressedAt };
  });
  const replies = await Promise.all(each);
  client.close();
  const times = replies.map(({ ms }) => ms);
  const made = replies.filter(({ status }) => status === 201).length;
  return { made, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}

function callsOf() {
  return {
    async open(opening: Opening): Promise<void> {
      while (listeners.length < opening.count) {
        const size = Math.min(openedAtOnce, opening.count - listeners.length);
        const some = Array.from({ length: size }, (_, at) => openSocket(opening, listeners.length + at));
        listeners.push(...(await Promise.all(some)));
      }
    },
    /** From now on everybody's next message counts. Whoever sends it is another process, so this is answered first. */
    listen(_: null): void {
      spread = untilHeard(new Set(listeners), "");
      // Told by whoever asks for it.
      spread.catch(() => undefined);
    },
    /** Milliseconds from the first to the last who heard it. */
    spread: (_: null): Promise<number> => spread,
    /** Waits until what each heard last has this text. */
    until: (text: string): Promise<number> =>
      untilHeard(new Set(listeners.filter(({ last }) => !last.includes(text))), text),
    heard: (_: null): number => heard,
    /** From now on messages of people count; resolves at once, `delivered` when everybody heard so many. */
    expect(messages: number): void {
      spread = new Promise((resolve) => {
        deliveries = { left: messages * listeners.length, startedAt: performance.now(), resolve };
      });
    },
    talk,
    press,
    close(_: null): void {
      for (const { socket } of listeners) socket.terminate();
      listeners = [];
    },
  };
}

answerCalls(callsOf());
process.on("SIGTERM", () => process.exit(0));
