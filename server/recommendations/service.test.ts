import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { asDoer, type Ledger, openLedger } from "../../test/services/ledger.ts";
import { patient } from "../../test/services/places.ts";
import { createTraffic } from "../platform/traffic.ts";
import { createSqlFitBook } from "./fitting/fit-book.sql.ts";
import { createThreadFitter } from "./fitting/fitter.thread.ts";
import { createSqlModelShelf } from "./fitting/model-shelf.sql.ts";
import { generatePurchases } from "./generator/generate.ts";
import type { FitBook, FitPhase, Fitted, Fitter, ModelSummary, Shelved, TellProgress } from "./ports.ts";
import { createSqlPurchaseShelf } from "./purchases/purchase-shelf.sql.ts";
import { readCell } from "./purchases/rows.ts";
import type { CellPurchase, Difference, OwnDeed } from "./rules.ts";
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
  measured: { judges: 170, precision3: certain(mean), ndcg10: certain(mean) },
  metrics: { precision3: mean },
});

describe.each(["embedded", "server"] as const)("recommendations, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine, patient);
  });
  afterAll(() => ledger.close());

  function open(fitted?: Fitted, own: readonly OwnDeed[] = [], other?: Fitter, book?: FitBook) {
    const [shelf, models] = [createSqlPurchaseShelf(ledger.database), createSqlModelShelf(ledger.database)];
    const told = fitted && { fit: async () => fitted, stop: async () => undefined };
    const fitter = other ?? told ?? createThreadFitter(createTraffic());
    async function* all() {
      yield own;
    }
    const [fits, deeds] = [book ?? createSqlFitBook(ledger.database), { all }];
    const recommendations = createRecommendations({ purchases: shelf, models, fitter, fits, deeds });
    /** Begins and waits; what stopped it is thrown. */
    async function learn(seed: number, tell?: TellProgress) {
      const begun = await recommendations.begin(seed, null, tell);
      return "problem" in begun ? begun : (begun.done as Promise<Shelved>);
    }
    return { shelf, models, fits, recommendations, learn };
  }

  test("S33: an import keeps source, count and hash, takes the place of the last one, and happens once", async () => {
    const { recommendations, shelf, learn } = open();
    expect(await learn(1)).toEqual({ problem: "no-purchases" });
    await recommendations.import({ source: "first.csv", hash: hashOf("first") }, purchases.slice(0, 10), null);
    const file = { source: "second.csv", hash: hashOf("second") };
    const kept = await recommendations.import(file, purchases, null);
    if ("problem" in kept) throw new Error(kept.problem);
    expect(kept).toMatchObject({ ...file, rows: purchases.length });
    // As a server leaves it that was killed once the import counted, and before the rows of the last one had gone.
    await ledger.run(
      `insert into purchase select (select min(id) from purchase_import), number + 1, month, sex, age, region,
        is_weekend, is_afternoon, category, quantity, amount, times from purchase where import_id = $1 and number < 10`,
      [kept.id],
    );
    expect(await recommendations.import(file, purchases, null)).toEqual(kept);
    const read: CellPurchase[] = [];
    for await (const some of shelf.purchases(kept)) read.push(...some);
    expect(read).toEqual(purchases);
    const [stored] = await ledger.run<{ rows: string; imports: string }>(
      "select (select count(*) from purchase) as rows, (select count(*) from purchase_import) as imports",
    );
    expect(stored).toEqual({ rows: String(purchases.length), imports: "2" });
  });

  test("a fit runs in a thread, tells how far it is, and what it learned goes live with its figures", async () => {
    const book = createSqlFitBook(ledger.database);
    const written: number[] = [];
    const tell: FitBook["tell"] = (fit, phase, rows) => {
      if (phase === "reading") written.push(rows);
      return book.tell(fit, phase, rows);
    };
    const { learn, models } = open(undefined, [], undefined, { ...book, tell });
    const told: [FitPhase, number][] = [];
    const outcome = await learn(3, (...phase) => told.push(phase));
    expect(written.length).toBe(1 + Math.floor((purchases.length - 500) / 5_000));
    expect(outcome).toMatchObject({ state: "live" });
    expect(told.at(0)).toEqual(["reading", 500]);
    expect(await book.latest()).toMatchObject({ phase: "learning", rows: purchases.length, trouble: null });
    const all = purchases.length;
    expect(told.slice(-3)).toEqual([
      ["reading", all],
      ["judging", all],
      ["learning", all],
    ]);
    const [model] = await models.list();
    expect(model).toMatchObject({ state: "live", seed: 3, dataHash: hashOf("second"), metrics: { seed: 3 } });
    expect(model?.imported).toEqual({ source: "second.csv", rows: all });
    expect((await models.live())?.learned.categories.length).toBe(25);
  });

  test("what people did here is learned from once there is enough of it, and is not kept itself", async () => {
    const deed = (at: number): OwnDeed => ({
      ...{ person: `person ${at % 150}`, age: 1 + (at % 5), sex: at % 2 ? "F" : "M", region: "11" },
      ...{ category: at % 3 ? "food" : "music", week: 100 + (at % 7), worth: 1, times: 1 },
    });
    const { recommendations, models } = open(
      undefined,
      Array.from({ length: 1_500 }, (_, at) => deed(at)),
    );
    const begun = await recommendations.begin(1, null);
    if ("problem" in begun) throw new Error(begun.problem);
    const { id } = (await begun.done) as Shelved;
    const [model] = await models.list();
    expect(model).toMatchObject({ id, learnedFrom: "own", metrics: { people: 150 } });
    expect(JSON.stringify(await ledger.run(`select * from model where id = ${id}`))).not.toContain("person 1");
    const few = await open(
      fittedAs(0.05),
      Array.from({ length: 900 }, (_, at) => deed(at)),
    ).learn(1);
    expect((await models.list())[0]).toMatchObject({ ...few, learnedFrom: "purchases" });
    // Of the last week there are 60 people: they could not judge.
    const late = (at: number) => deed(at).week < 106 || at % 150 < 60;
    const own = Array.from({ length: 1_500 }, (_, at) => at)
      .filter(late)
      .map(deed);
    const unjudged = await open(fittedAs(0.05), own).learn(1);
    expect((await models.list())[0]).toMatchObject({ ...unjudged, learnedFrom: "purchases", state: "live" });
  });

  test("P8: deeds reach the thread in pieces of 500; a deed more is other data, a moment later is not", async () => {
    const deeds = Array.from({ length: 1_200 }, (_, at): OwnDeed => {
      const told = { person: `${at % 100}`, age: 3, sex: "F", region: "11" };
      return { ...told, category: "food", week: at % 7, worth: 1, times: 1 };
    });
    const faded = deeds.map((deed) => ({ ...deed, times: 0.99 }));
    const pieces: number[] = [];
    const fit: Fitter["fit"] = async (material) => {
      for await (const some of material) if ("deeds" in some) pieces.push(some.deeds.length);
      return fittedAs(-1);
    };
    const fitter = { fit, stop: async () => undefined };
    const hashes: string[] = [];
    for (const own of [deeds, faded, deeds.slice(1)]) {
      const { learn, models } = open(undefined, own, fitter);
      await learn(1);
      hashes.push((await models.list())[0]?.dataHash ?? "");
    }
    expect(pieces).toEqual([500, 500, 200, 500, 500, 200, 500, 500, 199]);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  test("what people did is read up to half a million rows", async () => {
    const deed: OwnDeed = {
      person: "1",
      age: 3,
      sex: "F",
      region: "11",
      category: "food",
      week: 1,
      worth: 1,
      times: 1,
    };
    const quarter = Array<OwnDeed>(250_000).fill(deed);
    let reads = 0;
    async function* all() {
      for (; reads < 4; reads += 1) yield quarter;
    }
    const { shelf, models, fits } = open();
    const fitter = { fit: async () => fittedAs(-1), stop: async () => undefined };
    const begun = await createRecommendations({ purchases: shelf, models, fitter, fits, deeds: { all } }).begin(
      1,
      null,
    );
    if ("done" in begun) await begun.done;
    expect(reads).toBe(1);
  });

  test("D26: a model that is worse than popularity is refused, and the old one stays live", async () => {
    const before = await open().models.live();
    const { recommendations, models, learn } = open(fittedAs(-0.05));
    const refused = await learn(1);
    expect(refused).toMatchObject({ state: "refused" });
    expect(await models.live()).toEqual(before);
    expect((await models.list())[0]).toMatchObject({ state: "refused", metrics: { precision3: -0.05 } });
    expect(await recommendations.putBack("id" in refused ? refused.id : "", null)).toEqual({ problem: "not-found" });
  });

  test("I9: the press that began a fit begins no other when it comes again, during the fit or after it", async () => {
    let learned = 0;
    const fit = async () => {
      learned += 1;
      return fittedAs(-1);
    };
    const { recommendations } = open(undefined, [], { fit, stop: async () => undefined });
    const pressed = { doer: asDoer(ledger.host), key: randomUUID() };
    const first = await recommendations.begin(1, pressed);
    if ("problem" in first) throw new Error(first.problem);
    expect(await recommendations.begin(1, pressed)).toEqual({ fit: first.fit, done: null });
    await first.done;
    expect(await recommendations.begin(1, pressed)).toEqual({ fit: first.fit, done: null });
    expect(learned).toBe(1);
  });

  test("rollback: a model that was live is live again, and one at a time is", async () => {
    const { recommendations, models, learn } = open(fittedAs(0.05));
    const before = await models.live();
    const newer = await learn(1);
    expect(await models.live()).toMatchObject({ id: "id" in newer && newer.id });
    expect(await recommendations.putBack(before?.id ?? "", null)).toEqual({ id: before?.id, state: "live" });
    expect(await models.live()).toEqual(before);
    await Promise.all(Array.from({ length: 4 }, () => learn(1)));
    expect((await models.list()).filter(({ state }) => state === "live")).toHaveLength(1);
  });

  test("rollback: a night does not undo it, until the newest is used or somebody learns by hand", async () => {
    const fits = { ...createSqlFitBook(ledger.database), isNight: async () => true };
    const { recommendations, models, learn } = open(fittedAs(0.05), [], undefined, fits);
    const putBack = async (id: string) => expect(await recommendations.putBack(id, null)).toMatchObject({ id });
    const nightly = async () => {
      await recommendations.learnAtNight();
      return (await models.list())[0] as ModelSummary;
    };
    const [earlier, newer] = [(await nightly()).id, (await nightly()).id];
    expect(await models.liveId()).toBe(newer);
    await putBack(earlier);
    expect(await nightly()).toMatchObject({ state: "kept" });
    // Nor after a month of nights of which none passed the gate.
    for (let night = 0; night < 31; night += 1) await open(fittedAs(-1)).learn(1);
    const kept = await nightly();
    expect([kept.state, await models.liveId()]).toEqual(["kept", earlier]);
    await putBack(kept.id);
    const next = await nightly();
    expect(next.state).toBe("live");
    await putBack(kept.id);
    expect(await learn(1)).toMatchObject({ state: "live" });
    expect(await nightly()).toMatchObject({ state: "live" });
  });

  test.runIf(engine === "server")(
    "rollback: to a model that is deleted meanwhile leaves the live one live",
    async () => {
      const { models, learn } = open(fittedAs(0.05));
      await learn(1);
      const { id: live } = (await learn(1)) as { id: string };
      const [gone] = (await models.list()).filter(({ state }) => state === "kept");
      let hold = () => {};
      const held = new Promise<void>((resolve) => {
        hold = resolve;
      });
      const deleting = ledger.database.transaction(async () => {
        await ledger.run("lock table model in share row exclusive mode");
        hold();
        const waiting = "select 1 from pg_locks where not granted and relation = 'model'::regclass";
        await waitUntil(async () => (await ledger.run(waiting)).length > 0, { what: "somebody waits to put it back" });
        await ledger.run("delete from model where id = $1", [gone?.id]);
      });
      const putting = held.then(() => models.putBack(gone?.id ?? "", null));
      expect(await Promise.all([putting, deleting])).toEqual([{ problem: "not-found" }, undefined]);
      expect(await models.liveId()).toBe(live);
    },
  );

  test("a fit that fails says why, one that fell silent with its process does not stand in the way", async () => {
    const failing = { fit: () => Promise.reject(new Error("no more paper")), stop: async () => undefined };
    const { fits, learn } = open(undefined, [], failing);
    await expect(learn(1)).rejects.toThrow("no more paper");
    expect(await fits.latest()).toMatchObject({ model: null, trouble: "no more paper", endedAt: expect.any(String) });
    await ledger.run("insert into fit (begun_at, told_at) values (now(), now())");
    expect(await learn(1)).toEqual({ problem: "fit-running" });
    await ledger.run("update fit set told_at = now() - interval '11 minutes' where ended_at is null");
    await expect(learn(1)).rejects.toThrow("no more paper");
  });

  test("of fits that ended the last 100 are kept", async () => {
    const { fits } = open();
    await ledger.run(
      "insert into fit (begun_at, told_at, ended_at) select now(), now(), now() from generate_series(1, 120)",
    );
    await fits.begin(null);
    const [kept] = await ledger.run<{ ended: number }>(
      "select count(*)::integer as ended from fit where ended_at is not null",
    );
    expect(kept).toEqual({ ended: 100 });
    await ledger.run("delete from fit");
  });

  test("of models that are not live the last 30 are kept, newest first; of imports the newest counts", async () => {
    const { models, learn, recommendations } = open(fittedAs(-1));
    for (let made = 0; made < 35; made += 1) await learn(made);
    const kept = await models.list();
    expect([kept.length, kept.filter(({ state }) => state === "live").length]).toEqual([31, 1]);
    const numbers = kept.map(({ id }) => Number(id));
    expect(numbers).toEqual(numbers.toSorted((one, other) => other - one));
    for (let made = 0; made < 10; made += 1) {
      const file = { source: `${made}.csv`, hash: hashOf(`file ${made}`) };
      await recommendations.import(file, purchases.slice(0, 3), null);
    }
    expect(await recommendations.latestImport()).toMatchObject({ source: "9.csv", rows: 3 });
  });

  test("an import that ends while a fit reads ends the fit: of a part of the rows no model is made", async () => {
    const fit: Fitter["fit"] = async (material) => {
      let read = 0;
      for await (const _ of material) {
        if (++read === 2)
          await recommendations.import({ source: "two", hash: hashOf("two") }, purchases.slice(2), null);
      }
      return fittedAs(0.05);
    };
    const { recommendations, models, fits, learn } = open(undefined, [], { fit, stop: async () => undefined });
    await recommendations.import({ source: "one", hash: hashOf("one") }, purchases, null);
    const before = await models.list();
    await expect(learn(1)).rejects.toThrow("another file");
    expect(await models.list()).toEqual(before);
    expect(await fits.latest()).toMatchObject({ model: null, trouble: expect.stringContaining("another file") });
  });
});

test("a thread that fails is told as its error, also while purchases are still being read", async () => {
  async function* months(count: number) {
    for (let at = 0; at < count; at += 1) yield { purchases: purchases.filter(({ month }) => month === 202307) };
  }
  await expect(createThreadFitter(createTraffic()).fit(months(1), 1, () => undefined)).rejects.toThrow(
    "there is one only",
  );
});
