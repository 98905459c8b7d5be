/** Requests of this process, counted in memory that its other threads see too. */
export type TrafficCounts = Int32Array<SharedArrayBuffer>;

export interface Traffic {
  readonly counts: TrafficCounts;
  begin(): void;
  end(): void;
  /** How many are not answered yet. */
  underWay(): number;
}

const [begun, ended] = [0, 1];

export function createTraffic(counts: TrafficCounts = new Int32Array(new SharedArrayBuffer(8))): Traffic {
  return {
    counts,
    begin: () => void Atomics.add(counts, begun, 1),
    end: () => void Atomics.add(counts, ended, 1),
    underWay: () => (Atomics.load(counts, begun) - Atomics.load(counts, ended)) | 0,
  };
}

/** As another thread looks at it: whether anybody asked for anything since the last look, or still waits. */
export function createTrafficWatch(counts: TrafficCounts): () => boolean {
  const { underWay } = createTraffic(counts);
  let seen = Atomics.load(counts, begun);
  return () => {
    const before = seen;
    seen = Atomics.load(counts, begun);
    return seen !== before || underWay() > 0;
  };
}
