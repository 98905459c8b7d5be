import {
  Cluster,
  type ClusterOptions,
  type DNSLookupFunction,
  Redis,
  type RedisCommander,
  type RedisOptions,
} from "ioredis";
import { jittered } from "../retry.ts";
import type { RedisSettings } from "../setting-redis.ts";

const connectWithinMs = 2_000;
const [firstPauseMs, longestPauseMs] = [50, 2_000];
/** A shard that owes an answer for so long is connected to anew; the others go on. */
const shardSilentMs = 1_000;
/** A cluster says with its answer that a key has moved, and where; it has not done anything then. */
const mostDirections = 3;

/** What one server takes and what the shards of a cluster take: every key of a command in one slot of theirs. */
export type Commands = RedisCommander & Pick<Redis, "defineCommand">;

interface Wish extends Pick<RedisSettings, "url"> {
  /** Once each time that Redis goes away, with a word on why that holds nothing of the address, and comes back. */
  readonly onChange: (isThere: boolean, cause: string | null) => void;
}

export interface Connection<Client extends Commands = Commands> {
  readonly redis: Client;
  /** Begins to connect, which goes on by itself until it is closed. */
  connect(): void;
  isThere(): boolean;
  /** Somebody waited in vain. */
  giveUp(why: string): void;
  close(): void;
}

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
export function connectOne({ url, onChange }: Wish): Connection<Redis> {
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
    connect: () => void redis.connect().catch(() => undefined),
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

/** How the shards are spoken to, each as one server is; a name is not looked up, since its certificate names it. */
function clusterOptions({ username, password, protocol }: URL) {
  const login = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return {
    ...{ enableOfflineQueue: false, lazyConnect: true, clusterRetryStrategy: pauseBefore },
    ...{ maxRedirections: mostDirections, retryDelayOnFailover: 0, retryDelayOnClusterDown: 0 },
    slotsRefreshTimeout: connectWithinMs,
    dnsLookup: ((address, found) => found(null, address)) satisfies DNSLookupFunction,
    redisOptions: {
      ...{ connectTimeout: connectWithinMs, disconnectTimeout: 50, socketTimeout: shardSilentMs },
      ...{ maxRetriesPerRequest: 0, autoResendUnfulfilledCommands: false, disableClientInfo: true },
      ...(login.username === "" ? { password: login.password } : login),
      ...(protocol === "rediss:" ? { tls: {} } : {}),
    },
  } satisfies ClusterOptions;
}

/**
 * Connections to every shard of a cluster, found by asking the one that is named. It is there as long as any shard is:
 * what another one should have answered has no answer.
 */
export function connectShards({ url, onChange }: Wish): Connection {
  const address = new URL(url);
  const first = { host: address.hostname, port: Number(address.port || 6379) };
  const cluster = new Cluster([first], clusterOptions(address));
  const presence = createPresence(onChange);
  let cause: string | null = null;
  cluster.on("node error", (error) => {
    cause = causeOf(error);
  });
  cluster.on("error", () => undefined);
  cluster.on("ready", () => presence.set(true, null));
  cluster.on("close", () => presence.set(false, cause));
  return {
    redis: cluster,
    connect: () => void cluster.connect().catch(() => undefined),
    isThere: presence.isThere,
    giveUp: () => undefined,
    close(): void {
      cluster.removeAllListeners("close");
      cluster.disconnect();
    },
  };
}
