import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startServer } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { openBrowser } from "./chromium.ts";
import { embeddedFolder } from "./places.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { createTestDatabase } from "./test-database.ts";

describe("PostgreSQL of one's own", () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres({ settings: { max_connections: "50" } });
  });
  afterAll(() => postgres.stop());

  test("runs with production's promises and the given settings", async () => {
    expect(await ask(postgres.url, "select current_setting('synchronous_commit') as answer")).toBe("on");
    expect(await ask(postgres.url, "select current_setting('fsync') as answer")).toBe("on");
    expect(await ask(postgres.url, "select current_setting('max_connections') as answer")).toBe("50");
  });

  test("keeps what was committed when it is killed with all its children", async () => {
    await ask(postgres.url, "create table kept as select 'still here' as answer");
    const { pid } = postgres;
    await postgres.kill();
    await expect(ask(postgres.url, "select 1 as answer")).rejects.toThrow("ECONNREFUSED");
    await postgres.restart();
    expect(await ask(postgres.url, "select answer from kept")).toBe("still here");
    expect(postgres.pid).not.toBe(pid);
  });

  test("stops politely and comes back", async () => {
    await postgres.kill("SIGINT");
    await postgres.restart();
    expect(await ask(postgres.url, "select answer from kept")).toBe("still here");
  });

  test("says what is wrong when it cannot start", async () => {
    await expect(startPostgres({ settings: { max_connections: "many" } })).rejects.toThrow("max_connections");
  });
});

describe("a test's own database", () => {
  test("is empty, and goes although somebody is connected", async () => {
    const database = await createTestDatabase();
    const guest = new pg.Client({ connectionString: database.url });
    const isCutOff = new Promise((resolve) => guest.on("error", resolve));
    await guest.connect();
    const tables = "select count(*)::int as answer from information_schema.tables where table_schema = 'public'";
    expect(await ask(database.url, tables)).toBe(0);
    await database.drop();
    await isCutOff;
    const name = new URL(database.url).pathname.slice(1);
    const found = `select count(*)::int as answer from pg_database where datname = '${name}'`;
    expect(await ask(inject("postgresUrl"), found)).toBe(0);
  });
});

describe("a server process", () => {
  let dataFolder: string;
  beforeAll(async () => {
    dataFolder = await embeddedFolder();
  });

  test("answers at its address, and is gone after stop", async () => {
    const server = await startServer({ DATA_DIR: dataFolder });
    expect((await fetch(server.url)).status).toBeLessThan(500);
    await server.stop();
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await expect(fetch(server.url)).rejects.toThrow("fetch failed");
  });

  test("ends at once when it is killed", async () => {
    const server = await startServer({ DATA_DIR: dataFolder });
    expect(await server.kill("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
  });

  test("says why it cannot start", async () => {
    await expect(startServer({ DATA_DIR: dataFolder, PORT: "nonsense" })).rejects.toThrow("PORT");
  });
});

describe("Chromium", () => {
  test("shows a page", async () => {
    const browser = await openBrowser();
    const page = await browser.newPage();
    await page.setContent("<h1>팝라인</h1>");
    expect(await page.textContent("h1")).toBe("팝라인");
    await browser.close();
  });
});

describe("waiting", () => {
  test("returns the first answer that is not empty", async () => {
    const answers = [null, 0, "", "here"];
    expect(await waitUntil(() => answers.shift(), { what: "an answer comes", everyMs: 1 })).toBe("here");
  });

  test("says what did not come, and why", async () => {
    const never = waitUntil(() => Promise.reject(new Error("not yet")), { what: "it comes", timeoutMs: 5, everyMs: 1 });
    await expect(never).rejects.toMatchObject({ message: "Waited 5 ms until it comes", cause: { message: "not yet" } });
  });
});

async function ask(url: string, question: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(question);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}
