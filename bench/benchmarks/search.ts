import { createChance } from "../../server/platform/chance.ts";
import type { SlotId } from "../../shared/ids.ts";
import type { Page } from "../../shared/lists.ts";
import type { StoreCard } from "../../shared/stores.ts";
import type { Choices } from "../arguments.ts";
import { checkStatus, nobodyPath } from "../joins.ts";
import type { Answer, Load } from "../load/load.ts";
import { type Ground, measure } from "../measure.ts";
import { latencies } from "../report/answer-facts.ts";
import { percentile } from "../report/median.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave, type Part } from "../rounds.ts";
import { openStage, type ProductServer, type Stage } from "../stage.ts";
import { createTerms, frequentTerm } from "../stores/invented-names.ts";
import { walkWhileAdding } from "./walk.ts";

const seed = 20_261_126;
const connections = 16;
const perPage = 20;
/** Of the mixed load: so many addresses, of which the first are asked for most. */
const addresses = 400;
/** A good part of the invented slots is over, and would be settled meanwhile, which nobody searches for. */
const still = { BENCH_ROUNDS: "off" };
/** Long enough that the first look at each address is not most of it. */
const looksASearch = 6;

const sizesOf = (quick: boolean) =>
  quick ? { stores: 300, terms: 20, requests: 100 } : { stores: 100_000, terms: 1_000, requests: 5_000 };

function load(server: ProductServer, paths: readonly string[], requests: number): Load {
  return { urls: [server.url], method: "GET", connections, requests, paths, bodies: [], cookies: [] };
}

/** White space does not count: a term may lie across two words. */
const holds = (name: string, term: string) => name.replaceAll(" ", "").includes(term);

/** Newest first, nothing that lacks the term, and of the common one a full page. */
function checkSearches(terms: readonly string[], answers: readonly Answer[]): void {
  for (const [place, { status, body }] of answers.entries()) {
    const term = terms[place % terms.length] as string;
    const { items } = body as Page<StoreCard>;
    const isRight = items.every(
      ({ id, name }, at) => holds(name, term) && (at === 0 || Number(id) < Number(items[at - 1]?.id)),
    );
    const isFull = term !== frequentTerm || items.length === perPage;
    if (status !== 200 || !isRight || !isFull) throw new Error(`A wrong run: ${term} ${JSON.stringify(body)}`);
  }
}

/** Lists, searches and single stores, the first addresses far more often than the last, as people look. */
function mixedPaths(terms: readonly string[], requests: number, stores: number): string[] {
  const chance = createChance(seed);
  const known = Array.from({ length: addresses }, (_, place) => {
    if (place % 4 === 0) return `/api/stores?q=${encodeURIComponent(terms[place % terms.length] as string)}`;
    return place === 1 ? "/api/stores" : `/api/stores/${stores - (place % stores)}`;
  });
  return Array.from({ length: requests }, () => {
    const place = Math.floor(Math.exp(chance.between(0, Math.log(addresses + 1)))) - 1;
    return known[place] as string;
  });
}

interface SearchGround {
  readonly stage: Stage;
  readonly quick: boolean;
  readonly ground: Ground;
  /** Without the cache, and with it. */
  readonly server: ProductServer;
  readonly caching: ProductServer;
  /** Through all stores, each once, while others came. */
  readonly walk: Awaited<ReturnType<typeof walkWhileAdding>>;
  readonly terms: readonly string[];
  /** Pages that each of the terms reads. */
  readonly buffers: readonly number[];
}

async function openGround(stage: Stage, quick: boolean): Promise<SearchGround> {
  const { stores, terms: most } = sizesOf(quick);
  const databaseUrl = await stage.newDatabase();
  const server = await stage.serverOn(databaseUrl, { ...still, BENCH_CACHE: "off" });
  await server.ask("addStores", { count: stores, seed });
  const walk = await walkWhileAdding({ server, stores, seed });
  await server.ask("giveVersions", null);
  await server.ask("tidy", null);
  const caching = await stage.serverOn(databaseUrl, still);
  const terms = createTerms(seed, most);
  const buffers = await server.ask("buffersOf", terms);
  const ground: Ground = { generator: stage.generator, servers: [server.pid], databases: stage.databases };
  return { stage, quick, ground, server, caching, walk, terms, buffers };
}

