import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repository, runOrThrow } from "./run.mjs";

const sources = ["web", "shared", "package-lock.json"];
const stamp = join(repository, "web/dist/.sources");

/** Builds the pages unless web/dist was built from exactly these sources. */
export async function buildWebBundle() {
  const fingerprint = await fingerprintOfSources();
  if ((await readFile(stamp, "utf8").catch(() => "")) === fingerprint) return;
  const vite = join(repository, "node_modules/vite/bin/vite.js");
  await runOrThrow("Building the pages", process.execPath, [vite, "build", "--config", "web/vite.config.ts"]);
  await writeFile(stamp, fingerprint);
}

async function fingerprintOfSources() {
  const hash = createHash("sha256");
  for (const path of (await Promise.all(sources.map(filesUnder))).flat().sort()) {
    hash.update(path).update("\0");
    hash.update(await readFile(join(repository, path))).update("\0");
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @returns {Promise<string[]>}
 */
async function filesUnder(path) {
  if (path === "package-lock.json") return [path];
  const entries = await readdir(join(repository, path), { withFileTypes: true });
  const nested = entries
    .filter((entry) => entry.name !== "dist" && entry.name !== "node_modules")
    .map((entry) => (entry.isDirectory() ? filesUnder(`${path}/${entry.name}`) : [`${path}/${entry.name}`]));
  return (await Promise.all(nested)).flat();
}
