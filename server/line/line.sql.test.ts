import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { joinConformance } from "./line.conformance.ts";
import { createSqlLine } from "./line.sql.ts";
import { batchConformance } from "./line-batch.conformance.ts";
import { changeConformance } from "./line-changes.conformance.ts";
import { depthConformance } from "./line-depth.conformance.ts";
import { offerConformance } from "./offers.conformance.ts";

describe.each(["embedded", "server"] as const)("the direct line, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
  });
  afterAll(() => ledger.close());

  test("beyond 20,000 presses that wait in one process, the next is told at once that it is busy", async () => {
    const line = createSqlLine({ ...ledger.database, query: () => new Promise(() => undefined) });
    const slot = await ledger.slot();
    let answered = 0;
    for (let person = 1; person <= 20_000; person += 1) {
      void line.join(slot, { person: `${person}` as PersonId, partySize: 1, key: "k" }).then(() => (answered += 1));
    }
    const next = await line.join(slot, { person: "20001" as PersonId, partySize: 1, key: "k" });
    expect(next).toMatchObject({ problem: "busy", retryAfterSeconds: expect.any(Number) });
    expect(answered).toBe(0);
  });

  joinConformance(() => ledger);
  batchConformance(() => ledger);
  changeConformance(() => ledger);
  depthConformance(() => ledger);
  offerConformance(() => ledger);
});
