import { existsSync } from "node:fs";
import { join } from "node:path";
import { cruise, type ICruiseResult, type IModule } from "dependency-cruiser";
import ts from "typescript";
import type { Finding } from "../house/finding.ts";
import { mayUse, platform } from "./may-use.ts";
import { structureRules, tests } from "./rules.ts";

const roots = ["server", "shared", "web", "test", "bench", "load", "scripts", "infra", "ops"];

/** Follows every import below `root` and returns each that points the wrong way. */
export async function inspectStructure(root: string): Promise<Finding[]> {
  const result = await cruiseHouse(root);
  const sources = result.modules.map((module) => module.source).filter((source) => /^[a-z]+\/.*[.]tsx?$/.test(source));
  // With a TypeScript it cannot drive, dependency-cruiser sees nothing and finds nothing wrong.
  if (sources.length === 0) throw new Error(`dependency-cruiser saw no module below ${root}`);
  const wrongWays = result.summary.violations.map(({ rule, from, to }) => ({
    rule: rule.name,
    file: from,
    message: `→ ${to}: ${commentOn(rule.name)}`,
  }));
  return [...wrongWays, ...roomsOffTheMap(sources), ...idleWays(result.modules)];
}

async function cruiseHouse(root: string): Promise<ICruiseResult> {
  const { output } = await cruise(
    roots.filter((folder) => existsSync(join(root, folder))),
    {
      baseDir: root,
      doNotFollow: { path: "node_modules" },
      exclude: { path: "(^|/)dist/" },
      ruleSet: { forbidden: [...structureRules] },
      // Types tie rooms together as much as values do.
      tsPreCompilationDeps: true,
      validate: true,
    },
    {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".css", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
    { tsConfig: { options: { moduleResolution: ts.ModuleResolutionKind.Bundler }, errors: [] } },
  );
  if (typeof output === "string") throw new Error("dependency-cruiser answered with text instead of a result");
  return output;
}

function commentOn(name: string): string {
  return structureRules.find((rule) => rule.name === name)?.comment ?? "";
}

const roomOf = (path: string) => /^server\/([^/]+)\//.exec(path)?.[1];

/** A way on the map that nobody goes would let somebody in where nobody expects it. */
function idleWays(modules: readonly IModule[]): Finding[] {
  const product = modules.filter(({ source }) => !RegExp(tests).test(source));
  const rooms = new Set(product.map(({ source }) => roomOf(source)));
  const used = new Set(
    product.flatMap(({ source, dependencies }) =>
      dependencies.map(({ resolved }) => `${roomOf(source)} → ${roomOf(resolved)}`),
    ),
  );
  const ways = Object.entries(mayUse).flatMap(([room, neighbours]) =>
    rooms.has(room) ? neighbours.map((neighbour) => ({ room, way: `${room} → ${neighbour}` })) : [],
  );
  const message = "Nobody goes this way; take it off the map, scripts/structure/may-use.ts:";
  return ways
    .filter(({ way }) => !used.has(way))
    .map(({ room, way }) => ({ rule: "no-idle-ways", file: `server/${room}`, message: `${message} ${way}` }));
}

/** A new room without a line in the table would be free to use every other. */
function roomsOffTheMap(sources: readonly string[]): Finding[] {
  const rooms = new Set(sources.map((source) => /^server\/([^/]+)\//.exec(source)?.[1] ?? platform));
  const unknown = [...rooms].filter((room) => room !== platform && !(room in mayUse));
  const message = "This room is not on the map; add it to scripts/structure/may-use.ts.";
  return unknown.map((room) => ({ rule: "room-on-the-map", file: `server/${room}`, message }));
}
