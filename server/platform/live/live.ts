import { randomInt, randomUUID } from "node:crypto";
import websocket from "@fastify/websocket";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";
import type { WebSocket } from "ws";
import { largestLiveTextBytes } from "../../../shared/live.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { Clock } from "../clock.ts";
import { type Access, createAccess } from "../http/access.ts";
import type { Caller, WhoIs } from "../http/caller.ts";
import { comesFromElsewhere } from "../http/guard.ts";
import { networkOf } from "../http/network.ts";
import { languageOf, problemDetails, sendProblem } from "../http/problems.ts";
import { findSession } from "../http/session-cookie.ts";
import { createLocalLimits } from "../limits/limits.local.ts";
import type { Limits } from "../limits/limits.ts";
import { type Connection, createConnection, listen, type Topics } from "./connection.ts";
import { deliver } from "./deliver.ts";
import { createSocketGate, mostSocketsOfNetwork } from "./socket-gate.ts";

const path = "/api/live";
const messageLimit = { perSecond: 5, burst: 40, mostKeys: 20_000 };
/** Of all who are not signed in behind one address: as much as it may ask over HTTP. */
const anonymousLimit = { perSecond: 500, burst: 5_000, mostKeys: 20_000 };
const reconnectWithinMs = 5_000;
/** The private close code for a session that ended. */
const signedOut = 4401;

/** What a room does for the topics of one kind, `slot:5` being topic 5 of the kind `slot`. */
export interface TopicKind {
  /** Who may follow, by a door's name; asked before the room is. */
  readonly access: string;
  /**
   * Somebody follows; refuses, or says nothing and tells them what is so now. `after` is the number they know already,
   * where they said one and the topic counts.
   */
  followed(id: string, follower: Follower, after: number | null): Refused | null;
  unfollowed(id: string, follower: Follower): void;
}

/** Something that is said through the socket, as `{ name: body }`. */
export interface Verb<Schema extends TSchema = TSchema> {
  /** Who may say it, by a door's name. */
  readonly access: string;
  readonly body: Schema;
  take(body: Static<Schema>, speaker: Speaker): void;
}

/** Whoever said something. */
export interface Speaker {
  readonly caller: Caller | null;
  send(text: string): void;
  /** Says why one of the things it said is not done, and which. */
  decline(refused: Refused, of: object): void;
}

export interface Follower {
  readonly caller: Caller | null;
  send(text: string): void;
  sendFrame(frame: Buffer): void;
  /** There is nothing to follow after all. */
  drop(topic: string, refused: Refused): void;
}

export type Live = Awaited<ReturnType<typeof createLive>>;

interface World {
  readonly publicUrl: string | null;
  readonly secure: boolean;
  readonly whoIs: WhoIs;
  readonly clock: Clock;
  /** Left out, this process counts alone. */
  readonly limits?: Limits;
  /** Left out, there are no doors but the two that are everywhere. */
  readonly access?: Access;
  /** How often each side is asked whether it is there, and whether its session still holds. */
  readonly pingEveryMs?: number;
  readonly mostOfNetwork?: number;
  /** What those of one network may say who are not signed in. */
  readonly anonymous?: typeof anonymousLimit | undefined;
}

interface Taken extends Verb {
  readonly isBody: (value: unknown) => boolean;
}

interface Known {
  readonly kinds: ReadonlyMap<string, TopicKind>;
  readonly verbs: ReadonlyMap<string, Taken>;
}

function topicsOf({ kinds, verbs }: Known, { refusalAt } = createAccess()): Topics {
  // A topic has one name: what was followed under another could not be told apart when one of them is unfollowed.
  function kindOf(topic: string) {
    const [, name = "", id = ""] = /^([^:]+)(?::(.+))?$/s.exec(topic) ?? [];
    return { kind: kinds.get(name), id };
  }
  return {
    follow(topic, connection, after) {
      const { kind, id } = kindOf(topic);
      if (kind === undefined) return { problem: "not-found" };
      return refusalAt(kind.access, connection.caller?.role ?? null) ?? kind.followed(id, connection, after);
    },
    unfollow(topic, connection) {
      const { kind, id } = kindOf(topic);
      kind?.unfollowed(id, connection);
    },
    take(message, connection) {
      const [name = "", ...more] = typeof message === "object" && message !== null ? Object.keys(message) : [];
      const verb = verbs.get(name);
      const body = (message as Record<string, unknown> | null)?.[name];
      if (verb === undefined || more.length > 0 || !verb.isBody(body)) return { problem: "bad-request" };
      const refused = refusalAt(verb.access, connection.caller?.role ?? null);
      if (refused === null) verb.take(body, connection);
      return refused;
    },
  };
}

