import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Client, Reply } from "../crowd/client.ts";
import { type Crowd, untilAnswered, type Visitor } from "../crowd/crowd.ts";
import { isLawfulRefusal } from "../rehearsal/answers.ts";
import type { Sample } from "./figures.ts";
import type { Scenario, Step } from "./scenarios.ts";

/** Of a press, and of a page: nobody looks at a page for minutes that does not come. */
const mostTries = 60;
const mostReloads = 10;
const comeAgain = new Set([429, 503]);

/** What everybody finds at the server. */
export interface Market {
  readonly slotIds: readonly string[];
  readonly storeIds: readonly string[];
  readonly words: readonly string[];
}

export interface Walk {
  readonly scenario: Pick<Scenario, "steps" | "pauseSeconds">;
  readonly market: Market;
  readonly crowd: Crowd;
  readonly client: Client;
  readonly visitor: Visitor;
  /** In milliseconds from the beginning. */
  readonly now: () => number;
  readonly untilMs: number;
  readonly note: (sample: Sample) => void;
  /** Asked again and again, and told nothing but to come again. */
  readonly giveUp: () => void;
}

const oneOf = (texts: readonly string[]) => texts[Math.floor(Math.random() * texts.length)] ?? "";

type Timed = (step: Step, send: () => Promise<Reply | null>) => Promise<Reply | null>;

/** What each step sends; a round of presses is for the next of the times. */
function deedsOf({ market, crowd, client, visitor, giveUp }: Walk, timed: Timed): Record<Step, () => Promise<unknown>> {
  async function insist(send: () => Promise<Reply | null>, tries: number): Promise<Reply | null> {
    const reply = await untilAnswered(send, tries);
    if (outcomeOf(reply) === "come-again") giveUp();
    return reply;
  }
  const get = (step: Step, path: string) =>
    insist(() => timed(step, () => client.send("GET", path, { cookie: visitor.cookie })), mostReloads);
  let entryId: string | null = null;
  let presses = 0;
  return {
    list: () => get("list", "/api/stores"),
    search: () => get("search", `/api/stores?q=${encodeURIComponent(oneOf(market.words))}`),
    async detail() {
      const store = oneOf(market.storeIds);
      await get("detail", `/api/stores/${store}`);
      await get("detail", `/api/stores/${store}/slots`);
    },
    async reserve() {
      const slot = market.slotIds[presses % market.slotIds.length] as string;
      presses += 1;
      const key = randomUUID();
      const reply = await insist(() => timed("reserve", () => crowd.join(slot, { visitor, key })), mostTries);
      if (typeof reply?.body.id === "string") entryId = reply.body.id;
    },
    position: async () => (entryId === null ? null : get("position", `/api/entries/${entryId}`)),
  };
}

/** Somebody who does the steps one after the other, with pauses, until it is time to go. */
export async function walk(way: Walk): Promise<void> {
  const { scenario, now, untilMs, note } = way;
  async function timed(step: Step, send: () => Promise<Reply | null>): Promise<Reply | null> {
    const from = now();
    const reply = await send().catch(() => null);
    const atSecond = Math.floor(now() / 1_000);
    note({ step, atSecond, ms: now() - from, bytes: reply?.bytes ?? 0, outcome: outcomeOf(reply) });
    return reply;
  }
  const deeds = deedsOf(way, timed);
  while (now() < untilMs) {
    for (const step of scenario.steps) {
      if (now() >= untilMs) return;
      await deeds[step]();
      await pause(scenario.pauseSeconds * 1_000 * (0.5 + Math.random()));
    }
  }
}

function outcomeOf(reply: Reply | null): Sample["outcome"] {
  if (reply === null) return "failed";
  if (comeAgain.has(reply.status)) return "come-again";
  const isLawful = reply.status < 400 || isLawfulRefusal(String(reply.body.type).replace("/problems/", ""));
  return isLawful ? "answered" : "failed";
}
