/**
 * A small typed way to write SVG. Nothing needs escaping: only numbers and the palettes' colours go in, never a word
 * that somebody typed.
 */

export type Colour = `#${string}`;

/** A finished piece of SVG. */
declare const brand: unique symbol;
export type Shape = string & { readonly [brand]: "shape" };
export type Outline = string & { readonly [brand]: "outline" };

export interface Look {
  /** Nothing is filled when it has a `line` and no `fill`. */
  readonly fill?: Colour;
  readonly line?: Colour;
  readonly lineWidth?: number;
  readonly butt?: boolean;
  readonly opacity?: number;
  /** Degrees clockwise around `at`, or around the shape's own middle. */
  readonly turn?: number;
}

export interface Place {
  readonly x?: number;
  readonly y?: number;
  readonly turn?: number;
  readonly scale?: number;
  readonly mirrored?: boolean;
}

/** To a tenth of a unit: a fortieth of a millimetre on a phone, and half the bytes. */
const short = (value: number): string => String(Math.round(value * 10) / 10 + 0);

const attribute = (name: string, value: number | string | undefined) =>
  value === undefined ? "" : ` ${name}="${typeof value === "number" ? short(value) : value}"`;

function paint({ fill, line, lineWidth = 2, butt = false, opacity }: Look): string {
  const edge = line === undefined ? "" : attribute("stroke", line) + attribute("stroke-width", lineWidth);
  const ends = line === undefined || butt ? "" : ' stroke-linecap="round" stroke-linejoin="round"';
  return attribute("fill", fill ?? "none") + edge + ends + attribute("opacity", opacity);
}

const turned = (turn: number | undefined, x: number, y: number) =>
  turn === undefined ? "" : ` transform="rotate(${short(turn)} ${short(x)} ${short(y)})"`;

/** A circle around (x, y). */
export function circle(x: number, y: number, radius: number, look: Look): Shape {
  const form = attribute("cx", x) + attribute("cy", y) + attribute("r", radius);
  return `<circle${form}${paint(look)}/>` as Shape;
}

/** An ellipse around (x, y). */
export function oval(x: number, y: number, across: number, down: number, look: Look): Shape {
  const form = attribute("cx", x) + attribute("cy", y) + attribute("rx", across) + attribute("ry", down);
  return `<ellipse${form}${paint(look)}${turned(look.turn, x, y)}/>` as Shape;
}

/** A rectangle from its upper left corner. */
export function box(x: number, y: number, width: number, height: number, look: Look & { round?: number }): Shape {
  const form = attribute("x", x) + attribute("y", y) + attribute("width", width) + attribute("height", height);
  const turn = turned(look.turn, x + width / 2, y + height / 2);
  return `<rect${form}${attribute("rx", look.round)}${paint(look)}${turn}/>` as Shape;
}

/** An outline in the words of an SVG path, around numbers. */
export function outline(words: TemplateStringsArray, ...numbers: number[]): Outline {
  return words
    .map((word, index) => word + (numbers[index] === undefined ? "" : short(numbers[index])))
    .join("") as Outline;
}

/** What an outline encloses, or its line. */
export function form(edge: Outline | readonly Outline[], look: Look): Shape {
  return `<path d="${typeof edge === "string" ? edge : edge.join("")}"${paint(look)}/>` as Shape;
}

/** Several shapes as one. */
export function together(shapes: readonly (Shape | null)[]): Shape {
  return shapes.filter((shape) => shape !== null).join("") as Shape;
}

/** Moves a drawing made around (0, 0): first mirrored, scaled and turned there, then taken to (x, y). */
export function placed({ x = 0, y = 0, turn, scale = 1, mirrored = false }: Place, shapes: readonly Shape[]): Shape {
  const steps = [`translate(${short(x)} ${short(y)})`];
  if (turn !== undefined) steps.push(`rotate(${short(turn)})`);
  const sideways = Math.round((mirrored ? -scale : scale) * 1000) / 1000;
  if (scale !== 1 || mirrored) steps.push(`scale(${sideways} ${Math.round(scale * 1000) / 1000})`);
  return `<g transform="${steps.join(" ")}">${shapes.join("")}</g>` as Shape;
}

/** A picture of its own size; what lies outside its frame is cut off. */
export function picture(width: number, height: number, shapes: readonly Shape[]): Shape {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${shapes.join("")}</svg>` as Shape;
}
