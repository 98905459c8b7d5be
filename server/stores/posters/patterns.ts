import type { Chance } from "../../platform/chance.ts";
import { artHeight, artWidth, type Family } from "./family.ts";
import { box, type Colour, circle, form, outline, oval, placed, type Shape } from "./shapes.ts";

const side = 75;
/** A hair more than half, so that no seam shows between two tiles. */
const half = side / 2 + 0.3;

/** Drawn in a square of 75 around (0, 0). */
const tiles: readonly ((fill: Colour) => Shape)[] = [
  (fill) => circle(0, 0, half, { fill }),
  (fill) => form(outline`M${-half} ${half}A${side} ${side} 0 0 1 ${half} ${-half}V${half}Z`, { fill }),
  (fill) => form(outline`M${-half} ${half}A${half} ${half} 0 0 1 ${half} ${half}Z`, { fill }),
  (fill) => form(outline`M${-half} ${-half}L${half} ${half}H${-half}Z`, { fill }),
  (fill) =>
    form(outline`M${-half} ${-half}A${side} ${side} 0 0 1 ${half} ${half}A${side} ${side} 0 0 1 ${-half} ${-half}Z`, {
      fill,
    }),
  (fill) => circle(0, 0, half - 10, { line: fill, lineWidth: 17 }),
  (fill) => form(outline`M${-half} ${-half}L0 0L${-half} ${half}ZM${half} ${-half}L0 0L${half} ${half}Z`, { fill }),
  (fill) =>
    form(
      [-24, 0, 24].map((y) => outline`M${-half} ${y}H${half}`),
      { line: fill, lineWidth: 12, butt: true },
    ),
];

interface Tile {
  readonly kind: number;
  readonly turn: number;
  readonly fill: Colour;
  readonly ground: Colour;
}

function tileBeside(neighbours: readonly (Tile | undefined)[], colours: readonly Colour[], chance: Chance): Tile {
  const taken = neighbours.map((tile) => tile?.ground);
  const ground = chance.pick(colours.filter((colour) => !taken.includes(colour)));
  const kinds = tiles.map((_, kind) => kind).filter((kind) => neighbours.every((tile) => tile?.kind !== kind));
  const fill = chance.pick(colours.filter((colour) => colour !== ground));
  return { kind: chance.pick(kinds), turn: chance.whole(0, 3) * 90, fill, ground };
}

/** Building blocks, 4 × 5, the outer rows cut by the frame; sometimes folded like a cloth. */
export const blocks: Family = ({ colours, chance }) => {
  const { ground, first, second, third } = colours;
  const isFolded = chance.oneIn(2);
  const rows: Tile[][] = [];
  for (let row = 0; row < 5; row += 1) {
    const line: Tile[] = [];
    for (let column = 0; column < (isFolded ? 2 : 4); column += 1) {
      line.push(tileBeside([line.at(-1), rows.at(-1)?.[column]], [ground, first, second, third], chance));
    }
    rows.push(line);
  }
  const at = (tile: Tile, column: number, row: number, mirrored: boolean) =>
    placed({ x: (column + 0.5) * side, y: (row + 0.5) * side - 24.5, mirrored }, [
      box(-half, -half, half * 2, half * 2, { fill: tile.ground }),
      placed({ turn: tile.turn }, [(tiles[tile.kind] as (fill: Colour) => Shape)(tile.fill)]),
    ]);
  return rows.flatMap((line, row) => [
    ...line.map((tile, column) => at(tile, column, row, false)),
    ...(isFolded ? line.map((tile, column) => at(tile, 3 - column, row, true)) : []),
  ]);
};

/** How large the dot at a place is, from 0 to 1; places from -1 to 1, `shift` from -1 to 1. */
type Field = (x: number, y: number, shift: number) => number;

const fields: readonly Field[] = [
  (x, y, shift) => 1.02 - Math.hypot(x - shift * 0.4, y + 0.15) * 0.85,
  (x, y, shift) => 1.06 - Math.min(Math.hypot(x - 0.5, y - shift * 0.5), Math.hypot(x + 0.5, y + shift * 0.5)) * 1.35,
  (x, y, shift) => 0.5 + 0.46 * (y * 0.9 + x * shift * 0.7),
  (x, y) => Math.abs(Math.hypot(x, y) - 0.62) * -2.3 + 1.02,
];

