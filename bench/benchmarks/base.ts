import { startProgram } from "../../load/processes/program.ts";
import type { Choices } from "../arguments.ts";
import { createCrowds } from "../crowds.ts";
import { checkStatus, nobodyPath, nothingPath, pressesOf, pressLoad } from "../joins.ts";
import { limitChecks } from "../limit-check.ts";
import { type Ground, measure } from "../measure.ts";
import type { BareServerCalls, FixedAnswer } from "../programs/bare-server.ts";
import { makeReport, type Report } from "../report/report.ts";
import { interleave, type Part } from "../rounds.ts";
import { checkSessions } from "../session-check.ts";
import { openRedis } from "../source/redis.ts";
import { openStage, type Stage } from "../stage.ts";

/** Headers node:http writes by itself; the rest the bare server has to be told. */
const automatic = new Set(["connection", "date", "keep-alive"]);

/** What the do-nothing route answers, for the bare server to repeat byte by byte. */
async function sampleAnswer(url: string, cookie: string): Promise<FixedAnswer> {
  const headers = { cookie: `popline=${cookie}`, "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ partySize: 1 }) });
  const told = [...response.headers].filter(([name]) => !automatic.has(name));
  return { status: response.status, headers: Object.fromEntries(told), body: await response.text() };
}

const connectionsOf = (quick: boolean) => (quick ? 16 : 256);

async function makeParts(stage: Stage, quick: boolean) {
  const server = await stage.serverOn(await stage.newDatabase());
  const bare = startProgram<BareServerCalls>({ program: "bare-server" });
  stage.onClose(bare.stop);
  const redis = await openRedis({ quick });
  stage.onClose(redis.stop);
  const crowds = await createCrowds({ server, people: quick ? 200 : 20_000, quick, pressesOf });
  const slot = await server.ask("addSlot", { capacity: 10 });
  const path = nothingPath(slot);
  await bare.ask("answerWith", await sampleAnswer(`${server.url}${path}`, (await crowds.next()).cookies[0] as string));
  const bareUrl = await bare.ask("url", null);

  async function run(url: string, servers: readonly number[], databases: readonly number[], isNobody = false) {
    const ground: Ground = { generator: stage.generator, servers, databases };
    const crowd = pressLoad([url], path, connectionsOf(quick), await crowds.next());
    const load = isNobody ? { ...crowd, paths: [nobodyPath(slot)], cookies: [] } : crowd;
    const { measured, answers } = await measure(ground, load);
    checkStatus(answers, 201);
    return measured;
  }

  return {
    "bare node:http": () => run(bareUrl, [bare.pid], []),
    "do-nothing route": () => run(server.url, [server.pid], stage.databases),
    "the same for nobody": () => run(server.url, [server.pid], stage.databases, true),
    "a session's check": () => checkSessions(quick ? 2_000 : 500_000),
    ...limitChecks({ redis, presses: quick ? 2_000 : 500_000 }),
  };
}

const bothOf = ({ serverMicros, databaseMicros, requests }: Part) => (serverMicros + databaseMicros) / requests;
const microsOf = ({ serverMicros, requests }: Part) => serverMicros / requests;

/** P0: what sessions, limits and schemas leave of a bare HTTP server. */
export async function base(choices: Choices): Promise<Report> {
  const stage = await openStage(choices);
  try {
    const rounds = await interleave({ ...choices, parts: await makeParts(stage, choices.quick) });
    return await makeReport({
      number: "P0",
      question: "the do-nothing route against a bare node:http server that answers the same bytes, 256 connections",
      choices,
      services: stage.services,
      rounds,
      ratios: [
        {
          what: "do-nothing route ÷ bare node:http, requests a second",
          atLeast: 0.3,
          of: (round) => round["bare node:http"].elapsedMs / round["do-nothing route"].elapsedMs,
        },
        {
          what: "a session's check and its person's limit by themselves, µs of CPU",
          atMost: 10,
          of: (round) => microsOf(round["a session's check"]),
        },
        {
          what: "a session and its person's limit, µs of server CPU a request",
          atMost: 10,
          of: (round) => microsOf(round["do-nothing route"]) - microsOf(round["the same for nobody"]),
        },
        {
          what: "a limit of all processes ÷ a call to Redis for each press, µs of CPU, Redis's too",
          atMost: 0.5,
          of: (round) => bothOf(round["a limit of all processes"]) / bothOf(round["a call to Redis for each"]),
        },
      ],
    });
  } finally {
    await stage.close();
  }
}
