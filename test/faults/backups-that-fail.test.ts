import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { backupFile, troubleFile } from "../../server/platform/database/index.ts";
import { repository } from "../../server/platform/repository.ts";

const run = promisify(execFile);
let folder: string;
let place: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-held-"));
  place = await mkdtemp(join(tmpdir(), "popline-backup-"));
});
afterEach(() => Promise.all([folder, place].map((made) => rm(made, { recursive: true }))));

const program = (name: "backup" | "restore", file: string, data = folder) =>
  run(process.execPath, [`dist/programs/${name}.js`, file], {
    cwd: repository,
    env: { PATH: process.env.PATH, DATA_DIR: data },
  });

const database = join(repository, "server/platform/database");
/** A process that holds the folder as a server does, and answers SIGUSR2 by `onSignal`. */
async function holder(onSignal: string): Promise<ChildProcess> {
  const text = `import { lockFolder } from ${JSON.stringify(join(database, "folder-lock.ts"))};
    import { keepBackups } from ${JSON.stringify(join(database, "keep-backups.ts"))};
    const folder = ${JSON.stringify(folder)};
    await lockFolder(folder);
    ${onSignal}
    setInterval(() => {}, 1_000);
    console.log("holds");`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", text], {
    cwd: repository,
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}
const keeps = (dump: string) => `keepBackups(folder, async () => new Blob([${dump}]), console.error);`;

/** Every file in a folder with what is in it. */
async function filesIn(where: string): Promise<Record<string, string>> {
  const names = await readdir(where);
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(where, name), "utf8")])),
  );
}

test.each(["backup", "restore"] as const)(
  "npm run %s with a word that is no file says how it is called",
  async (name) => {
    await expect(program(name, "--help")).rejects.toThrow(`npm run ${name} -- FILE`);
    expect(await filesIn(place)).toEqual({});
  },
);

test("a file that cannot be written, or read, is named", async () => {
  const file = join(place, "nowhere", "one.backup");
  await expect(program("restore", file)).rejects.toThrow(`${file} could not be read`);
  await holder(keeps('"the copy"'));
  await expect(program("backup", file)).rejects.toThrow(`${file} could not be written`);
  expect(await filesIn(place)).toEqual({});
});

test("a backup cannot be restored into a file, which is said by the name of its setting", async () => {
  const file = join(place, "one.backup");
  await holder(keeps('"the copy"'));
  await program("backup", file);
  await expect(program("restore", file, file)).rejects.toThrow("DATA_DIR: the folder cannot be used");
});

test("I4: a server killed while it is asked for a backup leaves the one of before as it was", async () => {
  const file = join(place, "one.backup");
  await writeFile(file, "the copy of before");
  await holder(`process.on("SIGUSR2", () => process.kill(process.pid, "SIGKILL"));`);
  await expect(program("backup", file)).rejects.toThrow("ended before it had written a backup");
  expect(await filesIn(place)).toEqual({ "one.backup": "the copy of before" });
});

test("TRUST, erasure: what a killed server had of a backup is gone once the next one holds the folder", async () => {
  const halves = [backupFile, troubleFile].map((name) => `${name}.1f0c.part`);
  for (const half of halves) await writeFile(join(folder, half), "half of everybody");
  await writeFile(join(folder, backupFile), "the copy of before");
  await holder(keeps('"the copy"'));
  const names = () => readdir(folder);
  const areGone = async () => !(await names()).some((name) => name.endsWith(".part"));
  await waitUntil(areGone, { what: "the halves are gone" });
  expect(await names()).toContain(backupFile);
});

/** `isRead` ends once somebody has read the file of that name; where a disk does not note that, after 5 s. */
const reads = (name: string) => `
  const { statSync } = await import("node:fs");
  const hasBeen = ({ atimeMs, mtimeMs }) => atimeMs > mtimeMs || Date.now() - mtimeMs > 5_000;
  const isRead = async () => {
    const file = ${JSON.stringify(join(folder, name))};
    while (!hasBeen(statSync(file))) await new Promise((resolve) => setTimeout(resolve, 5));
  };`;

test("I4: a copy that was under way before a backup was asked for is not taken for it", async () => {
  const file = join(place, "one.backup");
  const server = await holder(`${reads(backupFile)}
    let [asked, dumps, goOn] = [0, 0, () => {}];
    process.on("SIGUSR2", () => ++asked === 2 && goOn());
    const dump = async () => {
      if (++dumps === 1)
        await new Promise((resolve) => { goOn = resolve; console.log("dumps"); });
      else await isRead();
      return new Blob(["copy " + dumps]);
    };
    keepBackups(folder, dump, console.error);`);
  server.kill("SIGUSR2");
  await once(server.stdout as NodeJS.ReadableStream, "data");
  await program("backup", file);
  expect(await readFile(file, "utf8")).toMatch(/copy 2$/);
});

