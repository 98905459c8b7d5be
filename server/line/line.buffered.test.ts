import { beforeAll, describe } from "vitest";
import {
  makeRounds,
  openBufferedGround,
  openBufferedLine,
  unhurried,
  withOutcomes,
} from "../../test/services/buffered-ledger.ts";
import type { Ledger } from "../../test/services/ledger.ts";
import { joinConformance } from "./line.conformance.ts";
import { batchConformance } from "./line-batch.conformance.ts";
import { changeConformance } from "./line-changes.conformance.ts";
import { deedConformance } from "./line-deeds.conformance.ts";
import { depthConformance } from "./line-depth.conformance.ts";
import { offerConformance } from "./offers.conformance.ts";

describe("the buffered line", () => {
  let ledger: Ledger;
  beforeAll(async () => {
    const { ledger: direct, link, close } = await openBufferedGround();
    // Time goes on with the rounds and stands when they do, so that what was put off is tried again.
    let round = 0;
    const line = openBufferedLine({ ...unhurried, database: direct.database, link, elapsedMs: () => round });
    const handOver: typeof line.handOver = (isToEnd) => {
      round += 1;
      return line.handOver(isToEnd);
    };
    const rounds = makeRounds({ ...line, handOver });
    ledger = withOutcomes(direct, line, link);
    return async () => {
      await rounds.stop();
      await close();
    };
  });

  joinConformance(() => ledger);
  batchConformance(() => ledger);
  changeConformance(() => ledger);
  deedConformance(() => ledger);
  depthConformance(() => ledger);
  offerConformance(() => ledger);
});
