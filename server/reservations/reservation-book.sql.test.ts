import { afterAll, beforeAll, describe } from "vitest";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { movingConformance } from "./moving.conformance.ts";
import { endingConformance, readingConformance } from "./reservations.conformance.ts";

describe.each(["embedded", "server"] as const)("the reservation book, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
  });
  afterAll(() => ledger.close());

  readingConformance(() => ledger);
  endingConformance(() => ledger);
  movingConformance(() => ledger);
});
