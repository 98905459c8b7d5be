import type { StoreId } from "../../../shared/ids.ts";
import type { Store } from "../../../shared/stores.ts";
import { createChance } from "../../platform/chance.ts";
import type { PosterFacts } from "../rules.ts";
import { cat, moon } from "./animals.ts";
import { artHeight, artWidth, type Family } from "./family.ts";
import { type } from "./letters.ts";
import { type Palette, paletteOfStore } from "./palettes.ts";
import { blocks, dots, petal, stripe } from "./patterns.ts";
import { arch, disc, leaf, sun, wave } from "./places.ts";
import { box, picture, placed, type Shape } from "./shapes.ts";
import { bottle, cup, loaf } from "./tables.ts";

/** A poster is 300 × 400: the picture, and below it a plain band of 74 for the name. */
const posterHeight = 400;

const families: Readonly<Record<Store["category"], readonly Family[]>> = {
  character: [cat, moon, sun, petal, dots],
  food: [blocks, sun, cup, loaf, type, dots, wave],
  beauty: [arch, petal, bottle, dots],
  music: [sun, disc, type, dots],
  life: [leaf, wave, arch, blocks, cup],
  book: [blocks, type, arch],
  fashion: [type, arch, stripe, wave],
  tech: [blocks, dots, type, stripe],
};

/** Numbers that follow each other are worlds apart as seeds. */
const seedOf = (id: StoreId) => Number(BigInt(id) % 1_000_003n) * 7_919;

/** What a family draws for a store, with its colours; the same for the same facts, today and on every machine. */
export function drawFamily(family: Family, colours: Palette, { id, name }: Pick<PosterFacts, "id" | "name">): Shape {
  const shapes = family({ colours, name, chance: createChance(seedOf(id)) });
  return picture(artWidth, artHeight, [box(0, 0, artWidth, artHeight, { fill: colours.ground }), ...shapes]);
}

/** The picture alone, 300 × 326, for thumbnails. */
export function drawArt(facts: PosterFacts): Shape {
  const choice = families[facts.category];
  return drawFamily(choice[facts.numberInCategory % choice.length] as Family, paletteOfStore(facts.id), facts);
}

/** The poster, 300 × 400: the picture over a plain band of its ground, on which pages write the name. */
export function drawPoster(facts: PosterFacts): Shape {
  const { ground } = paletteOfStore(facts.id);
  return picture(artWidth, posterHeight, [
    box(0, 0, artWidth, posterHeight, { fill: ground }),
    placed({}, [drawArt(facts)]),
  ]);
}
