/** How old a value may be when it is answered. */
export interface Ages {
  /** Until then it is answered as it is. */
  readonly freshMs: number;
  /** Until then it is answered too, while a newer one is loaded. As long as `freshMs`, nothing stale is answered. */
  readonly staleMs: number;
}

export interface CacheEntry extends Ages {
  /** What is forgotten together. */
  readonly group: string;
  /** Which value of its group. */
  readonly name: string;
}

/** Since the start of the process; `entries` and `weight` are what is kept now. */
export interface CacheFigures {
  /** Answered without a load of their own: fresh, stale, or by the load of somebody who came before. */
  readonly hits: number;
  readonly misses: number;
  /** Loads, those in the background among them. */
  readonly loads: number;
  /** Answered by what another process had loaded, instead of a load. */
  readonly shared: number;
  readonly failures: number;
  readonly entries: number;
  readonly weight: number;
  readonly mostWeight: number;
}

/**
 * Keeps what was read for a while, within a bound. Values are what JSON can write: others may have loaded them.
 * cache.conformance.ts holds adapters to these promises.
 */
export interface Cache {
  /**
   * What is kept, else what `load` answers. However many ask for what is not there, one of them loads it. What fails
   * is not kept and fails for everybody who waits; null is not kept either.
   */
  read<Value>(entry: CacheEntry, load: () => Promise<Value>): Promise<Value>;
  /** Loads in any case and keeps that: for somebody who must see what they have just done. */
  renew<Value>(entry: CacheEntry, load: () => Promise<Value>): Promise<Value>;
  /** Whoever reads something of this group from now on is answered by a load that begins from now on. */
  forget(group: string): void;
  figures(): CacheFigures;
}
