import type { Page } from "../../shared/lists.ts";
import type { StoreCard } from "../../shared/stores.ts";
import type { Choices } from "../arguments.ts";
import type { Answer, Load } from "../load/load.ts";
import { type Measured, measure } from "../measure.ts";
import { generatorShare, latencies, mostOfGenerator, receivedFacts } from "../report/answer-facts.ts";
import { makeReport, type Ratio, type Report } from "../report/report.ts";
import { interleave, type Part } from "../rounds.ts";
import { openRedis } from "../source/redis.ts";
import { openStage, type ProductServer, type Stage } from "../stage.ts";

const seed = 20_261_128;
const connections = 256;
const path = "/api/stores";
const perPage = 20;

/** Fewer looks where each costs more, so that all take some seconds. */
const sizesOf = (quick: boolean) =>
  quick ? { stores: 60, loaded: 300, kept: 300 } : { stores: 10_000, loaded: 3_000, kept: 15_000 };

/** How the list is answered, and how one sees that it was. */
interface Way {
  readonly server: ProductServer;
  readonly looks: number;
  /** What Redis costs, where it is asked. */
  readonly redis: readonly number[];
  /** Loads among so many looks that are in accord with the way. */
  readonly isRight: (loads: number, looks: number) => boolean;
  /** Where each look may have to wait for the database, some are refused when it is too busy; they are counted. */
  readonly mayRefuse?: boolean;
  /** Whether clients know the list's tag, and ask whether it is still that. */
  readonly knowsTag?: boolean;
}

function insist(condition: boolean, complaint: string): void {
  if (!condition) throw new Error(`A wrong run: ${complaint}`);
}

/** All of them the same full page, newest first; or, to whoever has it, that it is still that. */
function checkLists(answers: readonly Answer[], newest: number, knowsTag: boolean): void {
  const other = answers.find(({ status }) => status !== (knowsTag ? 304 : 200));
  insist(other === undefined, `a look was answered ${other?.status} ${JSON.stringify(other?.body)}`);
  if (knowsTag) return;
  for (const body of new Set(answers.map((answer) => answer.body))) {
    const ids = (body as Page<StoreCard>).items.map(({ id }) => Number(id));
    insist(ids.length === perPage && ids[0] === newest, `a page of ${ids.length} stores from ${ids[0]} on`);
    insist(
      ids.every((id, at) => at === 0 || id < (ids[at - 1] as number)),
      `not newest first: ${ids}`,
    );
  }
}

/** Asked once before it is measured, as the page that is open already has it. */
async function firstLook({ server }: Way): Promise<{ tag: string; newest: number }> {
  const response = await fetch(`${server.url}${path}`);
  const { items } = (await response.json()) as Page<StoreCard>;
  return { tag: response.headers.get("etag") ?? "", newest: Number(items[0]?.id) };
}

async function run(stage: Stage, way: Way): Promise<Part> {
  const { server, looks, redis, isRight, mayRefuse = false, knowsTag = false } = way;
  await stage.rest();
  const { tag, newest } = await firstLook(way);
  const load: Load = {
    ...{ urls: [server.url], method: "GET", connections, requests: looks, paths: [path], bodies: [], cookies: [] },
    ...(knowsTag ? { headers: { "If-None-Match": tag } } : {}),
  };
  const ground = { generator: stage.generator, servers: [server.pid], databases: [...stage.databases, ...redis] };
  const before = await server.ask("cacheFigures", null);
  const { measured, answers } = await measure(ground, load);
  const after = await server.ask("cacheFigures", null);
  const taken = mayRefuse ? answers.filter(({ status }) => status !== 503) : answers;
  checkLists(taken, newest, knowsTag);
  const loads = after.loads - before.loads;
  insist(isRight(loads, looks), `${loads} loads for ${looks} looks`);
  const facts = {
    ...latencies(answers),
    ...receivedFacts(answers),
    loads,
    refused: answers.length - taken.length,
    "generator, of a core": generatorShare(measured),
  };
  return { ...measured, facts };
}

