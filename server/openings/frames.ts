import type { OpeningFrame, OpeningTotal } from "../../shared/openings.ts";
import type { Seen, SeenLine } from "./ports.ts";
import { addTallies, percentileOf } from "./rules.ts";

/** Counts of joins and refusals as of a moment: two of them make a rate. Key "" is all slots together. */
export interface Sample {
  readonly atMs: number;
  readonly counts: ReadonlyMap<string, { readonly joined: number; readonly refused: number }>;
}

type Tallies = Seen["tallies"];

const refusedIn = (tallies: Tallies) =>
  Object.values(addTallies(tallies).refusals).reduce((sum, count) => sum + count, 0);
const talliesOf = ({ tallies }: Seen, slot: string) => tallies.filter((tally) => tally.slot === slot);

export function sampleOf(seen: Seen, atMs: number): Sample {
  const slots = seen.slots.map((slot) => {
    return [slot.id, { joined: slot.joined, refused: refusedIn(talliesOf(seen, slot.id)) }] as const;
  });
  return { atMs, counts: new Map([["", { joined: seen.all.joined, refused: refusedIn(seen.tallies) }], ...slots]) };
}

/** How much a count grew each second since a sample, to a tenth; never negative: a slot's line goes when it is over. */
function rateOf(name: "joined" | "refused", key: string, now: Sample, before: Sample | undefined): number {
  const [count, known] = [now.counts.get(key)?.[name] ?? 0, before?.counts.get(key)?.[name]];
  const seconds = before === undefined ? 0 : (now.atMs - before.atMs) / 1000;
  if (known === undefined || seconds <= 0) return 0;
  return Math.max(0, Math.round(((count - known) / seconds) * 10) / 10);
}

/**
 * What those who watch an opening are told. Joins are of the last second; refusals of the last three, since servers
 * tell what they counted about once a second. `past` are the samples before, the latest last.
 */
export function frameOf(seen: Seen, past: readonly Sample[], now: Sample): OpeningFrame {
  const totalOf = (key: string, line: SeenLine, tallies: Tallies): OpeningTotal => ({
    ...{ capacity: line.capacity, held: line.held, waiting: line.waiting, joined: line.joined },
    joinsPerSecond: rateOf("joined", key, now, past.at(-1)),
    refused: now.counts.get(key)?.refused ?? 0,
    refusalsPerSecond: rateOf("refused", key, now, past[0]),
    p95Ms: percentileOf(addTallies(tallies).latencies, 0.95),
  });
  const { store, opening, isClosed, opensAt, second, slotCount, pausedCount } = seen;
  return {
    ...{ storeId: store, openingId: opening, isClosed, opensAt, second, slotCount, pausedCount },
    all: { ...totalOf("", seen.all, seen.tallies), seatsLeft: seen.all.seatsLeft },
    slots: seen.slots.map((slot) => ({
      ...totalOf(slot.id, slot, talliesOf(seen, slot.id)),
      ...{ id: slot.id, startsAt: slot.startsAt, paused: slot.paused },
    })),
  };
}
