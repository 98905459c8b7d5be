import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findChromium } from "./chromium-binary.mjs";
import { findPostgresBinaries } from "./postgres-binaries.mjs";
import { runOrThrow } from "./run.mjs";

const chromiumPackage = "chromium-headless-shell";

/**
 * Makes sure the programs the tests drive are here: PostgreSQL and Redis, also beside a DATABASE_URL and a REDIS_URL,
 * since some tests kill a server of their own; and Chromium. Installs them when it may, else throws with the command to
 * run.
 */
export async function ensureServices() {
  const packages = missingPackages();
  if (packages.length === 0) return;
  const install = ["install", "-y", "--no-install-recommends", ...packages];
  const isPacked = existsSync("/usr/bin/apt-get") && (isDebian() || !packages.includes(chromiumPackage));
  if (!isPacked || process.getuid?.() !== 0) throw new Error(howToInstall(install));
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runOrThrow("Reading the package lists", "apt-get", ["update"], { environment });
  await runOrThrow(`Installing ${packages.join(" and ")}`, "apt-get", install, { environment });
  const stillMissing = missingPackages();
  if (stillMissing.length > 0) throw new Error(`Installed, but not found where expected: ${stillMissing.join(", ")}`);
}

/** Of those that have `apt-get` the one that packs Chromium: Ubuntu's package is a door to a snap. */
function isDebian() {
  return existsSync("/etc/os-release") && /^ID="?debian"?$/m.test(readFileSync("/etc/os-release", "utf8"));
}

function missingPackages() {
  const postgres = findPostgresBinaries() ? [] : ["postgresql"];
  const chromium = findChromium() ? [] : [chromiumPackage];
  const redis = isOnPath("redis-server") ? [] : ["redis-server"];
  // Only root may cut networks with it, and only root is sure to have it on the path.
  const ip = process.getuid?.() !== 0 || isOnPath("ip") ? [] : ["iproute2"];
  return [...postgres, ...chromium, ...redis, ...ip];
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** @param {readonly string[]} install */
function howToInstall(install) {
  return [
    "The tests need PostgreSQL 15 or newer, Chromium and Redis. On Debian:",
    `  sudo apt-get update && sudo apt-get ${install.join(" ")}`,
    "On Ubuntu, which has Chromium as a snap only, the same without it; and CHROMIUM names another, Chrome say.",
    "Elsewhere install them as that system does. When they are set, the tests use DATABASE_URL (a server that may",
    "create databases), REDIS_URL and CHROMIUM (the browser's path).",
  ].join("\n");
}
