import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";

const ops = join(import.meta.dirname, "../../ops");

/** One of the programs, as a delivery runs it. */
function run(program: string, words: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, ...environment };
  return new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, [join(ops, program), ...words], { env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, said: `${stdout}${stderr}` }),
    );
  });
}

const outputs = {
  Stacks: [
    {
      Outputs: [
        { OutputKey: "MigrationSubnets", OutputValue: "subnet-a,subnet-c" },
        { OutputKey: "MigrationFirewall", OutputValue: "sg-migrations" },
      ],
    },
  ],
};
const started = { tasks: [{ taskArn: "arn:task/1" }], failures: [] };
const running = { tasks: [{ lastStatus: "RUNNING" }] };
const ended = (task: object) => ({ tasks: [{ lastStatus: "STOPPED", containers: [{}], ...task }] });
const endedWith = (exitCode: number) => ended({ containers: [{ exitCode }] });

interface Answers {
  readonly run?: object;
  /** So often it is looked at while it runs. */
  readonly looks?: number;
  /** So often AWS answers these looks with an error. */
  readonly failures?: number;
  /** Null of an AWS that answers with an error. */
  readonly end: object | null;
}

/** A thousand times as fast: what is waited for is looked at as often; how long it would have been is written down. */
const faster = (file: string) => `import { writeFileSync } from "node:fs";
  const wait = setTimeout;
  let waitedMs = 0;
  globalThis.setTimeout = (then, ms) => wait(then, ms / 1000, (waitedMs += ms));
  process.on("exit", () => writeFileSync(${JSON.stringify(file)}, String(waitedMs)));`;
const preloaded = (script: string) => `--import=data:text/javascript,${encodeURIComponent(script)}`;

const say = (answer: object | null) => (answer === null ? "exit 255" : `echo '${JSON.stringify(answer)}'`);

/** A program with a stand-in for `aws`, which answers so and keeps what it was asked; `$look` counts a command's. */
async function withAws(program: string, words: readonly string[], answers: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "popline-aws-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines = [
    ...["#!/bin/sh", `echo "$*" >> "${folder}/asked"`, `look="$(grep -c "^$1 $2 " "${folder}/asked")"`],
    ...[`case "$1 $2" in`, ...Object.entries(answers).map(([asked, answer]) => `"${asked}") ${answer} ;;`)],
    ...["*) exit 252 ;;", "esac"],
  ];
  writeFileSync(join(folder, "aws"), lines.join("\n"));
  chmodSync(join(folder, "aws"), 0o755);
  const waited = join(folder, "waited");
  const environment = { PATH: `${folder}:${process.env.PATH}`, NODE_OPTIONS: preloaded(faster(waited)) };
  const came = await run(program, words, environment);
  const asked = readFileSync(join(folder, "asked"), "utf8").trim().split("\n");
  return { ...came, asked, waitedSeconds: Number(readFileSync(waited, "utf8")) / 1_000 };
}

/** Each of these answers to so many looks, the last one to all that come. */
function inTurn(turns: readonly (readonly [number, object | null])[], last: object | null): string {
  let until = 0;
  const some = turns.map(([looks, answer]) => {
    until += looks;
    return `if [ "$look" -le ${until} ]; then ${say(answer)}; el`;
  });
  return turns.length === 0 ? say(last) : `${some.join("")}se ${say(last)}; fi`;
}

const migrate = ({ run: ran = started, looks = 0, failures = 0, end }: Answers) =>
  withAws("migrate.mjs", [], {
    "cloudformation describe-stacks": say(outputs),
    "ecs run-task": say(ran),
    "ecs describe-tasks": inTurn(
      [
        [looks, running],
        [failures, null],
      ],
      end,
    ),
  });

describe("D25: a delivery's migration", () => {
  test("is the image's own task, inside the network, looked at when it has ended", async () => {
    const { code, said, asked } = await migrate({ looks: 1, end: endedWith(0) });
    expect({ code, said }).toEqual({ code: 0, said: "The migration ended with 0.\n" });
    const network = "awsvpcConfiguration={subnets=[subnet-a,subnet-c],securityGroups=[sg-migrations]}";
    const look = "ecs describe-tasks --cluster popline-migrations --tasks arn:task/1 --output json";
    expect(asked).toEqual([
      "cloudformation describe-stacks --stack-name popline-data --output json",
      "ecs run-task --cluster popline-migrations --task-definition popline-migrate --launch-type FARGATE " +
        `--network-configuration ${network} --output json`,
      ...[look, look],
    ]);
  });

  test.each([
    ["ends with the task's own code", { end: endedWith(3) }, 3, "ended with 3"],
    [
      "fails when AWS does not answer for five minutes",
      { looks: 1, failures: 60, end: endedWith(0) },
      1,
      "Command failed",
    ],
    ["goes on when it does in less", { looks: 1, failures: 59, end: endedWith(0) }, 0, "ended with 0"],
    ["fails when the task had no code", { end: ended({ stoppedReason: "CannotPullContainerError" }) }, 1, "CannotPull"],
    [
      "fails when the task does not start",
      { run: { tasks: [], failures: [{ reason: "RESOURCE:CPU" }] }, end: endedWith(0) },
      1,
      "RESOURCE:CPU",
    ],
    // AWS's own wait gives up after 100 looks, which is ten minutes.
    ["waits for a long one", { looks: 300, end: endedWith(0) }, 0, "ended with 0"],
    ["gives up one that nobody knows", { end: { tasks: [] } }, 1, "goes on after half an hour, as arn:task/1"],
    ["gives up one that goes on", { looks: 1_000, end: endedWith(0) }, 1, "goes on after half an hour"],
  ])("%s", async (_name, answers, code, words) => {
    const ran = await migrate(answers);
    expect(ran.code).toBe(code);
    expect(ran.said).toContain(words);
  });
});

