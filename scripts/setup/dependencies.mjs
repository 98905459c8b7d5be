import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repository, runOrThrow } from "./run.mjs";

/**
 * Installs what package-lock.json pins, unless node_modules already holds exactly that.
 * Install scripts stay off: no dependency here needs one, and they are the usual way in for a poisoned package.
 * @param {{ development?: boolean }} [options] whether the packages that only tests and checks need must be there
 */
export async function installDependencies({ development = false } = {}) {
  if (await isInstalled(development)) return;
  const scope = development ? ["--include=dev"] : [];
  await runOrThrow("Installing dependencies", "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", ...scope]);
}

/**
 * npm keeps its own record of what it put into node_modules, written last; comparing with it survives checkouts and
 * copies, which file times do not. Optional packages are left out: most of them are for other platforms.
 * @param {boolean} development
 */
async function isInstalled(development) {
  const wanted = await packagesIn("package-lock.json");
  const installed = await packagesIn("node_modules/.package-lock.json");
  return Object.entries(wanted).every(([path, entry]) => {
    const needed = path !== "" && !entry.optional && !entry.devOptional && (development || !entry.dev);
    return !needed || installed[path]?.version === entry.version;
  });
}

/**
 * @param {string} lockFile
 * @returns {Promise<Record<string, { version: string, optional?: boolean, dev?: boolean, devOptional?: boolean }>>}
 */
async function packagesIn(lockFile) {
  try {
    return JSON.parse(await readFile(join(repository, lockFile), "utf8")).packages;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}
