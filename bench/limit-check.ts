import { waitUntil } from "../load/processes/wait-until.ts";
import { realClock } from "../server/platform/clock.ts";
import { personLimit } from "../server/platform/http/guard.ts";
import { createLocalLimits } from "../server/platform/limits/limits.local.ts";
import { createRedisLimits } from "../server/platform/limits/limits.redis.ts";
import { openRedis as openLink, type RedisLink } from "../server/platform/redis/link.redis.ts";
import { takeSample } from "./processor-time.ts";
import type { Part } from "./rounds.ts";
import type { SourceRedis } from "./source/redis.ts";

const people = 20_000;
const atOnce = 256;

interface Wish {
  readonly redis: SourceRedis;
  /** Presses, by people in turn. */
  readonly presses: number;
}

/** What presses cost by themselves, in this process and in Redis: processor time, whoever else is on the machine. */
async function count({ redis, presses }: Wish, press: (person: string) => unknown): Promise<Part> {
  const groups = { redis: redis.pid === null ? [] : [redis.pid] };
  const [startedAt, before, own] = [performance.now(), takeSample(groups), process.cpuUsage()];
  for (let at = 0; at < presses; at += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, presses - at) }, (_, next) =>
      press(String((at + next) % people)),
    );
    await Promise.all(some);
    await new Promise(setImmediate);
  }
  const { user, system } = process.cpuUsage(own);
  const elapsedMs = performance.now() - startedAt;
  const others = { databaseMicros: takeSample(groups).micros.redis - before.micros.redis, generatorMicros: 0 };
  return { requests: presses, elapsedMs, serverMicros: user + system, ...others, foreignShare: 0 };
}

async function openOwnLink({ url }: SourceRedis, prefix: string): Promise<RedisLink> {
  const link = openLink({ url, prefix, onChange: () => undefined });
  link.connect();
  await waitUntil(link.isThere, { what: "Redis is there" });
  return link;
}

/**
 * A person's limit, counted by this process alone; together with others (decision 0038); and as it is not done, by a
 * call to Redis for each press, which it would have to wait for.
 */
export function limitChecks(wish: Wish) {
  let run = 0;
  async function through(work: (link: RedisLink) => Promise<Part>): Promise<Part> {
    run += 1;
    const link = await openOwnLink(wish.redis, `bench-${run}`);
    return work(link).finally(link.close);
  }
  const insist = (wait: number) => {
    if (wait > 0) throw new Error("Somebody was refused.");
  };
  return {
    "a limit of this process": () => {
      const take = createLocalLimits(realClock).open("person", personLimit);
      return count(wish, (person) => insist(take(person)));
    },
    "a limit of all processes": () =>
      through((link) => {
        const take = createRedisLimits({ link, clock: realClock }).open("person", personLimit);
        return count(wish, (person) => insist(take(person)));
      }),
    "a call to Redis for each": () =>
      through((link) => {
        const settle = link.script("platform/limits/settle-limits.lua");
        return count(wish, (person) => settle([link.named(person)], [personLimit.perSecond, personLimit.burst, 1]));
      }),
  };
}
