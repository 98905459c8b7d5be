import { describe, expect, test } from "vitest";
import type { StoreId } from "../../../shared/ids.ts";
import { categories } from "../../../shared/store-codes.ts";
import { cat, moon } from "./animals.ts";
import type { Family } from "./family.ts";
import { firstConsonant, type } from "./letters.ts";
import { palettes, posterColours } from "./palettes.ts";
import { blocks, dots, petal, stripe } from "./patterns.ts";
import { arch, disc, leaf, sun, wave } from "./places.ts";
import { drawArt, drawFamily, drawPoster } from "./poster.ts";
import { bottle, cup, loaf } from "./tables.ts";

const families: Readonly<Record<string, Family>> = {
  ...{ moon, cat, loaf, cup, bottle, blocks, dots, petal },
  ...{ stripe, wave, sun, leaf, arch, disc, type },
};
const mostBytes = 16 * 1024;
const facts = (id: number, more: object = {}) => ({
  id: String(id) as StoreId,
  name: "달토끼 세탁소",
  category: "character" as const,
  numberInCategory: id,
  ...more,
});

/** Every element closed in its order, every attribute quoted and once, nothing that could load or run. */
function troublesOf(svg: string): string[] {
  const open: string[] = [];
  const troubles: string[] = [];
  const rest = svg.replace(/<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<&]*")*)(\/?)>/g, (_, closes, name, attributes, ends) => {
    const names = [...String(attributes).matchAll(/ ([a-zA-Z-]+)=/g)].map(([, attribute]) => attribute);
    if (new Set(names).size !== names.length) troubles.push(`${name} says ${names} twice`);
    if (!["svg", "g", "rect", "circle", "ellipse", "path"].includes(name)) troubles.push(`a ${name}`);
    if (closes) troubles.push(...(open.pop() === name ? [] : [`</${name}> out of order`]));
    else if (!ends) open.push(name);
    return "";
  });
  if (open.length > 0) troubles.push(`${open} left open`);
  if (rest !== "") troubles.push(`loose text: ${rest.slice(0, 40)}`);
  if (/NaN|undefined|Infinity|null/.test(svg)) troubles.push("a number that is none");
  return troubles;
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(Object.entries(families))("%s", (_name, family) => {
  test("is well-formed and small in every palette, whatever chance says", () => {
    for (const [index, palette] of palettes.entries()) {
      for (let id = index + 1; id < 400; id += palettes.length) {
        const svg = drawFamily(family, palette, facts(id));
        expect([id, troublesOf(svg)]).toEqual([id, []]);
        expect(Buffer.byteLength(svg)).toBeLessThanOrEqual(mostBytes - 300);
      }
    }
  });

  test("uses no colour but the palette's", () => {
    for (const palette of palettes) {
      const used = new Set(drawFamily(family, palette, facts(7)).match(/#[0-9a-f]+/g));
      expect(Object.values(palette)).toEqual(expect.arrayContaining([...used]));
    }
  });

  test("has variety, and for one store always the same picture", () => {
    const palette = palettes[0] as (typeof palettes)[number];
    const draw = (id: number) =>
      drawFamily(family, palette, facts(id, { name: `${String.fromCodePoint(0xac00 + id * 588)}` }));
    const ids = Array.from({ length: 12 }, (_, index) => index + 1);
    expect(ids.map(draw)).toEqual(ids.map(draw));
    expect(new Set(ids.map(draw)).size).toBeGreaterThanOrEqual(9);
  });
});

test.each(categories)("neighbours among %s differ in family, not in colour alone", (category) => {
  const withoutColours = (id: number) =>
    drawArt(facts(1, { category, numberInCategory: id })).replace(/#[0-9a-f]{6}/g, "");
  for (let number = 0; number < 20; number += 1) expect(withoutColours(number)).not.toBe(withoutColours(number + 1));
});

test("the poster is the art over a plain band of its ground, 74 high, and carries no text", () => {
  for (let id = 1; id <= 60; id += 1) {
    const poster = drawPoster(facts(id));
    const { ground } = posterColours(String(id) as StoreId);
    expect(poster.startsWith(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="400"`)).toBe(true);
    const band = `<rect x="0" y="326" width="300" height="74" fill="${ground}"/>`;
    const inside = (svg: string) => svg.replace(/^<svg[^>]*>/, "").replace("</svg>", "");
    expect(inside(poster)).toBe(inside(drawArt(facts(id))) + band);
    expect(troublesOf(poster)).toEqual([]);
    expect(Buffer.byteLength(poster)).toBeLessThanOrEqual(mostBytes);
  }
});

test("a name is readable on every palette: 4.5 : 1 or more", () => {
  for (const { ground, ink } of palettes) {
    const [dark = 0, light = 0] = [luminance(ground), luminance(ink)].sort((one, other) => one - other);
    expect([ground, ink, (light + 0.05) / (dark + 0.05) >= 4.5]).toEqual([ground, ink, true]);
  }
});

test("cards and pictures agree on the colours, for ids of any size", () => {
  for (const id of ["1", "12", "13", "9007199254740993", "999999999999999999"] as StoreId[]) {
    expect(drawArt(facts(1, { id }))).toContain(`fill="${posterColours(id).ground}"`);
  }
});

test.each([
  ["가나", 0],
  ["까치", 1],
  ["달토끼 세탁소", 3],
  ["8비트 픽셀 다방", 7],
  ["쑥과 마늘", 10],
  ["하늘", 18],
  ["힣", 18],
  ["POP UP 2026", null],
  ["ㅋㅋ", null],
  ["", null],
])("the first consonant of %s is %s", (name, place) => {
  expect(firstConsonant(name)).toBe(place);
});

test("what a host types never reaches the picture", () => {
  const name = `"><script>alert(1)</script>`;
  expect(troublesOf(drawPoster(facts(1, { name, category: "book" })))).toEqual([]);
});
