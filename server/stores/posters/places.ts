import type { Chance } from "../../platform/chance.ts";
import { artHeight, artWidth, type Family } from "./family.ts";
import type { Palette } from "./palettes.ts";
import { box, type Colour, circle, form, outline, placed, type Shape } from "./shapes.ts";

/** Waves below a sun, or scales of the sea all over. */
export const wave: Family = ({ colours, chance }) =>
  chance.oneIn(3) ? scales(colours, chance) : swell(colours, chance);

function swell({ first, second, third }: Palette, chance: Chance): readonly Shape[] {
  const order = chance.pick([
    [first, second, third],
    [third, first, second],
    [second, first, third],
  ]);
  const slide = chance.between(-40, 40);
  const bands = Array.from({ length: 5 }, (_, index) => {
    const y = 104 + index * 46;
    const rise = chance.between(18, 30);
    const start = -120 + slide + (index % 2) * 75;
    const crest = outline`M${start} ${y}q37.5 ${-rise} 75 0t75 0t75 0t75 0t75 0t75 0t75 0V${artHeight}H${start}Z`;
    return form(crest, { fill: order[index % 3] as Colour });
  });
  const sun = circle(chance.pick([92, 150, 208]), 92, 56, { fill: order[1] as Colour });
  return [sun, ...bands];
}

function scales({ ground, first, second, third }: Palette, chance: Chance): readonly Shape[] {
  const [inner, core] = chance.pick([
    [second, third],
    [third, second],
  ]) as [Colour, Colour];
  const rings = [first, ground, inner, ground, core];
  const slide = chance.between(-36, 36);
  const shapes: Shape[] = [];
  for (let row = 0; row < 8; row += 1) {
    for (let column = 0; column < 6; column += 1) {
      const x = column * 75 + slide + (row % 2 === 0 ? -37.5 : 0);
      shapes.push(...rings.map((fill, ring) => circle(x, 52 + row * 42, 44 - ring * 9, { fill })));
    }
  }
  return [box(0, 0, artWidth, artHeight, { fill: first }), ...shapes];
}

/** A sun comes up, eyes still closed. */
export const sun: Family = ({ colours, chance }) => {
  const { ground, first, second, third } = colours;
  const rays = 18;
  const middle = artHeight - chance.between(24, 64);
  const fills = chance.oneIn(2) ? [first, ground, third, ground] : [first, second, third];
  const ray = (index: number) => {
    const [from, to] = [index, index + 1].map((step) => ((180 / rays) * step * 2 - 180) * (Math.PI / 180)) as [
      number,
      number,
    ];
    const edge = (angle: number) => [150 + 420 * Math.cos(angle), middle + 420 * Math.sin(angle)] as const;
    const [[fromX, fromY], [toX, toY]] = [edge(from), edge(to)];
    return form(outline`M150 ${middle}L${fromX} ${fromY}L${toX} ${toY}Z`, {
      fill: fills[index % fills.length] as Colour,
    });
  };
  const radius = chance.between(88, 100);
  const eye = (x: number) => form(outline`M${x - 15} ${middle - 26}q15 15 30 0`, { line: ground, lineWidth: 6 });
  return [
    ...Array.from({ length: rays }, (_, index) => ray(index)),
    circle(150, middle, radius + 13, { fill: ground }),
    circle(150, middle, radius, { fill: first }),
    eye(114),
    eye(186),
    circle(92, middle - 2, 12, { fill: second, opacity: 0.7 }),
    circle(208, middle - 2, 12, { fill: second, opacity: 0.7 }),
    form(outline`M138 ${middle - 8}q12 13 24 0`, { line: ground, lineWidth: 5 }),
  ];
};

/** Leaves out of a pot. */
export const leaf: Family = ({ colours, chance }) => {
  const { ground, first, second, third } = colours;
  const isRound = chance.oneIn(2);
  const fills = [first, second, third, first, third, second, first];
  const turns = [-84, -56, -28, 0, 28, 56, 84];
  const leaves = [0, 6, 1, 5, 2, 4, 3].map((index) => {
    const length = 214 - Math.abs(index - 3) * 22 + chance.between(-8, 8);
    const width = isRound ? 40 : 27;
    const [low, high] = [-length * 0.35, -length * 0.75];
    const blade = [
      outline`M0 0C${-width} ${low} ${-width} ${high} 0 ${-length}`,
      outline`C${width} ${high} ${width} ${low} 0 0Z`,
    ];
    const veins = [0.32, 0.48, 0.64].map((at) => {
      const [y, reach] = [-length * at, width * 0.5];
      return outline`M0 ${y}L${-reach} ${y - reach}M0 ${y}L${reach} ${y - reach}`;
    });
    return placed({ x: 150, y: 252, turn: turns[index] as number }, [
      form(blade, { fill: fills[index] as Colour }),
      form([outline`M0 0V${-length * 0.86}`, ...(isRound ? veins : [])], { line: ground, lineWidth: 3 }),
    ]);
  });
  const belt = chance.oneIn(2)
    ? [box(102, 286, 96, 10, { fill: ground })]
    : [122, 150, 178].map((x) => circle(x, 292, 7, { fill: ground }));
  return [
    ...leaves,
    form(outline`M98 262H202L190 ${artHeight}H110Z`, { fill: second }),
    box(90, 246, 120, 24, { fill: second, round: 6 }),
    box(90, 266, 120, 4, { fill: ground, opacity: 0.5 }),
    ...belt,
  ];
};

