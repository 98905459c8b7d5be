import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repository, runOrThrow } from "./run.mjs";

/**
 * Installs what package-lock.json pins, unless node_modules already holds exactly that; so too in infra/
 * where what only tests and checks need is wanted.
 * Install scripts stay off: no dependency here needs one, and they are the usual way in for a poisoned package.
 * @param {{ development?: boolean }} [options] whether the packages that only tests and checks need must be there
 */
export async function installDependencies({ development = false } = {}) {
  await install("Installing dependencies", repository, development);
  if (development) await install("Installing the dependencies of infra", join(repository, "infra"), development);
}

/**
 * @param {string} title
 * @param {string} folder
 * @param {boolean} development
 */
async function install(title, folder, development) {
  if (await isInstalled(folder, development)) return;
  const scope = development ? ["--include=dev"] : [];
  const words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder, ...scope];
  await runOrThrow(title, "npm", words);
}

/**
 * Whether a folder's node_modules hold what its package-lock.json pins. npm keeps its own record of what it put there,
 * written last; comparing with it survives checkouts and copies, which file times do not. What npm has put there has to
 * be there still, as after a copy that left some out; optional packages, mostly for other platforms, it may not have.
 * @param {string} folder
 * @param {boolean} development whether what only tests and checks need counts
 */
export async function isInstalled(folder, development) {
  const wanted = await packagesIn(join(folder, "package-lock.json"));
  // A record that was cut off is none, nor is one that lists nothing.
  const installed = await packagesIn(join(folder, "node_modules/.package-lock.json")).catch(() => undefined);
  if (installed === undefined) return false;
  return Object.entries(wanted ?? {}).every(([path, entry]) => {
    const needed = path !== "" && !entry.optional && !entry.devOptional && (development || !entry.dev);
    if (needed && installed[path]?.version !== entry.version) return false;
    const isOurs = needed || (entry.optional && installed[path] !== undefined);
    return !isOurs || existsSync(join(folder, path));
  });
}

/** @typedef {{ version: string, optional?: boolean, dev?: boolean, devOptional?: boolean }} LockedPackage */

/**
 * @param {string} lockFile
 * @returns {Promise<Record<string, LockedPackage> | undefined>}
 */
async function packagesIn(lockFile) {
  try {
    return JSON.parse(await readFile(lockFile, "utf8")).packages;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}
