/** Somebody who presses in a drop, with one key until it is answered, and then looks until there is an outcome. */

import type { HistoryEvent, RankObservation } from "../../load/history/history.ts";
import type { createBufferedLine } from "../../server/line/line.buffered.ts";
import type { Admitted, JoinRequest } from "../../server/line/ports.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { type Entry, liveStates } from "../../shared/line.ts";
import type { Refused } from "../../shared/problems.ts";
import { isForgotten } from "../../web/src/line/receipt.ts";
import type { Schedule } from "./schedule.ts";
import { type Drop, killed } from "./simulated-drop.ts";

/** Nobody waits longer than all troubles and a lost epoch take. */
const patienceMs = 480_000;
/** Longer than a receipt of a lost epoch is good for. */
const mostLookedAwayMs = 200_000;

type Buffered = ReturnType<typeof createBufferedLine>;

export interface Hall extends Schedule {
  readonly slot: SlotId;
  readonly drop: Drop;
  /** False where what Redis has may be lost: of whoever left before being written nothing would be left to judge. */
  readonly mayLeaveEarly: boolean;
  readonly events: HistoryEvent[];
  readonly ranks: RankObservation[];
  /** Whoever held a receipt to the end, and heard no outcome. */
  readonly stranded: PersonId[];
  /** The next moment; no two are one. */
  readonly moment: () => number;
}

const isLive = ({ state }: Entry) => (liveStates as readonly string[]).includes(state);
const isPassing = ({ problem }: Refused) => ["unavailable", "busy"].includes(problem);
const told = (answer: Admitted | Refused) => {
  if ("problem" in answer) return { status: isPassing(answer) ? 503 : 409, problem: answer.problem };
  return { status: answer.fresh ? 201 : 200, entry: answer.entry };
};

/** What a client hears of one request; null when its process is dead or the request failed. */
const hear = async <Answer>({ chance, drop }: Hall, ask: (line: Buffered) => Promise<Answer>) => {
  const process = chance.pick(drop.alive());
  const heard = await process.hear(async (line) => ({ answer: await ask(line) })).catch((): typeof killed => killed);
  return heard === killed ? null : heard;
};

async function joinOnce(hall: Hall, request: JoinRequest): Promise<Entry | Refused | null> {
  const { slot, events, moment } = hall;
  const { person: personId, key, partySize } = request;
  const facts = { kind: "join", personId, slotId: slot, key, partySize, sentAt: moment() } as const;
  const heard = await hear(hall, (line) => line.join(slot, request));
  if (heard === null) events.push({ ...facts, answeredAt: null, answer: "lost" });
  else events.push({ ...facts, answeredAt: moment(), answer: told(heard.answer) });
  if (heard === null || "problem" in heard.answer) return heard && (heard.answer as Refused);
  return heard.answer.entry;
}

/** The entry of a press; null where it was refused. */
async function join(hall: Hall, request: JoinRequest): Promise<Entry | null> {
  while (hall.now() < patienceMs) {
    const answer = await joinOnce(hall, request);
    if (answer !== null && !("problem" in answer)) return answer;
    if (answer !== null && !isPassing(answer) && answer.problem !== "not-open") return null;
    await hall.delay(3_000);
  }
  return null;
}

async function leave(hall: Hall, { id: entryId }: Entry, personId: PersonId): Promise<void> {
  const { slot, events, moment, delay } = hall;
  const key = crypto.randomUUID();
  while (hall.now() < patienceMs) {
    const facts = { kind: "leave", personId, slotId: slot, key, entryId, sentAt: moment() } as const;
    const heard = await hear(hall, (line) => line.act("leave", entryId, personId, key));
    if (heard === null) events.push({ ...facts, answeredAt: null, answer: "lost" });
    else {
      const { answer } = heard;
      const isRefused = "problem" in answer;
      const status = isRefused && isPassing(answer) ? 503 : 409;
      const said = isRefused ? { status, problem: answer.problem } : { status: 200, entry: answer };
      events.push({ ...facts, answeredAt: moment(), answer: said });
      if (!isRefused) hall.drop.seen.add("somebody left");
      if (!(isRefused && isPassing(answer))) return;
    }
    await delay(2_000);
  }
}

