import type { Answer } from "../load/load.ts";
import type { Measured } from "../measure.ts";
import type { Facts } from "../rounds.ts";
import { percentile } from "./median.ts";

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** From writing a request to the last byte of its answer. */
export function latencies(answers: readonly Answer[]): Facts {
  const all = answers.map(({ latencyMs }) => latencyMs);
  return { "p50 ms": percentile(all, 0.5), "p95 ms": percentile(all, 0.95) };
}

/** What answers weigh, heads included, and how long they took from their first byte to their last. */
export function receivedFacts(answers: readonly Answer[]): Facts {
  const receiving = answers.map(({ receivingMs }) => receivingMs);
  return {
    "bytes an answer": mean(answers.map(({ receivedBytes }) => receivedBytes)),
    "receiving, mean ms": mean(receiving),
    "receiving, p95 ms": percentile(receiving, 0.95),
  };
}

/** What it took each person until they were told for the last time. */
export function toldFacts(answers: readonly Answer[]): Facts {
  const all = answers.map(({ latencyMs }) => latencyMs);
  return {
    "told p50 ms": percentile(all, 0.5),
    "told p99 ms": percentile(all, 0.99),
    "told last ms": percentile(all, 1),
    "bytes a person": mean(answers.map(({ receivedBytes }) => receivedBytes)),
    "requests a person": mean(answers.map(({ asked }) => asked)),
  };
}

/** Of one processor. */
export const generatorShare = ({ generatorMicros, elapsedMs }: Measured): number =>
  generatorMicros / (elapsedMs * 1_000);
/** A generator that uses more of one processor than this measures itself. */
export const mostOfGenerator = 0.9;
