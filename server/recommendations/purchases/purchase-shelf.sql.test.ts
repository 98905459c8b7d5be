import pg from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { type Ledger, openLedger } from "../../../test/services/ledger.ts";
import { patient } from "../../../test/services/places.ts";
import type { Database } from "../../platform/database/index.ts";
import type { CellPurchase } from "../rules.ts";
import { createSqlPurchaseShelf } from "./purchase-shelf.sql.ts";

let [embedded, server]: Ledger[] = [];
beforeAll(async () => {
  [embedded, server] = await Promise.all([openLedger("embedded"), openLedger("server", patient)]);
});
afterAll(() => Promise.all([embedded?.close(), server?.close()]));

const row: CellPurchase = {
  ...{ month: 202_401, sex: "F", age: 3, region: "11", isWeekend: true, isAfternoon: true, category: "bags" },
  ...{ quantity: 1, amount: 1, times: 1 },
};
const idsOfRows = "select distinct import_id::text as id from purchase";
const fileOf = (name: string) => ({ source: name, hash: Buffer.from(name).toString("hex").padEnd(64, "0") });

test("of two imports at once the one that began later counts, and the other is told so", async () => {
  const { database, run } = embedded as Ledger;
  const shelf = createSqlPurchaseShelf(database);
  const slow = createSqlPurchaseShelf({
    ...database,
    transaction: async (work) => {
      expect(await shelf.import(fileOf("b"), [row], null)).toMatchObject({ source: "b", rows: 1 });
      return database.transaction(work);
    },
  });
  expect(await slow.import(fileOf("a"), [row, row], null)).toMatchObject({ problem: "import-overtaken" });
  const latest = await shelf.latest();
  expect(latest).toMatchObject({ source: "b", rows: 1 });
  expect(await run(idsOfRows)).toEqual([{ id: latest?.id }]);
});

async function pressOf({ people }: Ledger, key: string) {
  const [id] = await people(1);
  return { doer: { id: id as never, network: "127.0.0.0/24" }, key: key.padEnd(36, "0") };
}

test("a press that comes again while its file is taken in imports once, and leaves no rows uncounted", async () => {
  const { database, run } = embedded as Ledger;
  const pressed = await pressOf(embedded as Ledger, "twin");
  const [begun, ended] = [gate(), gate()];
  const again = createSqlPurchaseShelf({
    ...database,
    transaction: async (work) => {
      begun.pass();
      await ended.passed;
      return database.transaction(work);
    },
  });
  let second: ReturnType<typeof again.import> | undefined;
  const first = createSqlPurchaseShelf({
    ...database,
    transaction: async (work) => {
      second = again.import(fileOf("c"), [row], pressed);
      await begun.passed;
      return database.transaction(work).finally(ended.pass);
    },
  });
  const answer = await first.import(fileOf("c"), [row], pressed);
  expect(answer).toMatchObject({ source: "c", rows: 1 });
  expect(await second).toEqual(answer);
  expect(await run(idsOfRows)).toEqual([{ id: "id" in answer && answer.id }]);
});

test("an import that ended, and whose answer was lost on the way, keeps its rows", async () => {
  const { database, run } = embedded as Ledger;
  const lost = Object.assign(new Error("connection terminated"), { severity: "FATAL", code: "57P01" });
  const shelf = createSqlPurchaseShelf({
    ...database,
    transaction: async (work) => {
      await database.transaction(work);
      throw lost;
    },
  });
  const pressed = await pressOf(embedded as Ledger, "lost");
  expect(await shelf.import(fileOf("d"), [row], pressed)).toMatchObject({ problem: "unavailable" });
  const latest = await shelf.latest();
  expect(latest).toMatchObject({ source: "d", rows: 1 });
  expect(await run(idsOfRows)).toEqual([{ id: latest?.id }]);
});

test("however many rows an import takes the place of, they go in statements of a bounded size", async () => {
  const { database, run } = embedded as Ledger;
  const before = (await createSqlPurchaseShelf(database).latest())?.id;
  const earlier = "insert into purchase_import (source, hash) values ('e', repeat('0', 64)) returning id::text";
  const [unended] = await run<{ id: string }>(earlier);
  for (const id of [before, unended?.id]) {
    await run(
      `insert into purchase select $1, number, 202401, 'F', 3, '11', true, true, 'bags', 1, 1, 1
        from generate_series(10, 12009) as number`,
      [id],
    );
  }
  const largest: number[] = [];
  const countAll = async () => Number((await run<{ all: string }>('select count(*) as "all" from purchase'))[0]?.all);
  const press: Database["press"] = async (statement) => {
    const had = await countAll();
    const rows = await database.press<never>(statement);
    largest.push(had - (await countAll()));
    return rows;
  };
  const answer = await createSqlPurchaseShelf({ ...database, press }).import(fileOf("f"), [row], null);
  expect(await run(idsOfRows)).toEqual([{ id: "id" in answer && answer.id }]);
  expect(Math.max(...largest)).toBeLessThanOrEqual(5_000);
});

