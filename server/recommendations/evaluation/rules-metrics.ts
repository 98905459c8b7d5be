/** What a list was worth to one person, whose relevant categories are known. */
export interface Figures {
  readonly precision3: number;
  readonly recall3: number;
  readonly f1At3: number;
  readonly precision10: number;
  readonly recall10: number;
  readonly f1At10: number;
  readonly ndcg10: number;
  readonly mrr: number;
}

export const figureNames = [
  "precision3",
  "recall3",
  "f1At3",
  "precision10",
  "recall10",
  "f1At10",
  "ndcg10",
  "mrr",
] as const satisfies readonly (keyof Figures)[];

/** Lists are this long; shorter where there are fewer categories. */
export const listLength = 10;

/** The highest scores first, equal ones by id: places are in the order of ids. */
export function topOf(scores: Float64Array, mayBe: (category: number) => boolean, length = listLength): number[] {
  const top: number[] = [];
  for (let category = 0; category < scores.length; category += 1) {
    if (!mayBe(category)) continue;
    const score = scores[category] ?? 0;
    let at = top.length;
    while (at > 0 && (scores[top[at - 1] ?? 0] ?? 0) < score) at -= 1;
    if (at >= length) continue;
    top.splice(at, 0, category);
    if (top.length > length) top.pop();
  }
  return top;
}

const discount = (rank: number) => 1 / Math.log2(rank + 2);

function atMost(length: number, hits: readonly boolean[], relevant: number) {
  const found = hits.slice(0, length).filter((hit) => hit).length;
  const [precision, recall] = [found / length, found / relevant];
  return { precision, recall, f1: found === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/**
 * Of a list against all that was relevant, never against a sample of the rest. NDCG with binary gains
 * (Järvelin and Kekäläinen, 2002), divided by the best that a list of this length could have; MRR within the list.
 */
export function figuresOf(list: readonly number[], relevant: ReadonlySet<number>): Figures {
  const hits = list.map((category) => relevant.has(category));
  const [at3, at10] = [atMost(3, hits, relevant.size), atMost(listLength, hits, relevant.size)];
  const best = Array.from({ length: Math.min(listLength, relevant.size) }, (_, rank) => discount(rank));
  const gains = hits.map((hit, rank) => (hit ? discount(rank) : 0));
  const first = hits.indexOf(true);
  return {
    precision3: at3.precision,
    recall3: at3.recall,
    f1At3: at3.f1,
    precision10: at10.precision,
    recall10: at10.recall,
    f1At10: at10.f1,
    ndcg10: sumOf(gains) / sumOf(best),
    mrr: first < 0 ? 0 : 1 / (first + 1),
  };
}

export const sumOf = (values: Iterable<number>) => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** Over people, each counting once. */
export function meanOf(figures: readonly Figures[]): Figures {
  const mean = (name: keyof Figures) => sumOf(figures.map((each) => each[name])) / figures.length;
  return Object.fromEntries(figureNames.map((name) => [name, mean(name)])) as unknown as Figures;
}
