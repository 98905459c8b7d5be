import { describe, expect, test } from "vitest";
import { inspectStructure } from "../../scripts/structure/inspect-structure.ts";
import { structureRules } from "../../scripts/structure/rules.ts";
import { buildHouse, type Files } from "./fake-house.ts";

/** One wrong way per line: the rule that must object, and the file that breaks it. */
const wrongWays: readonly [rule: string, changes: Files][] = [
  ["no-cycles", { "shared/line.ts": `import "./place.ts";`, "shared/place.ts": `import "./line.ts";` }],
  [
    "no-cycles",
    { "shared/one.ts": `import type {} from "./two.ts";`, "shared/two.ts": `import type {} from "./one.ts";` },
  ],
  ["imports-resolve", { "server/line/batcher.ts": `import "./nowhere.ts";` }],
  ["imports-resolve", { "server/line/batcher.ts": `import "no-such-package";` }],
  ["product-needs-no-tools", { "server/line/batcher.ts": `import "../../test/people.ts";`, "test/people.ts": "" }],
  ["rehearsals-need-no-tests", { "load/crowd/crowd.ts": `import "../../test/people.ts";`, "test/people.ts": "" }],
  ["the-checker-is-pure", { "load/history/seats.ts": `import "node:fs";` }],
  ["the-checker-is-pure", { "load/history/seats.ts": `import "../crowd/crowd.ts";`, "load/crowd/crowd.ts": "" }],
  ["room-through-index", { "server/slots/service.ts": `import "../line/rules.ts";` }],
  ["room-through-index", { "server/slots/service.ts": `import type { Line } from "../line/ports.ts";` }],
  ["may-use", { "server/line/service.ts": `import "../slots/index.ts";` }],
  ["no-idle-ways", { "server/slots/service.ts": "export const createSlots = () => 1;" }],
  ["room-on-the-map", { "server/attic/index.ts": "export const dust = 1;" }],
  ["platform-knows-no-room", { "server/platform/clock.ts": `import "../line/index.ts";` }],
  ["app-is-the-top", { "server/line/routes.ts": `import "../app.ts";` }],
  ["main-knows-the-app", { "server/main.ts": `import "./line/index.ts";` }],
  ["rules-are-pure", { "server/line/rules.ts": `import "node:crypto";` }],
  ["rules-are-pure", { "server/line/rules.ts": `import "typebox";` }],
  ["rules-are-pure", { "server/line/rules.ts": `import "../platform/clock.ts";` }],
  ["rules-are-pure", { "server/line/rules-of-offers.ts": `import "./service.ts";` }],
  ["ports-are-words", { "server/line/ports.ts": `import "./service.ts";` }],
  ["ports-are-words", { "server/line/ports.ts": `import type { Pool } from "pg";` }],
  ["ports-are-words", { "server/line/ports.ts": `import "../platform/clock.ts";` }],
  ["services-know-no-vendor", { "server/line/service.ts": `import "fastify";` }],
  ["services-are-given-the-world", { "server/line/service.ts": `import { now } from "../platform/clock.ts";` }],
  [
    "services-know-clock-bus-and-cache",
    { "server/line/service.ts": `import type { Pool } from "../platform/database/pool.ts";` },
  ],
  [
    "services-know-clock-bus-and-cache",
    { "server/line/service.ts": `import { sendProblem } from "../platform/http/index.ts";` },
  ],
  [
    "services-know-clock-bus-and-cache",
    { "server/line/offer-service.ts": `import type {} from "../platform/http/index.ts";` },
  ],
  ["routes-speak-http", { "server/line/routes.ts": `import { now } from "../platform/clock.ts";` }],
  ["routes-speak-http", { "server/line/offer-routes.ts": `import type { Pool } from "../platform/database/pool.ts";` }],
  ["database-in-its-place", { "server/line/live.ts": `import { pool } from "../platform/database/pool.ts";` }],
  ["database-in-its-place", { "server/line/routes.ts": `import type { Pool } from "../platform/database/pool.ts";` }],
  ["adapters-chosen-in-app", { "server/line/service.ts": `import "./line.sql.ts";` }],
  ["adapters-chosen-in-app", { "server/line/routes.ts": `import "./line.sql.ts";` }],
  ["adapters-chosen-in-app", { "server/line/index.ts": `export { lineOnSql } from "./line.sql.ts";` }],
  ["adapters-stay-in-their-room", { "server/slots/slots.sql.ts": `import "../line/line.sql.ts";` }],
  ["sql-in-its-place", { "server/line/batcher.ts": `import "pg";` }],
  ["sql-in-its-place", { "server/platform/health.ts": `import type { Kysely } from "kysely";` }],
  ["redis-in-its-place", { "server/platform/bus.ts": `import "ioredis";` }],
  ["aws-in-its-place", { "server/line/batcher.ts": `import("@aws-sdk/client-sqs");` }],
  ["aws-when-asked", { "server/line/courier.sqs.ts": `import "@aws-sdk/client-sqs";` }],
  ["web-imports-shared-only", { "web/src/main.ts": `import "../../server/line/index.ts";` }],
  ["web-imports-shared-only", { "web/src/main.ts": `import "node:fs";` }],
  ["shared-is-everywhere", { "shared/line.ts": `import "node:crypto";` }],
  ["shared-is-everywhere", { "shared/line.ts": `import "../server/line/rules.ts";` }],
  ["shared-is-everywhere", { "shared/line.ts": `import "react";` }],
];