test("a backup goes onto another disk, and leaves nothing in the data folder", async () => {
  const elsewhere = await mkdtemp("/dev/shm/popline-backup-");
  onTestFinished(() => rm(elsewhere, { recursive: true }));
  expect((await stat(elsewhere)).dev).not.toBe((await stat(folder)).dev);
  await holder(keeps('"the copy"'));
  const held = (await readdir(folder)).sort();
  await program("backup", join(elsewhere, "one.backup"));
  expect(await filesIn(elsewhere)).toEqual({ "one.backup": expect.stringMatching(/the copy$/) });
  expect((await readdir(folder)).sort()).toEqual(held);
});

test("a backup that cannot be put where it was asked for leaves nothing behind", async () => {
  await holder(keeps('"the copy"'));
  const held = (await readdir(folder)).sort();
  await mkdir(join(place, "one.backup"));
  await expect(program("backup", join(place, "one.backup"))).rejects.toThrow("EISDIR");
  expect(await readdir(place)).toEqual(["one.backup"]);
  expect((await readdir(folder)).sort()).toEqual(held);
});

/** From here on writing to a file of such a name ends half way. */
const fills = (name: string) => `
  const { default: files } = await import("node:fs/promises");
  const { syncBuiltinESMExports } = await import("node:module");
  const { open } = files;
  files.open = async (path, ...rest) => {
    const file = await open(path, ...rest);
    if (!path.includes(${JSON.stringify(name)})) return file;
    const write = file.writeFile.bind(file);
    file.writeFile = async (bytes) => {
      await write(bytes.subarray(0, bytes.length / 2));
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    };
    return file;
  };
  syncBuiltinESMExports();`;

test.each([
  [
    "has no room for a copy",
    `${backupFile}.`,
    "wrote no backup: ENOSPC: no space left on device, write. Nothing is left",
  ],
  ["has no room at all", backupFile, "wrote no backup: the disk of its folder is full. Nothing is left"],
])("a server whose disk %s says so at once, and leaves nothing half-written", async (_what, name, words) => {
  await writeFile(join(place, "one.backup"), "the copy of before");
  await holder(`${fills(name)}
    ${keeps('"the copy"')}`);
  const held = (await readdir(folder)).sort();
  await expect(program("backup", join(place, "one.backup"))).rejects.toThrow(words);
  expect((await readdir(folder)).sort()).toEqual(held);
  expect(await filesIn(place)).toEqual({ "one.backup": "the copy of before" });
});

test("of a server that is slow or stands still it is said how to tell, and its copy is left where it is", async () => {
  const server = await holder(`let goOn = () => {};
    process.on("SIGCONT", () => goOn());
    keepBackups(folder, async () => {
      await new Promise((resolve) => { goOn = resolve; });
      return new Blob(["the copy"]);
    }, console.error);`);
  // A minute goes by between two looks at the clock.
  const quickly = `let looks = 0; const { now } = Date; Date.now = () => now() + 60_000 * looks++;`;
  const asking = run(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(quickly)}`, "dist/programs/backup.js", join(place, "one")],
    { cwd: repository, env: { PATH: process.env.PATH, DATA_DIR: folder } },
  );
  const told: Error = await asking.catch((error) => error);
  expect(told.message).toContain("It may still be at it, or stand\nstill: look twice");
  expect(told.message).toContain(`ps -o stat,time -p ${server.pid};`);
  expect(told.message).toContain(`Once the backup is whole it is ${folder}/${backupFile}`);
  expect([await filesIn(place), await readdir(folder)]).toEqual([{}, expect.not.arrayContaining([backupFile])]);
  server.kill("SIGCONT");
  await waitUntil(async () => (await readdir(folder)).includes(backupFile), { what: "the copy is whole" });
  expect(await readFile(join(folder, backupFile), "utf8")).toMatch(/the copy$/);
});

test("what stopped a backup of before is not taken for what stops this one", async () => {
  const server = await holder(`${reads(troubleFile)}
    let [asked, dumps, goOn] = [0, 0, () => {}];
    process.on("SIGUSR2", () => ++asked === 2 && goOn());
    const dump = async () => {
      if (++dumps > 1) return isRead().then(() => new Blob(["copy " + dumps]));
      await new Promise((resolve) => { goOn = resolve; console.log("dumps"); });
      throw new Error("no more paper");
    };
    keepBackups(folder, dump, console.error);`);
  server.kill("SIGUSR2");
  await once(server.stdout as NodeJS.ReadableStream, "data");
  await program("backup", join(place, "one.backup"));
  expect(await readFile(join(place, "one.backup"), "utf8")).toMatch(/copy 2$/);
});

test("a left over lock that names somebody else's process by now: it is told nothing", async () => {
  await mkdir(join(folder, "pglite"));
  const bystander = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1_000)"]);
  const ended = once(bystander, "exit");
  const lock = { pid: bystander.pid, started: "1", token: "gone" };
  await writeFile(join(folder, "popline.lock"), JSON.stringify(lock));
  await expect(program("backup", join(place, "one.backup"))).rejects.toThrow("No server runs on");
  bystander.kill("SIGTERM");
  expect(await ended).toEqual([null, "SIGTERM"]);
});

test("a server that starts, and takes no backups yet, is not ended by being asked", async () => {
  const starting = await holder("");
  const ended = once(starting, "exit");
  starting.kill("SIGUSR2");
  starting.kill("SIGTERM");
  expect(await ended).toEqual([null, "SIGTERM"]);
});
