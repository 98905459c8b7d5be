/** A token bucket for each key: `perSecond` on average, `burst` at once; so many keys are remembered. */
export interface Limit {
  readonly perSecond: number;
  readonly burst: number;
  readonly mostKeys: number;
}

/** Takes one token of the key; answers 0, or the seconds after which there is one again. Waits for nobody. */
export type Take = (key: string) => number;

/** Limits by name. limits.conformance.ts holds adapters to what a process alone may rely on. */
export interface Limits {
  open(name: string, limit: Limit): Take;
}
