import { expect, inject, onTestFinished, test } from "vitest";
import { createCrowd, historyOf } from "../../load/crowd/crowd.ts";
import { checkHistory } from "../../load/history/check-history.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { openLedger } from "../services/ledger.ts";
import { somePrefix } from "../services/redis-links.ts";
import { startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const capacity = 20;
const people = 1_500;

/** Each entry takes the database so long that people press faster than it writes. */
const slowly = `create function pg_temp_slow() returns trigger language plpgsql as $$
  begin perform pg_sleep(0.01); return new; end $$`;

test("TRUST: SIGTERM of the one who hands over in a buffered drop: it ends in the crowd, nothing is lost", async () => {
  const ledger = await openLedger("server");
  const settings = { REDIS_URL: inject("redisUrl"), REDIS_PREFIX: somePrefix(), LINE: "buffered" };
  const [one] = (await startServers(1, ledger.url as string, settings)) as [ServerProcess];
  const [other] = (await startServers(1, ledger.url as string, settings)) as [ServerProcess];
  const [first, crowd] = [createCrowd([one.url], 4), createCrowd([other.url], 4)];
  onTestFinished(async () => {
    for (const each of [first, crowd]) each.close();
    await Promise.all([one.stop(), other.stop()]);
    await ledger.close();
  });
  const slot = await ledger.slot({ capacity });
  const [before, ...visitors] = await signedInVisitors(ledger.database, people);
  await ledger.run(slowly, []);
  await ledger.run("create trigger slow before insert on entry for each row execute function pg_temp_slow()", []);
  await first.join(slot, { visitor: before as never });

  let pressed = 0;
  const pressing = visitors.map((visitor) => crowd.joinUntilAnswered(slot, { visitor }).finally(() => (pressed += 1)));
  await waitUntil(() => pressed > 50, { what: "a crowd presses" });
  expect(await one.kill("SIGTERM")).toEqual({ code: 0, signal: null });
  expect(pressed).toBeLessThan(people - 1);
  await ledger.run("drop trigger slow on entry", []);
  for (const reply of await Promise.all(pressing)) expect(reply?.status).toBeLessThan(300);
  await waitUntil(async () => (await ledger.rows(slot)).entries.length === people, { what: "all are written" });
  const rows = await ledger.rows(slot);
  const facts = { slotId: slot, capacity, fillsGaps: false, largestParty: 20, isBuffered: true };
  expect(checkHistory(historyOf(facts, [...first.events, ...crowd.events], rows))).toEqual([]);
  expect(rows.line.held).toBe(capacity);
});
