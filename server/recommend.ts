import { openDatabase } from "./platform/database/index.ts";
import { readUrl } from "./platform/setting-values.ts";
import { blameDatabase } from "./platform/start-trouble.ts";
import { ArgumentError, type RecommendOrder, readOrder } from "./recommendations/commands/arguments.ts";
import { runCommand } from "./recommendations/commands/run-command.ts";
import { threadFitter } from "./recommendations/fitting/fitter.thread.ts";
import { createSqlModelShelf } from "./recommendations/fitting/model-shelf.sql.ts";
import { createRecommendations } from "./recommendations/index.ts";
import { readCellFile } from "./recommendations/purchases/purchase-file.csv.ts";
import { createSqlPurchaseShelf } from "./recommendations/purchases/purchase-shelf.sql.ts";

type Recommendations = ReturnType<typeof createRecommendations>;

/** What was done, in lines for whoever asked; an ArgumentError where it could not be. */
async function carryOut(order: RecommendOrder, recommendations: Recommendations): Promise<string> {
  if (order.verb === "import") {
    const { purchases, ...file } = await readCellFile(order.file);
    const { id, rows, hash } = await recommendations.import(file, purchases);
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
    order.verb === "fit" ? await recommendations.fit(order.seed, tell) : await recommendations.putBack(order.id);
  if ("problem" in answer) throw new ArgumentError(`Not done: ${answer.problem}`);
  return `${seconds()} s: model ${answer.id} is ${answer.state}`;
}

/** `npm run recommend`. */
async function main(): Promise<void> {
  const order = readOrder(process.argv.slice(2));
  const databaseUrl = readUrl(process.env, "DATABASE_URL", ["postgres:", "postgresql:"]);
  if (databaseUrl === null) throw new ArgumentError("DATABASE_URL is the server's.");
  const database = await openDatabase({ databaseUrl, dataFolder: "" }).catch(blameDatabase({ databaseUrl }));
  const [purchases, models] = [createSqlPurchaseShelf(database), createSqlModelShelf(database)];
  const recommendations = createRecommendations({ purchases, models, fitter: threadFitter });
  console.log(await carryOut(order, recommendations).finally(() => database.close()));
}

runCommand(main);
