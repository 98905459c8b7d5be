import { createTraffic, type Traffic } from "../server/platform/traffic.ts";
import { createThreadFitter } from "../server/recommendations/fitting/fitter.thread.ts";
import { generatePurchases } from "../server/recommendations/generator/generate.ts";
import { readCell } from "../server/recommendations/purchases/rows.ts";
import type { CellPurchase } from "../server/recommendations/rules.ts";

export const seed = 20_261_128;
/** As many as the shelf of purchases gives at a time. */
const toldAtOnce = 500;

const asFields = (line: object) =>
  Object.fromEntries(Object.entries(line).map(([name, value]) => [name, String(value)]));

/** As many as RECOMMENDATIONS.md fits, or a twentieth of them. */
export function inventPurchases(quick: boolean): CellPurchase[] {
  const { lines } = generatePurchases(seed, 1);
  return lines.filter((_, at) => !quick || at % 20 === 0).map((line) => readCell(asFields(line)));
}

/** Everything a fit takes, in its thread: being told of the purchases, judging, learning. */
export async function learnFrom(purchases: readonly CellPurchase[], traffic = createTraffic()): Promise<void> {
  async function* told() {
    for (let at = 0; at < purchases.length; at += toldAtOnce) yield { purchases: purchases.slice(at, at + toldAtOnce) };
  }
  const { learned } = await createThreadFitter(traffic).fit(told(), seed, () => undefined);
  if (learned.segments.length === 0) throw new Error("A wrong run: nothing was learned");
}

/** What a benchmark asks of a server that is to learn while it serves. */
export function createLearning(traffic: Traffic) {
  let purchases: readonly CellPurchase[] = [];
  let isLearning = false;
  let fits = 0;
  let done: Promise<void> = Promise.resolve();

  async function fitAgainAndAgain(): Promise<void> {
    while (isLearning) {
      await learnFrom(purchases, traffic);
      fits += 1;
    }
  }
  return {
    learn({ quick }: { quick: boolean }): void {
      purchases = purchases.length > 0 ? purchases : inventPurchases(quick);
      [isLearning, fits] = [true, 0];
      done = fitAgainAndAgain();
    },
    /** How many fits there were, when the last of them has ended. */
    async learnNoMore(_: null): Promise<number> {
      isLearning = false;
      await done;
      return fits;
    },
  };
}
