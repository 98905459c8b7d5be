import { afterAll, beforeAll, expect, test } from "vitest";
import { type Crowd, createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import { type ServerProcess, startServer } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import { expectCleanDrop } from "../races/ten-thousand.ts";
import { holdLine } from "../services/held-line.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { testSettings } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const hourMs = 3_600_000;

let ledger: Ledger;
/** One whose clock is an hour ahead, and one an hour behind. */
let servers: [ahead: ServerProcess, behind: ServerProcess];
let crowd: Crowd;

/** Loaded before the server: its clock is so far off. */
const shifted = (byMs: number) => `const Real = Date; globalThis.Date = class extends Real {
  constructor(...parts) { if (parts.length > 0) super(...parts); else super(Real.now() + ${byMs}); }
  static now() { return Real.now() + ${byMs}; } };`;

beforeAll(async () => {
  ledger = await openLedger("server");
  const settings = testSettings({ DATABASE_URL: ledger.url as string, DEMO_DATA: "off" });
  const start = (byMs: number) =>
    startServer({
      ...settings,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shifted(byMs))}`,
    });
  servers = [await start(hourMs), await start(-hourMs)];
  crowd = createCrowd(servers.map(({ url }) => url));
});
afterAll(async () => {
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
});

/** One at each. */
async function joinAtBoth(slot: SlotId) {
  const visitors = await signedInVisitors(ledger.database, 2);
  const replies = await Promise.all(visitors.map((visitor, server) => crowd.join(slot, { visitor, server })));
  return replies.map((reply) => reply?.body.type ?? reply?.body.state);
}

test("TRUST: with clocks an hour ahead and behind, both open and close by the database's clock", async () => {
  // Control: what a process itself says of the time, it says an hour off.
  const sessions = await Promise.all(crowd.clients.map((client) => client.signIn("지수")));
  const hours = sessions.map(({ cookie }) => Math.round((Number(cookie.split(".")[1]) * 1_000 - Date.now()) / hourMs));
  expect(hours).toEqual([1, -1]);
  const half = hourMs / 2;
  const slot = await ledger.slot({ opensInMs: half, closesInMs: 2 * half, startsInMs: 3 * half, capacity: 3 });
  expect(await joinAtBoth(slot)).toEqual(["/problems/not-open", "/problems/not-open"]);
  await ledger.passTime(slot, half);
  expect(await joinAtBoth(slot)).toEqual(["confirmed", "confirmed"]);
  await ledger.passTime(slot, half);
  expect(await joinAtBoth(slot)).toEqual(["/problems/closed", "/problems/closed"]);
});

test("TRUST, I6: with clocks an hour ahead and behind, an offer of 30 minutes stands at both, and ends", async () => {
  const slot = await ledger.slot({ capacity: 2, offerMinutes: 30 });
  const visitors = await signedInVisitors(ledger.database, 4);
  const replies: Entry[] = [];
  for (const visitor of visitors) replies.push((await crowd.join(slot, { visitor }))?.body as unknown as Entry);
  for (const at of [0, 1]) {
    const { reservationId } = replies[at] as Entry;
    await crowd.cancel(slot, reservationId as string, visitors[at] as Visitor);
  }
  // By their numbers one is at the one, and one at the other; each accepts there.
  expect(new Set(visitors.slice(2).map(({ id }) => Number(id) % 2)).size).toBe(2);
  for (const at of [2, 3]) {
    const accepted = await crowd.act("accept", replies[at] as Entry, visitors[at] as Visitor);
    expect(accepted).toMatchObject({ status: 200, body: { state: "confirmed" } });
  }
});

test("TRUST, I5: SIGSTOP of a node in a drop: others are answered meanwhile, and its own when it goes on", async () => {
  const [people, capacity] = [400, 100];
  const slot = await ledger.slot({ capacity });
  const visitors = await signedInVisitors(ledger.database, people);
  const answered = [0, 0];
  const line = await holdLine(ledger, slot);
  const pressing = visitors.map((visitor, at) =>
    crowd.join(slot, { visitor, server: at % 2 }).then((reply) => {
      answered[at % 2] = (answered[at % 2] as number) + 1;
      return reply?.status;
    }),
  );
  await line.untilBatchesWait(2);
  process.kill(servers[0].pid, "SIGSTOP");
  await line.letGo();
  await waitUntil(() => answered[1] === people / 2, { what: "all who pressed at the other are answered", everyMs: 1 });
  expect(answered[0]).toBe(0);
  process.kill(servers[0].pid, "SIGCONT");
  expect(new Set(await Promise.all(pressing))).toEqual(new Set([201]));
  const rows = await ledger.rows(slot);
  expect(rows.entries).toHaveLength(people);
  expectCleanDrop(slot, capacity, crowd.events, rows);
});
