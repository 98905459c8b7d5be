import { setTimeout as pause } from "node:timers/promises";
import { type Crowd, createCrowd, type Visitor } from "../../../load/crowd/crowd.ts";
import { slowDown } from "../../services/slowed.ts";
import { signedInVisitors } from "../../services/visitors.ts";
import type { House } from "./house.ts";
import { wrongInLine } from "./judge.ts";
import { openPages } from "./load.ts";
import type { Outcome } from "./round.ts";

const people = 5_000;
const capacity = 500;
const comeWithinMs = 10_000;
/** To each server: nobody waits for a connection. */
const connections = people;

export interface SlowRound extends Outcome {
  /** Half of the people waited longer than this for their answer. */
  readonly medianMs: number;
}

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

/** Everybody comes in their turn and presses until they are answered; answers how long each waited, null for never. */
function pressAll(crowd: Crowd, slot: string, visitors: readonly Visitor[]): Promise<(number | null)[]> {
  const all = visitors.map(async (visitor, at) => {
    await pause((comeWithinMs * at) / people);
    const cameAt = performance.now();
    const reply = await crowd.joinUntilAnswered(slot, { visitor });
    return reply !== null && reply.status < 300 ? performance.now() - cameAt : null;
  });
  return Promise.all(all);
}

/** Five thousand come within ten seconds to a PostgreSQL that hardly runs. */
export async function playSlow(house: House): Promise<SlowRound> {
  const slot = await house.ledger.slot({ capacity });
  const crowd = createCrowd(house.urls(), connections);
  const visitors = await signedInVisitors(house.ledger.database, people);
  await openPages(house.urls(), visitors);
  const letGo = slowDown(house.postgres.pid);
  const beganAt = performance.now();
  const waits = await pressAll(crowd, slot, visitors);
  const isDecided = await house.untilDecided(slot, people);
  const decidedMs = performance.now() - beganAt;
  await letGo();
  crowd.close();

  const answered = waits.filter((wait) => wait !== null).sort((one, other) => one - other);
  const shareOf = (share: number) => answered[Math.ceil(share * answered.length) - 1] ?? Number.NaN;
  const refused = crowd.events.filter(({ answer }) => answer !== "lost" && answer.status === 503).length;
  const unanswered = people - answered.length;
  const rows = await house.ledger.rows(slot);
  const findings = [
    ...(decidedMs > 1.2 * comeWithinMs ? [] : ["proved nothing: PostgreSQL took them as fast as they came"]),
    ...(isDecided ? [] : ["I5: not everybody's outcome is there"]),
    ...wrongInLine({ line: house.line, slotId: slot, capacity, people, unanswered, events: crowd.events, rows }),
  ];
  const waited = `p50 ${seconds(shareOf(0.5))}, p99 ${seconds(shareOf(0.99))}, last ${seconds(shareOf(1))}`;
  const outcomes = `${refused} times 503; all outcomes after ${seconds(decidedMs)}`;
  return { findings, summary: `people waited ${waited}; ${outcomes}`, medianMs: shareOf(0.5) };
}
