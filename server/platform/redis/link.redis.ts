import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Redis, type RedisOptions } from "ioredis";
import { repository } from "../repository.ts";
import { jittered } from "../retry.ts";

/** So long anybody waits for an answer. A Redis that takes longer is as good as away, and is connected to anew. */
export const patienceMs = 250;
/** Both connections are asked this often whether they still live. */
const pulseEveryMs = 1_000;
const connectWithinMs = 2_000;
const [firstPauseMs, longestPauseMs] = [50, 2_000];

interface Wish {
  readonly url: string;
  /** What every key and channel begins with. Pub/Sub knows no database numbers, so it keeps installations apart. */
  readonly prefix: string;
  /** Once each time that Redis goes away, with a word on why that holds nothing of the address, and comes back. */
  readonly onChange: (isThere: boolean, cause: string | null) => void;
}

/** Everything that Redis is used for may be lost without harm: whoever asks it has another way when it says nothing. */
export type RedisLink = ReturnType<typeof openRedis>;

const pauseBefore = (attempt: number) => jittered(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt, 10)));

/** Nothing waits for a connection and nothing is sent twice: a command fails at once while there is none. */
const options = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  lazyConnect: true,
  connectTimeout: connectWithinMs,
  disconnectTimeout: 50,
  retryStrategy: pauseBefore,
  disableClientInfo: true,
} satisfies RedisOptions;

/** A code or the first word of an answer; never more, since an error of the client holds what was sent. */
const causeOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error as Error).message.split(" ", 1)[0] ?? "";

/** Whether Redis is there, told once each time that it changes; it counts as there until it was first missed. */
function createPresence(onChange: Wish["onChange"]) {
  let isThere = false;
  let lastTold = true;
  return {
    isThere: () => isThere,
    set(now: boolean, cause: string | null): void {
      isThere = now;
      if (now !== lastTold) onChange(now, cause);
      lastTold = now;
    },
  };
}

/** One connection that comes back by itself, and is given up when Redis takes it and then says nothing. */
function connect({ url, onChange }: Wish) {
  const redis: Redis = new Redis(url, options);
  const presence = createPresence(onChange);
  let cause: string | null = null;
  let handshake: NodeJS.Timeout | undefined;
  redis.on("error", (error) => {
    cause = causeOf(error);
  });
  redis.on("connect", () => {
    handshake = setTimeout(() => redis.disconnect(true), connectWithinMs);
  });
  redis.on("ready", () => {
    clearTimeout(handshake);
    presence.set(true, null);
  });
  redis.on("close", () => {
    clearTimeout(handshake);
    presence.set(false, cause);
  });
  return {
    redis,
    isThere: presence.isThere,
    giveUp(why: string): void {
      if (!presence.isThere()) return;
      presence.set(false, why);
      redis.disconnect(true);
    },
    close(): void {
      redis.removeAllListeners("close");
      clearTimeout(handshake);
      redis.disconnect();
    },
  };
}

type Connection = ReturnType<typeof connect>;

/**
 * What the command answers; undefined at once while Redis is away, after `patienceMs` when it is slow, and when it
 * refuses. Never throws.
 */
function askThrough<Answer>(connection: Connection, command: (redis: Redis) => Promise<Answer>) {
  if (!connection.isThere()) return Promise.resolve(undefined);
  return new Promise<Answer | undefined>((resolve) => {
    const end = (answer?: Answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    const giveUp = () => {
      connection.giveUp("slow");
      end();
    };
    // In two halves: a process that was busy itself throughout the first reads in the second what has come.
    let timer = setTimeout(() => {
      timer = setTimeout(giveUp, patienceMs / 2);
    }, patienceMs / 2);
    command(connection.redis).then(end, () => end());
  });
}

type Script<Answer> = (...all: readonly (string | number)[]) => Promise<Answer>;

/** A script of server/, sent whole only to a Redis that does not know it yet. */
function scriptThrough<Answer>(connection: Connection, path: string) {
  connection.redis.defineCommand(path, { lua: readFileSync(join(repository, "server", path), "utf8") });
  const script = (connection.redis as unknown as Record<string, Script<Answer>>)[path] as Script<Answer>;
  return (keys: readonly string[], values: readonly (string | number)[]): Promise<Answer | undefined> =>
    askThrough(connection, (redis) => script.call(redis, keys.length, ...keys, ...values));
}

/** The connections to Redis: one for commands, one that listens. Until they are made Redis is as good as away. */
export function openRedis(wish: Wish) {
  const listeners = new Map<string, (text: string) => void>();
  const commands = connect(wish);
  const ears = connect({ ...wish, onChange: () => undefined });
  const both = [commands, ears];
  const named = (name: string) => `${wish.prefix}:${name}`;
  const listen = (channel: string) => askThrough(ears, (redis) => redis.subscribe(channel));
  ears.redis.on("ready", () => {
    for (const channel of listeners.keys()) void listen(channel);
  });
  ears.redis.on("message", (channel, text) => listeners.get(channel)?.(text));
  const pulse = setInterval(() => {
    for (const connection of both) void askThrough(connection, (redis) => redis.ping());
  }, pulseEveryMs);
  pulse.unref();

  return {
    /** Begins to connect, which goes on by itself until it is closed. */
    connect(): void {
      for (const { redis } of both) redis.connect().catch(() => undefined);
    },
    named,
    isThere: commands.isThere,
    ask: <Answer>(command: (redis: Redis) => Promise<Answer>) => askThrough(commands, command),
    script: <Answer>(path: string) => scriptThrough<Answer>(commands, path),
    /** What is published on the channel from now on, with gaps while Redis is away. One listener a channel. */
    listen(channel: string, listener: (text: string) => void): void {
      listeners.set(named(channel), listener);
      void listen(named(channel));
    },
    close(): void {
      clearInterval(pulse);
      for (const { close } of both) close();
    },
  };
}