/** A limit that each new socket begins anew would be none: a person's is theirs, all others share their network's. */
function limitMessages(limits: Limits, anonymous = anonymousLimit) {
  const ofOne = limits.open("messages", messageLimit);
  const ofNetwork = limits.open("messages of a network", anonymous);
  return ({ caller, ip }: FastifyRequest) => {
    const key = caller?.id ?? randomUUID();
    return () => ofOne(key) || (caller === null ? ofNetwork(networkOf(ip)) : 0);
  };
}

const wireOptions = { maxPayload: largestLiveTextBytes, perMessageDeflate: false, clientTracking: false };

/** What a reader or the network did wrong is a line without a stack; anything else is a fault of ours. */
function noteTrouble(error: Error, socket: WebSocket, { log }: FastifyRequest): void {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) log.error(error);
  else log.warn({ event: "socket", code }, "a socket ended badly");
  socket.terminate();
}

/** One WebSocket for everything that changes while people look (docs/live.md). Register it before the routes. */
export async function createLive(
  app: FastifyInstance,
  { publicUrl, secure, whoIs, clock, access, limits, pingEveryMs = 25_000, mostOfNetwork, anonymous }: World,
) {
  const kinds = new Map<string, TopicKind>();
  const verbs = new Map<string, Taken>();
  const topics = topicsOf({ kinds, verbs }, access);
  /** Every open socket with the session it came with. */
  const connections = new Map<Connection, string | null>();
  const waitOf = limitMessages(limits ?? createLocalLimits(clock), anonymous);
  const gate = createSocketGate(mostOfNetwork ?? mostSocketsOfNetwork);
  app.decorate("topics", () => [...kinds.keys()]);

  await app.register(websocket, { options: wireOptions, errorHandler: noteTrouble });
  app.route({
    method: "GET",
    url: path,
    config: { access: "anyone" },
    schema: { hide: true },
    preValidation: async (request, reply) => {
      if (comesFromElsewhere(request, publicUrl)) return sendProblem(reply, { problem: "foreign-origin" });
      if (!gate.isFullFor(request)) return;
      return sendProblem(reply, { problem: "too-many-requests", retryAfterSeconds: 5 });
    },
    handler: (_request, reply) => sendProblem(reply, { problem: "not-found" }),
    wsHandler(socket: WebSocket, request) {
      const { caller } = request;
      const language = languageOf(request);
      const describe = (refused: Refused) => problemDetails(refused, language);
      const connection = createConnection({ socket, under: request.raw.socket }, caller, describe);
      listen({ socket, connection, topics, wait: waitOf(request) });
      gate.entered(request, socket);
      socket.on("close", () => connections.delete(connection));
      const cookie = caller === null ? null : findSession(request.headers.cookie, secure);
      connections.set(connection, cookie);
      // Had it ended since it was asked about, `endSessions` has not found this one.
      checkSession(connection, cookie);
    },
  });

  /** A session that was revoked since says nothing to its old socket any more. */
  function checkSession(connection: Connection, cookie: string | null): void {
    if (cookie === null) return;
    whoIs(cookie).then(
      (caller) => caller === null && connection.close(signedOut),
      // A database in trouble is no reason to send anybody away.
      () => undefined,
    );
  }
  const pinging = setInterval(() => {
    for (const [connection, cookie] of connections) {
      connection.ping();
      checkSession(connection, cookie);
    }
  }, pingEveryMs);
  pinging.unref();

  app.addHook("preClose", async () => {
    clearInterval(pinging);
    for (const connection of connections.keys()) {
      connection.send(JSON.stringify({ reconnect: { afterMs: randomInt(reconnectWithinMs) } }));
      connection.close(1012);
    }
  });

  return {
    topic: (name: string, kind: TopicKind): unknown => kinds.set(name, kind),
    verb<Schema extends TSchema>(name: string, verb: Verb<Schema>): void {
      const shape = Compile(verb.body);
      verbs.set(name, { ...(verb as unknown as Verb), isBody: (value) => shape.Check(value) });
    },
    /** Closes the sockets that these sessions opened. */
    endSessions(ended: ReadonlySet<string>): void {
      for (const connection of connections.keys()) {
        if (connection.caller !== null && ended.has(connection.caller.session)) connection.close(signedOut);
      }
    },
    deliver,
    connections: () => connections.size,
  };
}
