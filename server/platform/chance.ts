/** Chance that repeats: the same seed gives the same draws on every machine, so a seed names a picture or a history. */
export interface Chance {
  /** A number from `least` up to `most`. */
  between(least: number, most: number): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** True once in `times` draws. */
  oneIn(times: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/**
 * Draws from mulberry32 (Tommy Ettinger, public domain): 32 bits of state, a period of 2^32. Far from unpredictable,
 * and good enough to wander through histories and pictures.
 */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) => least + Math.floor(fraction() * (most - least + 1));
  return {
    between: (least, most) => least + fraction() * (most - least),
    whole,
    oneIn: (times) => whole(1, times) === 1,
    pick: (items) => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
  };
}
