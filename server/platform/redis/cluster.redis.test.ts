import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { createHandClock } from "../../../test/services/hand-clock.ts";
import { type RedisCluster, startRedisCluster } from "../../../test/services/redis-cluster.ts";
import { patientMs, somePrefix, untilThere } from "../../../test/services/redis-links.ts";
import { createRedisBus } from "../bus/bus.redis.ts";
import { createRedisCache } from "../cache/cache.redis.ts";
import { createRedisLimits } from "../limits/limits.redis.ts";
import { openRedis, patienceMs } from "./link.redis.ts";

let cluster: RedisCluster;

beforeAll(async () => {
  cluster = await startRedisCluster();
});
afterAll(() => cluster.stop());

/** A process's link to the cluster, there already; `isCluster: false` is a server that does not follow shards. */
async function openProcess(prefix: string, { isCluster = true, answerWithinMs = patientMs } = {}) {
  const changes: boolean[] = [];
  const wish = { url: cluster.url, prefix, isCluster, answerWithinMs };
  const link = openRedis({ ...wish, onChange: (isThere) => changes.push(isThere) });
  onTestFinished(link.close);
  link.connect();
  await untilThere(link);
  // The first that is told may be that it was not there yet.
  changes.length = 0;
  return { link, changes };
}

type Process = Awaited<ReturnType<typeof openProcess>>;

/** So many that keys lie on both shards. */
const names = Array.from({ length: 16 }, (_, at) => `key ${at}`);

const writeAll = ({ link }: Process) =>
  Promise.all(names.map((name) => link.ask((redis) => redis.set(link.named(name), "there", "PX", 60_000))));

const isAnswered = (answer: unknown) => answer !== undefined;

/** Every shard answers; the first command to a shard may find no connection to it yet, and then has no answer. */
const untilWhole = (process: Process) =>
  waitUntil(async () => (await writeAll(process)).every(isAnswered), { what: "every shard answers" });

/** One shard does not answer what is its own, the other does, and nobody waits long. */
async function expectHalf(process: Process): Promise<void> {
  const answersInTime = async () => {
    const from = performance.now();
    const answers = await writeAll(process);
    expect(performance.now() - from).toBeLessThan(20 * patienceMs);
    expect(answers.every(isAnswered)).toBe(false);
    return answers.some(isAnswered);
  };
  // On a busy machine the other, too, is late at times.
  await waitUntil(answersInTime, { what: "one shard answers and the other does not" });
}

describe("OPERATIONS: Valkey, 2 shards", () => {
  test("every key is found on its shard; whoever does not follow shards is refused what is elsewhere", async () => {
    const prefix = somePrefix();
    await untilWhole(await openProcess(prefix));
    expect(Math.min(...(await cluster.sizes()))).toBeGreaterThan(0);
    await expectHalf(await openProcess(prefix, { isCluster: false }));
  });

  test("S12: what one process has loaded another finds, in groups on both shards", async () => {
    const prefix = somePrefix();
    const processes = await Promise.all([openProcess(prefix), openProcess(prefix)]);
    await Promise.all(processes.map(untilWhole));
    const { clock } = createHandClock();
    const caches = processes.map(({ link }) => createRedisCache({ link, clock, mostWeight: 100, weigh: () => 1 }));
    const entries = names.map((group) => ({ group, name: "list", freshMs: 60_000, staleMs: 60_000 }));
    const ask = (at: number, value: string) =>
      Promise.all(entries.map((entry) => caches[at]?.read(entry, async () => value)));
    const kept = async () => (await cluster.sizes()).reduce((sum, size) => sum + size, 0);
    const before = await kept();
    await ask(0, "loaded by the first");
    // Of each group an epoch and the value, which nobody waits for.
    await waitUntil(async () => (await kept()) >= before + 2 * names.length, { what: "all of it is kept" });
    expect(await ask(1, "loaded again")).toEqual(names.map(() => "loaded by the first"));
  });

  test("TRUST, flood: people whose buckets lie anywhere are counted together", async () => {
    const prefix = somePrefix();
    const processes = await Promise.all([openProcess(prefix), openProcess(prefix)]);
    await Promise.all(processes.map(untilWhole));
    const { clock } = createHandClock();
    const takes = processes.map(({ link }) =>
      createRedisLimits({ link, clock }).open("person", { perSecond: 0.01, burst: 10, mostKeys: 100 }),
    );
    for (const person of names) for (let times = 0; times < 8; times += 1) for (const take of takes) take(person);
    const [{ link }] = processes as [Process, Process];
    const left = (person: string) => link.ask((redis) => redis.get(link.named(`limit:{person}:${person}`)));
    const isOwed = async (person: string) => Math.round(Number.parseFloat((await left(person)) ?? "10")) === -6;
    for (const person of names) await waitUntil(() => isOwed(person), { what: `${person} has had 16 of 10` });
  });

  test("D5: what is said through one shard is heard by every process", async () => {
    const prefix = somePrefix();
    const processes = await Promise.all([openProcess(prefix), openProcess(prefix), openProcess(prefix)]);
    const buses = processes.map(({ link }) => createRedisBus({ link, onTrouble: () => undefined }));
    const heard = buses.map((bus) => {
      const words: unknown[] = [];
      bus.subscribe("line", (word) => words.push(word));
      return words;
    });
    for (const [from, bus] of buses.entries()) {
      const isHeard = () => {
        bus.publish("line", from);
        return heard.every((words) => words.includes(from));
      };
      await waitUntil(isHeard, { what: `everybody hears ${from}` });
    }
  });

  test("a shard that is killed, or silent, keeps nobody from the other, and is found again", async () => {
    const process = await openProcess(somePrefix(), { answerWithinMs: patienceMs });
    await untilWhole(process);
    await cluster.kill(1);
    await expectHalf(process);
    await cluster.restart(1);
    await untilWhole(process);
    cluster.pause(1);
    await expectHalf(process);
    cluster.goOn(1);
    await untilWhole(process);
    expect(process.changes).toEqual([]);
  });
});
