import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { packBackup } from "../../server/platform/database/backup-file.ts";
import { openDatabase } from "../../server/platform/database/index.ts";
import { repository } from "../../server/platform/repository.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-restored-"));
  file = `${folder}.backup`;
});
afterEach(() => Promise.all([folder, file].map((made) => rm(made, { recursive: true }))));

const sealed = (copy: Uint8Array) => packBackup({ asOf: "2026-11-28T12:00:00.000Z", secret: "the secret", copy });
const wholeCopy = async () => gzipSync(await readFile(inject("embeddedSnapshot")), { level: 1 });
const command = (): [string, string[], { cwd: string; env: NodeJS.ProcessEnv }] => [
  process.execPath,
  ["dist/programs/restore.js", file],
  { cwd: repository, env: { PATH: process.env.PATH, DATA_DIR: folder } },
];
const restore = () => promisify(execFile)(...command());
/** What a restore that fails says, all of it. */
const complaintOf = () =>
  restore().then(
    () => "",
    ({ stderr }) => String(stderr),
  );

test("I4: no server begins an empty world where a restore was killed half way; a second one is whole", async () => {
  await writeFile(file, sealed(await wholeCopy()));
  const child = spawn(...command());
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "exit");
  const begun = () => existsSync(join(folder, "restoring", "pglite"));
  await waitUntil(begun, { what: "the restore has begun", everyMs: 1 });
  child.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL"]);
  const open = () => openDatabase({ databaseUrl: null, dataFolder: folder });
  await expect(open()).rejects.toThrow(`a restore into ${folder} was not finished. Restore again, or remove`);

  await restore();
  expect((await readdir(folder)).sort()).toEqual(["pglite", "session-secret"]);
  expect(await readFile(join(folder, "session-secret"), "utf8")).toBe("the secret");
  await (await open()).close();
});

test.each([
  ["cut short", async () => sealed(await wholeCopy()).subarray(0, 100_000), "is cut short or was changed"],
  ["cut short before it was sealed", async () => sealed((await wholeCopy()).subarray(0, 100_000)), "no whole copy"],
  ["no archive at all", async () => sealed(Buffer.from("nothing")), "holds no whole copy"],
  ["an archive of nothing", async () => sealed(gzipSync("nothing")), "holds no database"],
  ["an archive from elsewhere", wholeCopy, "is no backup of Popline's"],
])("a backup that is %s is refused in one line, and the folder stays as it was", async (_, bytes, why) => {
  await writeFile(file, await bytes());
  const complaint = await complaintOf();
  expect(complaint).toContain(why);
  expect(complaint.trim().split("\n")).toHaveLength(1);
  expect(await readdir(folder)).toEqual([]);
});
