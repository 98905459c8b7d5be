import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import { createClient } from "../../test/services/client.ts";
import { answerCalls } from "./calls.ts";

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

let sockets: WebSocket[] = [];
let heard = 0;
/** How many messages are awaited from now on, and when the first and the last of them came. */
let awaited = { missing: 0, firstAt: 0, resolve: (_: number): void => undefined };

function hear(): void {
  heard += 1;
  if (awaited.missing === 0) return;
  const now = performance.now();
  if (awaited.firstAt === 0) awaited.firstAt = now;
  awaited.missing -= 1;
  if (awaited.missing === 0) awaited.resolve(now - awaited.firstAt);
}

function openSocket({ url, cookies, says }: Opening, at: number): Promise<WebSocket> {
  const cookie = cookies[at];
  const options = {
    perMessageDeflate: false,
    ...(cookie === undefined ? {} : { headers: { cookie: `popline=${cookie}` } }),
  };
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/live`, options);
  socket.on("message", hear);
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("open", () => {
      for (const text of says) socket.send(text);
      resolve(socket);
    });
  });
}

function callsOf() {
  return {
    async open(opening: Opening): Promise<void> {
      while (sockets.length < opening.count) {
        const size = Math.min(openedAtOnce, opening.count - sockets.length);
        const some = Array.from({ length: size }, (_, at) => openSocket(opening, sockets.length + at));
        sockets.push(...(await Promise.all(some)));
      }
    },
    /** Milliseconds from the first to the last of the next `count` messages. */
    spread: (count: number): Promise<number> =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${awaited.missing} messages are missing`)), patienceMs);
        const done = (ms: number) => {
          clearTimeout(timer);
          resolve(ms);
        };
        awaited = { missing: count, firstAt: 0, resolve: done };
      }),
    heard: (_: null): number => heard,
    /** Presses once with each session, evenly paced; answers how many were answered 201. */
    async press({ url, path, cookies, perSecond }: Pace): Promise<number> {
      const client = createClient(url, 64);
      const startedAt = performance.now();
      const each = cookies.map(async (cookie, at) => {
        await pause(Math.max(0, startedAt + (at * 1_000) / perSecond - performance.now()));
        return client.send("POST", path, { cookie: `popline=${cookie}`, body: {} });
      });
      const replies = await Promise.all(each);
      client.close();
      return replies.filter(({ status }) => status === 201).length;
    },
    close(_: null): void {
      for (const socket of sockets) socket.terminate();
      sockets = [];
    },
  };
}

answerCalls(callsOf());
process.on("SIGTERM", () => process.exit(0));
