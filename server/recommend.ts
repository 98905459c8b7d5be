import { consentVersion } from "../shared/consent-version.ts";
import type { Refused } from "../shared/problems.ts";
import { openDatabase } from "./platform/database/index.ts";
import { readUrl } from "./platform/setting-values.ts";
import { blameDatabase } from "./platform/start-trouble.ts";
import { createTraffic } from "./platform/traffic.ts";
import { ArgumentError, type RecommendOrder, readOrder } from "./recommendations/commands/arguments.ts";
import { runCommand } from "./recommendations/commands/run-command.ts";
import { createSqlFitBook } from "./recommendations/fitting/fit-book.sql.ts";
import { createThreadFitter } from "./recommendations/fitting/fitter.thread.ts";
import { createSqlModelShelf } from "./recommendations/fitting/model-shelf.sql.ts";
import { createRecommendations, type Learning } from "./recommendations/index.ts";
import type { Shelved } from "./recommendations/ports.ts";
import { readCellFile } from "./recommendations/purchases/purchase-file.csv.ts";
import { createSqlPurchaseShelf } from "./recommendations/purchases/purchase-shelf.sql.ts";
import { createSqlOwnDeeds } from "./recommendations/watching/own-deeds.sql.ts";

function must<Answer extends object>(answer: Answer | Refused): Answer {
  if ("problem" in answer) throw new ArgumentError(`Not done: ${answer.problem}`);
  return answer;
}

/** What was done, in lines for whoever asked; an ArgumentError where it could not be. */
async function carryOut(order: RecommendOrder, recommendations: Learning): Promise<string> {
  if (order.verb === "import") {
    const { purchases, ...file } = await readCellFile(order.file);
    const { id, rows, hash } = must(await recommendations.import(file, purchases, null));
    return `Import ${id}: ${rows} rows, sha256 ${hash}`;
  }
  if (order.verb === "list") {
    const models = await recommendations.list();
    return models.map(({ id, madeAt, state, dataHash }) => [id, madeAt, state, dataHash].join(" ")).join("\n");
  }
  const startedAt = performance.now();
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
  const tell = (phase: string, rows: number) => console.log(`${seconds()} s: ${phase}, ${rows} rows`);
  const answer =
    order.verb === "fit"
      ? ((await must(await recommendations.begin(order.seed, null, tell)).done) as Shelved)
      : must(await recommendations.putBack(order.id, null));
  return `${seconds()} s: model ${answer.id} is ${answer.state}`;
}

/** `npm run recommend`. */
async function main(): Promise<void> {
  const order = readOrder(process.argv.slice(2));
  const databaseUrl = readUrl(process.env, "DATABASE_URL", ["postgres:", "postgresql:"]);
  if (databaseUrl === null) throw new ArgumentError("DATABASE_URL is the server's.");
  const database = await openDatabase({ databaseUrl, dataFolder: "" }).catch(blameDatabase({ databaseUrl }));
  const fitter = createThreadFitter(createTraffic());
  const recommendations = createRecommendations({
    ...{ models: createSqlModelShelf(database), fitter, fits: createSqlFitBook(database) },
    ...{ purchases: createSqlPurchaseShelf(database), deeds: createSqlOwnDeeds(database, consentVersion) },
  });
  console.log(await carryOut(order, recommendations).finally(() => database.close()));
}

runCommand(main);
