import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { createSqlFitBook } from "./fitting/fit-book.sql.ts";
import { createSqlModelShelf } from "./fitting/model-shelf.sql.ts";
import type { Fitted, Fitter, OwnDeeds } from "./ports.ts";
import { createSqlPurchaseShelf } from "./purchases/purchase-shelf.sql.ts";
import type { CellPurchase } from "./rules.ts";
import { createRecommendations } from "./service.ts";

const row: CellPurchase = {
  ...{ month: 202_401, sex: "F", age: 3, region: "11", isWeekend: true, isAfternoon: true, category: "bags" },
  ...{ quantity: 1, amount: 1, times: 1 },
};
/** More than are read at once. */
const rows = Array<CellPurchase>(600).fill(row);
const surely = { mean: 0.05, low: 0.05, high: 0.05 };
const parameters = { smoothing: 1, kappa: 1, easeWeight: 1, fewest: 1 };
const fitted: Fitted = {
  learned: { categories: ["a"], parameters, segments: [], weights: [0] },
  measured: { judges: 170, precision3: surely, ndcg10: surely },
  metrics: {},
};

describe.each(["embedded", "server"] as const)("a night in Korea, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
  });
  afterAll(() => ledger.close());
  beforeEach(() => ledger.run("delete from fit"));

  const at = (moment: string) =>
    ledger.run(`create or replace function ${ledger.database.code}.clock() returns timestamptz
      language sql volatile as $$ select '${moment}'::timestamptz $$`);

  function open(fit: Fitter["fit"] = async () => fitted, all: OwnDeeds["all"] = async function* () {}) {
    const [purchases, models] = [createSqlPurchaseShelf(ledger.database), createSqlModelShelf(ledger.database)];
    const [fits, deeds] = [createSqlFitBook(ledger.database), { all }];
    const fitter = { fit, stop: async () => undefined };
    const { learnAtNight, stop, ...rest } = createRecommendations({ purchases, models, fits, deeds, fitter });
    const importAs = (name: string) => rest.import({ source: name, hash: name.padStart(64, "0") }, rows, null);
    /** Whether a model was made. */
    async function learns(): Promise<boolean> {
      const newest = async () => (await models.list())[0]?.id;
      const before = await newest();
      await learnAtNight();
      return (await newest()) !== before;
    }
    return { fits, importAs, learns, stop };
  }

  test("a model is learned, once, and by day none", async () => {
    const { importAs, learns } = open();
    await importAs("1");
    await at("2030-01-01T03:59:59+09:00");
    expect(await learns()).toBe(false);
    await at("2030-01-01T04:00:00+09:00");
    expect([await learns(), await learns()]).toEqual([true, false]);
  });

  test("it is four to six, and over once a model was made", async () => {
    const { fits } = open();
    const isNightAt = (moment: string) => at(moment).then(fits.isNight);
    expect(await isNightAt("2030-01-01T03:59:59+09:00")).toBe(false);
    expect(await isNightAt("2030-01-01T04:00:00+09:00")).toBe(true);
    expect(await isNightAt("2030-01-01T06:00:00+09:00")).toBe(false);
    const makeOneAt = async (moment: string) => {
      await at(moment);
      const begun = await fits.begin(null);
      await fits.end("fit" in begun ? begun.fit : "", { model: "1", trouble: null });
    };
    // What somebody learned before the night does not take its place.
    await makeOneAt("2030-01-01T03:59:00+09:00");
    expect(await isNightAt("2030-01-01T04:30:00+09:00")).toBe(true);
    await makeOneAt("2030-01-01T04:30:00+09:00");
    expect(await isNightAt("2030-01-01T05:59:00+09:00")).toBe(false);
    expect(await isNightAt("2030-01-02T04:00:00+09:00")).toBe(true);
  });

  test("nothing else is begun while a fit goes on, until it is silent with its process", async () => {
    const { fits, importAs, learns } = open();
    await importAs("2");
    await at("2030-01-03T04:30:00+09:00");
    await fits.begin(null);
    await at("2030-01-03T04:40:00+09:00");
    expect([await fits.isNight(), await learns()]).toEqual([false, false]);
    await at("2030-01-03T04:40:01+09:00");
    expect([await fits.isNight(), await learns()]).toEqual([true, true]);
  });

  test("one whose fit an import ends is not yet learned: it is tried again, three times in all", async () => {
    let imports = 10;
    const interrupted = open(async (material) => {
      for await (const _ of material) await interrupted.importAs(`${++imports}`);
      return fitted;
    });
    const undisturbed = open();
    await interrupted.importAs("10");
    await at("2030-01-04T04:00:00+09:00");
    await expect(interrupted.learns()).rejects.toThrow("another file");
    expect([await undisturbed.learns(), await undisturbed.learns()]).toEqual([true, false]);
    await at("2030-01-05T04:00:00+09:00");
    for (const _ of Array(3)) await expect(interrupted.learns()).rejects.toThrow("another file");
    expect(await undisturbed.learns()).toBe(false);
    await at("2030-01-06T04:00:00+09:00");
    expect(await undisturbed.learns()).toBe(true);
  });

  test("a night that is over once everything was read learns nothing any more", async () => {
    const slow = open(undefined, async function* () {
      await at("2030-01-07T06:00:00+09:00");
      yield [];
    });
    await slow.importAs("20");
    await at("2030-01-07T05:59:59+09:00");
    expect([await slow.learns(), await slow.fits.latest()]).toEqual([false, null]);
  });

  test("what a server that ends reads for the night ends soon, and no fit begins", async () => {
    let reads = 0;
    const endless = open(undefined, async function* () {
      for (; reads < 1_000; reads += 1) {
        if (reads === 2) await endless.stop();
        yield [];
      }
    });
    await endless.importAs("21");
    await at("2030-01-08T04:00:00+09:00");
    expect([await endless.learns(), await endless.fits.latest()]).toEqual([false, null]);
    expect(reads).toBe(2);
  });

  test("a fit that began just when the server ends learns nothing, and says why", async () => {
    let learned = 0;
    const late = open(async () => {
      learned += 1;
      return fitted;
    });
    await late.importAs("22");
    await at("2030-01-09T04:00:00+09:00");
    const { transaction } = ledger.database;
    ledger.database.transaction = async (work) => transaction(work).finally(late.stop);
    await expect(late.learns().finally(() => Object.assign(ledger.database, { transaction }))).rejects.toThrow("ends");
    expect([learned, await late.fits.latest()]).toMatchObject([0, { trouble: "The server ends." }]);
  });
});