function isInHeart(x: number, y: number): boolean {
  const [across, up] = [x * 1.3, 0.16 - y * 1.25];
  return (across ** 2 + up ** 2 - 0.72) ** 3 < across ** 2 * up ** 3;
}

/** Halftone, every other row moved by half a step: a glow, two, a ring, a dusk, or a heart. */
export const dots: Family = ({ colours, chance }) => {
  const isHeart = chance.oneIn(4);
  const field = chance.pick(fields);
  const shift = chance.between(-1, 1);
  const accent = chance.pick([colours.second, colours.third]);
  const [step, rise] = [24, 20.5];
  const shapes: Shape[] = [];
  for (let row = 0; row < 16; row += 1) {
    for (let column = row % 2; column < 14; column += 1) {
      const [x, y] = [column * step - (row % 2) * (step / 2) - 6, 9 + row * rise];
      const [across, down] = [(x - 150) / 150, (y - 163) / 163];
      const isAccent = isHeart ? isInHeart(across, down) : (column + row * 2) % 5 === 0;
      const heartSize = isAccent ? 0.94 : 0.3;
      const size = Math.min(1, Math.max(0.14, isHeart ? heartSize : field(across, down, shift)));
      shapes.push(circle(x, y, size * 11.2, { fill: isAccent ? accent : colours.first }));
    }
  }
  return shapes;
};

/** Petals that leave a little air between them, 52 long. */
function flower(petal: Colour, heart: Colour, petals: number, isPointed: boolean): readonly Shape[] {
  const around = Array.from({ length: petals }, (_, index) => (360 / petals) * index);
  const width = 31 * Math.tan(Math.PI / petals) * (isPointed ? 1.12 : 0.96);
  const one = isPointed
    ? form(outline`M0 -4C${-width} -20 ${-width} -40 0 -52C${width} -40 ${width} -20 0 -4Z`, { fill: petal })
    : oval(0, -29, width, 22, { fill: petal });
  return [...around.map((turn) => placed({ turn }, [one])), circle(0, 0, 12, { fill: heart })];
}

/** Flowers on a cloth of two by three squares. */
export const petal: Family = ({ colours, chance }) => {
  const { ground, first, second, third } = colours;
  const [width, height] = [artWidth / 2, artHeight / 3];
  const isPointed = chance.oneIn(2);
  const [cloth, onGround, onCloth] = chance.pick([
    [third, first, ground],
    [first, second, ground],
    [second, first, ground],
  ]) as [Colour, Colour, Colour];
  return [0, 1, 2].flatMap((row) =>
    [0, 1].flatMap((column) => {
      const isCloth = (row + column) % 2 === 1;
      const [x, y] = [column * width, row * height];
      const heart = isCloth ? onGround : chance.pick([cloth, third === onGround ? second : third]);
      const petals = flower(isCloth ? onCloth : onGround, heart, chance.pick([5, 6, 8]), isPointed);
      const middle = { x: x + width / 2, y: y + height / 2, turn: chance.pick([0, 0, 18, -18]) };
      return [...(isCloth ? [box(x, y, width, height, { fill: cloth })] : []), placed(middle, petals)];
    }),
  );
};

/** Ribbons across, and a button sewn on. */
export const stripe: Family = ({ colours, chance }) => {
  const { ground, first, second, third } = colours;
  const turn = chance.pick([-28, 28, -45, 45]);
  const order = chance.pick([
    [first, second, third],
    [first, third, second],
    [second, first, third],
  ]);
  const ribbons = Array.from({ length: 11 }, (_, index) =>
    box(-320, -300 + index * 56, 640, 30, { fill: order[index % 3] as Colour }),
  );
  const isCrossed = chance.oneIn(2);
  const thread = isCrossed ? outline`M-14 -14L14 14M14 -14L-14 14` : outline`M-14 -14H14M-14 14H14`;
  const holes = [-14, 14].flatMap((x) => [-14, 14].map((y) => circle(x, y, 7.5, { fill: ground })));
  return [
    placed({ x: 150, y: 163, turn }, ribbons),
    circle(150, 163, 96, { fill: ground }),
    circle(150, 163, 82, { fill: first }),
    circle(150, 163, 60, { line: ground, lineWidth: 5 }),
    placed({ x: 150, y: 163, turn: chance.between(0, 40) }, [
      ...holes,
      form(thread, { line: first === second ? third : second, lineWidth: 5 }),
    ]),
  ];
};
