import type { Duplex } from "node:stream";
import { Compile } from "typebox/compile";
import type { RawData, WebSocket } from "ws";
import { followMessage, followOnlyMessage, unfollowMessage } from "../../../shared/live.ts";
import { mostTopics } from "../../../shared/live-bounds.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { Caller } from "../http/caller.ts";

/** A reader that is this far behind is dropped: what it would read is old, and it can come back for what is new. */
const mostUnreadBytes = 256 * 1024;
/** After so many refusals the socket is closed. */
const mostRefusals = 10;
/** Whoever does not say goodbye within this is cut off. */
const goodbyeMs = 2_000;

const isFollow = Compile(followMessage);
const isUnfollow = Compile(unfollowMessage);
const isFollowOnly = Compile(followOnlyMessage);

/** What happens to a topic's followers, and what else a room takes; `follow` and `take` may refuse. */
export interface Topics {
  follow(topic: string, connection: Connection, after: number | null): Refused | null;
  unfollow(topic: string, connection: Connection): void;
  take(message: unknown, connection: Connection): Refused | null;
}

export interface Connection {
  readonly caller: Caller | null;
  /** What it follows, at most 20 topics. */
  readonly followed: Set<string>;
  /** Sends a text, or drops a reader that does not read. */
  send(text: string): void;
  /** The same with a text that is a frame already (`textFrame`), since many are sent it. */
  sendFrame(frame: Buffer): void;
  /** Says why something it asked for is not given, and which topic it was; too many of these close it. */
  refuse(refused: Refused, topic?: string): void;
  /** Says why one of the things it said is not done, and which; how many of these there are is its limit's business. */
  decline(refused: Refused, of: object): void;
  /** Says why there is nothing to follow after all; the topic counts no longer as one that is followed. */
  drop(topic: string, refused: Refused): void;
  close(code: number): void;
  /** Asks whether the other side is there; ends the connection when the last question was not answered. */
  ping(): void;
}

/** A WebSocket, and the connection under it: between two messages whole frames may be written to it directly. */
interface Wire {
  readonly socket: WebSocket;
  readonly under: Pick<Duplex, "write" | "writableLength">;
}

interface Speaker {
  readonly socket: WebSocket;
  readonly connection: Connection;
  readonly topics: Topics;
  /** Seconds until this connection may speak, 0 for now. */
  readonly wait: () => number;
}

/** One socket's other side. `describe` puts a refusal into the reader's language. */
export function createConnection(
  { socket, under }: Wire,
  caller: Caller | null,
  describe: (refused: Refused) => object,
): Connection {
  const followed = new Set<string>();
  let refusals = 0;
  let isThere = true;
  socket.on("pong", () => {
    isThere = true;
  });

  function whileRead(write: () => void): void {
    if (socket.readyState !== socket.OPEN) return;
    if (under.writableLength > mostUnreadBytes) socket.terminate();
    else write();
  }
  const send = (text: string) => whileRead(() => socket.send(text));

  function refuse(refused: Refused, topic?: string): void {
    send(JSON.stringify({ error: { ...describe(refused), topic } }));
    refusals += 1;
    if (refusals >= mostRefusals) socket.close(1008);
  }

  return {
    caller,
    followed,
    send,
    sendFrame: (frame) => whileRead(() => under.write(frame)),
    refuse,
    decline: (refused, of) => send(JSON.stringify({ error: { ...describe(refused), ...of } })),
    drop(topic, refused) {
      followed.delete(topic);
      refuse(refused, topic);
    },
    close(code) {
      socket.close(code);
      setTimeout(() => socket.terminate(), goodbyeMs).unref();
    },
    ping() {
      if (!isThere) socket.terminate();
      else socket.ping();
      isThere = false;
    },
  };
}

function parsed(data: RawData, isBinary: boolean): unknown {
  if (isBinary) return null;
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}

/** Does what a socket asks for, within bounds, and forgets what it followed when it ends. */
export function listen({ socket, connection, topics, wait }: Speaker): void {
  const { followed } = connection;

  function follow(topic: string, after: number | null): void {
    if (followed.has(topic)) return;
    const isFull = followed.size >= mostTopics;
    const refused = isFull ? ({ problem: "too-many-requests" } as const) : topics.follow(topic, connection, after);
    if (refused === null) followed.add(topic);
    else connection.refuse(refused, topic);
  }
  function unfollow(topic: string): void {
    if (followed.delete(topic)) topics.unfollow(topic, connection);
  }
  function followOnly(wanted: ReadonlySet<string>): void {
    for (const topic of followed) if (!wanted.has(topic)) unfollow(topic);
    for (const topic of wanted) follow(topic, null);
  }

  function refuseIfAny(refused: Refused | null): void {
    if (refused !== null) connection.refuse(refused);
  }

  function answer(message: unknown): void {
    const retryAfterSeconds = wait();
    if (retryAfterSeconds > 0) connection.refuse({ problem: "too-many-requests", retryAfterSeconds });
    else if (isFollow.Check(message)) follow(message.follow, message.after ?? null);
    else if (isUnfollow.Check(message)) unfollow(message.unfollow);
    else if (isFollowOnly.Check(message)) followOnly(new Set(message.followOnly));
    else refuseIfAny(topics.take(message, connection));
  }

  socket.on("message", (data: RawData, isBinary: boolean) => answer(parsed(data, isBinary)));
  // "close" follows and cleans up.
  socket.on("error", () => undefined);
  socket.on("close", () => {
    for (const topic of followed) topics.unfollow(topic, connection);
    followed.clear();
  });
}