describe("structure", () => {
  test("a clean house passes", async () => {
    expect(await rulesBroken({})).toEqual([]);
  });

  test.each(wrongWays)("%s objects to %j", async (rule, changes) => {
    expect(await rulesBroken(changes)).toContain(rule);
  });

  test("every rule is seen to fail above", () => {
    const seen = new Set(wrongWays.map(([rule]) => rule));
    expect(structureRules.filter(({ name }) => !seen.has(name))).toEqual([]);
  });

  test("rooms may use the neighbours on the map, and adapters their siblings", async () => {
    const changes = {
      "server/slots/routes.ts": `import "../line/index.ts";`,
      "server/line/buffered-line.redis.ts": `import "ioredis";\nimport "./line.sql.ts";`,
      "server/line/courier.sqs.ts": `export const load = () => import("@aws-sdk/client-sqs");`,
    };
    expect(await rulesBroken(changes)).toEqual([]);
  });

  test("services may know clock, bus and chance, and routes HTTP", async () => {
    const changes = {
      "server/line/service.ts": [
        `import type { Clock } from "../platform/clock.ts";`,
        `import type { Bus } from "../platform/bus/bus.ts";`,
        `import { createChance } from "../platform/chance.ts";`,
        "export const createLine = (clock: Clock, bus: Bus) => [clock, bus, createChance];",
      ].join("\n"),
      "server/platform/bus/bus.ts": "export type Bus = object;",
      "server/platform/chance.ts": "export const createChance = 1;",
      "server/line/routes.ts": `import { sendProblem } from "../platform/http/index.ts";\nsendProblem();`,
    };
    expect(await rulesBroken(changes)).toEqual([]);
  });

  test("pages may import their styles and pictures", async () => {
    const imports = [`import "./tokens.css";`, `import "./mark.svg";`, `import "./mark.svg?url";`];
    const changes = { "web/src/main.ts": imports.join("\n"), "web/src/tokens.css": "", "web/src/mark.svg": "<svg/>" };
    expect(await rulesBroken(changes)).toEqual([]);
  });

  test("a house in which no module is seen is an error, not a pass", async () => {
    const house = buildHouse({});
    await expect(inspectStructure(`${house.root}/node_modules`)).rejects.toThrow("saw no module");
    house.tearDown();
  });
});

async function rulesBroken(changes: Files): Promise<string[]> {
  const house = buildHouse(changes);
  try {
    return (await inspectStructure(house.root)).map(({ rule }) => rule);
  } finally {
    house.tearDown();
  }
}
