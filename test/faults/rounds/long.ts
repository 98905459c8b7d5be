import { setTimeout as pause } from "node:timers/promises";
import { type Crowd, createCrowd } from "../../../load/crowd/crowd.ts";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { signedInVisitors } from "../../services/visitors.ts";
import type { House } from "./house.ts";
import { wrongInLine } from "./judge.ts";
import type { Outcome } from "./round.ts";

const people = 10_000;
const capacity = 500;
const connections = 250;
const awayMs = 30_000;

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

/** Everybody presses at once, each until they are answered. */
function pressAll(crowd: Crowd, slot: string, visitors: readonly { id: string; cookie: string }[]) {
  let answered = 0;
  const all = visitors.map(async (visitor) => {
    const reply = await crowd.joinUntilAnswered(slot, { visitor });
    answered += 1;
    return reply !== null && reply.status < 300;
  });
  const untilShare = (share: number) =>
    waitUntil(() => answered >= people * share, {
      what: `${share} of all are answered`,
      timeoutMs: 300_000,
      everyMs: 1,
    });
  return { pressed: Promise.all(all), answered: () => answered, untilShare };
}

/**
 * Ten thousand at once on every server of the house, PostgreSQL away for 30 s when a fifth have an answer, and Redis
 * killed with all its data when three fifths have. Everybody repeats their press by themselves.
 */
export async function playLong(house: House): Promise<Outcome> {
  const slot = await house.ledger.slot({ capacity });
  const crowd = createCrowd(house.urls(), connections);
  const visitors = await signedInVisitors(house.ledger.database, people);
  const { pressed, answered, untilShare } = pressAll(crowd, slot, visitors);
  await untilShare(0.2);
  const [before, killedAt] = [answered(), performance.now()];
  await house.postgres.kill();
  await pause(awayMs);
  const told = crowd.events.filter(({ answer }) => answer !== "lost" && answer.status === 503).length;
  const during = answered() - before;
  await house.postgres.restart();
  const backAt = performance.now();
  await untilShare(0.6);
  await house.redis.kill();
  await house.redis.restart();
  const left = people - answered();
  const unanswered = (await pressed).filter((is) => !is).length;
  const healedMs = performance.now() - backAt;
  crowd.close();

  const rows = await house.ledger.rows(slot);
  const proof = [
    ...(told > 0 ? [] : ["proved nothing: nobody was told that PostgreSQL is away"]),
    ...(left > 0 ? [] : ["proved nothing: Redis was killed after the last answer"]),
  ];
  const findings = [
    ...proof,
    ...wrongInLine({ slotId: slot, capacity, people, unanswered, events: crowd.events, rows }),
  ];
  const away = `PostgreSQL away ${seconds(backAt - killedAt)} after ${before} answers (${during} more came with it)`;
  const figures = `${told} times told 503 meanwhile, all answered ${seconds(healedMs)} after it was back`;
  const who = `${people} people at ${house.urls().length} servers`;
  return { findings, summary: `${who}; ${away}, ${figures}; ${left} unanswered when Redis was killed` };
}
