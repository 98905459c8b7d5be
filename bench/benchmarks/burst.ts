import type { Entry } from "../../shared/line.ts";
import type { Choices } from "../arguments.ts";
import { type Crowds, createCrowds } from "../crowds.ts";
import { checkJoins, checkStatus, joinPath, nothingPath, type Presses, pressLoad } from "../joins.ts";
import type { Answer } from "../load/load.ts";
import { type Ground, measure } from "../measure.ts";
import { percentile } from "../report/median.ts";
import { makeReport, type Report } from "../report/report.ts";
import { type Facts, interleave, type Part } from "../rounds.ts";
import { openStage, type ProductServer, type Stage } from "../stage.ts";

/** Places between the order in which presses were written to their sockets and the order of their tickets. */
function displacementOf(answers: readonly Answer[]): Facts {
  const places = answers.map(({ body }, place) => Math.abs((body as Entry).ticket - 1 - place));
  return {
    "displacement p50": percentile(places, 0.5),
    "displacement p99": percentile(places, 0.99),
    "displacement max": percentile(places, 1),
  };
}

interface Burst {
  readonly server: ProductServer;
  readonly ground: Ground;
  readonly crowds: Crowds;
}

async function everybodyAtOnce({ server, ground, crowds }: Burst, seats: number): Promise<Part> {
  const slot = await server.ask("addSlot", { capacity: seats });
  const presses = await crowds.next();
  const load = pressLoad([server.url], joinPath(slot), presses.people.length, presses);
  const { measured, answers } = await measure(ground, load);
  const batches = checkJoins(presses, answers, await server.ask("readSlot", slot), seats);
  return { ...measured, facts: { ...batches, ...displacementOf(answers) } };
}

async function nothingAtOnce({ server, ground, crowds }: Burst): Promise<Part> {
  const path = nothingPath(await server.ask("addSlot", { capacity: 1 }));
  const presses = await crowds.next();
  const { measured, answers } = await measure(ground, pressLoad([server.url], path, presses.people.length, presses));
  checkStatus(answers, 201);
  return measured;
}

async function makeParts(stage: Stage, quick: boolean) {
  const server = await stage.serverOn(await stage.newDatabase());
  const people = quick ? 200 : 10_000;
  const pressesOf = (some: Presses["people"], cookies: Presses["cookies"]) => ({ people: some, cookies });
  const crowds = await createCrowds({ server, people, quick, pressesOf });
  const ground = { generator: stage.generator, servers: [server.pid], databases: stage.databases };
  const run: Burst = { server, ground, crowds };
  return {
    "do nothing": () => nothingAtOnce(run),
    "10 seats": () => everybodyAtOnce(run, 10),
    "10,000 seats": () => everybodyAtOnce(run, people),
  };
}

/** P2: everybody holds an open connection and presses in the same instant. */
export async function burst(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const rounds = await interleave({ ...choices, parts: await makeParts(stage, choices.quick) });
    return await makeReport({
      number: "P2",
      question: "10,000 open connections at once: time to the last answer against the do-nothing route's",
      choices,
      services: stage.services,
      rounds,
      ratios: [
        {
          what: "10 seats ÷ do nothing, last answer",
          atMost: 1.5,
          of: (each) => each["10 seats"].elapsedMs / each["do nothing"].elapsedMs,
        },
        {
          what: "10,000 seats ÷ do nothing, last answer",
          atMost: 1.5,
          of: (each) => each["10,000 seats"].elapsedMs / each["do nothing"].elapsedMs,
        },
      ],
    });
  } finally {
    await stage.close();
  }
}
