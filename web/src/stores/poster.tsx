import type { StoreCard } from "../../../shared/stores.ts";

const [width, height, bandTop] = [300, 400, 326];
const [largestLetter, smallestLetter, nameWidth] = [46, 18, 262];

interface PosterContent {
  /** What is not known of it is not shown: of a reservation only the id is. */
  readonly store: Pick<StoreCard, "id"> &
    Partial<Pick<StoreCard, "name" | "poster">> & {
      /** Of a store that is being edited: its picture changes meanwhile. */
      readonly revision?: number;
    };
  /** Lays the store's name over the band at the foot of a generated picture. */
  readonly hasName?: boolean;
  /** The first thing people see; every other picture waits until it is near. */
  readonly isFirst?: boolean;
}

/** A store's picture. It says nothing that the text beside it does not say, so it has no text of its own. */
export function Poster({ store, hasName, isFirst = false }: PosterContent) {
  const { id, name = "", poster, revision } = store;
  const picture = poster?.picture;
  const generated = revision === undefined ? `/posters/${id}.svg` : `/posters/${id}.svg?revision=${revision}`;
  return (
    <span className="poster">
      <img
        src={picture ? `/posters/pictures/${picture}${isFirst ? "" : "-card"}.webp` : generated}
        alt=""
        width={width}
        height={height}
        decoding="async"
        loading={isFirst ? "eager" : "lazy"}
        {...(isFirst ? { fetchPriority: "high" as const } : {})}
      />
      {hasName && poster && !picture && <PosterName name={name} {...poster} />}
    </span>
  );
}

/** Colours as attributes of the drawing: the page's policy allows no style written into it. */
function PosterName({ name, ground, ink }: { name: string; ground: string; ink: string }) {
  const { shown, size } = fitted(name);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <rect y={bandTop} width={width} height={height - bandTop} fill={ground} />
      <text x="20" y={bandTop + 37 + size / 3} fontSize={size} fill={ink}>
        {shown}
      </text>
    </svg>
  );
}

/** The largest letters in which a name fits, and as much of it as fits in the smallest. */
function fitted(name: string): { shown: string; size: number } {
  const size = Math.min(largestLetter, Math.round(nameWidth / lettersOf(name)));
  if (size >= smallestLetter) return { shown: name, size };
  const letters = [...name];
  while (lettersOf(letters.join("")) * smallestLetter > nameWidth) letters.pop();
  return { shown: `${letters.join("").trimEnd()}…`, size: smallestLetter };
}

/** The width of a text in letters as wide as a Korean one. */
function lettersOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e7f ? 0.86 : 0.55), 0);
}
