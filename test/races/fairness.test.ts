import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import { checkHistory } from "../history/check-history.ts";
import { type Crowd, createCrowd, historyOf, type Visitor } from "../services/crowd.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import type { ServerProcess } from "../services/server-process.ts";
import { startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const joins = 2_000;
const apartMs = 5;

let ledger: Ledger;
let servers: ServerProcess[];
let crowd: Crowd;
let visitors: Visitor[];

beforeAll(async () => {
  ledger = await openLedger("server");
  servers = await startServers(2, ledger.url as string);
  crowd = createCrowd(
    servers.map(({ url }) => url),
    64,
  );
  visitors = await signedInVisitors(ledger.database, joins);
});
afterAll(async () => {
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
});

/** Calls `send` for each position, `apartMs` after the one before or later, never earlier. */
async function pace(send: (position: number) => Promise<unknown> | unknown): Promise<void> {
  for (let position = 0; position < joins; position += 1) {
    await send(position);
    await pause(apartMs);
  }
}

/** One connection, one request after the other without waiting for answers; resolves with them in the order sent. */
function pipeline(url: string, slot: SlotId): Promise<Entry[]> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = "";
  const answered = new Promise<Entry[]>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      const bodies = received.match(/\{"id":"\d+-\d+"[^}]*\}/g) ?? [];
      if (bodies.length === joins) resolve(bodies.map((body) => JSON.parse(body)));
    });
  });
  const sent = pace((position) => {
    const { cookie } = visitors[position] as Visitor;
    socket.write(
      `POST /api/slots/${slot}/entries HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${cookie}\r\n` +
        `idempotency-key: ${randomUUID()}\r\ncontent-length: 0\r\n\r\n`,
    );
  });
  return sent.then(() => answered).finally(() => socket.destroy());
}

test("I2, fairness (a): 2,000 joins 5 ms apart on one connection get their tickets in exactly that order", async () => {
  const slot = await ledger.slot({ capacity: 10 });
  const entries = await pipeline(servers[0]?.url as string, slot);
  const expected = Array.from({ length: joins }, (_, position) => position + 1);
  expect(entries.map(({ ticket }) => ticket)).toEqual(expected);
});

test("I2, fairness (a): 2,000 joins over two processes, each after the answer before it: exact order", async () => {
  const slot = await ledger.slot({ capacity: 10 });
  const tickets: unknown[] = [];
  for (const [position, visitor] of visitors.entries()) {
    const reply = await crowd.join(slot, { visitor, server: position % 2 });
    tickets.push(reply?.body.ticket);
  }
  expect(tickets).toEqual(Array.from({ length: joins }, (_, position) => position + 1));
});

test("I2, fairness (a): 5 ms apart over two processes, nobody passes who was answered before", async () => {
  const slot = await ledger.slot({ capacity: 10 });
  const pressed: Promise<unknown>[] = [];
  await pace(async (position) => {
    // Now and then everybody has been answered, however slow the machine: those who press then have somebody to pass.
    if (position % 10 === 0) await Promise.all(pressed);
    const visitor = visitors[position] as Visitor;
    pressed.push(crowd.join(slot, { visitor, server: position % 2 }));
  });
  await Promise.all(pressed);
  const events = crowd.events.filter(({ slotId }) => slotId === slot);
  const inOrder = events.toSorted((one, other) => one.sentAt - other.sentAt);
  const comparable = inOrder.filter((event, position) => {
    const next = inOrder[position + 1];
    return next !== undefined && (event.answeredAt ?? Number.POSITIVE_INFINITY) < next.sentAt;
  }).length;
  // Enough of them were apart for the checker to have something to compare.
  expect(comparable).toBeGreaterThan(joins / 20);
  const facts = { slotId: slot, capacity: 10, fillsGaps: false, largestParty: 20 };
  expect(checkHistory(historyOf(facts, events, await ledger.rows(slot)))).toEqual([]);

  const ticketOf = ({ answer }: (typeof events)[number]) => (answer === "lost" ? 0 : (answer.entry?.ticket ?? 0));
  const swapped = inOrder.filter((event, position) => {
    const before = inOrder[position - 1];
    return before !== undefined && ticketOf(event) < ticketOf(before);
  }).length;
  // A figure, not a promise: two in flight at the same time on two processes may take either order.
  console.log(`Two processes: ${comparable} of ${joins - 1} neighbours were apart, ${swapped} were swapped in flight`);
});
