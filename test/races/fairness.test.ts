import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cutAnswer, type RawAnswer } from "../../bench/load/answers.ts";
import { historyOf, type Visitor } from "../../load/crowd/crowd.ts";
import { checkHistory } from "../../load/history/check-history.ts";
import type { HistoryEvent } from "../../load/history/history.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import type { SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const joins = 2_000;
const apartMs = 5;

let ledger: Ledger;
let servers: ServerProcess[];
let visitors: Visitor[];

beforeAll(async () => {
  ledger = await openLedger("server");
  servers = await startServers(2, ledger.url as string);
  visitors = await signedInVisitors(ledger.database, joins);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
});

interface Awaited {
  readonly answer: (raw: RawAnswer, answeredAt: number) => void;
  readonly fail: (error: Error) => void;
}

/** One connection, on which presses go out without waiting for answers; those come in the order of sending. */
function openWire(url: string, slotId: SlotId) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const awaited: Awaited[] = [];
  let received = "";
  socket.on("data", (chunk) => {
    const answeredAt = performance.now();
    received += chunk.toString("latin1");
    for (let raw = cutAnswer(received); raw !== null; raw = cutAnswer(received)) {
      awaited.shift()?.answer(raw, answeredAt);
      received = raw.rest;
    }
  });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    for (const { fail } of awaited) fail(new Error("The connection closed."));
  });

  return {
    press({ id: personId, cookie }: Visitor): Promise<HistoryEvent> {
      const key = randomUUID();
      const sentAt = performance.now();
      socket.write(
        `POST /api/slots/${slotId}/entries HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${cookie}\r\n` +
          `idempotency-key: ${key}\r\ncontent-length: 0\r\n\r\n`,
      );
      return new Promise((resolve, fail) => {
        const answer = ({ status, body }: RawAnswer, answeredAt: number) => {
          const told = { status, ...(status < 300 ? { entry: JSON.parse(body) } : {}) };
          resolve({ kind: "join", personId, slotId, key, partySize: 1, sentAt, answeredAt, answer: told });
        };
        awaited.push({ answer, fail });
      });
    },
    close: () => socket.destroy(),
  };
}

type Wire = ReturnType<typeof openWire>;

/** Everybody presses on these connections in turn, each `apartMs` after the one before or later, never earlier. */
async function pressInTurn(wires: readonly Wire[], waitsFor: (position: number) => boolean): Promise<HistoryEvent[]> {
  const pressed: Promise<HistoryEvent>[] = [];
  for (const [position, visitor] of visitors.entries()) {
    // Whoever waits for all before them, and is waited for, is in flight with nobody, however slow the machine.
    if (waitsFor(position)) await Promise.all(pressed);
    const press = (wires[position % wires.length] as Wire).press(visitor);
    pressed.push(press);
    await Promise.all([pause(apartMs), waitsFor(position) ? press : null]);
  }
  const events = await Promise.all(pressed);
  for (const wire of wires) wire.close();
  return events;
}

const ticketOf = ({ answer }: HistoryEvent) => (answer === "lost" ? undefined : answer.entry?.ticket);

/** The places, from 1, of those who were in flight with nobody else. */
function placesApart(events: readonly HistoryEvent[]): number[] {
  let before = 0;
  return events.flatMap(({ sentAt, answeredAt }, position) => {
    const next = events[position + 1]?.sentAt ?? Number.POSITIVE_INFINITY;
    const isApart = before < sentAt && (answeredAt as number) < next;
    before = Math.max(before, answeredAt as number);
    return isApart ? [position + 1] : [];
  });
}

// They wait most of their time, so both are held at once, each on a slot of its own.
test.concurrent("I2, fairness (a): 2,000 joins 5 ms apart on one connection are in exactly that order", async () => {
  const slot = await ledger.slot({ capacity: 10 });
  const events = await pressInTurn([openWire(servers[0]?.url as string, slot)], () => false);
  expect(events.map(ticketOf)).toEqual(events.map((_, position) => position + 1));
});

test.concurrent("I2, fairness (a): 5 ms apart over two processes: exact but for those in flight at once", async () => {
  const slot = await ledger.slot({ capacity: 10 });
  const wires = servers.map(({ url }) => openWire(url, slot));
  // Ten that wait for answers, then ten that do not: at least half of them overlap nobody.
  const events = await pressInTurn(wires, (position) => Math.floor(position / 10) % 2 === 0);

  // Whoever was in flight with nobody has exactly the ticket of their place, whatever swapped before them.
  const apart = placesApart(events);
  expect(apart.length).toBeGreaterThanOrEqual(joins / 2);
  expect(apart.map((place) => ticketOf(events[place - 1] as HistoryEvent))).toEqual(apart);
  // One process swaps nobody at all.
  for (const process of [0, 1]) {
    const tickets = events.filter((_, position) => position % 2 === process).map(ticketOf) as number[];
    expect(tickets).toEqual(tickets.toSorted((one, other) => one - other));
  }
  // Nobody passes anybody who was answered before they pressed.
  const facts = { slotId: slot, capacity: 10, fillsGaps: false, largestParty: 20 };
  expect(checkHistory(historyOf(facts, events, await ledger.rows(slot)))).toEqual([]);
  const swapped = events.filter(
    (event, at) => at > 0 && Number(ticketOf(event)) < Number(ticketOf(events[at - 1] as HistoryEvent)),
  );
  // A figure, not a promise (decision 0031).
  console.log(
    `Two processes: ${apart.length} of ${joins} were in flight alone, ${swapped.length} were swapped in flight`,
  );
});
