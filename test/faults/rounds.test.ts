import { expect, test } from "vitest";
import type { HistoryEvent } from "../../load/history/history.ts";
import type { Message } from "../../shared/chat.ts";
import { chooseSeed } from "../fuzz/seed.ts";
import { said } from "../services/room-messages.ts";
import { createHouse, type LineKind } from "./rounds/house.ts";
import { wrongInLine, wrongInRoom } from "./rounds/judge.ts";
import { type Fault, planOf } from "./rounds/plan.ts";
import { playRound } from "./rounds/round.ts";
import { type Struck, vacuousIn } from "./rounds/strike.ts";

const size = { mostServers: 2, people: 120, loadMs: 3_000 };

async function expectClean(line: LineKind): Promise<void> {
  const house = await createHouse(size.mostServers, line);
  try {
    const { findings, summary } = await playRound(house, planOf(chooseSeed(`Faults, ${line}`), size));
    console.log(`${summary}.`);
    expect(findings).toEqual([]);
  } finally {
    await house.close();
  }
}

test("I1–I6, I8–I10, I12: a round of random faults among joins, cancels and talk ends clean", async () => {
  await expectClean("direct");
});

test("I1–I6, I8–I10, I12: a round of random faults on the buffered line ends clean", async () => {
  await expectClean("buffered");
});

const fault: Fault = { kind: "kill-server", server: 0, atMs: 0, forMs: 1_000 };
const struck: Struck = { fault, wasAmid: true, beganAt: 1_000, endedAt: 2_000 };
const join: HistoryEvent = {
  ...{ kind: "join", personId: "1", slotId: "1", key: "k", sentAt: 1_500, answeredAt: 1_510, partySize: 1 },
  answer: { status: 201, entry: { ticket: 1, state: "confirmed", partySize: 1, reservationId: "r" } },
};
const lost: HistoryEvent = { ...join, answeredAt: null, answer: "lost" };

test("a round proves nothing without a fault, with one that came after the load, or that nobody felt", () => {
  const vacuous = (all: readonly Struck[], events: readonly HistoryEvent[]) => vacuousIn(all, events, "direct");
  expect(vacuous([struck], [join, lost])).toEqual([]);
  expect(vacuous([struck], [{ ...join, answeredAt: 1_900 }])).toEqual([]);
  expect(vacuous([{ ...struck, isFelt: true }], [join])).toEqual([]);
  expect(vacuous([], [lost])).toEqual(["proved nothing: there was no fault"]);
  expect(vacuous([{ ...struck, wasAmid: false }], [lost])).toEqual(["proved nothing: kill-server came after the load"]);
  const unfelt = ["proved nothing: nobody felt kill-server"];
  expect(vacuous([struck], [join, { ...lost, sentAt: 2_500 }])).toEqual(unfelt);
  expect(vacuous([{ ...struck, isFelt: false }], [lost])).toEqual(unfelt);
});

test("a fault of PostgreSQL proves something of the buffered line when somebody had a place meanwhile", () => {
  const killed: Struck = { ...struck, fault: { ...fault, kind: "kill-postgres" } };
  expect(vacuousIn([killed], [join], "buffered")).toEqual([]);
  const unfelt = ["proved nothing: nobody felt kill-postgres"];
  expect(vacuousIn([killed], [lost], "buffered")).toEqual(unfelt);
  expect(vacuousIn([killed], [join], "direct")).toEqual(unfelt);
});

const row = { ticket: 1, personId: "1", partySize: 1, state: "confirmed", key: "k" } as never;
const reservation = { id: "r", ticket: 1, personId: "1", partySize: 1, state: "confirmed" } as never;
const line = { capacity: 1, held: 1, waiting: 0, nextTicket: 2, paused: false };
const rows = { line, entries: [row], reservations: [reservation], outbox: [] };
const drop = {
  line: "direct" as const,
  slotId: "1",
  capacity: 1,
  people: 1,
  unanswered: 0,
  events: [lost, join],
  rows,
};

test("TRUST: a seat that was lost, a press nobody answered, and a 5xx that names no time are found", () => {
  expect(wrongInLine(drop)).toEqual([]);
  const told = (status: number, retryAfterSeconds?: number) => {
    const answer = { status, problem: "unavailable", ...(retryAfterSeconds ? { retryAfterSeconds } : {}) };
    return wrongInLine({ ...drop, events: [...drop.events, { ...join, answer }] });
  };
  expect(told(503, 2)).toEqual([]);
  expect([...told(503), ...told(500, 2)]).toHaveLength(2);
  expect(wrongInLine({ ...drop, unanswered: 1 })).toEqual(["I5: 1 were never answered"]);
  const emptied = { ...rows, line: { ...line, held: 0 }, entries: [], reservations: [] };
  expect(wrongInLine({ ...drop, rows: emptied }).length).toBeGreaterThan(0);
});

test("I8: a gap, a text kept twice or not at all, and one who did not see it or saw another are found", () => {
  const message = (seq: number, text: string): Message => said(seq, { text, clientId: `c${seq}` });
  const kept = [1, 2].map((seq) => ({ seq, text: `t${seq}`, client: `c${seq}` }));
  const talk = {
    kept,
    said: [1, 2].map((seq) => ({ text: `t${seq}`, clientId: `c${seq}` })),
    seen: [new Map([1, 2].map((seq) => [seq, [message(seq, `t${seq}`)]]))],
  };
  expect(wrongInRoom(talk)).toEqual([]);
  expect(wrongInRoom({ ...talk, kept: kept.map((each) => ({ ...each, seq: each.seq + 1 })) })).not.toEqual([]);
  expect(wrongInRoom({ ...talk, said: talk.said.slice(1) })).toEqual(["I8: 1 were said and 2 are kept"]);
  expect(wrongInRoom({ ...talk, seen: [new Map([[1, [message(1, "t1")]]])] })).toHaveLength(1);
  expect(wrongInRoom({ ...talk, seen: [new Map(talk.seen[0]).set(2, [message(2, "other")])] })).toHaveLength(1);
});
