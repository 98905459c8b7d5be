import { randomUUID } from "node:crypto";
import { createRedisBuffer } from "./line/buffer/buffer.redis.ts";
import { watchDemands } from "./line/buffer/demands.redis.ts";
import { createSqlEntrances } from "./line/buffer/entrances.sql.ts";
import { createReceipts } from "./line/buffer/receipts.ts";
import { lineChannel } from "./line/index.ts";
import { createBufferedLine } from "./line/line.buffered.ts";
import { createSqlLine } from "./line/line.sql.ts";
import type { Clock } from "./platform/clock.ts";
import type { Database } from "./platform/database/index.ts";
import { createLimiter } from "./platform/limits/limiter.ts";
import type { Settings } from "./platform/settings.ts";
import type { Shared } from "./shared-wiring.ts";

const handOverEveryMs = 20;
const renewCardsEveryMs = 1_000;
/** Redis that does not answer is tried again this often. */
const pauseAfterTroubleMs = 500;
/** Somebody may set Redis otherwise at any time. */
const lookAtRedisEveryMs = 10_000;
/** Lines about what came out of turn, and about what failed: a worker of each process may try again and again. */
const lineLimit = { perSecond: 1, burst: 5, mostKeys: 2 };

interface World {
  readonly settings: Pick<Settings, "line" | "sessionSecret">;
  readonly database: Database;
  readonly clock: Clock;
  readonly shared: Pick<Shared, "bus" | "link">;
  /** What nobody is answered with, and somebody has to look at. */
  readonly onLineTrouble: (what: object, text: string) => void;
}

/** The line that `LINE` names, and what has to be done for it again and again. */
export function openLine({ settings, database, clock, shared: { bus, link }, onLineTrouble }: World) {
  const direct = createSqlLine(database);
  if (settings.line === "direct" || link === null) return { ledger: direct, rounds: {} };
  const perLine = createLimiter(lineLimit, clock);
  const ledger = createBufferedLine({
    ...{ direct, clock, buffer: createRedisBuffer(link), entrances: createSqlEntrances(database) },
    receipts: createReceipts(settings.sessionSecret),
    elapsedMs: () => performance.now(),
    name: randomUUID(),
    onWritten: (changed) => {
      const people = changed.people.map(({ person }) => ({ person, entry: null }));
      bus.publish(lineChannel, changed, { ...changed, people, isElsewhere: true });
    },
    onOutOfTurn: (slot) => {
      const event = "out-of-turn";
      if (perLine(event) === 0) onLineTrouble({ event, slot }, "tickets came to the ledger out of turn");
    },
    onFailed: (slot, err) => {
      const event = "put-off";
      if (perLine(event) === 0) onLineTrouble({ event, slot, err }, "some tickets are not in the ledger yet");
    },
  });
  async function handOver(isToEnd: () => boolean): Promise<void> {
    try {
      await ledger.handOver(isToEnd);
    } catch (error) {
      await clock.wait(pauseAfterTroubleMs);
      throw error;
    }
  }
  const onMissing = (missing: readonly string[]) =>
    onLineTrouble({ event: "redis-unfit", missing }, "LINE=buffered: what Redis has to be, and is not");
  const rounds = {
    "handing over tickets": [handOverEveryMs, handOver],
    "renewing cards": [renewCardsEveryMs, ledger.renewCards],
    "looking at Redis": [lookAtRedisEveryMs, watchDemands(link, onMissing)],
  } as const;
  return { ledger, rounds };
}
