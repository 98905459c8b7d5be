import type { Verdict } from "../../shared/rehearsals.ts";
import { createClient } from "../crowd/client.ts";
import { historyOf } from "../crowd/crowd.ts";
import { readLedger } from "../crowd/ledger.ts";
import type { HistoryEvent } from "../history/history.ts";
import { type Program, startProgram } from "../processes/program.ts";
import { untilMailed } from "../rehearsal/mails.ts";
import { readSlot } from "../rehearsal/slot.ts";
import type { Theatre } from "../rehearsal/theatre.ts";
import { judge } from "../rehearsal/verdict.ts";
import { type Counts, together } from "./figures.ts";
import type { GeneratorCalls, Played } from "./generator.ts";
import { openMarket } from "./market.ts";
import type { Market } from "./person.ts";
import type { Scenario } from "./scenarios.ts";
import type { Heard } from "./window.ts";

/** Two, so that neither is at its limit where the machine has two cores. */
const generators = 2;
const beginsInMs = 1_000;
const lookEveryMs = 1_000;
const houseConnections = 4;

/** Seats that are taken and who waits, over all times, at a second. */
export interface Look {
  readonly second: number;
  readonly booked: number;
  readonly waiting: number;
}

export type SlotVerdict = Omit<Verdict, "generatorPercent">;

export interface Outcome {
  readonly counts: Counts;
  /** What was asked for and never came. */
  readonly unanswered: number;
  readonly heard: Heard;
  readonly looks: readonly Look[];
  /** What the checker says, one for each time that somebody pressed for. */
  readonly verdicts: readonly SlotVerdict[];
  /** Of one processor, the busiest of the generators. */
  readonly generatorPercent: number;
}

interface Wish {
  readonly scenario: Scenario;
  readonly theatre: Pick<Theatre, "url" | "headers">;
  readonly tell: (text: string) => void;
}

/** Plays a scenario from processes of its own and lets the checker judge every line that was pressed for. */
export async function run({ scenario, theatre, tell }: Wish): Promise<Outcome> {
  const client = createClient(theatre.url, houseConnections, theatre.headers);
  const programs = Array.from({ length: Math.min(generators, scenario.people) }, () =>
    startProgram<GeneratorCalls>({ program: "load-generator" }),
  );
  try {
    const market = await openMarket(client, scenario);
    tell(`${scenario.people} people sign in`);
    await signIn(programs, scenario, theatre);
    tell("They come");
    const beginsAt = Number(process.hrtime.bigint()) / 1e6 + beginsInMs;
    const stopLooking = look(client, market.slotIds, beginsAt);
    const played = await Promise.all(
      programs.map((program, first) =>
        program.ask("play", { scenario, market, first, step: programs.length, beginsAt }),
      ),
    );
    const looks = await stopLooking();
    tell("The checker reads every line");
    await untilMailed(client);
    const events = played.flatMap((part) => part.events);
    const verdicts = await judgeAll(client, market, scenario.seats, events);
    return { ...sumOf(played), looks, verdicts };
  } finally {
    client.close();
    await Promise.all(programs.map((program) => program.stop()));
  }
}

async function signIn(
  programs: readonly Program<GeneratorCalls>[],
  { people }: Scenario,
  { url, headers }: Wish["theatre"],
) {
  const troupe = Date.now().toString(36);
  await Promise.all(
    programs.map((program, first) => {
      const count = Math.ceil((people - first) / programs.length);
      return program.ask("signIn", { url, headers, people: count, prefix: `손님 ${troupe}-${first}-` });
    }),
  );
}

/** Looks at every time once a second; what ends it answers all that was seen. */
function look(client: ReturnType<typeof createClient>, slotIds: readonly string[], beginsAt: number) {
  const looks: Look[] = [];
  let looking: Promise<void> | null = null;
  async function once(): Promise<void> {
    const second = Math.round((Number(process.hrtime.bigint()) / 1e6 - beginsAt) / 1_000);
    const slots = await Promise.all(slotIds.map((id) => readSlot(client, id)));
    if (slots.includes(null)) return;
    const sum = (of: "booked" | "waiting") => slots.reduce((all, slot) => all + (slot?.[of] ?? 0), 0);
    looks.push({ second, booked: sum("booked"), waiting: sum("waiting") });
  }
  const timer = setInterval(() => {
    looking ??= once().finally(() => {
      looking = null;
    });
  }, lookEveryMs);
  return async function stop(): Promise<readonly Look[]> {
    clearInterval(timer);
    await looking;
    await once();
    return looks;
  };
}

function sumOf(played: readonly Played[]) {
  const all = (of: keyof Heard) => played.reduce((sum, { heard }) => sum + heard[of], 0);
  const counted = { people: all("people"), opened: all("opened"), lost: all("lost") };
  return {
    counts: together(played.map(({ counts }) => counts)),
    unanswered: played.reduce((sum, part) => sum + part.unanswered, 0),
    heard: { ...counted, messages: all("messages"), bytes: all("bytes") },
    generatorPercent: Math.max(...played.map(({ generatorPercent }) => generatorPercent)),
  };
}

async function judgeAll(
  client: ReturnType<typeof createClient>,
  { slotIds }: Market,
  capacity: number,
  events: readonly HistoryEvent[],
): Promise<SlotVerdict[]> {
  const verdicts: SlotVerdict[] = [];
  for (const slotId of slotIds) {
    const pressed = events.filter((event) => event.slotId === slotId);
    if (pressed.length === 0) continue;
    const slot = { slotId, capacity, fillsGaps: false, largestParty: 1, hasOffers: false };
    const history = historyOf(slot, pressed, await readLedger(client, slotId));
    verdicts.push(judge(history, [...new Set(pressed.map(({ personId }) => personId))]));
  }
  return verdicts;
}
