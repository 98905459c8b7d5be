import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";
import { embeddedFolder } from "../test/services/places.ts";
import { benchmarkNames, readArguments } from "./arguments.ts";
import { cutAnswer } from "./load/answers.ts";
import type { Report } from "./report/report.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

async function runQuickly(benchmark: string): Promise<Report> {
  const parameters = ["--enable-source-maps", "dist/programs/bench.js", benchmark, "--quick", "--json"];
  const places = { DATABASE_URL: inject("postgresUrl"), DATA_DIR: await embeddedFolder() };
  const { stdout } = await promisify(execFile)(process.execPath, parameters, {
    cwd: root,
    env: { ...process.env, ...places },
  });
  return JSON.parse(stdout) as Report;
}

// The figures of a quick run mean nothing and are not looked at; that every join was right, the run itself insists on.
test.each(benchmarkNames)(
  "%s reports machine, versions, ratios with their bars, and what each request cost",
  async (name) => {
    const report = await runQuickly(name);
    expect(report).toMatchObject({
      number: expect.stringMatching(/^(P|S)\d+$/),
      quick: true,
      machine: { processor: expect.any(String), cores: expect.any(Number), memoryGigabytes: expect.any(Number) },
      versions: { node: process.versions.node, fastify: expect.any(String) },
      rounds: { kept: 1 },
    });
    // Recommendations are scored from memory: no database is there to be named.
    expect("PostgreSQL" in report.versions).toBe(name !== "recommend");
    for (const { value, bar, verdict, rounds } of report.results) {
      expect(rounds).toEqual([value]);
      expect(bar).toMatch(/^[≥≤] \d/);
      expect(verdict).toMatch(/^(met|missed)$/);
    }
    for (const line of report.lines) {
      expect(line.requests).toBeGreaterThan(0);
      expect(line.perSecond).toBeGreaterThan(0);
      expect(line.foreignShare).toBeGreaterThanOrEqual(0);
    }
  },
);

test("answers are cut at their length, however they arrive", () => {
  const whole = "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200";
  expect(cutAnswer(whole)).toEqual({ status: 201, body: "{}", rest: "HTTP/1.1 200" });
  for (let length = 0; length < whole.indexOf("{}") + 2; length += 1)
    expect(cutAnswer(whole.slice(0, length))).toBeNull();
});

test("a wrong command line is told how to be right", () => {
  expect(() => readArguments(["jion"])).toThrow("base|join|burst");
  expect(() => readArguments(["join", "--rounds", "0"])).toThrow("--rounds");
  expect(readArguments(["join"])).toMatchObject({ rounds: 5, json: false, quick: false });
});

test.each([
  [["nonsense"], "npm run bench -- base|join|"],
  [["join", "--rounds", "0"], "--rounds is a number from 1 to 50"],
  [["join", "--loud"], "Unknown option '--loud'"],
])("what cannot be measured ends with 2 and one clear line: %j", async (words, line) => {
  const run = promisify(execFile)(process.execPath, ["--enable-source-maps", "dist/programs/bench.js", ...words], {
    cwd: root,
  });
  const { code, stdout, stderr } = await run.catch((error) => error);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.trimEnd().split("\n")).toEqual([expect.stringContaining(line)]);
});
