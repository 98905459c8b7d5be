import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { repository, runOrThrow } from "./run.mjs";

const sources = ["web", "shared", "package-lock.json"];
const output = join(repository, "web/dist");
const stamp = join(output, ".sources");
const compressible = /[.](js|css|svg|webmanifest)$/;
const vite = [join(repository, "node_modules/vite/bin/vite.js"), "build", "--config", "web/vite.config.ts"];

/** Builds the pages, and the program that draws them on the server, unless web/dist was built from these sources. */
export async function buildWebBundle() {
  const fingerprint = await fingerprintOfSources();
  if ((await readFile(stamp, "utf8").catch(() => "")) === fingerprint) return;
  await runOrThrow("Building the pages", process.execPath, vite);
  await compressFiles();
  await runOrThrow("Building the pages for the server", process.execPath, [...vite, "--ssr", "src/prerender.tsx"]);
  await writeFile(stamp, fingerprint);
}

/** Once here instead of at every request: each file gets a brotli and a gzip twin, which the server picks by name. */
async function compressFiles() {
  const entries = await readdir(output, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && compressible.test(entry.name));
  await Promise.all(files.map((file) => compress(join(file.parentPath, file.name))));
}

/** @param {string} path */
async function compress(path) {
  const content = await readFile(path);
  await writeFile(`${path}.br`, await promisify(brotliCompress)(content));
  await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
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
