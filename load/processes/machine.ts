import { readFile } from "node:fs/promises";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { repository } from "../../server/platform/repository.ts";

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
}

export type Versions = Readonly<Record<string, string>>;

const packages = ["fastify", "pg", "typebox", "@electric-sql/pglite", "ioredis"];

async function versionOf(name: string): Promise<string> {
  const path = join(repository, "node_modules", name, "package.json");
  return (JSON.parse(await readFile(path, "utf8")) as { version: string }).version;
}

/** What a figure depends on beside our code. */
export async function readMachine(): Promise<{ machine: Machine; versions: Versions }> {
  const found = await Promise.all(packages.map(async (name) => [name, await versionOf(name)] as const));
  const machine = {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `Linux ${release()}`,
  };
  return { machine, versions: { node: process.versions.node, ...Object.fromEntries(found) } };
}
