import { readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { repository } from "./run.mjs";

/** What is run as a process of its own, by its name in dist/programs. */
const programs = {
  server: "server/main.ts",
  "mail-function": "server/mail-function.ts",
  "warm-up-function": "server/warm-up-function.ts",
  migrate: "server/migrate.ts",
  appoint: "server/appoint.ts",
  backup: "server/backup.ts",
  restore: "server/restore.ts",
  evaluate: "server/evaluate.ts",
  "generate-purchases": "server/generate-purchases.ts",
  recommend: "server/recommend.ts",
  "fit-thread": "server/recommendations/fitting/fit-thread.ts",
  rehearse: "load/rehearsal/rehearse.ts",
  load: "load/scenarios/main.ts",
  scaling: "load/scaling/main.ts",
  "load-generator": "load/scenarios/generator.ts",
  bench: "bench/main.ts",
  faults: "test/faults/rounds/main.ts",
  drill: "test/faults/drill/main.ts",
  "bench-server": "bench/programs/server.ts",
  generator: "bench/programs/generator.ts",
  listeners: "bench/programs/listeners.ts",
  "bare-server": "bench/programs/bare-server.ts",
  "bare-broadcast": "bench/programs/bare-broadcast.ts",
  "source-server": "bench/programs/source-server.ts",
};

/** Packages of hundreds of small files and nothing else go in too: a process starts half a second earlier. */
const inside = new Set(["kysely", "luxon", "typebox"]);
const { dependencies, devDependencies } = createRequire(import.meta.url)("../../package.json");
const outside = Object.keys({ ...dependencies, ...devDependencies })
  .filter((name) => !inside.has(name))
  .flatMap((name) => [name, `${name}/*`]);

const output = join(repository, "dist/programs");

/**
 * Turns the TypeScript of each program into a few files, most packages left out: a process starts on them in a third of
 * the time. Takes a fraction of a second, so it is done anew each time.
 */
export async function buildPrograms() {
  // Not above: `npm start` loads this file before it has installed anything.
  const { build, stop } = await import("esbuild");
  const { metafile } = await build({
    absWorkingDir: repository,
    entryPoints: programs,
    outdir: output,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: outside,
    sourcemap: true,
    metafile: true,
    logLevel: "warning",
  });
  // Its own process would stay beside the server for as long as that runs.
  await stop();
  const isMade = (/** @type {string} */ name) => `dist/programs/${name}` in metafile.outputs;
  const stale = (await readdir(output)).filter((name) => !isMade(name));
  await Promise.all(stale.map((name) => rm(join(output, name), { recursive: true, force: true })));
}
