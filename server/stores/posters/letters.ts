import { artHeight, artWidth, type Family } from "./family.ts";
import { box, circle, form, type Look, type Outline, outline, placed, type Shape } from "./shapes.ts";

/** Bars are 46 wide in a square of 200 around (0, 0). */
const bar = 46;
const line = (edge: Outline) => (look: Look) => form(edge, { ...look, lineWidth: bar, butt: true });
const ring = (y: number, radius: number) => (look: Look) => circle(0, y, radius, { ...look, lineWidth: bar });

type Stroke = (look: Look) => Shape;

const giyeok = [line(outline`M-90 -71H71V100`)];
const nieun = [line(outline`M-71 -94V71H94`)];
const digeut = [line(outline`M94 -71H-71V71H94`)];
const rieul = [line(outline`M-90 -77H67V0H-67V77H94`)];
const mieum = [line(outline`M-71 -71H71V71H-71Z`)];
const bieup = [line(outline`M-71 -100V71H71V-100M-71 -6H71`)];
const siot = [line(outline`M0 -100C0 0 -40 60 -88 86`), line(outline`M2 -30C12 20 44 62 88 86`)];
const ieung = [ring(0, 74)];
const jieut = [
  line(outline`M-90 -71H90`),
  line(outline`M0 -60C0 20 -40 66 -88 88`),
  line(outline`M4 -8C16 34 46 68 88 88`),
];
const chieut = [
  line(outline`M-44 -88H44`),
  line(outline`M-90 -34H90`),
  line(outline`M0 -30C0 30 -40 72 -88 90`),
  line(outline`M4 4C16 40 46 74 88 90`),
];
const kieuk = [...giyeok, line(outline`M-90 8H71`)];
const tieut = [...digeut, line(outline`M-71 0H88`)];
const pieup = [line(outline`M-96 -71H96M-96 71H96M-42 -71V71M42 -71V71`)];
const hieut = [line(outline`M-44 -88H44`), line(outline`M-92 -34H92`), ring(46, 42)];

/** Unicode's nineteen first consonants in their order; a doubled one is written as twice its half. */
const consonants: readonly { strokes: readonly Stroke[]; doubled?: boolean }[] = [
  { strokes: giyeok },
  { strokes: giyeok, doubled: true },
  { strokes: nieun },
  { strokes: digeut },
  { strokes: digeut, doubled: true },
  { strokes: rieul },
  { strokes: mieum },
  { strokes: bieup },
  { strokes: bieup, doubled: true },
  { strokes: siot },
  { strokes: siot, doubled: true },
  { strokes: ieung },
  { strokes: jieut },
  { strokes: jieut, doubled: true },
  { strokes: chieut },
  { strokes: kieuk },
  { strokes: tieut },
  { strokes: pieup },
  { strokes: hieut },
];
const firstSyllable = 0xac00;
const lastSyllable = 0xd7a3;
/** Syllables that begin with the same consonant: 21 vowels × 28 endings. */
const syllablesEach = 588;

/** The place of a name's first consonant among the nineteen; null without a Hangul syllable. */
export function firstConsonant(name: string): number | null {
  const syllables = [...name].map((letter) => letter.codePointAt(0) ?? 0);
  const first = syllables.find((point) => point >= firstSyllable && point <= lastSyllable);
  return first === undefined ? null : Math.floor((first - firstSyllable) / syllablesEach);
}

function letter(place: number, look: Look): readonly Shape[] {
  const { strokes, doubled = false } = consonants[place] as (typeof consonants)[number];
  const shapes = strokes.map((stroke) => stroke(look));
  if (!doubled) return shapes;
  return [-61, 61].map((x) => placed({ x, scale: 0.58 }, shapes));
}

/** The name's first consonant, as large as the sheet; without Hangul any one of them. */
export const type: Family = ({ colours, chance, name }) => {
  const { ground, first, second, third } = colours;
  const place = firstConsonant(name) ?? chance.whole(0, consonants.length - 1);
  const at = { x: 150, y: 166, scale: 1.12 };
  const disc = circle(chance.between(60, 240), chance.between(56, 120), 88, { fill: third });
  const sheet = box(0, 0, artWidth, artHeight, { fill: first });
  const shadow = placed({ ...at, x: at.x + 9, y: at.y + 10 }, letter(place, { line: second }));
  const layouts = [
    [sheet, disc, placed(at, letter(place, { line: ground }))],
    [sheet, shadow, placed(at, letter(place, { line: ground }))],
    [disc, placed(at, letter(place, { line: first }))],
  ];
  return chance.pick(layouts);
};
