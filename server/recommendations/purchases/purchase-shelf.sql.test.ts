import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ledger, openLedger } from "../../../test/services/ledger.ts";
import type { CellPurchase } from "../rules.ts";
import { createSqlPurchaseShelf } from "./purchase-shelf.sql.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("embedded");
});
afterAll(() => ledger.close());

const row: CellPurchase = {
  ...{ month: 202_401, sex: "F", age: 3, region: "11", isWeekend: true, isAfternoon: true, category: "bags" },
  ...{ quantity: 1, amount: 1, times: 1 },
};
const fileOf = (name: string) => ({ source: name, hash: name.padEnd(64, "0") });

test("of two imports at once the one that began later counts, and the other is told so", async () => {
  const { database } = ledger;
  const shelf = createSqlPurchaseShelf(database);
  const slow = createSqlPurchaseShelf({
    ...database,
    transaction: async (work) => {
      expect(await shelf.import(fileOf("b"), [row], null)).toMatchObject({ source: "b", rows: 1 });
      return database.transaction(work);
    },
  });
  expect(await slow.import(fileOf("a"), [row, row], null)).toMatchObject({ problem: "busy" });
  const latest = await shelf.latest();
  expect(latest).toMatchObject({ source: "b", rows: 1 });
  expect(await ledger.run("select distinct import_id::text as id from purchase")).toEqual([{ id: latest?.id }]);
});
