import { randomUUID } from "node:crypto";
import type { OpeningId, SlotId } from "../../shared/ids.ts";
import type { ProblemName } from "../../shared/problems.ts";
import { bucketCount, bucketOf, type OwnTally } from "./rules.ts";

/** Slots counted at once in this process; further ones are not. */
const mostSlots = 5_000;
/** A slot in which no opening was on so often when it was told of is let go. One may begin a moment later. */
const mostMisses = 5;

interface Tally {
  readonly id: string;
  opening: OpeningId | null;
  fresh: number;
  repeats: number;
  overtaken: number;
  overtakenMs: number;
  /** When the latest of those came who have a ticket, by this process's clock. */
  latestArrival: number;
  readonly refusals: Map<ProblemName, number>;
  readonly latencies: Int32Array;
  isTold: boolean;
  misses: number;
}

const newTally = (): Tally => ({
  id: randomUUID(),
  opening: null,
  ...{ fresh: 0, repeats: 0, overtaken: 0, overtakenMs: 0, latestArrival: 0 },
  refusals: new Map(),
  latencies: new Int32Array(bucketCount),
  isTold: true,
  misses: 0,
});

export type Tallies = ReturnType<typeof createTallies>;

/**
 * Counts answers to presses in memory: additions to numbers that are there already; nothing is asked, and nothing made
 * but for the first press of a slot. Only an answer of the line itself (a place, or 409) begins a count, so that
 * made-up slots take no room.
 */
export function createTallies(now: () => number = () => performance.now()) {
  const tallies = new Map<string, Tally>();

  function tallyOf(slot: string, status: number): Tally | undefined {
    const known = tallies.get(slot);
    if (known !== undefined || tallies.size >= mostSlots || (status >= 300 && status !== 409)) return known;
    const made = newTally();
    tallies.set(slot, made);
    return made;
  }

  /** The tally of a row, unless another one of its slot has begun since. */
  function tallyAs({ slot, id }: OwnTally): Tally | undefined {
    const tally = tallies.get(slot);
    return tally?.id === id ? tally : undefined;
  }

  /** Tickets are answered in their order, so whoever came before somebody already answered was overtaken. */
  function countArrival(tally: Tally, elapsedMs: number): void {
    const arrival = now() - elapsedMs;
    tally.fresh += 1;
    if (arrival >= tally.latestArrival) {
      tally.latestArrival = arrival;
      return;
    }
    tally.overtaken += 1;
    tally.overtakenMs = Math.max(tally.overtakenMs, tally.latestArrival - arrival);
  }

  return {
    answered(slot: string, status: number, refused: ProblemName | null, elapsedMs: number): void {
      const tally = tallyOf(slot, status);
      if (tally === undefined) return;
      tally.isTold = false;
      if (refused !== null) tally.refusals.set(refused, (tally.refusals.get(refused) ?? 0) + 1);
      else if (status === 201) countArrival(tally, elapsedMs);
      else tally.repeats += 1;
      // A door that refuses at once says nothing of how fast the line is.
      if (status >= 300 && status !== 409) return;
      const bucket = bucketOf(elapsedMs);
      tally.latencies[bucket] = (tally.latencies[bucket] ?? 0) + 1;
    },
    /** What changed since it was last asked for, each in full. */
    news(): OwnTally[] {
      const rows: OwnTally[] = [];
      for (const [slot, tally] of tallies) {
        if (tally.isTold) continue;
        tally.isTold = true;
        const { id, opening, fresh, repeats, overtaken, overtakenMs, refusals, latencies } = tally;
        rows.push({
          ...{ id, opening, slot: slot as SlotId, fresh, repeats, overtaken, overtakenMs },
          refusals: Object.fromEntries(refusals),
          latencies: [...latencies],
        });
      }
      return rows;
    },
    /** These were heard: those that were kept with their opening, while in the others none is on. */
    told(rows: readonly OwnTally[], kept: ReadonlyMap<string, OpeningId>): void {
      for (const row of rows) {
        const tally = tallyAs(row);
        const opening = kept.get(row.id);
        if (tally === undefined) continue;
        if (opening !== undefined) {
          tally.opening = opening;
          continue;
        }
        tally.isTold = false;
        tally.misses += 1;
        if (tally.misses >= mostMisses) tallies.delete(row.slot);
      }
    },
    /** Nobody heard of these: they are told again. */
    untold(rows: readonly OwnTally[]): void {
      for (const row of rows) {
        const tally = tallyAs(row);
        if (tally !== undefined) tally.isTold = false;
      }
    },
    /** The openings of which something is counted here. */
    openings: (): OpeningId[] => [...new Set([...tallies.values()].flatMap(({ opening }) => opening ?? []))],
    /** Lets go of what was counted of these. */
    end(openings: readonly OpeningId[]): void {
      for (const [slot, { opening }] of tallies) {
        if (opening !== null && openings.includes(opening)) tallies.delete(slot);
      }
    },
  };
}
