import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "./folder-lock.ts";
import { standBy } from "./folder-witness.ts";

let folder: string;
const lockOf = () => join(folder, "popline.lock");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-folder-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The pid of a process that has just died. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["--eval", ""]);
  await once(child, "exit");
  return child.pid as number;
}

const leaveLock = (holder: object) => writeFile(lockOf(), JSON.stringify(holder));
const holderNow = async () => JSON.parse(await readFile(lockOf(), "utf8")) as { pid: number };

test("makes the folder, names this process in it, and leaves nothing behind when released", async () => {
  const deep = join(folder, "a", "data");
  const release = await lockFolder(deep);
  expect(JSON.parse(await readFile(join(deep, "popline.lock"), "utf8"))).toMatchObject({ pid: process.pid });
  await release();
  expect(await readdir(deep)).toEqual([]);
});

test("a second lock is refused with the folder and its holder's pid, until the first is released", async () => {
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(`${folder} is in use by process ${process.pid}`);
  const socket = expect.stringMatching(/^popline-[\w-]{36}[.]sock$/);
  expect((await readdir(folder)).sort()).toEqual([socket, "popline.lock"]);
  await release();
  await (await lockFolder(folder))();
});

test("of twenty that want a free folder at once, one gets it", async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a lock of a dead process is taken over, also when many try, by one", async () => {
  await leaveLock({ pid: await deadPid(), started: "1", token: "dead" });
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
  const [taken, ...more] = outcomes.filter((outcome) => outcome.status === "fulfilled");
  expect(more).toEqual([]);
  expect((await holderNow()).pid).toBe(process.pid);
  await taken?.value();
  expect(await readdir(folder)).toEqual([]);
});

test("a lock of a process that cannot be seen, as in another container, holds as long as that answers", async () => {
  const leave = await standBy(folder, "elsewhere");
  await leaveLock({ pid: await deadPid(), started: "1", token: "elsewhere" });
  await expect(lockFolder(folder)).rejects.toThrow(`${folder} is in use by process`);
  await leave();
  await (await lockFolder(folder))();
  expect(await readdir(folder)).toEqual([]);
});

test("a folder with a long name is held as well, and what a killed holder left is taken over whole", async () => {
  const deep = join(folder, "a".repeat(120));
  await mkdir(deep);
  const program = `const { createServer } = await import("node:net");
    createServer().listen("popline-killed.sock", () => process.kill(process.pid, "SIGKILL"));`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { cwd: deep });
  await once(child, "exit");
  expect(await readdir(deep)).toEqual(["popline-killed.sock"]);
  await writeFile(join(deep, "popline.lock"), JSON.stringify({ pid: child.pid, started: "1", token: "killed" }));
  const release = await lockFolder(deep);
  expect(await readdir(deep)).toHaveLength(2);
  await release();
  expect(await readdir(deep)).toEqual([]);
});

test("a pid that was given to another process since is not taken for the holder", async () => {
  await leaveLock({ pid: process.pid, started: "1", token: "before the reboot" });
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow("in use by process");
  await release();
});

test("a lock cut off in mid-write by a crash is taken over", async () => {
  await writeFile(lockOf(), '{"pid": 1');
  await (await lockFolder(folder))();
  expect(existsSync(lockOf())).toBe(false);
});

test("a takeover left over from a crash is named, so that somebody can remove it", async () => {
  await leaveLock({ pid: await deadPid(), started: "1", token: "dead" });
  const takeover = join(folder, "popline.lock.takeover");
  await mkdir(takeover);
  await expect(lockFolder(folder)).rejects.toThrow(`a process that is starting (if none is, remove ${takeover})`);
  await rm(takeover, { recursive: true });
  await (await lockFolder(folder))();
});

test("who was taken over does not release the lock of their successor", async () => {
  const release = await lockFolder(folder);
  await leaveLock({ ...(await holderNow()), token: "the successor" });
  await release();
  expect(await holderNow()).toMatchObject({ token: "the successor" });
});
