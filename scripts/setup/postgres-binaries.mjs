import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const oldestVersion = 15;
const debianFolder = "/usr/lib/postgresql";

/**
 * Finds the folder that holds `postgres` and `initdb`, version 15 or newer; Debian keeps it out of PATH.
 * @returns {string | null}
 */
export function findPostgresBinaries() {
  const onPath = (process.env.PATH ?? "").split(":").filter((folder) => folder !== "");
  const debian = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  const newestFirst = debian.sort((one, other) => Number(other) - Number(one));
  const folders = [...onPath, ...newestFirst.map((version) => join(debianFolder, version, "bin"))];
  return folders.find((folder) => versionIn(folder) >= oldestVersion) ?? null;
}

/** @param {string} folder */
function versionIn(folder) {
  const postgres = join(folder, "postgres");
  if (!existsSync(postgres) || !existsSync(join(folder, "initdb"))) return 0;
  const answer = execFileSync(postgres, ["--version"], { encoding: "utf8" });
  return Number(/\) (\d+)/.exec(answer)?.[1] ?? 0);
}
