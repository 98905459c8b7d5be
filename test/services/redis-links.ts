import { randomUUID } from "node:crypto";
import { inject, onTestFinished } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { openRedis, type RedisLink } from "../../server/platform/redis/link.redis.ts";

interface Wish {
  /** The run's own Redis when left out. */
  readonly url?: string;
  readonly prefix?: string;
  /** The product's own, `patienceMs`, where a test tells what a slow Redis does. */
  readonly answerWithinMs?: number;
}

export const somePrefix = () => `test-${randomUUID().slice(0, 8)}`;

/** Where it is not told what a slow Redis does: a busy machine makes any late. */
export const patientMs = 30_000;

export const untilThere = (link: RedisLink) => waitUntil(link.isThere, { what: "Redis is there", everyMs: 2 });

const openOne = ({ url = inject("redisUrl"), prefix = somePrefix(), answerWithinMs = patientMs }: Wish) =>
  openRedis({ url, prefix, answerWithinMs, onChange: () => undefined });

/** Connections to the run's own Redis, there already; whoever opened them closes them. */
export async function openPatientLink(): Promise<RedisLink> {
  const link = openOne({});
  link.connect();
  await untilThere(link);
  return link;
}

/** Connections to Redis as a process has them, there already, closed when the test ends. */
export async function openLink(wish: Wish = {}): Promise<RedisLink> {
  const link = openOne(wish);
  onTestFinished(link.close);
  link.connect();
  await untilThere(link);
  return link;
}
