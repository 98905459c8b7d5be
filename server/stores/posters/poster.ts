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
import { box, picture, type Shape } from "./shapes.ts";
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

/** Numbers that follow each other are worlds apart as seeds. With this salt the demo's noodle house has a bowl. */
const salt = 11_530;
const seedOf = (id: StoreId) => Number(BigInt(id) % 1_000_003n) * 7_919 + salt;

function shapesOf(family: Family, colours: Palette, { id, name }: Pick<PosterFacts, "id" | "name">): readonly Shape[] {
  const ground = box(0, 0, artWidth, posterHeight, { fill: colours.ground });
  return [ground, ...family({ colours, name, chance: createChance(seedOf(id)) })];
}

/** What a family draws for a store, with its colours; the same for the same facts, today and on every machine. */
export function drawFamily(family: Family, colours: Palette, facts: Pick<PosterFacts, "id" | "name">): Shape {
  return picture(artWidth, artHeight, shapesOf(family, colours, facts));
}

function familyOf({ category, numberInCategory }: PosterFacts): Family {
  const choice = families[category];
  return choice[numberInCategory % choice.length] as Family;
}

/** The picture alone, 300 × 326, for thumbnails. */
export function drawArt(facts: PosterFacts): Shape {
  return drawFamily(familyOf(facts), paletteOfStore(facts.id), facts);
}

/** The poster, 300 × 400: the picture, and over its foot a plain band of its ground, on which pages write the name. */
export function drawPoster(facts: PosterFacts): Shape {
  const colours = paletteOfStore(facts.id);
  const band = box(0, artHeight, artWidth, posterHeight - artHeight, { fill: colours.ground });
  return picture(artWidth, posterHeight, [...shapesOf(familyOf(facts), colours, facts), band]);
}
