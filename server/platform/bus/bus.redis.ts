import { randomUUID } from "node:crypto";
import type { RedisLink } from "../redis/link.redis.ts";
import { createLocalBus } from "./bus.local.ts";
import type { Bus } from "./bus.ts";

/** What is published in this time goes together, so many hints a message: each costs both ends more than a hint. */
const gatherMs = 5;
const hintsAtOnce = 1_000;
const mostWaiting = 20_000;
const channelOfAll = "bus";

interface World {
  readonly link: RedisLink;
  /** A message that nobody here could read, or that a listener choked on; it is dropped. */
  readonly onTrouble: (error: unknown) => void;
}

type Hint = readonly [channel: string, message: unknown];

/**
 * The bus of one process among several: listeners here are called at once, those elsewhere through Pub/Sub. While Redis
 * is away they hear nothing, and nothing is kept for later: whoever listens finds out from the database.
 */
export function createRedisBus({ link, onTrouble }: World): Bus {
  /** What each message begins with: whose it is, before anybody reads the rest. */
  const own = randomUUID();
  const local = createLocalBus();
  let waiting: Hint[] = [];

  function send(): void {
    const hints = waiting;
    waiting = [];
    for (let start = 0; start < hints.length; start += hintsAtOnce) {
      const text = own + JSON.stringify(hints.slice(start, start + hintsAtOnce));
      void link.ask((redis) => redis.publish(link.named(channelOfAll), text));
    }
  }

  function hear([channel, message]: Hint): void {
    try {
      local.publish(channel, message);
    } catch (error) {
      onTrouble(error);
    }
  }

  link.listen(channelOfAll, (text) => {
    if (text.startsWith(own)) return;
    try {
      for (const hint of JSON.parse(text.slice(own.length)) as readonly Hint[]) hear(hint);
    } catch (error) {
      onTrouble(error);
    }
  });

  return {
    publish(channel, message, elsewhere = message) {
      if (link.isThere() && waiting.length < mostWaiting) {
        if (waiting.length === 0) setTimeout(send, gatherMs);
        waiting.push([channel, elsewhere]);
      }
      local.publish(channel, message);
    },
    subscribe: local.subscribe,
  };
}
