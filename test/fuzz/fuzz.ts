/** Sends generated requests through the product's door and notes every answer that is not as promised. */
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import type { Ground } from "../acceptance/authorisation/judge.ts";
import { roleOf } from "../acceptance/authorisation/people.ts";
import { makeThings, type Things } from "../acceptance/authorisation/things.ts";
import { objection, wrongAnswer } from "./judge.ts";
import { type Caller, type Document, type Operation, operationsOf, type Planned, requestsFor } from "./requests.ts";
import { leaveSecrets, type Secret } from "./secrets.ts";
import { wordsOf } from "./words.ts";

interface Wish {
  readonly seed: number;
  /** Requests for each operation. */
  readonly runs: number;
  /** Which operations; all of them unless said. */
  readonly only?: (operation: Operation) => boolean;
  /** How long an answer may take. */
  readonly patienceMs?: number;
}

interface Step {
  readonly operation: Operation;
  readonly planned: Planned;
}

/** Things that requests use up are made again for each round of about so many requests. */
const requestsPerRound = 200;
const mostFindings = 20;
const usualPatienceMs = 20_000;
const tooLate = "no answer in time";

/** A rehearsal is a process of its own and not what is asked about: no request that would start one is made. */
function isTame({ operation: { path, method, requestBody }, planned: { body } }: Step): boolean {
  if (`${method} ${path}` !== "POST /api/operations/rehearsals") return true;
  const schema = requestBody?.content["application/json"]?.schema ?? {};
  try {
    // The product, too, reads past a byte order mark.
    return objection(schema, JSON.parse((body ?? "{}").replace(/^\ufeff/, ""))) !== null;
  } catch {
    return body !== "";
  }
}

/** The requests of one round: the same in the same order for the same seed and things; operations take turns. */
function plan(
  operations: readonly Operation[],
  things: Readonly<Record<"A" | "B", Things>>,
  { seed, runs }: Pick<Wish, "seed" | "runs">,
): Step[] {
  const words = wordsOf(things);
  const steps = operations.flatMap((operation, at) =>
    fc
      .sample(requestsFor(operation, words), { seed: seed + at, numRuns: runs })
      .map((planned, turn) => ({ operation, planned, turn })),
  );
  return steps.sort((one, two) => one.turn - two.turn).filter(isTame);
}

const told = ({ caller, method, url, headers, body }: Planned) =>
  JSON.stringify({ caller, ask: `${method} ${url}`, headers, body }).slice(0, 600);

/** The callers' sessions, which the requests themselves may end, and A's things, which they use up. */
function livingSide({ world, cookies: first, things: { B } }: Ground) {
  const cookies: Partial<Record<Caller, string | undefined>> = { ...first };
  async function signIn(caller: Exclude<Caller, "nobody">) {
    const cookie = await world.signIn(caller, roleOf[caller]);
    cookies[caller] = cookie;
    return { cookie, id: String((await world.ask("GET", "/api/me", { cookie })).body.id) };
  }
  async function renewThings(): Promise<Things> {
    // Each fit drops the oldest models, so that a list is bounded; here they are made without one.
    const drop = "delete from model where state <> 'live' and id <> $1";
    await world.database.query({ text: drop, values: [B.modelId] });
    const visitor = await signIn("visitorA");
    const staff = await signIn("staffA");
    const { cookie: host } = await signIn("hostA");
    const people = { visitor: visitor.cookie, visitorId: visitor.id, staff: staff.cookie, staffId: staff.id };
    return makeThings(world, { ...people, host });
  }
  return { cookies, signIn, renewThings };
}

interface Asking {
  readonly ground: Ground;
  readonly side: ReturnType<typeof livingSide>;
  readonly secrets: readonly Secret[];
  readonly patienceMs: number;
}

/** Asks and judges; whoever a request before has signed out signs in again and asks once more. */
async function ask({ ground: { world }, side, secrets, patienceMs }: Asking, { operation, planned }: Step) {
  const { caller, method, url, headers, body } = planned;
  const sent = () => ({ cookie: side.cookies[caller], headers, ...(body === undefined ? {} : { body }) });
  const send = () => Promise.race([world.ask(method, url, sent()), pause(patienceMs, null, { ref: false })]);
  try {
    let answer = await send();
    if (caller !== "nobody" && answer?.status === 401 && headers.cookie === undefined) {
      await side.signIn(caller);
      answer = await send();
    }
    if (answer === null) return { status: 0, wrong: tooLate };
    return { status: answer.status, wrong: wrongAnswer(operation, planned, answer, secrets) };
  } catch (error) {
    return { status: 0, wrong: `no answer that can be read: ${error}` };
  }
}

/** Asks every operation of the document; answers what was not as promised, 20 at most, and how many did well. */
export async function fuzz(ground: Ground, { seed, runs, only = () => true, patienceMs = usualPatienceMs }: Wish) {
  const document = (await ground.world.ask("GET", "/api/openapi.json")).body as unknown as Document;
  const operations = operationsOf(document).filter(only);
  const side = livingSide(ground);
  const asking = { ground, side, secrets: await leaveSecrets(ground), patienceMs };
  const findings = new Map<string, string>();
  const answered = new Set<string>();
  let asked = 0;
  const result = () => ({ asked, findings: [...findings.values()], answered: answered.size });
  const runsOfRound = Math.ceil(requestsPerRound / operations.length);
  for (let done = 0; done < runs; done += runsOfRound) {
    const things = { A: await side.renewThings(), B: ground.things.B };
    for (const step of plan(operations, things, {
      seed: seed + done * 1_000,
      runs: Math.min(runsOfRound, runs - done),
    })) {
      const { status, wrong } = await ask(asking, step);
      asked += 1;
      const name = `${step.operation.method} ${step.operation.path}`;
      if (status < 400) answered.add(name);
      // The first of its kind shows the bug; the rest would only show its size.
      const kind = `${name} ${wrong?.slice(0, 40)}`;
      if (wrong !== null && !findings.has(kind)) {
        findings.set(kind, `request ${asked}: ${told(step.planned)}: ${wrong}`);
      }
      // Whatever hangs would hang again, until the test's own time is up and nothing says which it was.
      if (findings.size >= mostFindings || wrong === tooLate) return result();
    }
  }
  if ("planted" in {}) findings.set("planted", "every object has what a body planted");
  return result();
}
