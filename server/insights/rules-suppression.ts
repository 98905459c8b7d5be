/** How often something is so, of how many people; people are null where the count says nothing of anybody. */
export interface Cell {
  readonly count: number;
  readonly people: number | null;
}

const peopleOf = ({ people }: Cell) => people ?? 0;
export const isFew = ({ people, count }: Cell, least: number) => people !== null && count > 0 && people < least;
const byPeople = (one: Cell, other: Cell) => peopleOf(one) - peopleOf(other);

/** At least so many people are in these; `isApart` where nobody is in two of them. */
function peopleIn(cells: readonly Cell[], isApart: boolean): number {
  const people = cells.map(peopleOf);
  return isApart ? people.reduce((sum, each) => sum + each, 0) : Math.max(0, ...people);
}

/**
 * What of one list is not told: what is of too few people and, where the rest to the whole would tell it, more, the
 * smallest first, until all that is hidden is of enough people, and so not one alone. Null where even all of it is not.
 */
export function suppressedOf<Of extends Cell>(list: readonly Of[], least: number, isApart: boolean): Set<Of> | null {
  const hidden = new Set(list.filter((cell) => isFew(cell, least)));
  if (hidden.size === 0) return hidden;
  const others = list.filter((cell) => cell.people !== null && cell.count > 0 && !hidden.has(cell)).toSorted(byPeople);
  while (peopleIn([...hidden], isApart) < least) {
    const next = others.shift();
    if (next === undefined) return null;
    hidden.add(next);
  }
  return hidden;
}

/**
 * The same for a table whose rows and columns, each a list of places in `cells`, have sums that are told, but for those
 * of which all cells are in `without`: each row and each column with a hidden cell has at least two, also empty ones,
 * and of enough people, or all of it is hidden. With two rows the hidden ones are then a block of whole columns, in
 * which any one may be moved between the rows. Null where nothing can be told: some cell is a whole row or column.
 */
export function suppressedIn(
  cells: readonly Cell[],
  lines: readonly (readonly number[])[],
  least: number,
  without: readonly number[],
): Set<number> | null {
  const hidden = new Set([...without, ...cells.flatMap((cell, at) => (isFew(cell, least) ? [at] : []))]);
  const cellAt = (at: number) => cells[at] as Cell;
  const isEnough = (places: readonly number[]) => places.length > 1 && peopleIn(places.map(cellAt), true) >= least;
  const nextOf = (line: readonly number[]) => {
    const there = line.filter((at) => hidden.has(at));
    if (there.length === 0 || isEnough(there)) return undefined;
    return line.filter((at) => !hidden.has(at)).toSorted((one, other) => byPeople(cellAt(one), cellAt(other)))[0];
  };
  for (let next = lines.map(nextOf).find((at) => at !== undefined); next !== undefined; ) {
    hidden.add(next);
    next = lines.map(nextOf).find((at) => at !== undefined);
  }
  const isAlone = (line: readonly number[]) => line.filter((at) => hidden.has(at)).length === 1;
  return hidden.size === cells.length || lines.some(isAlone) ? null : hidden;
}
