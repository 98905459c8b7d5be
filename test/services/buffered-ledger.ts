import { randomUUID } from "node:crypto";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createRedisBuffer } from "../../server/line/buffer/buffer.redis.ts";
import { createSqlEntrances } from "../../server/line/buffer/entrances.sql.ts";
import { silentAfterMs } from "../../server/line/buffer/in-time.ts";
import type { Buffer, Entrances } from "../../server/line/buffer/ports.ts";
import { createReceipts } from "../../server/line/buffer/receipts.ts";
import { createBufferedLine } from "../../server/line/line.buffered.ts";
import { createSqlLine } from "../../server/line/line.sql.ts";
import type { LineChanged } from "../../server/line/ports.ts";
import { type Clock, realClock } from "../../server/platform/clock.ts";
import type { Database } from "../../server/platform/database/index.ts";
import { every } from "../../server/platform/every.ts";
import type { RedisLink } from "../../server/platform/redis/link.redis.ts";
import type { SlotId } from "../../shared/ids.ts";
import { type Ledger, type LedgerPlace, openLedger } from "./ledger.ts";
import { openPatientLink } from "./redis-links.ts";
import { sessionSecret } from "./servers.ts";

export type Buffered = ReturnType<typeof createBufferedLine>;

interface Wish {
  readonly database: Database;
  readonly link: RedisLink;
  readonly onWritten?: (changed: LineChanged) => void;
  readonly onOutOfTurn?: (slot: SlotId) => void;
  readonly clock: Pick<Clock, "wait">;
  readonly elapsedMs: () => number;
  /** In place of ours, to do something in the middle of a step. */
  readonly buffer?: (real: Buffer) => Buffer;
  readonly entrances?: (real: Entrances) => Entrances;
  readonly direct?: (real: ReturnType<typeof createSqlLine>) => ReturnType<typeof createSqlLine>;
}

/** A ledger on PostgreSQL and the way to Redis, for buffered lines. */
export async function openBufferedGround(wish?: LedgerPlace) {
  const [ledger, link] = [await openLedger("server", wish), await openPatientLink()];
  return {
    ledger,
    link,
    async close(): Promise<void> {
      link.close();
      await ledger.close();
    },
  };
}

/** Where no clock is the subject: what was read stays fresh, and the ledger may take as long as the machine needs. */
export const unhurried: Pick<Wish, "clock" | "elapsedMs"> = {
  clock: { wait: (ms) => (ms === silentAfterMs ? new Promise(() => undefined) : realClock.wait(ms)) },
  elapsedMs: () => 0,
};

/** The buffered line of one process, whose rounds its test makes. */
export function openBufferedLine(wish: Wish): Buffered {
  const { database, link, onWritten, onOutOfTurn, clock, elapsedMs, buffer, entrances } = wish;
  const [redis, ledger, direct] = [createRedisBuffer(link), createSqlEntrances(database), createSqlLine(database)];
  return createBufferedLine({
    direct: wish.direct?.(direct) ?? direct,
    buffer: buffer?.(redis) ?? redis,
    entrances: entrances?.(ledger) ?? ledger,
    receipts: createReceipts(sessionSecret),
    clock,
    elapsedMs,
    name: randomUUID(),
    onWritten: onWritten ?? (() => undefined),
    onOutOfTurn: onOutOfTurn ?? (() => undefined),
    onFailed: () => undefined,
  });
}

/** Makes its rounds, as a server does. */
export function makeRounds(line: Buffered): { stop(): Promise<void> } {
  const ignore = () => undefined;
  const rounds = [every(5, line.handOver, ignore), every(1_000, line.renewCards, ignore)];
  return { stop: async () => void (await Promise.all(rounds.map(({ stop }) => stop()))) };
}

/**
 * A ledger whose joins answer their outcome: of a place that waits to be written, what `place` says once it is. Before
 * a join cards are renewed where something was done behind Redis's back, as each second in a server.
 */
export function withOutcomes(ledger: Ledger, line: Buffered, link: RedisLink): Ledger {
  let [isOld, renewal] = [false, Promise.resolve()];
  const renew = () => waitUntil(() => line.renewCards().then(() => true), { what: "cards are renewed" });
  const thenRenew =
    <Values extends unknown[], Result>(work: (...values: Values) => Promise<Result>) =>
    async (...values: Values) => {
      const result = await work(...values);
      isOld = true;
      return result;
    };

  const join: Ledger["line"]["join"] = async (slot, request) => {
    if (isOld) renewal = renew().then(() => undefined);
    isOld = false;
    await renewal;
    const answer = await line.join(slot, request);
    if ("problem" in answer || answer.entry.receipt === undefined) return answer;
    const isWritten = async () => {
      const now = await line.place(answer.entry.id, request.person);
      return now?.receipt === undefined ? now : null;
    };
    return { ...answer, entry: await waitUntil(isWritten, { what: "the place is written", everyMs: 2 }) };
  };
  return {
    ...ledger,
    line: { ...line, join, act: thenRenew(line.act), change: thenRenew(line.change) },
    passTime: thenRenew(ledger.passTime),
    hostDoes: thenRenew(ledger.hostDoes),
    run: thenRenew(ledger.run) as Ledger["run"],
    async skipTickets(slot, next) {
      // First of all, as a card may be renewed at any moment.
      await ledger.run("update slot_line set last_of_epoch = $2 where slot_id = $1", [slot, next + 20_000]);
      await skipInRedis(link, slot, next);
      await ledger.skipTickets(slot, next);
    },
  };
}

async function skipInRedis(link: RedisLink, slot: SlotId, next: number): Promise<void> {
  const card = link.named(`line:${slot}:card`);
  const before = Number(await link.ask((redis) => redis.hget(card, "next")));
  if (before >= next) return;
  await link.ask((redis) => redis.hset(card, { next, due: next, last: next + 20_000 }));
}
