import { artHeight, artWidth, type Family } from "./family.ts";
import type { Palette } from "./palettes.ts";
import { box, circle, form, outline, oval, placed, type Shape, together } from "./shapes.ts";

const sparkle = outline`M0 -10Q1.5 -1.5 10 0Q1.5 1.5 0 10Q-1.5 1.5 -10 0Q-1.5 -1.5 0 -10Z`;

function rabbit({ first, second, ground }: Palette, isAsleep: boolean): readonly Shape[] {
  const ear = (x: number, turn: number) => [
    box(x - 18, -148, 36, 120, { fill: second, round: 18, turn }),
    box(x - 6, -128, 12, 74, { fill: first, round: 6, turn, opacity: 0.55 }),
  ];
  const eye = (x: number) =>
    isAsleep
      ? form(outline`M${x - 9} -4Q${x} 6 ${x + 9} -4`, { line: ground, lineWidth: 5 })
      : circle(x, -4, 6.5, { fill: ground });
  return [
    ...ear(-25, -13),
    ...ear(25, 9),
    oval(0, 78, 78, 66, { fill: second }),
    oval(0, 0, 68, 58, { fill: second }),
    eye(-25),
    eye(25),
    circle(-43, 16, 10, { fill: first, opacity: 0.6 }),
    circle(43, 16, 10, { fill: first, opacity: 0.6 }),
    form(outline`M-8 12Q0 20 0 11Q0 20 8 12`, { line: ground, lineWidth: 4 }),
  ];
}

/** A rabbit before a large moon, coming out of the foam. */
export const moon: Family = ({ colours, chance }) => {
  const side = chance.pick([1, 1, -1]);
  const x = 150 + side * 48;
  const y = chance.between(118, 134);
  const stars = [
    { x: 44, y: 52 },
    { x: 92, y: 118 },
    { x: 34, y: 178 },
    { x: 118, y: 30 },
  ].map((star) => ({ ...star, x: side === 1 ? star.x : artWidth - star.x, scale: chance.between(0.55, 1.15) }));
  const foam = [70, 128, 186, 236].map((at) => ({ x: at + chance.between(-14, 14), radius: chance.between(7, 17) }));
  return [
    circle(x, y, 104, { fill: colours.first }),
    circle(x - side * 34, y - 44, 15, { fill: colours.third, opacity: 0.5 }),
    circle(x + side * 34, y + 26, 23, { fill: colours.third, opacity: 0.4 }),
    circle(x + side * 22, y - 58, 8, { fill: colours.third, opacity: 0.4 }),
    ...stars.map((star) => placed(star, [form(sparkle, { fill: colours.first })])),
    placed({ x: 150 - side * 36, y: 224, mirrored: side === -1 }, rabbit(colours, chance.oneIn(3))),
    form(outline`M0 288Q75 264 150 288T300 288V${artHeight + 4}H0Z`, { fill: colours.third }),
    ...foam.map(({ x: at, radius }) => circle(at, 292 - radius, radius, { line: colours.third, lineWidth: 4 })),
  ];
};

function face({ second, third }: Palette, isHappy: boolean): readonly Shape[] {
  const eye = (x: number) =>
    isHappy
      ? form(outline`M${x - 13} 8Q${x} -10 ${x + 13} 8`, { line: second, lineWidth: 6 })
      : together([oval(x, 2, 12, 15, { fill: second }), circle(x + 4, -4, 4.5, { fill: third })]);
  const whisker = (side: number, y: number) =>
    form(outline`M${side * 56} ${y}L${side * 104} ${y + (y - 24) * 0.55}`, { line: second, lineWidth: 3.5 });
  return [
    eye(-38),
    eye(38),
    form(outline`M-9 18H9L0 28Z`, { fill: third, line: third, lineWidth: 4 }),
    form(outline`M-18 32Q-8 42 0 30Q8 42 18 32`, { line: second, lineWidth: 4.5 }),
    ...[-1, 1].flatMap((side) => [whisker(side, 18), whisker(side, 30)]),
  ];
}

const headOfCat = [
  outline`M-88 34C-96 -8 -92 -58 -84 -98Q-60 -88 -42 -60Q0 -70 42 -60`,
  outline`Q60 -88 84 -98C92 -58 96 -8 88 34C74 82 -74 82 -88 34Z`,
];

function catHead(colours: Palette, isHappy: boolean, isStriped: boolean): readonly Shape[] {
  const { first, third } = colours;
  const brow = isStriped
    ? [-20, 0, 20].map((x) => form(outline`M${x} -58V${-34 - Math.abs(x) * 0.35}`, { line: third, lineWidth: 8 }))
    : [form(outline`M8 -60C40 -62 74 -34 76 -8C48 -4 20 -16 8 -60Z`, { fill: third, opacity: 0.45 })];
  return [
    form(headOfCat, { fill: first }),
    form(outline`M-76 -76Q-62 -68 -54 -54L-74 -44Z`, { fill: third }),
    form(outline`M76 -76Q62 -68 54 -54L74 -44Z`, { fill: third }),
    ...brow,
    ...face(colours, isHappy),
  ];
}

/** A cat that holds a letter as large as itself. */
export const cat: Family = ({ colours, chance }) => {
  const { ground, first, second, third } = colours;
  const side = chance.pick([1, -1]);
  const paw = (x: number) => [
    oval(x, 222, 25, 19, { fill: first }),
    form(outline`M${x - 8} 222V234M${x + 8} 222V234`, { line: ground, lineWidth: 3.5 }),
  ];
  const seal = chance.oneIn(2)
    ? circle(150, 284, 17, { fill: first })
    : form(outline`M150 302C124 284 130 262 150 274C170 262 176 284 150 302Z`, { fill: first });
  const tail = outline`M${150 + side * 84} 320C${150 + side * 132} 300 ${150 + side * 124} 236 ${150 + side * 106} 210`;
  return [
    form(tail, { line: first, lineWidth: 24 }),
    placed({ x: 150, y: 140, turn: chance.between(-6, 6) }, catHead(colours, chance.oneIn(3), chance.oneIn(2))),
    box(52, 216, 196, 140, { fill: second, round: 12 }),
    form(outline`M56 222L150 284L244 222`, { line: third, lineWidth: 6 }),
    seal,
    ...paw(98),
    ...paw(202),
  ];
};
