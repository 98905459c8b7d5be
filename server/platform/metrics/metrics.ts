import type { CountName, Levels, TimeName } from "../../../shared/metrics.ts";

/** Where measurements go. On the way of every press: an addition to a number that is there already. */
export interface Metrics {
  count(name: CountName): void;
  time(name: TimeName, ms: number): void;
}

/** Reads how it stands now; what cannot be read is left out. */
export type ReadLevels = () => Promise<Levels>;