/** What was told of a place that was lost with Redis, and not asked for again in time, is judged by nobody. */
function forgetTold({ drop, events, ranks }: Hall, { id, ticket }: Entry, person: PersonId): void {
  drop.seen.add("a receipt too late");
  const isTold = ({ personId, answer }: HistoryEvent) =>
    personId === person && answer !== "lost" && answer.entry?.ticket === ticket;
  events.splice(0, events.length, ...events.filter((event) => !isTold(event)));
  ranks.splice(0, ranks.length, ...ranks.filter(({ entryId }) => entryId !== id));
}

/** Presents a receipt; null where whoever comes too late with it is refused. */
async function presentReceipt(hall: Hall, before: Entry, request: JoinRequest): Promise<Entry | null> {
  hall.drop.seen.add("a receipt presented");
  const back = await joinOnce(hall, { ...request, receipt: before.receipt });
  if (back === null || ("problem" in back && isPassing(back))) return before;
  const entry = "problem" in back ? null : back;
  if (entry?.id === before.id) return entry;
  forgetTold(hall, before, request.person);
  return entry;
}

/** What a page does: it asks for its place, and where the server knows of none it presents its receipt. */
async function lookOnce(hall: Hall, before: Entry, request: JoinRequest): Promise<Entry | null> {
  const { slot, ranks, moment } = hall;
  const askedAt = moment();
  const heard = await hear(hall, (line) => line.mine(slot, request.person));
  if (heard === null) return before;
  const found = heard.answer;
  if (found !== null && "problem" in found) return before;
  if (isForgotten(found, before)) return presentReceipt(hall, before, request);
  if (found === null) return before;
  const { id: entryId, ticket, ahead } = found;
  if (ahead !== null) ranks.push({ personId: request.person, entryId, ticket, ahead, askedAt, observedAt: moment() });
  return found;
}

/** Looks until there is an outcome, or it is time to leave before there is one; null where there is no place. */
async function untilOutcome(hall: Hall, first: Entry, request: JoinRequest): Promise<Entry | null> {
  const { chance, delay, mayLeaveEarly } = hall;
  let entry: Entry | null = first;
  if (!mayLeaveEarly && chance.oneIn(2)) await delay(mostLookedAwayMs);
  while (entry?.receipt !== undefined) {
    if (mayLeaveEarly && chance.oneIn(8)) return entry;
    if (hall.now() >= patienceMs) {
      hall.stranded.push(request.person);
      return null;
    }
    await delay(4_000);
    entry = await lookOnce(hall, entry, { ...request, partySize: entry.partySize });
  }
  return entry;
}

/** Everything that somebody does in a drop. */
export async function visit(hall: Hall, person: PersonId): Promise<void> {
  const { chance, delay, drop } = hall;
  await delay(6_000);
  for (let times = chance.whole(1, 2); times > 0; times -= 1) {
    const request = { person, partySize: chance.pick([1, 1, 1, 2]), key: crypto.randomUUID() };
    const first = await join(hall, request);
    if (first === null) return;
    if (first.receipt !== undefined) drop.seen.add("a ticket before its outcome");
    if (chance.oneIn(4)) await joinOnce(hall, { ...request, key: crypto.randomUUID() });
    const entry = await untilOutcome(hall, first, request);
    // Once more from a page that was open all the time, or from another.
    if (entry !== null && chance.oneIn(3))
      await joinOnce(hall, chance.oneIn(2) ? request : { ...request, key: crypto.randomUUID() });
    if (entry === null || !isLive(entry) || times === 1 || entry.state === "confirmed") return;
    await leave(hall, entry, person);
  }
}
