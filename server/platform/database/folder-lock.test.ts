import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import files, { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { changedModule } from "../../../test/services/changed-module.ts";
import { lockFolder } from "./folder-lock.ts";
import { standBy } from "./folder-witness.ts";

let folder: string;
const lockOf = () => join(folder, "popline.lock");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "popline-folder-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The pid of a process that has died. Should another get it, that one began at another time. */
async function die(): Promise<number> {
  const child = spawn(process.execPath, ["--eval", ""]);
  await once(child, "exit");
  return child.pid as number;
}
let dead: Promise<number> | undefined;
const deadPid = (): Promise<number> => {
  dead ??= die();
  return dead;
};

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

type Lock = typeof lockFolder;
const [lockFile, witnessFile] = ["folder-lock.ts", "folder-witness.ts"].map((name) => join(import.meta.dirname, name));
/** The lock with a part of itself missing, or in another order. */
const changedLock = async (part: RegExp, instead = "", file = lockFile): Promise<Lock> =>
  (await changedModule<{ lockFolder: Lock }>(String(lockFile), { file: String(file), part, instead })).lockFolder;

/** The next call that asks this of a file is made by `act` instead, which gets the call: what others do around it. */
function around(verb: "rm" | "readFile" | "link", path: string, act: (call: () => unknown) => unknown): void {
  const real = files[verb] as (...asked: unknown[]) => unknown;
  const put = (it: unknown) => {
    Object.assign(files, { [verb]: it });
    syncBuiltinESMExports();
  };
  put((...asked: unknown[]) => {
    if (!asked.includes(path)) return real(...asked);
    put(real);
    return act(() => real(...asked));
  });
}

/** Whoever holds the folder from now on looks as if in another container, where process ids mean nothing. */
const moveElsewhere = async () => leaveLock({ ...(await holderNow()), pid: await deadPid() });
const held: (() => Promise<void>)[] = [];
const attempt = (lock: Lock): Promise<boolean> =>
  lock(folder).then(
    (release) => held.push(release) > 0,
    () => false,
  );

describe("of two processes one holds the folder, in whatever order they do what they do", () => {
  afterEach(async () => {
    for (const release of held.splice(0)) await release();
  });

  /** How many hold it: its holder lets go of it, another tries meanwhile, and one more afterwards. */
  async function whileReleased(lock: Lock): Promise<number> {
    const release = await lock(folder);
    await moveElsewhere();
    let isTaken = false;
    around("rm", lockOf(), async (call) => {
      isTaken = await attempt(lock);
      return call();
    });
    await release();
    return Number(isTaken) + Number(await attempt(lock));
  }

  test("one tries while the holder lets go: as long as the lock is there, its holder answers", async () => {
    expect(await whileReleased(lockFolder)).toBe(1);
  });
  test("control: who stops to answer first removes the lock of whoever took over", async () => {
    const socketFirst = await changedLock(/( {4}if [(]holderIn.*\n)( {4}await leave[(][)];\n)/, "$2$1");
    expect(await whileReleased(socketFirst)).toBe(2);
  });

  /** How many hold it: one finds it held, and until they have read by whom it is let go and another comes. */
  async function whileRead(lock: Lock): Promise<number> {
    const release = await lock(folder);
    let isTaken = false;
    around("readFile", lockOf(), async (call) => {
      await release();
      const gone = Promise.resolve(call());
      await gone.catch(() => undefined);
      isTaken = await attempt(lock);
      return gone;
    });
    return Number(await attempt(lock)) + Number(isTaken);
  }

  test("it is let go and taken anew while one looks whose it is: nobody's lock is written over", async () => {
    expect(await whileRead(lockFolder)).toBe(1);
  });
  test("control: where a lock that is gone counts as left over, the next one's is written over", async () => {
    expect(await whileRead(await changedLock(/if [(]text === null[)] .*/))).toBe(2);
  });

  /** Whether it is taken from somebody elsewhere who is stopped, with as many waiting at their door as may wait. */
  async function whileBusy(lock: Lock): Promise<boolean> {
    const program = `const { createServer } = await import("node:net");
      createServer().listen({ path: "popline-busy.sock", backlog: 1 }, () => process.kill(process.pid, "SIGSTOP"));`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder });
    const callers: Socket[] = [];
    try {
      const socket = join(folder, "popline-busy.sock");
      await waitUntil(() => existsSync(socket), { what: "it listens" });
      const isFull = async () => {
        const caller = connect(socket);
        callers.push(caller);
        return once(caller, "connect").then(
          () => false,
          (error) => error.code === "EAGAIN",
        );
      };
      await waitUntil(isFull, { what: "no more may wait" });
      await leaveLock({ pid: await deadPid(), started: "1", token: "busy" });
      return await attempt(lock);
    } finally {
      for (const caller of callers) caller.destroy();
      child.kill("SIGKILL");
    }
  }

  test("a holder elsewhere who is too busy to answer is there: only a refusal says that nobody is", async () => {
    expect(await whileBusy(lockFolder)).toBe(false);
  });
  test("control: where only a socket of somebody else's counts as an answer, it is taken from them", async () => {
    const part = /!\["ECONNREFUSED", "ENOENT"\][.]includes[(](.*)[)];/;
    expect(await whileBusy(await changedLock(part, '$1 === "EACCES";', witnessFile))).toBe(true);
  });

  /** How many take over from a dead holder, when one more comes between the other's look and their deed. */
  async function whileTakenOver(lock: Lock): Promise<number> {
    await leaveLock({ pid: await deadPid(), started: "1", token: "dead" });
    let isTaken = false;
    around("readFile", lockOf(), async (call) => {
      const found = await call();
      isTaken = await attempt(lock);
      return found;
    });
    return Number(await attempt(lock)) + Number(isTaken);
  }

  test("two take over from a dead one at once: one after the other", async () => {
    expect(await whileTakenOver(lockFolder)).toBe(1);
  });
  test("control: where both may at once, both hold it", async () => {
    expect(await whileTakenOver(await changedLock(/await (mkdir|rmdir)[(]takeover[)].*/g))).toBe(2);
  });

  /** How many hold it: one elsewhere has just taken it, and before they do anything more another tries. */
  async function whileLinked(lock: Lock): Promise<number> {
    let isTaken = false;
    around("link", lockOf(), async (call) => {
      await call();
      await moveElsewhere();
      isTaken = await attempt(lock);
    });
    return Number(await attempt(lock)) + Number(isTaken);
  }

  test("one elsewhere has just taken it: they answered before the lock was there", async () => {
    expect(await whileLinked(lockFolder)).toBe(1);
  });
  test("control: where nobody answers yet, it is taken from them", async () => {
    expect(
      await whileLinked(await changedLock(/const leave = await standBy[(].*/, "const leave = async () => {};")),
    ).toBe(2);
  });
});