describe("a change of Valkey", () => {
  const group = (Status: string) => ({ ReplicationGroups: [{ Status }] });
  const [available, modifying] = [group("available"), group("modifying")];
  const settle = (turns: readonly (readonly [number, object | null])[], last: object | null) =>
    withAws("cache-settled.mjs", ["popline"], { "elasticache describe-replication-groups": inTurn(turns, last) });

  test.each([
    ["is done when it is available for a minute", [], 12],
    // It was asked for, and AWS has not begun.
    [
      "is not done before it has begun",
      [
        [11, available],
        [30, modifying],
      ],
      53,
    ],
    [
      "outlasts failures that are none of five minutes in one",
      [
        [59, null],
        [1, modifying],
        [59, null],
      ],
      131,
    ],
    [
      "is not lost with an answer that fails, nor taken for done",
      [
        [11, available],
        [1, null],
      ],
      24,
    ],
  ] as const)("%s", async (_name, turns, looks) => {
    const { code, said, asked, waitedSeconds } = await settle(turns, available);
    expect({ code, looks: asked.length, waitedSeconds }).toEqual({ code: 0, looks, waitedSeconds: 5 * (looks - 1) });
    expect(said).toContain("popline is settled.");
    expect(new Set(asked)).toEqual(
      new Set(["elasticache describe-replication-groups --replication-group-id popline --output json"]),
    );
  });

  test.each([
    [
      "goes on after half an hour is told as it is",
      modifying,
      "popline is not settled after half an hour, but: modifying",
      30 * 60,
    ],
    ["nobody answers for is no change that is done", null, "Command failed", 5 * 60],
  ])("that %s", async (_name, last, words, seconds) => {
    const { code, said, waitedSeconds } = await settle([], last);
    // The first look is at once.
    expect([code, waitedSeconds]).toEqual([1, seconds - 5]);
    expect(said).toContain(words);
  });
});

describe("D25: the smoke test of what is out", () => {
  const paths = ["/api/health/ready", "/", "/api/stores?limit=1", "/api/openapi.json"];
  type Answer = { readonly status?: number; readonly type?: string; readonly isNever?: true };

  /** Of a server that answers well, but for these paths. */
  async function smoke(odd: Readonly<Record<string, Answer>>, environment: Readonly<Record<string, string>> = {}) {
    const server = createServer(({ url = "" }, reply) => {
      const usual = url === "/" ? "text/html; charset=utf-8" : "application/json";
      const { status = 200, type = usual, isNever = false } = odd[url] ?? {};
      if (isNever) return;
      reply.writeHead(status, { "content-type": type }).end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    return run("smoke.mjs", [`http://127.0.0.1:${port}`], environment);
  }

  test("ends with 0 when all that must answer does", async () => {
    expect(await smoke({})).toEqual({ code: 0, said: paths.map((path) => `✓ ${path} 200\n`).join("") });
  });

  test.each<[string, Readonly<Record<string, Answer>>]>([
    ["the first is not ready, and what comes after is well", { "/api/health/ready": { status: 503 } }],
    ["the last is missing", { "/api/openapi.json": { status: 404 } }],
    ["something else answers", { "/": { type: "application/json" }, "/api/stores?limit=1": { type: "text/html" } }],
  ])("ends with 1 when %s", async (_what, odd) => {
    const { code, said } = await smoke(odd);
    expect(code).toBe(1);
    const wrong = Object.entries(odd).map(([path, { status = 200 }]) => `✗ ${path} ${status}`);
    expect(said.match(/^✗ .*$/gm)).toEqual(wrong);
  });

  test("and when something is reached and never answers", async () => {
    // A hundred times as fast: what waits ten seconds is awaited, and what waits for days is not.
    const sooner = "const wait = AbortSignal.timeout; AbortSignal.timeout = (ms) => wait(Math.round(ms / 100));";
    const { code, said } = await smoke({ "/": { isNever: true } }, { NODE_OPTIONS: preloaded(sooner) });
    expect(code).toBe(1);
    expect(said).toContain("TimeoutError");
    expect(said).not.toContain("✓ / ");
  });

  test("and when nobody answers", async () => {
    const { code, said } = await run("smoke.mjs", ["http://127.0.0.1:1"]);
    expect(code).toBe(1);
    expect(said).not.toContain("✓");
  });
});