async function makeParts(stage: Stage, quick: boolean) {
  const sizes = sizesOf(quick);
  const redis = await openRedis({ quick });
  stage.onClose(redis.stop);
  stage.noteService("redis-server", redis.version);
  const redisPids = redis.pid === null ? [] : [redis.pid];
  const databaseUrl = await stage.newDatabase();
  const without = await stage.serverOn(databaseUrl, { BENCH_CACHE: "off" });
  await without.ask("addStores", { count: sizes.stores, seed });
  await without.ask("tidy", null);
  const inProcess = await stage.serverOn(databaseUrl);
  const behind = await stage.serverOn(databaseUrl, { REDIS_URL: redis.url });
  const each = await stage.serverOn(databaseUrl, { REDIS_URL: redis.url, BENCH_CACHE: "source" });
  const always = (loads: number, looks: number) => loads === looks;
  const rarely = (loads: number, looks: number) => loads <= looks / 5;
  const kept: Way = { server: inProcess, looks: sizes.kept, redis: [], isRight: rarely };
  return {
    "without cache": () =>
      run(stage, { ...kept, server: without, looks: sizes.loaded, isRight: always, mayRefuse: true }),
    "kept in the process": () => run(stage, kept),
    "the same, Redis behind": () => run(stage, { ...kept, server: behind, redis: redisPids }),
    "Redis for each look": () =>
      run(stage, {
        ...kept,
        server: each,
        looks: sizes.loaded,
        redis: redisPids,
        isRight: () => true,
        mayRefuse: true,
      }),
    "kept by the client too": () => run(stage, { ...kept, knowsTag: true }),
  };
}

type Parts = Awaited<ReturnType<typeof makeParts>>;

const costOf = ({ serverMicros, databaseMicros, requests }: Measured) => (serverMicros + databaseMicros) / requests;
const perSecondOf = ({ requests, elapsedMs }: Measured) => requests / elapsedMs;
const factOf = ({ facts }: Part, name: string) => facts?.[name] ?? Number.NaN;

const p95Of = (part: Part) => factOf(part, "p95 ms");
const bytesOf = (part: Part) => factOf(part, "bytes an answer");

const ratios: readonly Ratio<keyof Parts>[] = [
  {
    what: "µs a look, servers + databases: without cache ÷ kept in the process",
    atLeast: 2,
    of: (each) => costOf(each["without cache"]) / costOf(each["kept in the process"]),
  },
  {
    what: "the same, without cache ÷ Redis behind",
    atLeast: 2,
    of: (each) => costOf(each["without cache"]) / costOf(each["the same, Redis behind"]),
  },
  {
    what: "the same, without cache ÷ Redis for each look",
    atLeast: 1,
    of: (each) => costOf(each["without cache"]) / costOf(each["Redis for each look"]),
  },
  {
    what: "looks a second: kept in the process ÷ without cache",
    atLeast: 2,
    of: (each) => perSecondOf(each["kept in the process"]) / perSecondOf(each["without cache"]),
  },
  {
    what: "p95: without cache ÷ kept in the process",
    atLeast: 2,
    of: (each) => p95Of(each["without cache"]) / p95Of(each["kept in the process"]),
  },
  {
    what: "bytes an answer: kept in the process ÷ kept by the client too",
    atLeast: 10,
    of: (each) => bytesOf(each["kept in the process"]) / bytesOf(each["kept by the client too"]),
  },
  {
    what: "of a core, the generator where it had most to do",
    atMost: mostOfGenerator,
    of: (each) => Math.max(...Object.values<Part>(each).map(generatorShare)),
  },
];

/**
 * S12: the first page of the list, asked for by many at once: without the cache and with it, as the source compared it.
 * Bytes are of whole answers with their heads, not compressed. The time to receive runs from the first byte of an
 * answer to its last, both as the generator reads them: 0 for an answer that it reads in one piece.
 */
export async function list(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const rounds = await interleave({ ...choices, parts: await makeParts(stage, choices.quick) });
    return await makeReport({
      number: "S12",
      question: `the list of ${sizesOf(choices.quick).stores} stores, its first page, ${connections} connections`,
      choices,
      services: stage.services,
      rounds,
      ratios,
    });
  } finally {
    await stage.close();
  }
}
