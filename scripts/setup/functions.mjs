import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { repository } from "./run.mjs";

const programs = ["mail-function", "warm-up-function"];
const output = join(repository, "dist/functions");
/** Packages that were written for require() look for it. */
const requireForAll = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** What Lambdas are made of: each program in one file with all its packages, and the SQL where programs look for it. */
export async function buildFunctions() {
  const { build, stop } = await import("esbuild");
  await rm(output, { recursive: true, force: true });
  await build({
    absWorkingDir: repository,
    entryPoints: Object.fromEntries(programs.map((name) => [name, `server/${name}.ts`])),
    outdir: join(output, "dist/programs"),
    ...{ bundle: true, format: "esm", platform: "node", target: "node24", logLevel: "warning" },
    external: ["pg-native"],
    banner: { js: requireForAll },
  });
  await stop();
  await writeFile(join(output, "package.json"), '{ "type": "module" }\n');
  await cp(join(repository, "database/migrations"), join(output, "database/migrations"), { recursive: true });
  for (const name of (await readdir(join(repository, "server"), { recursive: true })).filter((one) =>
    one.endsWith(".sql"),
  )) {
    await mkdir(dirname(join(output, "server", name)), { recursive: true });
    await cp(join(repository, "server", name), join(output, "server", name));
  }
}