test("whoever reads rows that go reads all of them while ahead of that, and is told where they have gone", async () => {
  const { database } = embedded as Ledger;
  const shelf = createSqlPurchaseShelf(database);
  const of = await shelf.import(
    fileOf("long"),
    Array.from({ length: 11_000 }, () => row),
    null,
  );
  if ("problem" in of) throw new Error(of.problem);
  const [ahead, behind] = [shelf.purchases(of)[Symbol.asyncIterator](), shelf.purchases(of)[Symbol.asyncIterator]()];
  let read = 0;
  const readOn = async () => {
    const { value, done } = await ahead.next();
    read += done ? 0 : value.length;
    return !done;
  };
  while (read < 5_500) await readOn();
  await behind.next();
  let told: Promise<unknown> | undefined;
  const press: Database["press"] = async (statement) => {
    const rows = await database.press<never>(statement);
    if (told !== undefined || !statement.text.includes("delete from purchase") || rows.length === 0) return rows;
    told = behind.next().catch((error: Error) => error.message);
    while (await readOn());
    return rows;
  };
  await createSqlPurchaseShelf({ ...database, press }).import(fileOf("after"), [row], null);
  expect([read, await told]).toEqual([11_000, expect.stringContaining("another file")]);
});

function gate() {
  let pass = () => {};
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { pass, passed };
}

/** Imports `a`, then `b`; the end of `first` is not committed before the other's waits for it, or is over. */
async function endAtOnce({ database, run }: Ledger, first: "a" | "b") {
  const begun = { a: gate(), b: gate() };
  const ends = gate();
  let isOtherOver = false;
  const waiting = `select from pg_locks where not granted and relation = 'purchase_import'::regclass
    and database = (select oid from pg_database where datname = current_database())`;
  const mayCommit = async () => isOtherOver || (await run(waiting)).length > 0;
  const endFirst: Database["transaction"] = (work) =>
    database.transaction(async () => {
      const done = await work();
      ends.pass();
      await waitUntil(mayCommit, { what: "the other one ends too" });
      return done;
    });
  const endSecond: Database["transaction"] = async (work) => {
    await ends.passed;
    return database.transaction(work).finally(() => {
      isOtherOver = true;
    });
  };
  const shelf = (name: "a" | "b") =>
    createSqlPurchaseShelf({
      ...database,
      transaction: async (work) => {
        begun[name].pass();
        await begun.b.passed;
        return name === first ? endFirst(work) : endSecond(work);
      },
    });
  const a = shelf("a").import(fileOf("a"), [row, row], null);
  await begun.a.passed;
  return Promise.all([a, shelf("b").import(fileOf("b"), [row], null)]);
}

test.each([
  ["the one that began later ends first, and the other is told so", "b", { problem: "import-overtaken" }],
  ["the one that began first ends first, and the later one takes its place", "a", { source: "a", rows: 2 }],
] as const)("of two whose ends overlap %s", async (_name, first, told) => {
  const { database, run } = server as Ledger;
  const [a, b] = await endAtOnce(server as Ledger, first);
  expect([a, b]).toMatchObject([told, { source: "b", rows: 1 }]);
  expect(await createSqlPurchaseShelf(database).latest()).toEqual(b);
  expect(await run(idsOfRows)).toEqual([{ id: "id" in b && b.id }]);
});

/** Imports, where all that is heard of the end is that the connection is lost; `finishing` may still commit it. */
async function endInDoubt(ledger: Ledger, name: string) {
  const { database, url } = ledger;
  const finishing = new pg.Client({ connectionString: url as string });
  await finishing.connect();
  onTestFinished(() => finishing.end());
  let isBegun = false;
  const transaction = async () => {
    if (!isBegun) {
      isBegun = true;
      await finishing.query("begin");
      await finishing.query(`update purchase_import set rows = 1, finished_at = now()
        where id = (select max(id) from purchase_import)`);
    }
    throw Object.assign(new Error("connection terminated"), { severity: "FATAL", code: "57P01" });
  };
  const shelf = createSqlPurchaseShelf({ ...database, transaction });
  let isOver = false;
  const imported = shelf.import(fileOf(name), [row], await pressOf(ledger, name)).finally(() => {
    isOver = true;
  });
  return { imported, isOver: () => isOver, finishing };
}

test("an import whose end comes to pass after it was given up keeps its rows, and those before it go", async () => {
  const { database, run } = server as Ledger;
  const { imported, isOver, finishing } = await endInDoubt(server as Ledger, "late");
  const waiting = `select from pg_locks where not granted and locktype = 'transactionid'
    and pid in (select pid from pg_stat_activity where datname = current_database())`;
  const waits = async () => isOver() || (await run(waiting)).length > 0;
  await waitUntil(waits, { what: "the end is waited for, or the import is over" });
  await finishing.query("commit");
  expect(await imported).toMatchObject({ problem: "unavailable" });
  const latest = await createSqlPurchaseShelf(database).latest();
  expect(latest).toMatchObject({ source: "late", rows: 1 });
  expect(await run(idsOfRows)).toEqual([{ id: latest?.id }]);
});

test("an end that is in doubt for longer than locks are waited for leaves the rows to the next import", async () => {
  const { database, run } = server as Ledger;
  const usual = await openLedger("server", { databaseUrl: (server as Ledger).url as string });
  onTestFinished(usual.close);
  const { imported, finishing } = await endInDoubt(usual, "never");
  expect(await imported).toMatchObject({ problem: "unavailable" });
  expect(await run(idsOfRows)).toHaveLength(2);
  await finishing.query("rollback");
  const next = await createSqlPurchaseShelf(database).import(fileOf("next"), [row], null);
  expect(await run(idsOfRows)).toEqual([{ id: "id" in next && next.id }]);
});
