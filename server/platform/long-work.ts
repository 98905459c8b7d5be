/**
 * What takes seconds says after each small step that it has done one. What happens then is up to the thread that it
 * runs in: nothing, where nobody said anything else.
 */
let rest: () => void = () => undefined;

/** From now on, in this thread alone. */
export function restBetweenSteps(by: () => void): void {
  rest = by;
}

export const stepDone = () => rest();

/** As `map`, each a step: for people, or what takes as long. */
export const mapSteps = <Item, Result>(items: readonly Item[], work: (item: Item, at: number) => Result): Result[] =>
  items.map((item, at) => {
    const result = work(item, at);
    stepDone();
    return result;
  });

const rowsOfStep = 250;

/** From 0 on, 250 a step: for rows, each of which takes less than it takes to look at a clock. */
export function eachRow(rows: number, visit: (row: number) => void): void {
  for (let row = 0; row < rows; row += 1) {
    visit(row);
    if (row % rowsOfStep === 0) stepDone();
  }
}
