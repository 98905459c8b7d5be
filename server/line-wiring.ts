import { randomUUID } from "node:crypto";
import { createRedisBuffer } from "./line/buffer/buffer.redis.ts";
import { createSqlEntrances } from "./line/buffer/entrances.sql.ts";
import { createReceipts } from "./line/buffer/receipts.ts";
import { lineChannel } from "./line/index.ts";
import { createBufferedLine } from "./line/line.buffered.ts";
import { createSqlLine } from "./line/line.sql.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database/index.ts";
import type { Settings } from "./platform/settings.ts";
import type { Shared } from "./shared-wiring.ts";

const handOverEveryMs = 20;
const renewCardsEveryMs = 1_000;
/** A ledger that does not answer is tried again this often. */
const pauseAfterTroubleMs = 500;

interface World {
  readonly settings: Pick<Settings, "line" | "sessionSecret">;
  readonly database: Database;
  readonly clock: Clock;
  readonly shared: Pick<Shared, "bus" | "link">;
}

/** The line that `LINE` names, and what has to be done for it again and again. */
export function openLine({ settings, database, clock, shared: { bus, link } }: World) {
  const direct = createSqlLine(database);
  if (settings.line === "direct" || link === null) return { ledger: direct, rounds: {} };
  const ledger = createBufferedLine({
    ...{ direct, clock, buffer: createRedisBuffer(link), entrances: createSqlEntrances(database) },
    receipts: createReceipts(settings.sessionSecret),
    elapsedMs: () => performance.now(),
    name: randomUUID(),
    onWritten: (changed) => {
      const people = changed.people.map(({ person }) => ({ person, entry: null }));
      bus.publish(lineChannel, changed, { ...changed, people, isElsewhere: true });
    },
  });
  async function handOver(): Promise<void> {
    try {
      await ledger.handOver();
    } catch (error) {
      await clock.wait(pauseAfterTroubleMs);
      throw error;
    }
  }
  const rounds = {
    "handing over tickets": [handOverEveryMs, handOver],
    "renewing cards": [renewCardsEveryMs, ledger.renewCards],
  } as const;
  return { ledger, rounds };
}
