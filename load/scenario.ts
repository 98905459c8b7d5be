import { setTimeout as pause } from "node:timers/promises";
import type { Entry } from "../shared/line.ts";
import type { RehearsalPhase, RehearsalState } from "../shared/rehearsals.ts";
import type { History, HistoryEvent } from "../test/history/history.ts";
import { type Crowd, createCrowd, historyOf, type Visitor } from "../test/services/crowd.ts";
import type { Rehearsal } from "./arguments.ts";
import { type Ledger, readLedger } from "./ledger.ts";

const connections = 200;
const signInsAtOnce = 500;
/** Between the last sign-in and the opening, for whoever wants to stand in this line too. */
const opensInMs = 12_000;
/** Presses come within this after the opening. */
const rushMs = 1_000;
const movingMs = 15_000;
const dayMs = 86_400_000;

interface Stage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tell: (state: Partial<RehearsalState>) => void;
}

export interface Outcome {
  readonly history: History;
  readonly ledger: Ledger;
  readonly visitors: readonly Visitor[];
}

/** Ten thousand people at one button: they sign in, wait for the opening, press, and some give their place up again. */
export async function play(rehearsal: Rehearsal, { url, headers, tell }: Stage): Promise<Outcome> {
  const crowd = createCrowd([url], connections, headers);
  try {
    const begin = (phase: RehearsalPhase) => tell({ phase });
    begin("signing-in");
    const visitors = await signIn(crowd, rehearsal.visitors, tell);
    const slotId = await openSlot(crowd, rehearsal.seats, tell);
    begin("waiting");
    await untilOpen(crowd, slotId);
    begin("rush");
    const watching = watch(crowd, slotId, tell);
    const answered = await rush(crowd, slotId, visitors, rehearsal);
    begin("moving");
    await giveUp(crowd, slotId, answered, rehearsal.leaves);
    begin("checking");
    await watching.stop();
    return await takeStock(crowd, slotId, rehearsal, visitors);
  } finally {
    crowd.close();
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

async function openSlot(crowd: Crowd, seats: number, tell: Stage["tell"]): Promise<string> {
  const [client] = crowd.clients;
  if (client === undefined) throw new Error("A crowd has a client.");
  const { cookie } = await client.signIn("리허설 무대", "host");
  const day = new Date(Date.now() + 3 * dayMs).toISOString().slice(0, 10);
  const opensAt = new Date(Date.now() + opensInMs).toISOString();
  const name = `리허설 ${opensAt.slice(11, 19)}`;
  const store = { name, bio: "", category: "character", district: "성수", startsOn: day, endsOn: day, opensAt };
  const made = await client.send("POST", "/api/stores", { cookie, body: store });
  const slots = { dates: [day], times: ["14:00"], capacity: seats };
  const added = await client.send("POST", `/api/stores/${made.body.id}/slots`, { cookie, body: slots });
  const [slotId] = (added.body.slotIds ?? []) as string[];
  if (slotId === undefined) throw new Error(`No stage: ${JSON.stringify([made.body, added.body])}`);
  tell({ slotId: slotId as RehearsalState["slotId"], opensAt });
  return slotId;
}

const slotOf = async (crowd: Crowd, slotId: string) =>
  (await crowd.clients[0]?.send("GET", `/api/slots/${slotId}`))?.body;

/** By the server's own clock, whatever this machine's says. */
async function untilOpen(crowd: Crowd, slotId: string): Promise<void> {
  const slot = await slotOf(crowd, slotId);
  await pause(Math.max(0, Date.parse(String(slot?.opensAt)) - Date.parse(String(slot?.now))));
}

interface Answered {
  readonly visitor: Visitor;
  readonly entry: Entry;
}

/** Everybody presses once within a second, some twice, some without hearing the answer at first; the last answers. */
async function rush(crowd: Crowd, slotId: string, visitors: readonly Visitor[], { doubleTaps, drops }: Rehearsal) {
  const each = visitors.map(async (visitor): Promise<Answered[]> => {
    await pause(Math.random() * rushMs);
    const taps = [press(crowd, slotId, visitor, Math.random() < drops)];
    if (Math.random() < doubleTaps) taps.push(press(crowd, slotId, visitor, false));
    const [entry] = await Promise.all(taps);
    return entry ? [{ visitor, entry }] : [];
  });
  return (await Promise.all(each)).flat();
}

async function press(crowd: Crowd, slotId: string, visitor: Visitor, isDropped: boolean): Promise<Entry | null> {
  const key = crypto.randomUUID();
  if (isDropped) await crowd.join(slotId, { visitor, key, hangsUp: true });
  const { status, body } = await crowd.joinUntilAnswered(slotId, { visitor, key });
  return status < 300 ? (body as unknown as Entry) : null;
}

/** A share of those who were answered leaves the line or cancels, one after the other, so that the line moves. */
async function giveUp(crowd: Crowd, slotId: string, answered: readonly Answered[], share: number): Promise<void> {
  const leavers = answered.filter(() => Math.random() < share);
  for (const { visitor, entry } of leavers) {
    if (entry.reservationId !== null) await crowd.cancel(slotId, entry.reservationId, visitor);
    else await crowd.act("leave", entry, visitor);
    await pause(movingMs / leavers.length);
  }
}

/** What the charts show, once a second. */
function watch(crowd: Crowd, slotId: string, tell: Stage["tell"]) {
  const seconds: RehearsalState["seconds"] = [];
  let before = 0;
  let last: Promise<void> = Promise.resolve();
  async function look(): Promise<void> {
    const slot = await slotOf(crowd, slotId);
    const joins = crowd.events.filter(({ kind, answer }) => kind === "join" && answer !== "lost").length;
    const counts = { answered: joins - before, booked: Number(slot?.held), waiting: Number(slot?.waiting) };
    seconds.push({ second: seconds.length + 1, ...counts });
    before = joins;
    tell({ seconds: [...seconds], answered: joins, pressed: crowd.events.length });
  }
  const timer = setInterval(() => {
    last = last.then(look);
  }, 1_000);
  return {
    async stop(): Promise<void> {
      clearInterval(timer);
      await last;
    },
  };
}

async function takeStock(
  crowd: Crowd,
  slotId: string,
  { seats }: Rehearsal,
  visitors: readonly Visitor[],
): Promise<Outcome> {
  const [client] = crowd.clients;
  if (client === undefined) throw new Error("A crowd has a client.");
  const ledger = await readLedger(client, slotId);
  const slot = { slotId, capacity: seats, fillsGaps: false, largestParty: 4 };
  const guests = guestsOf(slotId, ledger, new Set(visitors.map(({ id }) => id)));
  return { history: historyOf(slot, [...guests, ...crowd.events], { ...ledger, outbox: [] }), ledger, visitors };
}

/** Whoever else stood in the line: what they pressed is only known by what came of it. */
function guestsOf(slotId: string, { entries }: Ledger, known: ReadonlySet<string>): HistoryEvent[] {
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
