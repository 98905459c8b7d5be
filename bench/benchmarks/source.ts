import { randomUUID } from "node:crypto";
import type { Choices } from "../arguments.ts";
import { checkJoins, checkStatus, joinPath, type Presses, pressLoad } from "../joins.ts";
import { type Measured, measure } from "../measure.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave } from "../rounds.ts";
import { openRedis } from "../source/redis.ts";
import { createSourceTables, openSourceWorld, type SourceWorld } from "../source/source-world.ts";
import { cookiesOf, openStage, type ProductServer, type Stage } from "../stage.ts";

const seats = 10;
/** The source's servers have 200 threads for requests; an event loop has no such bound. Both are measured. */
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
  return {
    ...measured,
    facts: { oversells: Math.max(0, rows.reservations - seats), "rows booked": rows.reservations },
  };
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
  checkStatus(answers, 200);
  return { ...measured, facts: await world.readOutcome(slot, people, answers) };
}

async function makeParts(stage: Stage, quick: boolean) {
  const databaseUrl = await stage.newDatabase();
  const ours = [await stage.serverOn(databaseUrl), await stage.serverOn(databaseUrl)];
  const redis = await openRedis({ quick });
  stage.onClose(redis.stop);
  stage.noteService("redis-server", redis.version);
  await createSourceTables(databaseUrl);
  const wish = { redisUrl: redis.url, databaseUrl };
  const bounded = await openSourceWorld({ ...wish, requestsAtOnce: threads });
  stage.onClose(bounded.stop);
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
    "the source, 200 threads": () => runSource(stage, bounded, redis.pid, people, freshDay()),
  };
}

const costOf = ({ serverMicros, databaseMicros, requests }: Measured) => (serverMicros + databaseMicros) / requests;

/** P6: the algorithm this product replaces (D1 to D9) beside ours, on two server processes each. */
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
          of: (each) => each["the source, 200 threads"].facts?.oversells ?? Number.NaN,
        },
        { what: "our oversells", atMost: 0, of: (each) => each.ours.facts?.oversells ?? Number.NaN },
      ],
    });
  } finally {
    await stage.close();
  }
}
