import { setTimeout as pause } from "node:timers/promises";
import { startRoundRobin } from "../../../load/processes/round-robin-proxy.ts";
import type { SlotId } from "../../../shared/ids.ts";
import type { House } from "./house.ts";
import { type Kept, wrongInLine, wrongInRoom } from "./judge.ts";
import { type Load, largestParty, openLoad } from "./load.ts";
import type { Fault, Plan } from "./plan.ts";
import { type Struck, strike, vacuousIn } from "./strike.ts";

export interface Outcome {
  readonly findings: readonly string[];
  /** In a line. */
  readonly summary: string;
}

async function roomOf({ ledger }: House, slot: SlotId): Promise<string> {
  const [row] = await ledger.run<{ store: string }>("select store_id::text as store from slot where id = $1", [slot]);
  return (row as { store: string }).store;
}

const keptIn = ({ ledger }: House, room: string) =>
  ledger.run<Kept>("select seq::integer, text, client_id as client from message where store_id = $1 order by seq", [
    room,
  ]);

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;
const nameOf = ({ kind, server, atMs, forMs }: Fault) =>
  `${kind}${kind.endsWith("-server") ? ` ${server}` : ""} at ${seconds(atMs)} for ${seconds(forMs)}`;

function summaryOf({ servers, faults }: Plan, { events, talkers }: Load): string {
  const count = (is: (event: (typeof events)[number]) => boolean) => events.filter(is).length;
  const lost = count(({ answer }) => answer === "lost");
  const told = count(({ answer }) => answer !== "lost" && answer.status === 503);
  const waits = events.map(({ sentAt, answeredAt }) => (answeredAt ?? sentAt) - sentAt);
  const figures = `${events.length} presses, ${lost} lost, ${told} told 503, slowest ${seconds(Math.max(...waits))}`;
  const heard = Math.min(...talkers.map(({ known }) => known()));
  return `${servers} servers; ${faults.map(nameOf).join(", ")}; ${figures}, ${heard} messages`;
}

const letGoWithinMs = 15_000;

/** Everybody has left; a server that keeps a connection whose other end is gone would keep it for good. */
async function leave(load: Load, front: Awaited<ReturnType<typeof startRoundRobin>>): Promise<string[]> {
  load.close();
  const closed = front.close().then(() => true);
  const isLetGo = await Promise.race([closed, pause(letGoWithinMs, false, { ref: false })]);
  return isLetGo ? [] : ["a server keeps connections that everybody has left"];
}

/** Plays the load on the house while the plan's faults come, heals, and judges what is there then. */
export async function playRound(house: House, plan: Plan): Promise<Outcome> {
  const { people, capacity } = plan;
  const slot = await house.ledger.slot({ capacity, largestParty });
  const room = await roomOf(house, slot);
  const front = await startRoundRobin(house.urls().slice(0, plan.servers));
  const load = await openLoad({ house, plan, slot, room, url: front.url });
  const striking = plan.faults.map((fault) => strike(house, fault, load.isUnderWay));
  const [{ unanswered, said }, struck] = await Promise.all([load.play(), Promise.all(striking)]);
  await house.untilReady();
  const isDecided = await house.untilDecided(slot, people);
  const isHeard = await load.untilHeard(async () => (await keptIn(house, room)).length);
  for (const talker of load.talkers) await talker.fillGaps();
  const [rows, kept] = [await house.ledger.rows(slot), await keptIn(house, room)];
  const findings = [
    ...vacuousIn(struck, load.events, house.line),
    ...struck.flatMap(({ finding }: Struck) => finding ?? []),
    ...wrongInLine({ line: house.line, slotId: slot, capacity, people, unanswered, events: load.events, rows }),
    ...(isDecided ? [] : ["I5: not everybody's outcome is there"]),
    ...(isHeard ? [] : ["I8: not all that was said was heard"]),
    ...wrongInRoom({ kept, said, seen: load.talkers.map(({ seen }) => seen) }),
    ...(await leave(load, front)),
  ];
  return { findings, summary: summaryOf(plan, load) };
}
