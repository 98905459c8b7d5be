import { setTimeout as pause } from "node:timers/promises";
import type { RehearsalState } from "../../shared/rehearsals.ts";
import { type Client, createClient } from "../crowd/client.ts";
import { type Crowd, createCrowd, historyOf, type Visitor } from "../crowd/crowd.ts";
import { readLedger } from "../crowd/ledger.ts";
import type { History, HistoryEvent, SlotRows } from "../history/history.ts";
import { startProcessorTime } from "../processes/processor-time.ts";
import type { Rehearsal } from "./arguments.ts";
import { untilMailed } from "./mails.ts";
import { type Answered, giveUp, rush } from "./rush.ts";
import { openSlot, readSlot } from "./slot.ts";
import { watch } from "./watch.ts";
import { watchRanks } from "./witnesses.ts";

const connections = 200;
const houseConnections = 4;
/** So few at a time give their place up again. */
const leavingConnections = 8;
/** Signed in at once, and told of before the next come. */
const signInsAtOnce = 100;

interface Stage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tell: (state: Partial<RehearsalState>) => void;
}

export interface Outcome {
  readonly history: History;
  readonly visitors: readonly Visitor[];
  /** How much of one processor this generator used while everybody pressed. */
  readonly generatorPercent: number;
}

/** Ten thousand people at one button: they sign in, wait for the opening, press, and some give their place up again. */
export async function play(rehearsal: Rehearsal, stage: Stage): Promise<Outcome> {
  const { url, headers, tell } = stage;
  const crowd = createCrowd([url], connections, headers);
  const client = createClient(url, houseConnections, headers);
  try {
    tell({ phase: "signing-in" });
    const visitors = await signIn(crowd, rehearsal.visitors, tell);
    const { slotId, opensAt } = await openSlot(client, rehearsal.seats);
    tell({ phase: "waiting", slotId: slotId as RehearsalState["slotId"], opensAt });
    await pause((await readSlot(client, slotId))?.remainingMs ?? 0);
    const stopWatching = watch({ client, slotId, events: crowd.events, tell });
    const { events, ranks, generatorPercent } = await open({ ...stage, crowd, client, slotId, visitors, rehearsal });
    await stopWatching();
    await untilMailed(client);
    const ledger = await readLedger(client, slotId);
    const history = takeStock({ events, slotId, seats: rehearsal.seats, ledger, visitors });
    return { history: { ...history, ranks }, visitors, generatorPercent };
  } finally {
    crowd.close();
    client.close();
  }
}

interface Opened extends Stage {
  readonly crowd: Crowd;
  readonly client: Client;
  readonly slotId: string;
  readonly visitors: readonly Visitor[];
  readonly rehearsal: Rehearsal;
}

/** The rush, and from its first answers on those who give up again, while some who stay watch their rank. */
async function open({ url, headers, tell, crowd, client, slotId, visitors, rehearsal }: Opened) {
  // On connections of their own: behind ten thousand presses they would leave only when all are answered.
  const leaving = createCrowd([url], leavingConnections, headers);
  const witnesses = watchRanks(client, rehearsal.visitors - rehearsal.seats);
  const leavers: Promise<void>[] = [];
  function onPlace(answered: Answered): void {
    if (Math.random() < rehearsal.leaves) leavers.push(giveUp(leaving, answered));
    else witnesses.add(answered);
  }
  try {
    tell({ phase: "rush" });
    const processorTime = startProcessorTime();
    await rush(crowd, visitors, { slotId, shares: rehearsal, onPlace });
    const generatorPercent = processorTime();
    tell({ phase: "moving" });
    await Promise.all(leavers);
    tell({ phase: "checking" });
    const ranks = await witnesses.stop();
    return { events: [...crowd.events, ...leaving.events], ranks, generatorPercent };
  } finally {
    leaving.close();
  }
}

async function signIn(crowd: Crowd, count: number, tell: Stage["tell"]): Promise<Visitor[]> {
  const troupe = Date.now().toString(36);
  const visitors: Visitor[] = [];
  while (visitors.length < count) {
    const size = Math.min(signInsAtOnce, count - visitors.length);
    visitors.push(...(await crowd.signIn(size, `관객 ${troupe}-${visitors.length / signInsAtOnce}-`)));
    tell({ signedIn: visitors.length });
  }
  return visitors;
}

interface Stock {
  readonly events: readonly HistoryEvent[];
  readonly slotId: string;
  readonly seats: number;
  readonly ledger: SlotRows;
  readonly visitors: readonly Visitor[];
}

/** All that was sent and told, and what the database says now that nothing is in flight. */
function takeStock({ events, slotId, seats, ledger, visitors }: Stock): History {
  const slot = { slotId, capacity: seats, fillsGaps: false, largestParty: 1, hasOffers: false };
  const guests = guestsOf(slotId, ledger, new Set(visitors.map(({ id }) => id)));
  return historyOf(slot, [...guests, ...events], ledger);
}

/** Whoever else stood in the line: what they pressed is only known by what came of it. */
function guestsOf(slotId: string, { entries }: SlotRows, known: ReadonlySet<string>): HistoryEvent[] {
  const ends = { left: "leave", cancelled: "cancel" } as const;
  return entries.flatMap((entry) => {
    if (known.has(entry.personId)) return [];
    const { personId, key, partySize, ticket, state } = entry;
    const unseen = { personId, slotId, sentAt: 0, answeredAt: null, answer: "lost" } as const;
    const join: HistoryEvent = { ...unseen, kind: "join", key, partySize };
    const end = state === "left" || state === "cancelled" ? ends[state] : null;
    return end === null ? [join] : [join, { ...unseen, kind: end, entryId: `${slotId}-${ticket}` }];
  });
}
