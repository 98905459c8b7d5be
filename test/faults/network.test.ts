import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Crowd, createCrowd } from "../../load/crowd/crowd.ts";
import { type ServerProcess, startServer } from "../../load/processes/server-process.ts";
import { expectCleanDrop } from "../races/ten-thousand.ts";
import { isAdministrator } from "../services/administrator.ts";
import { createFaultyProxy } from "../services/faulty-proxy.ts";
import { holdLine } from "../services/held-line.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { openNetwork } from "../services/network.ts";
import { startServers, testSettings } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const people = 400;
const capacity = 100;

let ledger: Ledger;
let network: ReturnType<typeof openNetwork>;
let toPostgres: Awaited<ReturnType<typeof createFaultyProxy>>;
let servers: [inNetwork: ServerProcess, here: ServerProcess];
let crowd: Crowd;

/** One server in a network of its own, with whoever presses there and PostgreSQL at the other end of its cable. */
beforeAll(async () => {
  ledger = await openLedger("server");
  network = openNetwork();
  toPostgres = await createFaultyProxy(ledger.url as string, network.here);
  const settings = testSettings({ DATABASE_URL: toPostgres.url, DEMO_DATA: "off" });
  const [here] = (await startServers(1, ledger.url as string)) as [ServerProcess];
  servers = [await startServer(settings, network.through), here];
  crowd = createCrowd([await network.reach(servers[0].url), here.url], people);
});
afterAll(async () => {
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  toPostgres.close();
  network.close();
  await ledger.close();
});

test.runIf(isAdministrator)(
  "TRUST, I9: a network cut amid presses: the same keys at another process have no second effect",
  async () => {
    const slot = await ledger.slot({ capacity });
    const visitors = await signedInVisitors(ledger.database, people);
    const keys = new Map(visitors.map(({ id }) => [id, randomUUID()]));
    const press = (server: number) => (visitor: (typeof visitors)[number]) =>
      crowd.join(slot, { visitor, key: keys.get(visitor.id) as string, server });
    let answered = 0;
    const [early, ...others] = visitors as [(typeof visitors)[number], ...typeof visitors];
    const pressing = [press(0)(early)];
    await pressing[0];
    // What follows waits for the line, so that the cut comes between its way there and its answer.
    const line = await holdLine(ledger, slot);
    pressing.push(...others.map(press(0)));
    for (const pressed of pressing) void pressed.then(() => (answered += 1));
    await line.untilBatchesWait(1);
    network.cut();
    await line.letGo();
    const again = await Promise.all(visitors.map(press(1)));
    expect(answered).toBe(1);
    network.mend();
    const first = await Promise.all(pressing);

    const tickets = (replies: typeof first) => replies.map((reply) => reply?.body.ticket);
    expect(tickets(first)).toEqual(tickets(again));
    const rows = await ledger.rows(slot);
    expect(rows.entries).toHaveLength(people);
    expectCleanDrop(slot, capacity, crowd.events, rows);
  },
);
