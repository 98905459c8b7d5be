import { cpus } from "node:os";
import { createChance } from "../../server/platform/chance.ts";
import type { CellPurchase, Learned } from "../../server/recommendations/rules.ts";
import { expectBy } from "../../server/recommendations/scoring/expectations.ts";
import type { Candidate } from "../../server/recommendations/scoring/rules-scoring.ts";
import { recommend, type Selection, selectFrom } from "../../server/recommendations/scoring/rules-variety.ts";
import { knownDistricts } from "../../shared/districts.ts";
import { categories } from "../../shared/store-codes.ts";
import type { Choices } from "../arguments.ts";
import { takeSample } from "../processor-time.ts";
import { inventPurchases, learnFrom, seed } from "../purchases.ts";
import { waitForQuiet } from "../quiet.ts";
import { percentile } from "../report/median.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave, type Part } from "../rounds.ts";

const shown = 12;
const stores = 2_000;

function inventStores(): Candidate[] {
  const chance = createChance(seed);
  return Array.from({ length: stores }, (_, at) => ({
    id: String(at),
    category: chance.pick(categories),
    district: chance.pick(knownDistricts),
    latitude: chance.between(35, 38),
    longitude: chance.between(126, 129),
    daysOld: chance.between(0, 60),
    daysLeft: chance.between(0, 60),
    seatsLeft: chance.whole(0, 50),
    capacity: 50,
    joins: chance.whole(0, 10_000),
  }));
}

/** Learned of stores, with all that may be asked of it: EASE's weights, and segments down to a region. */
function inventLearned(): Learned {
  const chance = createChance(seed);
  const keys = [[], ["3"], ["3", "F"], ["3", "F", "11"]];
  return {
    categories,
    parameters: { smoothing: 200, kappa: 80, easeWeight: 1, fewest: 10 },
    segments: keys.map((key) => {
      return { key: JSON.stringify(key), people: 10, times: categories.map(() => chance.whole(0, 900)) };
    }),
    weights: categories.flatMap(() => categories.map(() => chance.between(-1, 1))),
  };
}

function inventPerson(number: number) {
  const chance = createChance(seed + number);
  const own = Float64Array.from(categories, () => chance.whole(0, 5));
  return { own, profile: ["3", "F", "11"], luck: () => chance.between(0, 1) };
}

/** Processor time of this process a call, the collector's included; who else is on the machine does not count. */
function timesOf(selection: Selection, requests: number): number[] {
  const expect = expectBy(inventLearned());
  return Array.from({ length: requests }, (_, number) => {
    const { own, profile, luck } = inventPerson(number);
    const used = process.cpuUsage();
    const { segment, everybody, others, kappa } = expect(own, profile);
    const visitor = { own, segment, everybody, others, kappa, latitude: 37.5, longitude: 127 };
    const list = recommend(selection, { visitor, luck }, shown);
    const { user, system } = process.cpuUsage(used);
    if (list.length !== shown) throw new Error(`A wrong run: ${list.length} recommendations`);
    return user + system;
  });
}

function score(selection: Selection, requests: number): Part {
  const groups = { own: [process.pid] };
  const before = takeSample(groups);
  const micros = timesOf(selection, requests);
  const after = takeSample(groups);
  const elapsedMs = after.atMs - before.atMs;
  const foreign = Math.max(0, after.busyMicros - before.busyMicros - (after.micros.own - before.micros.own));
  return {
    requests,
    elapsedMs,
    serverMicros: micros.reduce((sum, each) => sum + each, 0),
    databaseMicros: 0,
    generatorMicros: 0,
    foreignShare: foreign / (elapsedMs * 1_000 * cpus().length),
    facts: { "p50 µs": percentile(micros, 0.5), "p99 µs": percentile(micros, 0.99), "worst µs": Math.max(...micros) },
  };
}

async function learn(purchases: readonly CellPurchase[]): Promise<Part> {
  const groups = { own: [process.pid] };
  const before = takeSample(groups);
  await learnFrom(purchases);
  const after = takeSample(groups);
  const elapsedMs = after.atMs - before.atMs;
  const serverMicros = after.micros.own - before.micros.own;
  const foreign = Math.max(0, after.busyMicros - before.busyMicros - serverMicros);
  const facts = { seconds: elapsedMs / 1_000, rows: purchases.length };
  const others = { databaseMicros: 0, generatorMicros: 0 };
  return {
    requests: 1,
    elapsedMs,
    serverMicros,
    ...others,
    foreignShare: foreign / (elapsedMs * 1_000 * cpus().length),
    facts,
  };
}

/** P8: what it costs to choose 12 of 2,000 stores for somebody, and how long learning from all purchases takes. */
export async function recommendations(choices: Choices): Promise<Report> {
  const selection = selectFrom(inventStores());
  const requests = choices.quick ? 200 : 5_000;
  const purchases = inventPurchases(choices.quick);
  const rest = choices.quick ? async () => undefined : waitForQuiet;
  const parts = {
    recommend: () => rest().then(() => score(selection, requests)),
    fit: () => rest().then(() => learn(purchases)),
  };
  const rounds = await interleave({ ...choices, parts });
  return makeReport({
    number: "P8",
    question: `${shown} recommendations of ${stores} stores, each for somebody else`,
    choices,
    services: {},
    rounds,
    ratios: [
      {
        what: "p99 of processor time, ms",
        atMost: 1,
        of: ({ recommend: { facts } }) => (facts?.["p99 µs"] ?? Number.NaN) / 1_000,
      },
      {
        what: "a fit in its thread, s",
        atMost: 5,
        of: ({ fit: { facts } }) => facts?.seconds ?? Number.NaN,
      },
    ],
  });
}
