/** The size that Open Graph pictures are shown in; messengers cut it to about 2 : 1. In pixels. */
export const cardSize = { width: 1_200, height: 630 } as const;

const artWidth = 540;
const textLeft = 600;
const textWidth = cardSize.width - textLeft - 60;
const mostLines = 3;
/** Large as long as three lines hold the name, else small; in pixels. */
const nameSizes = [80, 60] as const;
const lineHeight = 1.22;

export interface CardFacts {
  readonly name: string;
  /** Beside our mark. */
  readonly brand: string;
  /** Where and when, above the name. */
  readonly lead: string;
  readonly ground: string;
  readonly ink: string;
  /** What stands beside the words. */
  readonly picture: { readonly type: "image/svg+xml" | "image/jpeg"; readonly bytes: Buffer };
}

/** How wide a letter is about, in parts of the letters' size: Hangul and its like are wide, Latin is not. */
function widthOf(letter: string): number {
  if (letter === " ") return 0.25;
  return /[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]|\p{Extended_Pictographic}/u.test(letter) ? 0.86 : 0.62;
}

const lengthOf = (text: string) => [...text].reduce((sum, letter) => sum + widthOf(letter), 0);

/** The pieces of a word that fit a line of `most` letter sizes. */
function piecesOf(word: string, most: number): string[] {
  const pieces = [""];
  for (const letter of word) {
    const last = pieces.at(-1) as string;
    if (last !== "" && lengthOf(last + letter) > most) pieces.push(letter);
    else pieces[pieces.length - 1] = last + letter;
  }
  return pieces;
}

/** A text in lines that fit, broken between words where it can be. */
export function linesOf(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const [first = "", ...rest] = piecesOf(word, most);
    const last = lines.at(-1);
    if (last !== undefined && lengthOf(`${last} ${first}`) <= most) lines[lines.length - 1] = `${last} ${first}`;
    else lines.push(first);
    lines.push(...rest);
  }
  return lines;
}

/** The name as large as it fits; what no line is left for is cut off, which an ellipsis says. */
function fitName(name: string): { readonly size: number; readonly lines: readonly string[] } {
  for (const size of nameSizes) {
    const lines = linesOf(name, textWidth / size);
    if (lines.length <= mostLines) return { size, lines };
  }
  const size = nameSizes[1];
  const [first = "", second = "", third = ""] = linesOf(name, textWidth / size - 1);
  return { size, lines: [first, second, `${third}…`] };
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** What XML cannot hold at all becomes a space. */
const inXml = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => entities[sign] as string).replace(/\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, " ");

/** A line of people winding to its door, one of them in the signal colour: the picture of Popline itself. */
export function drawLine(): string {
  const [columns, gap, mine] = [6, 80, 26];
  const dots = Array.from({ length: columns * 7 }, (_, at) => {
    const row = Math.floor(at / columns);
    const column = row % 2 === 0 ? at % columns : columns - 1 - (at % columns);
    return [70 + column * gap, 75 + row * gap] as const;
  });
  const cord = dots.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join("");
  const people = dots.map(([x, y], at) => {
    const look = at === mine ? 'r="26" fill="#cdfb45"' : `r="15" fill="${at < mine ? "#ffffff" : "#4b4f58"}"`;
    return `<circle cx="${x}" cy="${y}" ${look}/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${artWidth}" height="${cardSize.height}">
  <path d="${cord}" fill="none" stroke="#2a2d34" stroke-width="5"/>${people.join("")}</svg>`;
}

/** Three of a line, the last in the signal colour: Popline's mark. */
const drawBrand = (brand: string, ink: string) => `<g transform="translate(${textLeft} 540)">
  <circle cx="9" cy="0" r="9" fill="${ink}" opacity="0.35"/><circle cx="40" cy="0" r="12" fill="${ink}"/>
  <circle cx="80" cy="0" r="19" fill="#0d0e11"/><circle cx="80" cy="0" r="16" fill="#cdfb45"/>
  <text x="116" y="14" font-size="40" font-weight="800" fill="${ink}">${inXml(brand)}</text></g>`;

/** The picture that stands for a page where its address is shared, as SVG in the type of our pages. */
export function drawCard({ name, brand, lead, ground, ink, picture }: CardFacts): string {
  const mark = drawBrand(brand, ink);
  const { width, height } = cardSize;
  const { size, lines } = fitName(name);
  const top = (height - 60) / 2 - ((lines.length - 1) * size * lineHeight) / 2 + size * 0.36;
  const words = lines.map((line, at) => {
    const y = Math.round(top + at * size * lineHeight);
    return `<text x="${textLeft}" y="${y}" font-size="${size}" font-weight="800" fill="${ink}">${inXml(line)}</text>`;
  });
  const source = `data:${picture.type};base64,${picture.bytes.toString("base64")}`;
  const art = `<image href="${source}" width="${artWidth}" height="${height}" preserveAspectRatio="xMidYMid slice"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
  <rect width="${width}" height="${height}" fill="${ground}"/>${art}
  <g font-family="Pretendard"><text x="${textLeft}" y="${Math.round(top - size - 18)}" font-size="34"
  font-weight="700" fill="${ink}" opacity="0.85">${inXml(lead)}</text>${words.join("")}${mark}</g></svg>`;
}
