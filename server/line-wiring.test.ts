import { expect, onTestFinished, test } from "vitest";
import type { PersonId, SlotId } from "../shared/ids.ts";
import { createHandClock } from "../test/services/hand-clock.ts";
import { startRedis } from "../test/services/redis.ts";
import { openLink } from "../test/services/redis-links.ts";
import { createRedisBuffer } from "./line/buffer/buffer.redis.ts";
import { openLine } from "./line-wiring.ts";
import { createLocalBus } from "./platform/bus/bus.local.ts";
import { realClock } from "./platform/clock.ts";

const hourMs = 3_600_000;

test("decision 0039: an unfit Redis, tickets out of turn, slots put off come to the log, fill no disk", async () => {
  const redis = await startRedis();
  onTestFinished(redis.stop);
  const link = await openLink({ url: redis.url });
  const told: unknown[] = [];
  let isAway = false;
  const query = async () => (isAway ? Promise.reject(new Error("away")) : [{ problems: "out-of-turn" }]);
  const { rounds } = openLine({
    settings: { line: "buffered", sessionSecret: "a secret" },
    // The ledger knows no slot, and finds every batch out of turn.
    database: { code: "code", read: async () => [], query } as never,
    clock: { ...createHandClock().clock, wait: realClock.wait },
    shared: { bus: createLocalBus(), link },
    onLineTrouble: (what) => told.push(what),
  });
  const work = (name: string) => (rounds as Record<string, readonly [number, () => Promise<void>]>)[name]?.[1]();
  await work("looking at Redis");
  expect(told.splice(0)).toMatchObject([{ event: "redis-unfit", missing: [expect.stringMatching(/^appendonly yes/)] }]);

  const [person, now] = ["1" as PersonId, Date.now()];
  const moments = { opensAt: 0, closesAt: now + hourMs, startsAt: now + hourMs, recoveringUntil: 0, now };
  const line = { epoch: 1, first: 1, last: 100, next: 1, waiting: 0, departed: 0, free: 1 };
  const entrance = { isBuffered: true, staysDirect: false, isQuiet: false };
  const rules = { largest: 1, mostWaiting: 10, listOpen: true, paused: false, fillsGaps: false };
  const buffer = createRedisBuffer(link);
  for (let times = 0; times < 40; times += 1) {
    isAway = times >= 20;
    // Of a slot that the ledger does not know the card goes, and does not come again.
    const slot = String(times) as SlotId;
    await buffer.keep({ slot, ...entrance, ...moments, ...line, ...rules }, true);
    await buffer.press(slot, [{ person, partySize: 1, key: "key", checked: null, returning: 0, isNew: false }]);
    await work("handing over tickets");
  }
  // A slot whose batch was out of turn is tried again, and told again.
  const slot = expect.any(String);
  expect(told).toEqual([
    ...Array.from({ length: 5 }, () => ({ event: "out-of-turn", slot })),
    ...Array.from({ length: 5 }, () => ({ event: "put-off", slot, err: expect.any(Error) })),
  ]);
});
