import { expect, inject, onTestFinished, test } from "vitest";
import { createCrowd, historyOf, type Visitor } from "../../load/crowd/crowd.ts";
import { checkHistory } from "../../load/history/check-history.ts";
import { startRoundRobin } from "../../load/processes/round-robin-proxy.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { openLedger } from "../services/ledger.ts";
import { openLink, somePrefix } from "../services/redis-links.ts";
import { startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const capacity = 20;
const people = 1_500;
/** Who press only when the one that hands over has ended, however soon the others were answered. */
const late = 50;

/** Each entry takes the database so long that people press faster than it writes. */
const slowly = `create function pg_temp_slow() returns trigger language plpgsql as $$
  begin perform pg_sleep(0.01); return new; end $$`;

test("TRUST: SIGTERM of the one who hands over in a buffered drop: it ends in the crowd, nothing is lost", async () => {
  const ledger = await openLedger("server");
  const settings = { REDIS_URL: inject("redisUrl"), REDIS_PREFIX: somePrefix(), LINE: "buffered" };
  const link = await openLink({ prefix: settings.REDIS_PREFIX });
  const [one] = (await startServers(1, ledger.url as string, settings)) as [ServerProcess];
  const slot = await ledger.slot({ capacity });
  const visitors = await signedInVisitors(ledger.database, people);
  await ledger.run(slowly, []);
  await ledger.run("create trigger slow before insert on entry for each row execute function pg_temp_slow()", []);
  /** Who hands the slot over now. */
  const worker = async () => (await link.ask((redis) => redis.get(link.named(`line:${slot}:lease`))))?.split(" ")[0];
  const atWork = async () => (await waitUntil(worker, { what: "somebody hands over", everyMs: 2 })) as string;

  const first = createCrowd([one.url], 50);
  const begun = visitors.slice(0, 50).map((visitor) => first.joinUntilAnswered(slot, { visitor }));
  const nameOfOne = await atWork();
  const [other] = (await startServers(1, ledger.url as string, settings)) as [ServerProcess];
  const front = await startRoundRobin([one.url, other.url]);
  const crowd = createCrowd([front.url], 4);
  onTestFinished(async () => {
    for (const each of [first, crowd, front]) await each.close();
    await Promise.all([one.stop(), other.stop()]);
    await ledger.close();
  });

  let pressed = 0;
  const press = (visitor: Visitor) => crowd.joinUntilAnswered(slot, { visitor }).finally(() => (pressed += 1));
  const pressing = visitors.slice(50 + late).map(press);
  await waitUntil(() => pressed > 50, { what: "a crowd presses" });
  const struck = (await atWork()) === nameOfOne ? one : other;
  expect(await struck.kill("SIGTERM")).toEqual({ code: 0, signal: null });
  pressing.push(...visitors.slice(50, 50 + late).map(press));
  await ledger.run("drop trigger slow on entry", []);
  for (const reply of await Promise.all([...begun, ...pressing])) expect(reply?.status).toBeLessThan(300);
  await waitUntil(async () => (await ledger.rows(slot)).entries.length === people, { what: "all are written" });
  const rows = await ledger.rows(slot);
  const facts = { slotId: slot, capacity, fillsGaps: false, largestParty: 20, isBuffered: true };
  expect(checkHistory(historyOf(facts, [...first.events, ...crowd.events], rows))).toEqual([]);
  expect(rows.line.held).toBe(capacity);
});
