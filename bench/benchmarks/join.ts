import type { Choices } from "../arguments.ts";
import { type Crowds, createCrowds } from "../crowds.ts";
import { checkJoins, checkStatus, joinPath, nothingPath, pressesOf, pressLoad } from "../joins.ts";
import { type Ground, measure } from "../measure.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave, type Part } from "../rounds.ts";
import { openStage, type ProductServer, type Stage } from "../stage.ts";

export interface JoinRun {
  readonly server: ProductServer;
  readonly ground: Ground;
  readonly connections: number;
  readonly crowds: Crowds;
}

/** One run of joins into a new slot with so many seats, checked against the database. */
export async function runJoins({ server, ground, connections, crowds }: JoinRun, seats: number): Promise<Part> {
  const slot = await server.ask("addSlot", { capacity: seats });
  const presses = await crowds.next();
  const load = pressLoad([server.url], joinPath(slot), connections, presses);
  const { measured, answers } = await measure(ground, load);
  return { ...measured, facts: checkJoins(presses, answers, await server.ask("readSlot", slot), seats) };
}

/** The same presses on the do-nothing route. */
async function runNothing({ server, ground, connections, crowds }: JoinRun): Promise<Part> {
  const path = nothingPath(await server.ask("addSlot", { capacity: 1 }));
  const load = pressLoad([server.url], path, connections, await crowds.next());
  const { measured, answers } = await measure(ground, load);
  checkStatus(answers, 201);
  return measured;
}

async function makeParts(stage: Stage, quick: boolean) {
  const server = await stage.serverOn(await stage.newDatabase());
  const people = quick ? 200 : 20_000;
  const crowds = await createCrowds({ server, people, quick, pressesOf });
  const ground = { generator: stage.generator, servers: [server.pid], databases: stage.databases };
  const run: JoinRun = { server, ground, connections: quick ? 16 : 256, crowds };
  return {
    "do nothing": () => runNothing(run),
    "95 % waitlisted": () => runJoins(run, people / 20),
    "all seated": () => runJoins(run, people),
  };
}

/** P1: what a committed place costs above the do-nothing route. */
export async function join(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const rounds = await interleave({ ...choices, parts: await makeParts(stage, choices.quick) });
    return await makeReport({
      number: "P1",
      question: "joins a second against the do-nothing route, PostgreSQL, 256 connections, 2 % repeats",
      choices,
      services: stage.services,
      rounds,
      ratios: [
        {
          what: "95 % waitlisted ÷ do nothing",
          atLeast: 0.75,
          of: (each) => each["do nothing"].elapsedMs / each["95 % waitlisted"].elapsedMs,
        },
        {
          what: "all seated ÷ do nothing",
          atLeast: 0.5,
          of: (each) => each["do nothing"].elapsedMs / each["all seated"].elapsedMs,
        },
      ],
    });
  } finally {
    await stage.close();
  }
}
