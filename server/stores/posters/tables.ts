import type { Chance } from "../../platform/chance.ts";
import { artHeight, artWidth, type Family } from "./family.ts";
import type { Palette } from "./palettes.ts";
import { box, circle, form, outline, oval, placed, type Shape } from "./shapes.ts";

/** A roll of dough is widest in the middle: its turns from the ends inwards, each over the one before. */
const turnsOfRoll = [
  { x: 62, across: 16, down: 19, turn: 24 },
  { x: 38, across: 24, down: 32, turn: 14 },
  { x: 0, across: 32, down: 43, turn: 0 },
];

function roll({ ground, first, second, third }: Palette, chance: Chance): readonly Shape[] {
  const salt = [-34, -14, 6, 26].map((x, index) => {
    const y = (index % 2 === 0 ? -14 : -25) + chance.between(-4, 4);
    return box(x - 3.5, y - 3.5, 7, 7, { fill: third, turn: chance.between(0, 80) });
  });
  const dough = turnsOfRoll.flatMap(({ x, turn, ...size }) => {
    const sides = x === 0 ? [0] : [-1, 1];
    return sides.map((side) => ({ x: side * x, turn: side * turn, y: Math.abs(x) * 0.14, ...size }));
  });
  return [
    ...dough.map(({ x, y, across, down }) => oval(x + 6, y + 8, across, down, { fill: second, opacity: 0.22 })),
    ...dough.map(({ x, y, across, down, turn }) =>
      oval(x, y, across, down, { fill: first, line: ground, lineWidth: 4, turn }),
    ),
    form(outline`M-13 -24Q-19 2 -11 26M13 -24Q19 2 11 26`, { line: second, lineWidth: 5, opacity: 0.8 }),
    ...salt,
  ];
}

/** Rolls with salt, as they lie on a tray. */
export const loaf: Family = ({ colours, chance }) => {
  const rows = [60, 163, 266];
  const trays = [
    [86, 214].flatMap((x) => rows.map((y) => ({ x, y, scale: 0.8 }))),
    [...[84, 216].flatMap((x) => [66, 260].map((y) => ({ x, y, scale: 0.84 }))), { x: 150, y: 163, scale: 0.84 }],
    [
      { x: 150, y: 92, scale: 1.5 },
      { x: 150, y: 236, scale: 1.5 },
    ],
  ];
  const places = chance.pick(trays);
  const lean = chance.pick([-1, 1]);
  return places.map((place, index) => {
    const turn = lean * (index % 2 === 0 ? 1 : -1) * chance.between(8, 20);
    return placed({ ...place, turn }, roll(colours, chance));
  });
};

const steam = (x: number, y: number, height: number) => {
  const [step, sway] = [height / 3, 13];
  return outline`M${x} ${y}c${-sway} ${-step / 2} ${-sway} ${-step} 0 ${-step * 1.5}s${sway} ${-step} 0 ${-step * 1.5}`;
};

const smile = (x: number, y: number, colour: Palette["ink"]) => [
  circle(x - 28, y, 6, { fill: colour }),
  circle(x + 28, y, 6, { fill: colour }),
  form(outline`M${x - 12} ${y + 8}Q${x} ${y + 22} ${x + 12} ${y + 8}`, { line: colour, lineWidth: 5 }),
];

function mug({ ground, first, second, third }: Palette, chance: Chance): readonly Shape[] {
  const band = chance.oneIn(2)
    ? [form(outline`M85 250H209L206 268H88Z`, { fill: third })]
    : [108, 150, 192].map((x) => circle(x, 262, 8, { fill: third }));
  return [
    oval(150, 298, 116, 17, { fill: third }),
    form(outline`M206 184C266 172 268 254 204 254`, { line: first, lineWidth: 19 }),
    form(outline`M76 150H220L208 272Q205 296 182 296H114Q91 296 88 272Z`, { fill: first }),
    ...band,
    ...smile(148, 204, ground),
    oval(148, 150, 72, 18, { fill: first }),
    oval(148, 151, 62, 13, { fill: second }),
  ];
}

