import { setTimeout as pause } from "node:timers/promises";
import { type Crowd, createCrowd, type Visitor } from "../crowd/crowd.ts";
import type { HistoryEvent } from "../history/history.ts";
import { answerCalls } from "../processes/calls.ts";
import { startProcessorTime } from "../processes/processor-time.ts";
import { type Counts, note } from "./figures.ts";
import { type Market, walk } from "./person.ts";
import { type Scenario, stayOf } from "./scenarios.ts";
import { type Heard, openWindow } from "./window.ts";

/** What a generator lets the command ask: a part of the people, in a process of their own. */
export type GeneratorCalls = ReturnType<typeof callsOf>;

export interface Part {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly people: number;
  readonly prefix: string;
}

export interface Play {
  readonly scenario: Scenario;
  readonly market: Market;
  /** Which of all people these are: every so manieth, from this one on. */
  readonly first: number;
  readonly step: number;
  /** By the machine's monotonic clock, which all its processes share. */
  readonly beginsAt: number;
}

export interface Played {
  readonly counts: Counts;
  readonly unanswered: number;
  readonly heard: Heard;
  /** Moments by the machine's monotonic clock. */
  readonly events: readonly HistoryEvent[];
  readonly generatorPercent: number;
}

const connections = 500;
/**
 * Milliseconds that `performance.now()` is behind the clock that processes share (CLOCK_MONOTONIC). A process that is
 * put aside between the two readings makes it too small, never too large.
 */
const behind = Math.max(
  ...Array.from({ length: 1_000 }, () => Number(process.hrtime.bigint()) / 1e6 - performance.now()),
);

let part: Part | null = null;
let crowd: Crowd | null = null;
let visitors: readonly Visitor[] = [];

async function signIn(wish: Part): Promise<readonly string[]> {
  part = wish;
  crowd = createCrowd([wish.url], connections, wish.headers);
  visitors = await crowd.signIn(wish.people, wish.prefix);
  return visitors.map(({ id }) => id);
}

async function play({ scenario, market, first, step, beginsAt }: Play): Promise<Played> {
  if (part === null || crowd === null) throw new Error("Nobody has signed in.");
  const { url, headers } = part;
  const ours = crowd;
  const [client] = ours.clients;
  if (client === undefined) throw new Error("No server to send to.");
  const counts: Counts = new Map();
  let unanswered = 0;
  const giveUp = () => {
    unanswered += 1;
  };
  const heard: Heard = { people: 0, opened: 0, lost: 0, messages: 0, bytes: 0 };
  const now = () => performance.now() + behind - beginsAt;
  const topics = ["me", ...market.slotIds.slice(0, 1).map((id) => `slot:${id}`)];
  const processorTime = startProcessorTime();

  async function live(visitor: Visitor, position: number): Promise<void> {
    const { from, until } = stayOf(position, scenario.people, scenario);
    await pause(Math.max(0, from * 1_000 - now()));
    const window = scenario.hasSockets
      ? openWindow({ url, headers: { ...headers, cookie: visitor.cookie }, topics }, heard)
      : null;
    const untilMs = until * 1_000;
    const way = { scenario, market, crowd: ours, client: client as NonNullable<typeof client>, visitor, now, untilMs };
    await walk({ ...way, note: (sample) => note(counts, sample), giveUp });
    window?.close();
  }
  await Promise.all(visitors.map((visitor, at) => live(visitor, first + at * step)));
  const generatorPercent = processorTime();
  ours.close();
  const events = ours.events.map((event) => ({
    ...event,
    sentAt: event.sentAt + behind,
    answeredAt: event.answeredAt === null ? null : event.answeredAt + behind,
  }));
  return { counts, unanswered, heard, events, generatorPercent };
}

function callsOf() {
  return { signIn, play };
}

answerCalls(callsOf());
process.on("SIGTERM", () => process.exit(0));