/** Gates in a row, balls at rest on the low ones. */
export const arch: Family = ({ colours, chance }) => {
  const { ground, first, second, third } = colours;
  const orders = [
    [first, ground, second],
    [second, ground, third],
    [third, ground, first],
  ];
  const shift = chance.whole(0, 2);
  const tops = chance.pick([
    [36, 92, 58],
    [96, 40, 96],
    [40, 110, 40],
    [128, 82, 36],
  ]);
  return tops.flatMap((height, column) => {
    const top = height + chance.between(-12, 12);
    const order = orders[(column + shift) % 3] as Colour[];
    const middle = 56 + column * 94;
    const rings = [43, 29, 15].map((radius, ring) => {
      const crown = top + 43 - radius + ring * 4;
      const [left, width] = [middle - radius, radius * 2];
      const edge = outline`M${left} ${artHeight}V${crown + radius}a${radius} ${radius} 0 0 1 ${width} 0V${artHeight}Z`;
      return form(edge, { fill: order[ring] as Colour });
    });
    const ball = circle(middle, top - 26, 20, { fill: order[2] as Colour });
    return top > 80 ? [...rings, ball] : rings;
  });
};

/** A record: on its player, or half out of its sleeve. */
export const disc: Family = ({ colours, chance }) =>
  chance.oneIn(2) ? player(colours, chance) : sleeve(colours, chance);

function record({ ground, first, second, third }: Palette, radius: number, turn: number): readonly Shape[] {
  const grooves = [0.9, 0.8, 0.7, 0.6, 0.5].map((part) =>
    circle(0, 0, radius * part, { line: third, lineWidth: 1.5, opacity: 0.6 }),
  );
  const [rim, spread] = [radius * 0.94, radius * 0.18];
  const beam = outline`M0 0L${rim} ${-spread}A${radius} ${radius} 0 0 1 ${rim} ${spread}Z`;
  const gleam = (from: number) => placed({ turn: from }, [form(beam, { fill: third, opacity: 0.28 })]);
  const core = radius * 0.38;
  return [
    circle(0, 0, radius, { fill: second }),
    ...grooves,
    gleam(turn),
    gleam(turn + 180),
    circle(0, 0, core, { fill: first }),
    placed({ turn }, [form(outline`M${-core} 0A${core} ${core} 0 0 1 ${core} 0Z`, { fill: third })]),
    circle(0, 0, 7, { fill: ground }),
  ];
}

function player(colours: Palette, chance: Chance): readonly Shape[] {
  const { ground, first } = colours;
  return [
    placed({ x: 142, y: 172 }, record(colours, 122, chance.between(20, 70))),
    form(outline`M254 44L250 150L212 214`, { line: first, lineWidth: 10 }),
    box(192, 204, 32, 20, { fill: first, round: 4, turn: -58 }),
    circle(254, 44, 22, { fill: first }),
    circle(254, 44, 9, { fill: ground }),
  ];
}

function sleeve(colours: Palette, chance: Chance): readonly Shape[] {
  const { ground, first, second, third } = colours;
  const cover = chance.pick([
    [circle(96, 163, 58, { fill: third }), form(outline`M38 163a58 58 0 0 0 116 0Z`, { fill: second })],
    [0, 1, 2].map((ring) => circle(96, 163, 66 - ring * 22, { fill: [second, first, third][ring] as Colour })),
    [-48, -16, 16, 48].map((y, index) => box(18, 163 + y - 9, 156, 18, { fill: index % 2 === 0 ? third : second })),
  ]);
  return [
    placed({ x: 176, y: 163 }, record(colours, 102, chance.between(30, 60))),
    box(18, 58, 164, 210, { fill: first, round: 4 }),
    ...cover,
    form(outline`M182 62V264`, { line: ground, lineWidth: 3, opacity: 0.5 }),
  ];
}
