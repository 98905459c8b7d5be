import { setTimeout as pause } from "node:timers/promises";
import { type Crowd, createCrowd, type Visitor } from "../../../load/crowd/crowd.ts";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { signedInVisitors } from "../../services/visitors.ts";
import type { House } from "./house.ts";
import { wrongInLine } from "./judge.ts";
import { openPages } from "./load.ts";
import type { Outcome } from "./round.ts";

const people = 10_000;
const capacity = 500;
const connections = 250;
const awayMs = 30_000;

const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

/** Everybody presses at once, each until they are answered. */
function pressAll(crowd: Crowd, slot: string, visitors: readonly Visitor[]) {
  const beganAt = performance.now();
  /** When each was answered, in the order of the answers. */
  const answers: number[] = [];
  const all = visitors.map(async (visitor) => {
    const reply = await crowd.joinUntilAnswered(slot, { visitor });
    answers.push(performance.now());
    return reply !== null && reply.status < 300;
  });
  const untilShare = (share: number) =>
    waitUntil(() => answers.length >= people * share, {
      what: `${share} of all are answered`,
      timeoutMs: 300_000,
      everyMs: 1,
    });
  const shareAt = (share: number) => seconds((answers[Math.ceil(share * people) - 1] as number) - beganAt);
  const waits = () => `people waited for their answer p50 ${shareAt(0.5)}, p99 ${shareAt(0.99)}, last ${shareAt(1)}`;
  return { pressed: Promise.all(all), answers, untilShare, waits };
}
type Pressing = ReturnType<typeof pressAll>;

interface Absence {
  readonly killedAt: number;
  readonly backAt: number;
}

/** PostgreSQL is away for 30 s when a fifth have an answer. */
async function losePostgres({ postgres }: House, { untilShare }: Pressing): Promise<Absence> {
  await untilShare(0.2);
  await postgres.kill();
  const killedAt = performance.now();
  await pause(awayMs);
  const backAt = performance.now();
  await postgres.restart();
  return { killedAt, backAt };
}

/** Redis is killed when three fifths have an answer; answers how many had none yet. */
async function loseRedis({ redis }: House, { untilShare, answers }: Pressing): Promise<number> {
  await untilShare(0.6);
  await redis.kill();
  const left = people - answers.length;
  await redis.restart();
  return left;
}

function figuresOf({ answers, waits }: Pressing, crowd: Crowd, { killedAt, backAt }: Absence, decidedAt: number) {
  const isAway = (moment: number) => moment >= killedAt && moment < backAt;
  const during = answers.filter(isAway).length;
  const refused = crowd.events.filter(({ answer }) => answer !== "lost" && answer.status === 503);
  const told = refused.filter(({ answeredAt }) => isAway(answeredAt ?? 0)).length;
  const away = `PostgreSQL away ${seconds(backAt - killedAt)}: ${during} answered and ${told} times 503 meanwhile`;
  const after = `${refused.length} times 503 in all, all outcomes ${seconds(decidedAt - backAt)} after it was back`;
  return { during, told, text: `${away}; ${waits()}; ${after}` };
}

/**
 * Ten thousand at once on every server of the house, PostgreSQL away for 30 s when a fifth have an answer, and Redis
 * killed when three fifths have, with its data unless tickets are in it. Everybody repeats their press by themselves.
 */
export async function playLong(house: House): Promise<Outcome> {
  const slot = await house.ledger.slot({ capacity });
  const crowd = createCrowd(house.urls(), connections);
  const visitors = await signedInVisitors(house.ledger.database, people);
  await openPages(house.urls(), visitors);
  const pressing = pressAll(crowd, slot, visitors);
  const [absence, left, answered] = await Promise.all([
    losePostgres(house, pressing),
    loseRedis(house, pressing),
    pressing.pressed,
  ]);
  const isDecided = await house.untilDecided(slot, people);
  const { during, told, text } = figuresOf(pressing, crowd, absence, performance.now());
  crowd.close();

  const unanswered = answered.filter((is) => !is).length;
  const rows = await house.ledger.rows(slot);
  const isNoticed = house.line === "direct" ? told > 0 : during > 0;
  const findings = [
    ...(isNoticed ? [] : ["proved nothing: nobody pressed while PostgreSQL was away"]),
    ...(left > 0 ? [] : ["proved nothing: Redis was killed after the last answer"]),
    ...(isDecided ? [] : ["I5: not everybody's outcome is there"]),
    ...wrongInLine({ line: house.line, slotId: slot, capacity, people, unanswered, events: crowd.events, rows }),
  ];
  const who = `${people} people at ${house.urls().length} servers`;
  return { findings, summary: `${who}; ${text}; ${left} unanswered when Redis was killed` };
}
