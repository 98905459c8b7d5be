import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../repository.ts";
import type { RedisSettings } from "../setting-redis.ts";
import { type Commands, type Connection, connectOne, connectShards } from "./connection.redis.ts";

/**
 * So long anybody waits for an answer unless it is said. A Redis that takes longer is as good as away, and is connected
 * to anew.
 */
export const patienceMs = 250;
/** Both connections are asked this often whether they still live. */
const pulseEveryMs = 1_000;

interface Wish extends Omit<RedisSettings, "isCluster"> {
  /** One server, unless it is said. */
  readonly isCluster?: boolean;
  readonly answerWithinMs?: number;
  /** Once each time that Redis goes away, with a word on why that holds nothing of the address, and comes back. */
  readonly onChange: (isThere: boolean, cause: string | null) => void;
}

interface Way {
  readonly connection: Connection;
  readonly withinMs: number;
}

const wayBy = (connection: Connection, { answerWithinMs = patienceMs }: Wish): Way => ({
  connection,
  withinMs: answerWithinMs,
});

/** Everything that Redis is used for may be lost without harm: whoever asks it has another way when it says nothing. */
export type RedisLink = ReturnType<typeof openRedis>;

/**
 * What the command answers; undefined at once while Redis is away, after so long when it is slow, and when it refuses.
 * Never throws.
 */
function askThrough<Answer>(
  { connection, withinMs }: Way,
  command: (redis: Commands) => Promise<Answer>,
): Promise<Answer | undefined> {
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
      timer = setTimeout(giveUp, withinMs / 2);
    }, withinMs / 2);
    command(connection.redis).then(end, () => end());
  });
}

type Script<Answer> = (...all: readonly (string | number)[]) => Promise<Answer>;

/** A script of server/, sent whole only to a Redis that does not know it yet. */
function scriptThrough<Answer>(way: Way, path: string) {
  const { redis } = way.connection;
  redis.defineCommand(path, { lua: readFileSync(join(repository, "server", path), "utf8") });
  const script = (redis as unknown as Record<string, Script<Answer>>)[path] as Script<Answer>;
  return (keys: readonly string[], values: readonly (string | number)[]): Promise<Answer | undefined> =>
    askThrough(way, () => script.call(redis, keys.length, ...keys, ...values));
}

/** The connections to Redis: one for commands, one that listens. Until they are made Redis is as good as away. */
export function openRedis(wish: Wish) {
  const listeners = new Map<string, (text: string) => void>();
  const commands: Connection = wish.isCluster ? connectShards(wish) : connectOne(wish);
  // One is enough in a cluster too: what is published at any shard is heard at all.
  const ears = connectOne({ ...wish, onChange: () => undefined });
  const [asking, listening] = [wayBy(commands, wish), wayBy(ears, wish)];
  const named = (name: string) => `${wish.prefix}:${name}`;
  const listen = (channel: string) => askThrough(listening, () => ears.redis.subscribe(channel));
  ears.redis.on("ready", () => {
    for (const channel of listeners.keys()) void listen(channel);
  });
  ears.redis.on("message", (channel, text) => listeners.get(channel)?.(text));
  const pulse = setInterval(() => {
    for (const way of [asking, listening]) void askThrough(way, (redis) => redis.ping());
  }, pulseEveryMs);
  pulse.unref();

  return {
    /** Begins to connect, which goes on by itself until it is closed. */
    connect(): void {
      for (const { connect } of [commands, ears]) connect();
    },
    named,
    isThere: commands.isThere,
    ask: <Answer>(command: (redis: Commands) => Promise<Answer>) => askThrough(asking, command),
    script: <Answer>(path: string) => scriptThrough<Answer>(asking, path),
    /** What is published on the channel from now on, with gaps while Redis is away. One listener a channel. */
    listen(channel: string, listener: (text: string) => void): void {
      listeners.set(named(channel), listener);
      void listen(named(channel));
    },
    close(): void {
      clearInterval(pulse);
      for (const { close } of [commands, ears]) close();
    },
  };
}
