import { randomUUID } from "node:crypto";
import { inject, onTestFinished } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { openRedis, type RedisLink } from "../../server/platform/redis/link.redis.ts";

interface Wish {
  /** The run's own Redis when left out. */
  readonly url?: string;
  readonly prefix?: string;
  readonly onChange?: (isThere: boolean, cause: string | null) => void;
}

export const somePrefix = () => `test-${randomUUID().slice(0, 8)}`;

/** Where it is not told what a slow Redis does: a busy machine makes any late. */
const patientMs = 30_000;

export const untilThere = (link: RedisLink) => waitUntil(link.isThere, { what: "Redis is there", everyMs: 2 });

/** Connections to the run's own Redis that wait for what a busy machine takes; there already. */
export async function openPatientLink(): Promise<RedisLink> {
  const link = openRedis({
    ...{ url: inject("redisUrl"), prefix: somePrefix(), answerWithinMs: patientMs },
    onChange: () => undefined,
  });
  link.connect();
  await untilThere(link);
  return link;
}

/** Connections to Redis as a process has them, there already, closed when the test ends. */
export async function openLink({ url = inject("redisUrl"), prefix = somePrefix(), onChange }: Wish = {}) {
  const link = openRedis({ url, prefix, onChange: onChange ?? (() => undefined) });
  onTestFinished(link.close);
  link.connect();
  await untilThere(link);
  return link;
}
