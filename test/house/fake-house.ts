import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type Files = Readonly<Record<string, string>>;

/** The smallest house with one of each piece of furniture, every import pointing the right way. */
const cleanHouse: Files = {
  "server/main.ts": [
    `import { startApp } from "./app.ts";`,
    `import { now } from "./platform/clock.ts";`,
    "startApp(now());",
  ].join("\n"),
  "server/app.ts": [
    `import { createLine } from "./line/index.ts";`,
    `import { lineOnSql } from "./line/line.sql.ts";`,
    `import { createSlots } from "./slots/index.ts";`,
    `export const startApp = (at: number) => [createLine(lineOnSql), createSlots(), at];`,
  ].join("\n"),
  "server/platform/clock.ts": "export type Clock = () => number;\nexport const now: Clock = () => Date.now();",
  "server/platform/http/index.ts": "export const sendProblem = () => undefined;",
  "server/platform/database/pool.ts": `import pg from "pg";\nexport const pool = pg;`,
  "server/line/index.ts": `export { createLine } from "./service.ts";`,
  "server/line/rules.ts": `import { longestLine } from "../../shared/line.ts";\nexport const limit = longestLine;`,
  "server/line/ports.ts": `import type { Place } from "../../shared/line.ts";\nexport interface Line { join(): Place }`,
  "server/line/service.ts": [
    `import { randomUUID } from "node:crypto";`,
    `import type { Line } from "./ports.ts";`,
    `import { limit } from "./rules.ts";`,
    "export const createLine = (line: Line) => [line.join(), limit, randomUUID()];",
  ].join("\n"),
  "server/line/routes.ts": `import { createLine } from "./service.ts";\nexport const routes = [createLine];`,
  "server/line/line.sql.ts": [
    `import { pool } from "../platform/database/pool.ts";`,
    `import type { Line } from "./ports.ts";`,
    "export const lineOnSql: Line = { join: () => pool.query(`select place from entries`) };",
  ].join("\n"),
  "server/line/service.test.ts": [
    `import { pool } from "../platform/database/pool.ts";`,
    `pool.query("delete from entries");`,
  ].join("\n"),
  "server/slots/index.ts": `export { createSlots } from "./service.ts";`,
  "server/slots/service.ts": [
    `import { createLine } from "../line/index.ts";`,
    "export const createSlots = () => createLine;",
  ].join("\n"),
  "shared/line.ts": `import { Type } from "typebox";\nexport type Place = number;\nexport const longestLine = Type;`,
  "web/src/main.ts": [
    `import { render } from "react";`,
    `import { longestLine } from "../../shared/line.ts";`,
    "render(longestLine);",
  ].join("\n"),
  ...Object.fromEntries(
    ["pg", "kysely", "ioredis", "@aws-sdk/client-sqs", "typebox", "react", "fastify"].flatMap(fakePackage),
  ),
};

/** Builds the clean house with these files added or put in place of its own, and returns where it stands. */
export function buildHouse(changes: Files): { root: string; tearDown(): void } {
  const root = mkdtempSync(join(tmpdir(), "popline-house-"));
  for (const [path, text] of Object.entries({ ...cleanHouse, ...changes })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  return { root, tearDown: () => rmSync(root, { recursive: true }) };
}

function fakePackage(name: string): [string, string][] {
  const folder = `node_modules/${name}`;
  return [
    [`${folder}/package.json`, JSON.stringify({ name, main: "index.js" })],
    [`${folder}/index.js`, ""],
  ];
}
