import { randomUUID } from "node:crypto";
import type { Choices } from "../arguments.ts";
import { checkJoins, checkStatus, joinPath, type Presses, pressLoad } from "../joins.ts";
import { type Measured, measure } from "../measure.ts";
import { generatorShare, mostOfGenerator, toldFacts } from "../report/answer-facts.ts";
import { makeReport, type Ratio, type Report } from "../report/report.ts";
import { interleave, type Part } from "../rounds.ts";
import { openRedis } from "../source/redis.ts";
import { createSourceTables, openSourceWorld, type SourceWorld } from "../source/source-world.ts";
import { cookiesOf, openStage, type ProductServer, type Stage } from "../stage.ts";

const seats = 10;
/** The source's servers have 200 threads for requests; an event loop has no such bound. */
const threads = 200;

async function runOurs(stage: Stage, servers: readonly ProductServer[], presses: Presses) {
  const [first] = servers as [ProductServer];
  const slot = await first.ask("addSlot", { capacity: seats });
  const pids = servers.map(({ pid }) => pid);
  const ground = { generator: stage.generator, servers: pids, databases: stage.databases };
  await stage.rest();
  const urls = servers.map(({ url }) => url);
  const load = pressLoad(urls, joinPath(slot), presses.people.length, presses);
  const { measured, answers } = await measure(ground, load);
  const rows = await first.ask("readSlot", slot);
  checkJoins(presses, answers, rows, seats);
  const facts = {
    ...toldFacts(answers),
    oversells: Math.max(0, rows.reservations - seats),
    "rows booked": rows.reservations,
    // checkJoins has held what each was told against the rows.
    "never told what became of them": 0,
  };
  return { ...measured, facts };
}

async function runSource(
  stage: Stage,
  world: SourceWorld,
  redis: number | null,
  people: readonly string[],
  date: string,
) {
  const slot = { storeId: 1, date, timeSlot: "11:00" };
  const { servers, settled } = world;
  const ground = {
    generator: stage.generator,
    servers,
    databases: [...stage.databases, ...(redis === null ? [] : [redis])],
    settled,
  };
  await stage.rest();
  const { measured, answers } = await measure(ground, world.loadFor(slot, people));
  // Whoever gave up asking is still at 202, and counted.
  checkStatus(
    answers.filter(({ status }) => status !== 202),
    200,
  );
  const outcome = await world.readOutcome(slot, people, answers);
  if (outcome["rows booked"] < seats) throw new Error(`A wrong run: ${JSON.stringify(outcome)}`);
  return { ...measured, facts: { ...toldFacts(answers), ...outcome } };
}

async function makeParts(stage: Stage, quick: boolean) {
  const databaseUrl = await stage.newDatabase();
  const ours = [await stage.serverOn(databaseUrl), await stage.serverOn(databaseUrl)];
  const redis = await openRedis({ quick });
  stage.onClose(redis.stop);
  stage.noteService("redis-server", redis.version);
  await createSourceTables(databaseUrl);
  const wish = { redisUrl: redis.url, databaseUrl, requestsAtOnce: threads };
  const pubSub = await openSourceWorld({ ...wish, processing: "pub-sub" });
  stage.onClose(pubSub.stop);
  const scheduler = await openSourceWorld({ ...wish, processing: "scheduler" });
  stage.onClose(scheduler.stop);
  const people = await (ours[0] as ProductServer).ask("addPeople", quick ? 200 : 10_000);
  const presses = { people, cookies: cookiesOf(people) };
  await (ours[0] as ProductServer).ask("tidy", null);
  // Of this run alone: a Redis that was given may remember another.
  const run = randomUUID();
  let slots = 0;
  const freshDay = () => {
    slots += 1;
    return `${run} ${slots}`;
  };
  return {
    ours: () => runOurs(stage, ours, presses),
    "the source, 200 threads": () => runSource(stage, pubSub, redis.pid, people, freshDay()),
    "with a scheduler": () => runSource(stage, scheduler, redis.pid, people, freshDay()),
  };
}

type Parts = Awaited<ReturnType<typeof makeParts>>;

const costOf = ({ serverMicros, databaseMicros, requests }: Measured) => (serverMicros + databaseMicros) / requests;
const factOf = ({ facts }: Part, name: string) => facts?.[name] ?? Number.NaN;

/** The three ways, by what they are to a person who presses. */
const ratiosOfWays: readonly Ratio<keyof Parts>[] = [
  {
    what: "the source's ÷ our time until half are told",
    atLeast: 1,
    of: (each) => factOf(each["the source, 200 threads"], "told p50 ms") / factOf(each.ours, "told p50 ms"),
  },
  {
    what: "with a scheduler ÷ our time until half are told",
    atLeast: 1,
    of: (each) => factOf(each["with a scheduler"], "told p50 ms") / factOf(each.ours, "told p50 ms"),
  },
  {
    what: "with a scheduler ÷ our µs a person, servers + databases",
    atLeast: 1,
    of: (each) => costOf(each["with a scheduler"]) / costOf(each.ours),
  },
  {
    what: "with a scheduler ÷ our bytes a person",
    atLeast: 1,
    of: (each) => factOf(each["with a scheduler"], "bytes a person") / factOf(each.ours, "bytes a person"),
  },
  {
    what: "of a core, the generator where it had most to do",
    atMost: mostOfGenerator,
    of: (each) => Math.max(...Object.values<Part>(each).map(generatorShare)),
  },
];

/**
 * P6: the algorithm this product replaces (D1 to D9) beside ours, on two server processes each; and the same algorithm
 * with the scheduler that it had before, which `bench/source/scheduler.ts` says what is known of.
 */
export async function source(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const rounds = await interleave({ ...choices, parts: await makeParts(stage, choices.quick) });
    return await makeReport({
      number: "P6",
      question: "10,000 people at once for 10 seats on two servers: the source's algorithm against ours",
      choices,
      services: stage.services,
      rounds,
      ratios: [
        {
          what: "the source's ÷ our µs a join, servers + databases",
          atLeast: 5,
          of: (each) => costOf(each["the source, 200 threads"]) / costOf(each.ours),
        },
        {
          // A control that does not oversell shows nothing.
          what: "the source's oversells",
          atLeast: 1,
          of: (each) => factOf(each["the source, 200 threads"], "oversells"),
        },
        { what: "our oversells", atMost: 0, of: (each) => factOf(each.ours, "oversells") },
        ...ratiosOfWays,
      ],
    });
  } finally {
    await stage.close();
  }
}
