import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startChild } from "../../load/processes/child.ts";
import { startServer } from "../../load/processes/server-process.ts";
import { repository } from "../../server/platform/repository.ts";
import { freePort } from "../services/free-port.ts";
import { embeddedFolder } from "../services/places.ts";
import { realSettings, testSettings } from "../services/servers.ts";
import { createTestDatabase, type TestDatabase } from "../services/test-database.ts";

/** The server does not start with these settings; answers everything it said. */
async function lastWords(settings: Record<string, string>): Promise<string> {
  const server = await startServer(testSettings({ DATA_DIR: "memory://", DEMO_DATA: "off", ...settings })).catch(
    (error: Error) => error,
  );
  if (server instanceof Error) return server.message;
  await server.stop();
  throw new Error("It started.");
}

/** One sentence with the setting's name, no stack, and no password. */
function expectNamed(words: string, setting: string): void {
  expect(words).toContain(`Popline cannot start: ${setting}`);
  expect(words).not.toMatch(/^\s+at .+:\d+/m);
  expect(words).not.toContain("hunter2");
}

/** What the engine makes anew at each start: when it cannot go on, it has begun with that. */
const ofEngine = /\/(postmaster[.]pid|pg_internal[.]init)$/;

/** Every file below a folder with what is in it, in short. */
async function contentsOf(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sums = files
    .filter((file) => !ofEngine.test(file))
    .map(
      async (file) =>
        `${file} ${createHash("sha1")
          .update(await readFile(file))
          .digest("hex")}`,
    );
  return (await Promise.all(sums)).sort();
}

const databaseAt = (host: string, name: string) => {
  const url = new URL(inject("postgresUrl"));
  if (host !== "") url.host = host;
  url.password ||= "hunter2";
  url.pathname = `/${name}`;
  return url.href;
};

/** Loaded before the server: taking the data folder's lock, which is a hard link, is never answered. */
const unansweredLink = `import files from "node:fs/promises"; import { syncBuiltinESMExports } from "node:module";
  files.link = () => new Promise(() => undefined); syncBuiltinESMExports();`;

test("a start whose wait is never answered ends with a line and code 1, not as if all had gone well", async () => {
  const folder = await mkdtemp(join(tmpdir(), "popline-start-"));
  const preload = `--import=data:text/javascript,${encodeURIComponent(unansweredLink)}`;
  const words = await lastWords({ DATA_DIR: folder, NODE_OPTIONS: preload });
  expect(words).toContain("ended early with code 1");
  expect(words).toContain("Popline cannot start: something it waited for went away");
  await rm(folder, { recursive: true });
});

/** Loaded before the server: it is told to stop as soon as it has said that it listens. */
const stoppedAtOnce = `const say = console.log; console.log = (...words) => {
  say(...words); if (String(words[0]).includes("listening")) process.kill(process.pid, "SIGTERM"); };`;

test("a server that is told to stop in the moment it listens ends in good order", async () => {
  const preload = `--import=data:text/javascript,${encodeURIComponent(stoppedAtOnce)}`;
  const database = await createTestDatabase();
  const server = await startServer(testSettings({ DATABASE_URL: database.url, NODE_OPTIONS: preload }));
  expect(await server.exited).toEqual({ code: 0, signal: null });
  await database.drop();
});

test("S32: the program of the Lambda is built, and names a setting that is missing", async () => {
  const call = `import("./dist/programs/mail-function.js").then(({ handler }) => handler({ Records: [] }, {}))`;
  const child = await startChild(process.execPath, ["-e", call], { cwd: repository, env: {} });
  expect((await child.exited).code).toBe(1);
  expect(child.lines.text()).toContain("DATABASE_URL is needed by the function that sends mails.");
});

describe("a start that cannot be names the setting that is wrong", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  test("PORT, when another program listens there", async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
    expectNamed(await lastWords({ DATABASE_URL: database.url, PORT: String(port) }), "PORT");
    other.close();
  });

  test("HOST, when the address is not this machine's", async () => {
    const words = await lastWords({ ...realSettings, DATABASE_URL: database.url, HOST: "192.0.2.1" });
    expectNamed(words, "HOST");
    // It is no demo, so it stands behind a proxy, which these settings forget.
    expect(words.match(/Popline warns: TRUSTED_PROXIES is not set/g)).toHaveLength(1);
  });

  test("DATABASE_URL, when nobody answers there, or knows no such database", async () => {
    const nobody = databaseAt(`127.0.0.1:${await freePort()}`, "popline");
    expectNamed(await lastWords({ DATABASE_URL: nobody }), "DATABASE_URL");
    const absent = await lastWords({ DATABASE_URL: databaseAt("", `absent_${randomUUID().slice(0, 8)}`) });
    expectNamed(absent, "DATABASE_URL");
    expect(absent).toContain("does not exist");
  });

  test("DATA_DIR, when it is no folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "popline-start-"));
    await writeFile(join(folder, "file"), "");
    const { SESSION_SECRET: _, ...rest } = testSettings();
    const words = await startServer({ ...rest, DATA_DIR: join(folder, "file", "data") }).catch(String);
    expectNamed(String(words), "DATA_DIR");
    await rm(folder, { recursive: true });
  });

  test("DATA_DIR, when it is a file, has too long a name, or leads round in a circle, also with a secret", async () => {
    const folder = await mkdtemp(join(tmpdir(), "popline-start-"));
    await writeFile(join(folder, "file"), "");
    await symlink("round", join(folder, "round"));
    const wrong = ["file", "x".repeat(300), "round"].map((name) => lastWords({ DATA_DIR: join(folder, name) }));
    for (const words of await Promise.all(wrong)) expectNamed(words, "DATA_DIR");
    await rm(folder, { recursive: true });
  });

  test.each([
    ["what is missing", "PG_VERSION", (path: string) => rm(path)],
    ["what the engine cannot read", "global/pg_control", (path: string) => writeFile(path, "x".repeat(8_192))],
  ])("DATA_DIR, when its database is broken, with what to do, and touches nothing: %s", async (_, name, spoil) => {
    const folder = await embeddedFolder();
    await spoil(join(folder, "pglite", name));
    const before = await contentsOf(folder);
    const words = await lastWords({ DATA_DIR: folder });
    expectNamed(words, "DATA_DIR");
    expect(words).toContain(`mv ${folder}/pglite ${folder}/pglite.broken`);
    expect(words).toContain("with code 1");
    expect(await contentsOf(folder)).toEqual(before);
  });

  // The kernel's own folder takes no files, from nobody.
  test.each(["with a secret", "without one"])("DATA_DIR, when nothing can be written there, %s", async (how) => {
    const { SESSION_SECRET, ...rest } = testSettings({ DATA_DIR: "/sys/kernel", DEMO_DATA: "off" });
    const settings = how === "with a secret" ? { ...rest, SESSION_SECRET: String(SESSION_SECRET) } : rest;
    expectNamed(String(await startServer(settings).catch(String)), "DATA_DIR");
  });

  test.each([
    ["LINE", "bogus"],
    ["REDIS_URL", "zzz"],
    ["MOST_WAITING", "0"],
  ])("%s=%s", async (name, value) => {
    expectNamed(await lastWords({ [name]: value }), name);
  });
});
