import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPostgresBinaries } from "../../scripts/setup/postgres-binaries.mjs";
import { createClient } from "../services/client.ts";
import type { ServerProcess } from "../services/server-process.ts";
import { startServers } from "../services/servers.ts";
import { createTestDatabase } from "../services/test-database.ts";
import { waitUntil } from "../services/wait-until.ts";

/** Nobody's: planted, to be looked for afterwards. */
const planted = {
  name: "흔적없는이름",
  phone: "01031415926",
  code: "planted-sign-in-code",
  agent: "planted-agent-text",
};

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: ServerProcess;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  [server] = (await startServers(1, database.url)) as [ServerProcess];
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** pg_dump is where the server's own programs are; what is on the path may be a link to one of them. */
const programs = dirname(realpathSync(join(findPostgresBinaries() ?? "", "postgres")));
const dump = () =>
  execFileSync(join(programs, "pg_dump"), ["--dbname", database.url, "--inserts"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
const found = (text: string) => Object.values(planted).filter((value) => text.includes(value));

test("D28: erasure leaves no trace in a dump of the database; no log ever had one, also of what failed", async () => {
  const client = createClient(server.url);
  const { cookie } = await client.signIn(planted.name);
  const headers = { "user-agent": planted.agent };
  const change = (body: unknown) => client.send("PATCH", "/api/me", { cookie, body, headers });
  expect(await change({ phone: planted.phone })).toMatchObject({ status: 200 });
  expect(await change({ phone: planted.phone, name: "x".repeat(99) })).toMatchObject({ status: 400 });
  expect(await change(`{"phone":"${planted.phone}"`)).toMatchObject({ status: 400 });
  await client.send("GET", `/api/auth/kakao/callback?code=${planted.code}&state=${planted.phone}`, { headers });
  await client.send("GET", `/no/such/page?phone=${planted.phone}`, { cookie, headers });
  expect(found(dump())).toEqual([planted.name]);

  const erased = await client.send("DELETE", "/api/me", { cookie, body: { confirmed: true } });
  expect(erased.status).toBe(204);
  expect(found(dump())).toEqual([]);
  expect(found(server.log())).toEqual([]);
  client.close();
});

test("what was refused is in the log: who, on which route, coarsely from where", async () => {
  const client = createClient(server.url);
  const { cookie, id } = await client.signIn("남의 문");
  const lines = () =>
    server
      .log()
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line));
  await client.send("GET", "/api/operations/audit", { cookie });
  await client.send("DELETE", "/api/me", { cookie, body: {}, headers: { origin: "https://evil.example" } });
  await client.send("GET", "/api/auth/kakao/callback?state=nobody's");
  const found = await waitUntil(() => (lines().length >= 3 ? lines() : null), { what: "the log is written" });
  const by = { person: null, network: "127.0.0.0/24", level: 40, time: expect.any(Number) };
  expect(found).toEqual(
    expect.arrayContaining(
      [
        { ...by, event: "forbidden", method: "GET", route: "/api/operations/audit", person: id },
        { ...by, event: "foreign-origin", method: "DELETE", route: "/api/me" },
        { ...by, event: "sign-in", trouble: "stale", route: "/api/auth/kakao/callback" },
      ].map((line) => expect.objectContaining(line)),
    ),
  );
  client.close();
});
