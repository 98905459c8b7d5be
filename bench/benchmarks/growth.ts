import { makeEntryId, type SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import type { Choices } from "../arguments.ts";
import { joinPath, type Presses, pressLoad } from "../joins.ts";
import type { Answer, Load } from "../load/load.ts";
import { type Measured, measure } from "../measure.ts";
import { percentile } from "../report/median.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave, mostRunsOf, type Part } from "../rounds.ts";
import { cookiesOf, openStage, type ProductServer, type Stage } from "../stage.ts";

/** A line that waits already, on a server and a database of its own, so that nothing else makes it larger. */
interface LongLine {
  readonly server: ProductServer;
  readonly connections: number;
  readonly waiting: number;
  /** People who never pressed before. */
  readonly freshPresses: () => Presses;
  readonly slot: () => Promise<SlotId>;
}

const readsAtOnce = 16;
const smallLine = 10;

function readLoad({ server }: LongLine, presses: Presses, joined: readonly Answer[]): Load {
  const paths = joined.map(({ body }) => `/api/entries/${makeEntryId((body as Entry).slotId, (body as Entry).ticket)}`);
  const { cookies } = presses;
  const urls = [server.url];
  return { urls, method: "GET", connections: readsAtOnce, requests: paths.length, paths, bodies: [], cookies };
}

/** Everybody waits with exactly the right number ahead, at the press and when they look later. */
function checkPlaces(answers: readonly Answer[], waitingBefore: number, status: number): void {
  for (const { status: got, body } of answers) {
    const { ticket, ahead, state } = body as Entry;
    if (got === status && state === "waitlisted" && ahead === ticket - 2 && ahead >= waitingBefore) continue;
    throw new Error(`A wrong run: answered ${got} ${JSON.stringify(body)} with ${waitingBefore} waiting before`);
  }
}

/** Joining, and then looking at the places of those who joined last. */
function createParts(stage: Stage, line: LongLine) {
  const { server, connections, waiting } = line;
  const ground = { generator: stage.generator, servers: [server.pid], databases: stage.databases };
  let last: { presses: Presses; answers: readonly Answer[] } | null = null;

  async function joins(): Promise<Part> {
    const slot = await line.slot();
    const presses = line.freshPresses();
    await server.ask("tidy", null);
    await stage.rest();
    const { measured, answers } = await measure(ground, pressLoad([server.url], joinPath(slot), connections, presses));
    checkPlaces(answers, waiting, 201);
    last = { presses, answers };
    return measured;
  }

  async function looks(): Promise<Part> {
    if (last === null) throw new Error("Nobody has joined yet");
    await stage.rest();
    const { measured, answers } = await measure(ground, readLoad(line, last.presses, last.answers));
    checkPlaces(answers, waiting, 200);
    const latencies = answers.map(({ latencyMs }) => latencyMs);
    return { ...measured, facts: { "p50 ms": percentile(latencies, 0.5), "p99 ms": percentile(latencies, 0.99) } };
  }

  return { joins, looks };
}

async function openLine(stage: Stage, waiting: number, choices: Choices): Promise<LongLine> {
  const server = await stage.serverOn(await stage.newDatabase());
  const each = choices.quick ? 100 : 10_000;
  const people = await server.ask("addPeople", each * mostRunsOf(choices.rounds));
  // A short line is made anew each time; ten thousand more make no difference to a long one.
  const kept = waiting === smallLine ? null : await server.ask("addSlot", { capacity: 1, waiting });
  return {
    server,
    connections: choices.quick ? 16 : 256,
    waiting,
    freshPresses() {
      const some = people.splice(0, each);
      return { people: some, cookies: cookiesOf(some) };
    },
    slot: async () => kept ?? (await server.ask("addSlot", { capacity: 1, waiting })),
  };
}

const costOf = ({ serverMicros, databaseMicros, requests }: Measured) => (serverMicros + databaseMicros) / requests;

/** P3: neither a join nor a look at one's place gets dearer with the length of the line. */
export async function growth(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const many = choices.quick ? 5_000 : 1_000_000;
    const short = await openLine(stage, smallLine, choices);
    const long = await openLine(stage, many, choices);
    const few = createParts(stage, short);
    const lots = createParts(stage, long);
    const parts = { "join, 10": few.joins, "join, many": lots.joins, "look, 10": few.looks, "look, many": lots.looks };
    const rounds = await interleave({ ...choices, parts });
    return await makeReport({
      number: "P3",
      question: `10,000 joins, and as many looks at one's place, with ${many} waiting against 10 waiting`,
      choices,
      services: stage.services,
      rounds,
      ratios: [
        {
          what: "server + database µs a join, many ÷ 10 waiting",
          atMost: 1.3,
          of: (each) => costOf(each["join, many"]) / costOf(each["join, 10"]),
        },
        {
          what: "reading one's place, median latency, many ÷ 10 waiting",
          atMost: 1.3,
          of: (each) => (each["look, many"].facts?.["p50 ms"] ?? 0) / (each["look, 10"].facts?.["p50 ms"] ?? 0),
        },
      ],
    });
  } finally {
    await stage.close();
  }
}
