import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { threadFitter } from "./fitting/fitter.thread.ts";
import { createSqlModelShelf } from "./fitting/model-shelf.sql.ts";
import { generatePurchases } from "./generator/generate.ts";
import type { FitPhase, Fitted } from "./ports.ts";
import { createSqlPurchaseShelf } from "./purchases/purchase-shelf.sql.ts";
import { readCell } from "./purchases/rows.ts";
import type { CellPurchase, Difference } from "./rules.ts";
import { createRecommendations } from "./service.ts";

const fields = (line: object) => Object.fromEntries(Object.entries(line).map(([name, value]) => [name, String(value)]));
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** Every twentieth row: enough to learn from, and quick to import. */
const purchases = generatePurchases(1, 2)
  .lines.filter((_, at) => at % 20 === 0)
  .map((line) => readCell(fields(line)));

const certain = (mean: number): Difference => ({ mean, low: mean, high: mean });
const parameters = { smoothing: 1, kappa: 1, easeWeight: 1, fewest: 1 };
const fittedAs = (mean: number): Fitted => ({
  learned: { categories: ["a"], parameters, segments: [], weights: [0] },
  measured: { precision3: certain(mean), ndcg10: certain(mean) },
  metrics: { precision3: mean },
});

describe.each(["embedded", "server"] as const)("recommendations, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
  });
  afterAll(() => ledger.close());

  function open(fitted?: Fitted) {
    const [shelf, models] = [createSqlPurchaseShelf(ledger.database), createSqlModelShelf(ledger.database)];
    const fitter = fitted === undefined ? threadFitter : { fit: async () => fitted };
    return { shelf, models, recommendations: createRecommendations({ purchases: shelf, models, fitter }) };
  }
  const ignore = () => undefined;

  test("S33: an import keeps source, count and hash, takes the place of the last one, and happens once", async () => {
    const { recommendations, shelf } = open();
    expect(await recommendations.fit(1, ignore)).toEqual({ problem: "no-purchases" });
    await recommendations.import({ source: "first.csv", hash: hashOf("first") }, purchases.slice(0, 10));
    const file = { source: "second.csv", hash: hashOf("second") };
    const kept = await recommendations.import(file, purchases);
    expect(kept).toMatchObject({ ...file, rows: purchases.length });
    expect(await recommendations.import(file, purchases)).toEqual(kept);
    const read: CellPurchase[] = [];
    for await (const some of shelf.purchases(kept)) read.push(...some);
    expect(read).toEqual(purchases);
    const [stored] = await ledger.run<{ rows: string; imports: string }>(
      "select (select count(*) from purchase) as rows, (select count(*) from purchase_import) as imports",
    );
    expect(stored).toEqual({ rows: String(purchases.length), imports: "2" });
  });

  test("a fit runs in a thread, tells how far it is, and what it learned goes live with its figures", async () => {
    const { recommendations, models } = open();
    const told: [FitPhase, number][] = [];
    const outcome = await recommendations.fit(3, (...phase) => told.push(phase));
    expect(outcome).toMatchObject({ state: "live" });
    expect(told.at(0)).toEqual(["reading", 5_000]);
    const all = purchases.length;
    expect(told.slice(-3)).toEqual([
      ["reading", all],
      ["judging", all],
      ["learning", all],
    ]);
    const [model] = await models.list();
    expect(model).toMatchObject({ state: "live", seed: 3, dataHash: hashOf("second"), metrics: { seed: 3 } });
    expect((await models.live())?.learned.categories.length).toBe(25);
  });

  test("D26: a model that is worse than popularity is refused, and the old one stays live", async () => {
    const before = await open().models.live();
    const { recommendations, models } = open(fittedAs(-0.05));
    const refused = await recommendations.fit(1, ignore);
    expect(refused).toMatchObject({ state: "refused" });
    expect(await models.live()).toEqual(before);
    expect((await models.list())[0]).toMatchObject({ state: "refused", metrics: { precision3: -0.05 } });
    expect(await recommendations.putBack("id" in refused ? refused.id : "")).toEqual({ problem: "not-found" });
  });

  test("rollback: a model that was live is live again, and one at a time is", async () => {
    const { recommendations, models } = open(fittedAs(0.05));
    const before = await models.live();
    const newer = await recommendations.fit(1, ignore);
    expect(await models.live()).toMatchObject({ id: "id" in newer && newer.id });
    expect(await recommendations.putBack(before?.id ?? "")).toEqual({ id: before?.id, state: "live" });
    expect(await models.live()).toEqual(before);
    await Promise.all(Array.from({ length: 4 }, () => recommendations.fit(1, ignore)));
    expect((await models.list()).filter(({ state }) => state === "live")).toHaveLength(1);
  });

  test("of models that are not live, the last 30 are kept", async () => {
    const { recommendations, models } = open(fittedAs(-1));
    for (let made = 0; made < 35; made += 1) await recommendations.fit(made, ignore);
    const kept = await models.list();
    expect([kept.length, kept.filter(({ state }) => state === "live").length]).toEqual([31, 1]);
  });
});

test("a thread that fails is told as its error, also while purchases are still being read", async () => {
  async function* months(count: number) {
    for (let at = 0; at < count; at += 1) yield purchases.filter(({ month }) => month === 202307);
  }
  await expect(threadFitter.fit(months(1), 1, () => undefined)).rejects.toThrow("there is one month only");
});
