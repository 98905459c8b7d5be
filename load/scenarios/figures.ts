import type { Step } from "./scenarios.ts";

/** Latencies are counted in buckets 4 % apart, from 0.1 ms on: a percentile is off by 2 % at most. */
const growth = Math.log(1.04);
const leastMs = 0.1;
const mostBuckets = 400;

/** One answer, or the lack of one; milliseconds from the request until the whole answer was there. */
export interface Sample {
  readonly step: Step;
  readonly atSecond: number;
  readonly ms: number;
  readonly bytes: number;
  readonly outcome: "answered" | "come-again" | "failed";
}

/** What was counted of one step, or of all in one second. */
export interface Count {
  requests: number;
  comeAgain: number;
  failed: number;
  bytes: number;
  sumMs: number;
  mostMs: number;
  readonly buckets: number[];
}

export type Counts = Map<number | Step, Count>;

const emptyCount = (): Count => ({
  requests: 0,
  comeAgain: 0,
  failed: 0,
  bytes: 0,
  sumMs: 0,
  mostMs: 0,
  buckets: new Array(mostBuckets).fill(0),
});

function countOf(counts: Counts, key: number | Step): Count {
  const found = counts.get(key) ?? emptyCount();
  counts.set(key, found);
  return found;
}

const bucketOf = (ms: number) =>
  Math.min(mostBuckets - 1, Math.max(0, Math.floor(Math.log(Math.max(ms, leastMs) / leastMs) / growth)));

/** Counts a sample for its step and for its second. */
export function note(counts: Counts, { step, atSecond, ms, bytes, outcome }: Sample): void {
  for (const count of [countOf(counts, step), countOf(counts, atSecond)]) {
    count.requests += 1;
    count.bytes += bytes;
    count.sumMs += ms;
    count.mostMs = Math.max(count.mostMs, ms);
    if (outcome === "failed") count.failed += 1;
    if (outcome === "come-again") count.comeAgain += 1;
    const bucket = bucketOf(ms);
    count.buckets[bucket] = (count.buckets[bucket] ?? 0) + 1;
  }
}

function add(into: Count, count: Count): void {
  into.requests += count.requests;
  into.comeAgain += count.comeAgain;
  into.failed += count.failed;
  into.bytes += count.bytes;
  into.sumMs += count.sumMs;
  into.mostMs = Math.max(into.mostMs, count.mostMs);
  for (const [bucket, times] of count.buckets.entries()) into.buckets[bucket] = (into.buckets[bucket] ?? 0) + times;
}

/** What was counted in several processes, key by key. */
export function together(all: readonly Counts[]): Counts {
  const sum: Counts = new Map();
  for (const [key, count] of all.flatMap((counts) => [...counts])) add(countOf(sum, key), count);
  return sum;
}

/** All steps as one. */
export function totalOf(counts: Counts): Count {
  const total = emptyCount();
  for (const [key, count] of counts) if (typeof key !== "number") add(total, count);
  return total;
}

/** Milliseconds below which this share lies; the middle of a bucket, never above the longest. 0 of nothing. */
export function quantileOf({ requests, buckets, mostMs }: Count, share: number): number {
  let left = Math.ceil(requests * share);
  if (left === 0) return 0;
  for (const [bucket, times] of buckets.entries()) {
    left -= times;
    if (left <= 0 && bucket < mostBuckets - 1) return Math.min(mostMs, leastMs * Math.exp((bucket + 0.5) * growth));
  }
  return mostMs;
}

/** What a report says of a count. */
export interface Summary {
  readonly requests: number;
  readonly comeAgain: number;
  readonly failed: number;
  readonly bytes: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
}

const hundredths = (number: number) => Math.round(number * 100) / 100;

export function summarise(count: Count): Summary {
  const { requests, comeAgain, failed, bytes, sumMs, mostMs } = count;
  return {
    requests,
    comeAgain,
    failed,
    bytes,
    meanMs: hundredths(requests === 0 ? 0 : sumMs / requests),
    p50Ms: hundredths(quantileOf(count, 0.5)),
    p95Ms: hundredths(quantileOf(count, 0.95)),
    p99Ms: hundredths(quantileOf(count, 0.99)),
    mostMs: hundredths(mostMs),
  };
}
