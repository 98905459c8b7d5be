import type { Choices } from "../arguments.ts";
import { checkJoins, checkStatus, joinPath, nothingPath, type Presses, pressesOf, pressLoad } from "../joins.ts";
import { type Ground, type Measured, measure } from "../measure.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave } from "../rounds.ts";
import { cookiesOf, openStage, type ProductServer, type Stage } from "../stage.ts";

/** One run of joins into a new slot with so many seats, checked against the database. */
export async function runJoins(
  { server, ground, connections, presses, seats }: JoinRun,
  path = joinPath,
): Promise<Measured> {
  const slot = await server.ask("addSlot", { capacity: seats });
  const { measured, answers } = await measure(ground, pressLoad([server.url], path(slot), connections, presses));
  if (path === nothingPath) checkStatus(answers, 201);
  else checkJoins(presses, answers, await server.ask("readSlot", slot), seats);
  return measured;
}

export interface JoinRun {
  readonly server: ProductServer;
  readonly ground: Ground;
  readonly connections: number;
  readonly presses: Presses;
  readonly seats: number;
}

async function makeParts(stage: Stage, quick: boolean) {
  const server = await stage.serverOn(await stage.newDatabase("joins"));
  const people = await server.ask("addPeople", quick ? 200 : 20_000);
  const presses = pressesOf(people, cookiesOf(people));
  const ground = { generator: stage.generator, servers: [server.pid], databases: [stage.postgres.pid] };
  const shared = { server, ground, connections: quick ? 16 : 256, presses };
  const rested = async (run: () => Promise<Measured>) => {
    await stage.rest();
    return run();
  };
  await server.ask("tidy", null);
  return {
    "do nothing": () => rested(() => runJoins({ ...shared, seats: 1 }, nothingPath)),
    "95 % waitlisted": () => rested(() => runJoins({ ...shared, seats: people.length / 20 })),
    "all seated": () => rested(() => runJoins({ ...shared, seats: people.length })),
  };
}

/** P1: what a committed place costs above the do-nothing route. */
export async function join(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const rounds = await interleave({ ...choices, parts: await makeParts(stage, choices.quick) });
    return await makeReport({
      number: "P1",
      question: "joins a second against the do-nothing route, PostgreSQL, 256 connections, 2 % repeats, all guards on",
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