/** The chopsticks stand to the right for a `lean` of 1, to the left for -1. */
function bowl({ ground, first, second, third }: Palette, lean: number): readonly Shape[] {
  const stick = (shift: number) =>
    form(outline`M${150 + lean * (shift - 12)} 176L${150 + lean * (96 + shift * 1.6)} 52`, {
      line: third,
      lineWidth: 8,
    });
  const noodle = (y: number, width: number) =>
    form(outline`M${150 - width} ${y}q${width / 4} -12 ${width / 2} 0t${width / 2} 0t${width / 2} 0t${width / 2} 0`, {
      line: third,
      lineWidth: 6,
    });
  const egg = 150 - lean * 48;
  return [
    box(108, 288, 84, 22, { fill: first, round: 6 }),
    form(outline`M44 182H256C256 254 214 300 150 300C86 300 44 254 44 182Z`, { fill: first }),
    oval(150, 182, 106, 27, { fill: first }),
    oval(150, 183, 95, 20, { fill: second }),
    noodle(182, 78),
    noodle(191, 52),
    stick(0),
    stick(16),
    oval(egg, 180, 25, 14, { fill: first }),
    circle(egg, 179, 8.5, { fill: third }),
    ...smile(150, 236, ground),
  ];
}

/** Something warm: a mug or a bowl, and its steam. */
export const cup: Family = ({ colours, chance }) => {
  const isMug = chance.oneIn(2);
  const height = chance.between(62, 84);
  const lean = isMug ? 0 : chance.pick([-1, 1]);
  const rising = [-38, 0, 38].map((x, index) =>
    form(steam(148 - lean * 46 + x, isMug ? 118 : 136, height + (index === 1 ? 14 : 0)), {
      line: colours.third,
      lineWidth: 9,
    }),
  );
  return [...rising, ...(isMug ? mug(colours, chance) : bowl(colours, lean))];
};

type Bottle = (x: number, floor: number, fill: Palette["ink"], colours: Palette, chance: Chance) => readonly Shape[];

const label = (x: number, y: number, width: number, { ground, second }: Palette) => [
  box(x - width / 2, y, width, 34, { fill: ground, round: 2 }),
  form(outline`M${x - width / 4} ${y + 13}H${x + width / 4}M${x - width / 6} ${y + 22}H${x + width / 6}`, {
    line: second,
    lineWidth: 3,
  }),
];
const gleam = (x: number, y: number, height: number, { ground }: Palette) =>
  box(x - 3, y, 6, height, { fill: ground, round: 3, opacity: 0.4 });

const bottles: readonly Bottle[] = [
  (x, floor, fill, colours, chance) => {
    const height = chance.between(140, 178);
    return [
      box(x - 13, floor - height - 40, 26, 38, { fill: colours.second, round: 4 }),
      box(x - 32, floor - height, 64, height, { fill, round: 8 }),
      ...label(x, floor - height * 0.58, 46, colours),
      gleam(x - 21, floor - height + 14, height * 0.26, colours),
    ];
  },
  (x, floor, fill, colours, chance) => {
    const radius = chance.between(36, 41);
    return [
      circle(x, floor - radius * 2 - 46, 19, { fill: colours.second }),
      box(x - 10, floor - radius * 2 - 32, 20, 40, { fill: colours.third }),
      circle(x, floor - radius, radius, { fill }),
      circle(x, floor - radius, radius * 0.45, { fill: colours.ground }),
    ];
  },
  (x, floor, fill, colours, chance) => {
    const height = chance.between(104, 132);
    return [
      box(x - 9, floor - height - 30, 18, 34, { fill: colours.third, round: 3 }),
      box(x - 22, floor - height - 42, 44, 18, { fill: colours.second, round: 9 }),
      form(outline`M${x - 33} ${floor}V${floor - height + 33}a33 33 0 0 1 66 0V${floor}Z`, { fill }),
      ...label(x, floor - height * 0.5, 44, colours),
    ];
  },
  (x, floor, fill, colours, chance) => {
    const height = chance.between(84, 112);
    return [
      box(x - 18, floor - height - 34, 36, 36, { fill: colours.second, round: 3 }),
      form(outline`M${x - 24} ${floor - height}H${x + 24}L${x + 37} ${floor}H${x - 37}Z`, { fill }),
      gleam(x - 16, floor - height + 14, height * 0.5, colours),
      circle(x + 6, floor - height * 0.42, 13, { fill: colours.ground }),
    ];
  },
];

/** Three flacons on a shelf, the sun behind them. */
export const bottle: Family = ({ colours, chance }) => {
  const floor = 288;
  const start = chance.whole(0, 3);
  const step = chance.pick([1, 3]);
  const fills = [colours.first, colours.third, colours.first];
  const standing = [72, 150, 228].flatMap((x, index) => {
    const draw = bottles[(start + index * step) % bottles.length] as Bottle;
    return draw(x, floor, fills[index] as Palette["ink"], colours, chance);
  });
  return [
    circle(chance.pick([104, 196]), 150, 92, { fill: colours.second, opacity: 0.3 }),
    ...standing,
    box(0, floor, artWidth, artHeight - floor, { fill: colours.first }),
    box(0, floor, artWidth, 7, { fill: colours.third }),
  ];
};
