import type { Choices } from "../arguments.ts";
import { createCrowds } from "../crowds.ts";
import { pressesOf } from "../joins.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave } from "../rounds.ts";
import { openStage, type ProductServer, type Stage } from "../stage.ts";
import { runJoins } from "./join.ts";

/** Joins on one engine; people and slots are of its own database. */
async function createRun(stage: Stage, server: ProductServer, databases: readonly number[], quick: boolean) {
  const crowds = await createCrowds({ server, people: quick ? 200 : 10_000, quick, pressesOf });
  const ground = { generator: stage.generator, servers: [server.pid], databases };
  return (seats: number) => runJoins({ server, ground, connections: quick ? 16 : 256, crowds }, seats);
}

/** P4: the embedded database of a laptop against a PostgreSQL server. */
export async function engines(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const server = await stage.serverOn(await stage.newDatabase());
    const onServer = await createRun(stage, server, stage.databases, choices.quick);
    const embedded = await createRun(stage, await stage.embeddedServer(), [], choices.quick);
    const everybody = choices.quick ? 200 : 10_000;
    const rounds = await interleave({
      ...choices,
      parts: {
        "PostgreSQL, 95 % waitlisted": () => onServer(everybody / 20),
        "PGlite, 95 % waitlisted": () => embedded(everybody / 20),
        "PostgreSQL, all seated": () => onServer(everybody),
        "PGlite, all seated": () => embedded(everybody),
      },
    });
    return await makeReport({
      number: "P4",
      question: "joins a second on PGlite against PostgreSQL, 256 connections, 2 % repeats",
      choices,
      services: stage.services,
      rounds,
      ratios: [
        {
          what: "PGlite ÷ PostgreSQL, 95 % waitlisted",
          atLeast: 0.5,
          of: (each) => each["PostgreSQL, 95 % waitlisted"].elapsedMs / each["PGlite, 95 % waitlisted"].elapsedMs,
        },
        {
          what: "PGlite ÷ PostgreSQL, all seated",
          atLeast: 0.5,
          of: (each) => each["PostgreSQL, all seated"].elapsedMs / each["PGlite, all seated"].elapsedMs,
        },
      ],
    });
  } finally {
    await stage.close();
  }
}
