import type { StoreId } from "../../../shared/ids.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import type { Colour } from "./shapes.ts";

/** `ink` is for the name on the `ground`: at least 4.5 : 1, WCAG 2.2 AA. */
export interface Palette {
  readonly ground: Colour;
  readonly first: Colour;
  readonly second: Colour;
  readonly third: Colour;
  readonly ink: Colour;
}

type Row = readonly [ground: Colour, first: Colour, second: Colour, third: Colour, ink: Colour];

const rows: readonly Row[] = [
  ["#231942", "#ffd166", "#ef476f", "#5e548e", "#ffd166"],
  ["#ff9ec4", "#d31f45", "#fff0e6", "#5b1a6e", "#5b1a6e"],
  ["#0f5a3c", "#b9e86b", "#f2f5e4", "#f59bb0", "#f2f5e4"],
  ["#9fe0ff", "#ff4f8b", "#fff7e8", "#1547d1", "#0c2a86"],
  ["#d42b17", "#ffe3b8", "#13100f", "#ff9d6e", "#fff0d9"],
  ["#ece7df", "#1d1d1f", "#b9a78c", "#6b5b49", "#1d1d1f"],
  ["#ffcf3f", "#ff5a36", "#1d1a17", "#fff4d6", "#1d1a17"],
  ["#1b2a6b", "#f6e9d2", "#ff6a3d", "#8fb4ff", "#f6e9d2"],
  ["#c9ecdf", "#005f56", "#ff7f50", "#fef7e8", "#00433d"],
  ["#5a3df0", "#ffe45c", "#f7f3ff", "#ff7ad9", "#f7f3ff"],
  ["#f4efe6", "#ee4b2b", "#1c3d5a", "#f2b632", "#1c3d5a"],
  ["#d7f34f", "#101418", "#ffffff", "#5c7a00", "#101418"],
];

export const palettes: readonly Palette[] = rows.map(([ground, first, second, third, ink]) => {
  return { ground, first, second, third, ink };
});

/** The store's palette: by its id alone, so that a list needs nothing else. */
export function paletteOfStore(id: StoreId): Palette {
  return palettes[Number((BigInt(id) - 1n) % BigInt(palettes.length))] as Palette;
}

/** What a page needs to write the store's name over its poster. */
export function posterColours(id: StoreId): Pick<StoreCard["poster"], "ground" | "ink"> {
  const { ground, ink } = paletteOfStore(id);
  return { ground, ink };
}
