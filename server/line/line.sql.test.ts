import { afterAll, beforeAll, describe } from "vitest";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { joinConformance } from "./line.conformance.ts";
import { changeConformance } from "./line-changes.conformance.ts";
import { depthConformance } from "./line-depth.conformance.ts";

describe.each(["embedded", "server"] as const)("the direct line, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
  });
  afterAll(() => ledger.close());

  joinConformance(() => ledger);
  changeConformance(() => ledger);
  depthConformance(() => ledger);
});
