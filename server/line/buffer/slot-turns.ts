import type { SlotId } from "../../../shared/ids.ts";
import type { Clock } from "../../platform/clock.ts";
import { jittered } from "../../platform/retry.ts";

/** Connections that this may hold of those that joins and rounds share. */
const slotsAtOnce = 4;
/** Of them, those for slots that have failed last: however many wait for a lock, the others go on. */
const troubledAtOnce = 2;
/** A slot that failed is put off, twice as long each time. With a wait for a lock (2 s) its lease lasts for that. */
const firstPauseMs = 100;
const longestPauseMs = 800;
/** While some slots take long, whether others have work is asked so often. */
const lookAgainMs = 20;

export interface Turns {
  /** Slots that have work. */
  readonly busy: () => Promise<SlotId[]>;
  /** One batch of a slot; whether there may be another. */
  readonly step: (slot: SlotId) => Promise<boolean>;
  readonly onFailed: (slot: SlotId, error: unknown) => void;
  readonly clock: Pick<Clock, "wait">;
  /** Milliseconds that only ever grow: a clock that is set moves no lease. */
  readonly elapsedMs: () => number;
}

/**
 * Goes turn by turn through the slots that have work, a batch of each, a few side by side, so that none waits for the
 * crowd of another. One that takes long is not waited for, and one that failed is put off, it alone.
 */
export function createSlotTurns({ busy, step, onFailed, clock, elapsedMs }: Turns) {
  const underWay = new Map<SlotId, Promise<void>>();
  const putOff = new Map<SlotId, { readonly failures: number; readonly until: number }>();
  let isMore = false;

  async function take(slot: SlotId): Promise<void> {
    try {
      if (await step(slot)) isMore = true;
      putOff.delete(slot);
    } catch (error) {
      const failures = 1 + (putOff.get(slot)?.failures ?? 0);
      const pauseMs = jittered(Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1)));
      putOff.set(slot, { failures, until: elapsedMs() + pauseMs });
      onFailed(slot, error);
    } finally {
      underWay.delete(slot);
    }
  }

  function isDue(slot: SlotId): boolean {
    if (underWay.has(slot)) return false;
    const trouble = putOff.get(slot);
    if (trouble === undefined) return true;
    const troubled = [...underWay.keys()].filter((other) => putOff.has(other));
    return trouble.until <= elapsedMs() && troubled.length < troubledAtOnce;
  }

  async function untilMoreOr(pause: Promise<void>): Promise<void> {
    const over = pause.then(() => true);
    let isOver = false;
    while (!isMore && !isOver && underWay.size > 0)
      isOver = await Promise.race([over, Promise.race(underWay.values()).then(() => false)]);
  }

  async function turn(isToEnd: () => boolean): Promise<void> {
    const slots = new Set(await busy());
    for (const slot of putOff.keys()) if (!slots.has(slot)) putOff.delete(slot);
    isMore = false;
    for (const slot of slots) {
      while (underWay.size >= slotsAtOnce) await Promise.race(underWay.values());
      if (isToEnd()) return;
      if (isDue(slot)) underWay.set(slot, take(slot));
    }
    if (underWay.size > 0) await untilMoreOr(clock.wait(lookAgainMs));
  }

  return {
    /** Works until nothing is left but what is put off, or it is told to end; then nothing is under way. */
    async work(isToEnd: () => boolean = () => false): Promise<void> {
      try {
        do await turn(isToEnd);
        while ((isMore || underWay.size > 0) && !isToEnd());
      } finally {
        await Promise.all(underWay.values());
      }
    },
  };
}
