import type { OpeningId, SlotId } from "../../shared/ids.ts";
import type { OpeningFigures, OpeningReport } from "../../shared/openings.ts";

/** What one process counted of one slot so far; `latencies` are answers by how long they took (rules.ts). */
export type TallyRow = {
  readonly id: string;
  readonly slot: SlotId;
  readonly fresh: number;
  readonly repeats: number;
  readonly overtaken: number;
  readonly overtakenMs: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly latencies: readonly number[];
};

/** The same as its process tells it: of which opening it is, null until that is known. */
export type OwnTally = TallyRow & { readonly opening: OpeningId | null };

/** What the rows say of one slot in an opening. */
export type SlotRows = Pick<
  OpeningFigures,
  "arrivals" | "outcomes" | "capacity" | "held" | "orderErrors" | "idleSeats" | "untold"
> & { readonly slot: SlotId; readonly startsAt: string };

export interface Measured {
  readonly slots: readonly SlotRows[];
  readonly seconds: readonly number[];
  readonly tallies: readonly TallyRow[];
}

/** Eight buckets for each doubling: a percentile is at most 9 % above what was measured. The last begins at 60 s. */
const perDoubling = 8;
export const bucketCount = 128;

export function bucketOf(elapsedMs: number): number {
  if (!(elapsedMs > 1)) return 0;
  return Math.min(bucketCount - 1, Math.floor(Math.log2(elapsedMs) * perDoubling));
}

type Counted = Omit<TallyRow, "id" | "slot">;

const nothing: Counted = { fresh: 0, repeats: 0, overtaken: 0, overtakenMs: 0, refusals: {}, latencies: [] };

function addCounts(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) {
  const sum: Record<string, number> = { ...one };
  for (const [name, count] of Object.entries(other)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** What several processes counted, together. */
export function addTallies(tallies: readonly Counted[]): Counted {
  return tallies.reduce(
    (sum, one) => ({
      fresh: sum.fresh + one.fresh,
      repeats: sum.repeats + one.repeats,
      overtaken: sum.overtaken + one.overtaken,
      overtakenMs: Math.max(sum.overtakenMs, one.overtakenMs),
      refusals: addCounts(sum.refusals, one.refusals),
      latencies: one.latencies.map((count, bucket) => count + (sum.latencies[bucket] ?? 0)),
    }),
    nothing,
  );
}

/** The upper end of the bucket in which this share of all answers ends, in milliseconds; null without answers. */
export function percentileOf(latencies: readonly number[], share: number): number | null {
  const all = latencies.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let left = Math.ceil(all * share);
  const bucket = latencies.findIndex((count) => {
    left -= count;
    return left <= 0;
  });
  return Math.round(2 ** ((bucket + 1) / perDoubling) * 10) / 10;
}

function figuresOf(rows: Omit<SlotRows, "slot" | "startsAt">, counted: Counted): OpeningFigures {
  const { repeats, overtaken, overtakenMs, refusals, latencies } = counted;
  return {
    ...rows,
    ...{ repeats, refusals, overtaken },
    overtakenMs: Math.round(overtakenMs * 10) / 10,
    p50Ms: percentileOf(latencies, 0.5),
    p95Ms: percentileOf(latencies, 0.95),
    p99Ms: percentileOf(latencies, 0.99),
  };
}

function addRows(slots: readonly SlotRows[]): Omit<SlotRows, "slot" | "startsAt"> {
  const sum = (name: "arrivals" | "capacity" | "held" | "orderErrors" | "idleSeats" | "untold") =>
    slots.reduce((total, slot) => total + slot[name], 0);
  return {
    arrivals: sum("arrivals"),
    outcomes: slots.reduce<Record<string, number>>((all, { outcomes }) => addCounts(all, outcomes), {}),
    capacity: sum("capacity"),
    held: sum("held"),
    orderErrors: sum("orderErrors"),
    idleSeats: sum("idleSeats"),
    untold: sum("untold"),
  };
}

/** The report of what was measured: each slot, and all together. */
export function reportOf({ slots, seconds, tallies }: Measured): OpeningReport {
  return {
    all: figuresOf(addRows(slots), addTallies(tallies)),
    seconds: [...seconds],
    slots: slots.map(({ slot, startsAt, ...rows }) => ({
      slotId: slot,
      startsAt,
      ...figuresOf(rows, addTallies(tallies.filter((tally) => tally.slot === slot))),
    })),
  };
}
