import type { Chance } from "../../platform/chance.ts";
import type { Palette } from "./palettes.ts";
import type { Shape } from "./shapes.ts";

/** Where a family draws. Below it the poster keeps a plain band for the store's name. */
export const artWidth = 300;
export const artHeight = 326;

export interface Subject {
  readonly colours: Palette;
  readonly chance: Chance;
  /** The store's name; only its first consonant is ever drawn. */
  readonly name: string;
}

/**
 * Draws one kind of picture, at most 15 KB, on the palette's ground. What matters stays between x = 28 and x = 272: a
 * thumbnail cuts the sides.
 */
export type Family = (subject: Subject) => readonly Shape[];
