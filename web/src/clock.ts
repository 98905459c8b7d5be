import { useEffect, useState } from "react";
import { useRendered } from "./ui/page-data.tsx";

/** One look at the server's clock. The first two are `performance.now()`, the last is milliseconds since the epoch. */
export interface ClockSample {
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly serverNow: number;
}

const samplesKept = 5;
/** What an answer's header says is to the second, and some time on its way. */
const roughMs = 3_000;
/** Clocks that run alike drift apart by less than this while five samples are kept. */
const driftMs = 50;

/**
 * The server's clock as this page knows it: of the last five samples the one with the smallest round trip, taken to
 * have been read half-way (Cristian's algorithm; off by at most half that round trip). It runs on `performance.now()`,
 * so setting the device's clock changes nothing.
 */
export function createServerClock(elapsedMs: () => number = () => performance.now()) {
  let samples: ClockSample[] = [];
  let offset = Date.now() - elapsedMs();
  const listeners = new Set<() => void>();
  const roundTrip = ({ sentAt, receivedAt }: ClockSample) => receivedAt - sentAt;

  /** Whether one offset can lie within the round trips of both. */
  function canBothBeSo(one: ClockSample, other: ClockSample): boolean {
    const least = Math.max(one.serverNow - one.receivedAt, other.serverNow - other.receivedAt);
    const most = Math.min(one.serverNow - one.sentAt, other.serverNow - other.sentAt);
    return least - most <= driftMs;
  }

  return {
    now: () => elapsedMs() + offset,

    /** A first idea from the page itself, a second or two old: better than a device that may be minutes off. */
    begin(serverNow: number): void {
      if (samples.length === 0) offset = serverNow - elapsedMs();
    },

    /** What any answer says of its moment: it corrects a device that is far off before there is a sample. */
    glimpse(serverNow: number): void {
      if (samples.length > 0 || !(Math.abs(serverNow - elapsedMs() - offset) > roughMs)) return;
      offset = serverNow - elapsedMs();
      for (const listener of listeners) listener();
    },

    learn(sample: ClockSample): void {
      // What contradicts it was sampled before the device slept, or before somebody set the server's clock.
      samples = [...samples.filter((older) => canBothBeSo(older, sample)), sample].slice(-samplesKept);
      const best = samples.reduce((least, each) => (roundTrip(each) < roundTrip(least) ? each : least));
      offset = best.serverNow - (best.sentAt + best.receivedAt) / 2;
      for (const listener of listeners) listener();
    },

    /** A device that slept may have stopped counting; old samples say nothing then. */
    distrust(): void {
      samples = [];
    },

    get samples() {
      return samples.length;
    },

    onLearned(listener: () => void): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

export const serverClock = createServerClock();
export { samplesKept };

/** A browser waits no longer than this at once; what is due later is looked at again. */
const longestWaitMs = 2_147_483_647;

/** Looks now, after the milliseconds that each look answers, and when the clock is known better. 0 ends it. */
function followClock(look: () => number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function again(): void {
    clearTimeout(timer);
    const waitMs = look();
    if (waitMs > 0) timer = setTimeout(again, Math.min(waitMs, longestWaitMs));
  }
  again();
  const forget = serverClock.onLearned(again);
  return () => {
    clearTimeout(timer);
    forget();
  };
}

/** Whether a moment of the server's clock has come; renders again when it does. */
export function useHasCome(moment: string): boolean {
  const target = Date.parse(moment);
  const [hasCome, setHasCome] = useState(() => serverClock.now() >= target);
  useEffect(
    () =>
      followClock(() => {
        const left = Math.max(0, target - serverClock.now());
        setHasCome(left === 0);
        return left;
      }),
    [target],
  );
  return hasCome;
}

/** Milliseconds until a moment of the server's clock, 0 once it has passed; renders again at each whole second. */
export function useRemaining(moment: string | null): number {
  const target = moment === null ? 0 : Date.parse(moment);
  const rendered = useRendered();
  const first = () => Math.max(0, target - (rendered === null ? serverClock.now() : Date.parse(rendered.now)));
  const [remaining, setRemaining] = useState(first);
  useEffect(
    () =>
      followClock(() => {
        const left = Math.max(0, target - serverClock.now());
        setRemaining(left);
        return left === 0 ? 0 : left % 1000 || 1000;
      }),
    [target],
  );
  return remaining;
}
