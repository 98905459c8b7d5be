/** How a crowd comes to one opening. */
export interface CrowdCourse {
  readonly joiners: number;
  /** All have pressed by then. */
  readonly seconds: number;
  /** After each of these half of those still to come have pressed: they are fewest at the end. */
  readonly halfSeconds: number;
}

const shareBy = (second: number, halfSeconds: number) => 1 - 2 ** (-second / halfSeconds);

/** Presses of the first second, which is the busiest. */
export function busiestSecond({ joiners, seconds, halfSeconds }: CrowdCourse): number {
  const first = Math.min(1, seconds);
  return Math.round((joiners * shareBy(first, halfSeconds)) / shareBy(seconds, halfSeconds));
}

/** When each presses, in milliseconds after the opening, earliest first: an exponential course that ends. */
export function pressTimes({ joiners, seconds, halfSeconds }: CrowdCourse): Float64Array {
  const all = shareBy(seconds, halfSeconds);
  return Float64Array.from(
    { length: joiners },
    (_, at) => -1_000 * halfSeconds * Math.log2(1 - (all * (at + 0.5)) / joiners),
  );
}