async function runNothing({ stage, quick, ground, server }: SearchGround, slot: SlotId): Promise<Part> {
  const { requests } = sizesOf(quick);
  const nothing = { ...load(server, [nobodyPath(slot)], requests), method: "POST" as const, bodies: ["{}"] };
  await stage.rest();
  const { measured, answers } = await measure(ground, nothing);
  checkStatus(answers, 201);
  return { ...measured, facts: latencies(answers) };
}

async function runSearches({ stage, quick, ground, server, walk, terms, buffers }: SearchGround): Promise<Part> {
  const paths = terms.map((term) => `/api/stores?q=${encodeURIComponent(term)}`);
  await stage.rest();
  const { measured, answers } = await measure(ground, load(server, paths, sizesOf(quick).requests));
  checkSearches(terms, answers);
  const found = answers.reduce((sum, { body }) => sum + (body as Page<StoreCard>).items.length, 0);
  const facts = {
    ...latencies(answers),
    "stores an answer": found / answers.length,
    "buffers, median": percentile(buffers, 0.5),
    "buffers, frequent term": buffers[0] ?? Number.NaN,
    "buffers, worst": Math.max(...buffers),
    "pages walked": walk.pages,
    "stores added meanwhile": walk.added,
  };
  return { ...measured, facts };
}

async function runMixed({ stage, quick, ground, caching, terms }: SearchGround): Promise<Part> {
  const { requests, stores } = sizesOf(quick);
  const looks = requests * looksASearch;
  await stage.rest();
  const before = await caching.ask("cacheFigures", null);
  const mixed = load(caching, mixedPaths(terms, looks, stores), looks);
  const { measured, answers } = await measure({ ...ground, servers: [caching.pid] }, mixed);
  checkStatus(answers, 200);
  const after = await caching.ask("cacheFigures", null);
  const hits = after.hits - before.hits;
  const hitRate = hits / (hits + after.misses - before.misses);
  return { ...measured, facts: { ...latencies(answers), "hit rate": hitRate, loads: after.loads - before.loads } };
}

async function makeParts(stage: Stage, quick: boolean) {
  const ground = await openGround(stage, quick);
  const slot = await ground.server.ask("addSlot", { capacity: 10 });
  return {
    "do nothing": () => runNothing(ground, slot),
    search: () => runSearches(ground),
    "mixed, cache on": () => runMixed(ground),
  };
}

/** P7: what a search by name costs among 100,000 stores, and how much of a mixed load the cache takes. */
export async function search(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const { stores, terms } = sizesOf(choices.quick);
    const rounds = await interleave({ ...choices, parts: await makeParts(stage, choices.quick) });
    return await makeReport({
      number: "P7",
      question: `search over ${stores} stores, ${connections} connections, ${terms} terms, one of them in a tenth`,
      choices,
      services: stage.services,
      rounds,
      ratios: [
        {
          what: "buffers of a search, the worst term",
          atMost: 500,
          of: (each) => each.search.facts?.["buffers, worst"] ?? Number.NaN,
        },
        {
          what: "p95 of a search ÷ do nothing, cache off",
          atMost: 3,
          of: (each) =>
            (each.search.facts?.["p95 ms"] ?? Number.NaN) / (each["do nothing"].facts?.["p95 ms"] ?? Number.NaN),
        },
        {
          what: "hit rate of the cache in a mixed load",
          atLeast: 0.95,
          of: (each) => each["mixed, cache on"].facts?.["hit rate"] ?? Number.NaN,
        },
      ],
    });
  } finally {
    await stage.close();
  }
}
