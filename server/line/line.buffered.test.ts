import { afterAll, beforeAll, describe, inject } from "vitest";
import { makeRounds, openBufferedLine, withOutcomes } from "../../test/services/buffered-ledger.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { somePrefix, untilThere } from "../../test/services/redis-links.ts";
import { openRedis } from "../platform/redis/link.redis.ts";
import { joinConformance } from "./line.conformance.ts";
import { batchConformance } from "./line-batch.conformance.ts";
import { changeConformance } from "./line-changes.conformance.ts";
import { depthConformance } from "./line-depth.conformance.ts";
import { offerConformance } from "./offers.conformance.ts";

describe("the buffered line", () => {
  let ledger: Ledger;
  let close: () => Promise<unknown>;
  beforeAll(async () => {
    const direct = await openLedger("server");
    const link = openRedis({ url: inject("redisUrl"), prefix: somePrefix(), onChange: () => undefined });
    link.connect();
    await untilThere(link);
    const line = openBufferedLine({ database: direct.database, link });
    const rounds = makeRounds(line);
    ledger = withOutcomes(direct, line, link);
    close = async () => {
      await rounds.stop();
      link.close();
      await direct.close();
    };
  });
  afterAll(() => close());

  joinConformance(() => ledger);
  batchConformance(() => ledger);
  changeConformance(() => ledger);
  depthConformance(() => ledger);
  offerConformance(() => ledger);
});
