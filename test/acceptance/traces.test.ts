import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, createClient } from "../../load/crowd/client.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { findPostgresBinaries } from "../../scripts/setup/postgres-binaries.mjs";
import { repository } from "../../server/platform/repository.ts";
import { consentVersion } from "../../shared/consent-version.ts";
import { dayIn } from "../services/days.ts";
import { openLiveClient } from "../services/live-client.ts";
import { startServers } from "../services/servers.ts";
import { createTestDatabase } from "../services/test-database.ts";

/** Nobody's: planted, to be looked for afterwards. */
const planted = {
  name: "흔적없는이름",
  phone: "01031415926",
  email: "no-trace@planted.example",
  code: "planted-sign-in-code",
  agent: "planted-agent-text",
  said: "아무도 다시 못 읽을 말",
};

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: ServerProcess;
let rows: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: true });
  rows = new pg.Client({ connectionString: database.url });
  await rows.connect();
  [server] = (await startServers(1, database.url)) as [ServerProcess];
});
afterAll(async () => {
  await rows.end();
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
/** Somebody scans the pass of this person, who is inside from then on: a past that others keep. */
async function letIn(client: Client, cookie: string): Promise<void> {
  const host = (await client.signIn("문 여는 사람", "host")).cookie;
  const must = async (path: string, as: string, body: unknown) => {
    const answer = await client.send("POST", path, { cookie: as, key: randomUUID(), body });
    expect([path, answer.status]).toEqual([path, 201]);
    return answer.body;
  };
  const days = { startsOn: dayIn(1), endsOn: dayIn(9) };
  const store = await must("/api/stores", host, { name: "흔적의 집", category: "food", district: "성수", ...days });
  const wish = { dates: [dayIn(3)], times: ["14:00"], capacity: 5 };
  const [slot] = (await must(`/api/stores/${store.id}/slots`, host, wish)).slotIds as string[];
  const { reservationId } = await must(`/api/slots/${slot}/entries`, cookie, {});
  await must(`/api/stores/${store.id}/messages`, cookie, { text: planted.said, clientId: randomUUID() });
  const { code } = (await client.send("GET", `/api/reservations/${reservationId}`, { cookie })).body;
  const soon = "update slot set starts_at = now() + interval '5 minutes', ends_at = now() + interval '1 hour'";
  await rows.query(`${soon} where id = $1`, [slot]);
  const scan = { storeId: store.id, code: `popline:v1:${reservationId}:${code}` };
  expect(await must("/api/check-ins", host, scan)).toMatchObject({ name: planted.name });
}

const found = (text: string) => Object.values(planted).filter((value) => text.includes(value));

test("D28: erasure leaves no trace in a dump of the database; no log ever had one, also of what failed", async () => {
  const client = createClient(server.url);
  const { cookie, id } = await client.signIn(planted.name);
  const headers = { "user-agent": planted.agent };
  const change = (body: unknown) => client.send("PATCH", "/api/me", { cookie, body, headers });
  expect(await change({ phone: planted.phone, version: consentVersion })).toMatchObject({ status: 200 });
  expect(await change({ phone: planted.phone, name: "x".repeat(99) })).toMatchObject({ status: 400 });
  expect(await change(`{"phone":"${planted.phone}"`)).toMatchObject({ status: 400 });
  await client.send("GET", `/api/auth/kakao/callback?code=${planted.code}&state=${planted.phone}`, { headers });
  await client.send("GET", `/no/such/page?phone=${planted.phone}`, { cookie, headers });
  await rows.query("update person set email = $2 where id = $1", [id, planted.email]);
  await rows.query(
    `insert into mailbox (key, person_id, recipient, subject, html, text, attachments, at)
      values ('planted', $1, $2, $3, $3, $3, '[]', now())`,
    [id, planted.email, planted.name],
  );
  await letIn(client, cookie);
  expect(found(dump())).toEqual([planted.name, planted.email, planted.said]);

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
  const { headers } = await client.send("GET", "/api/operations/audit", { cookie });
  await client.send("DELETE", "/api/me", { cookie, body: {}, headers: { origin: "https://evil.example" } });
  await client.send("GET", "/api/auth/kakao/callback?state=nobody's");
  const found = await waitUntil(() => (lines().length >= 3 ? lines() : null), { what: "the log is written" });
  const by = { person: null, network: "127.0.0.0/24", level: 40, time: expect.any(Number) };
  expect(found).toEqual(
    expect.arrayContaining(
      [
        {
          ...by,
          event: "forbidden",
          method: "GET",
          route: "/api/operations/audit",
          person: id,
          reqId: headers["x-request-id"],
        },
        { ...by, event: "foreign-origin", method: "DELETE", route: "/api/me" },
        { ...by, event: "sign-in", trouble: "stale", route: "/api/auth/kakao/callback" },
      ].map((line) => expect.objectContaining(line)),
    ),
  );
  client.close();
});

/** Runs the operator's command against the server's database. */
function appoint(...words: readonly string[]) {
  const env = { PATH: process.env.PATH, DATABASE_URL: database.url };
  return spawnSync(process.execPath, ["dist/programs/appoint.js", ...words], {
    cwd: repository,
    env,
    encoding: "utf8",
  });
}

test("the operator's command says of --by that it is a claim", () => {
  expect(appoint().stderr).toContain("It is a claim that nothing proves");
});

test("whoever the operator's command makes a host is one at their next sign-in, and the log says by whom", async () => {
  const client = createClient(server.url);
  const [first, other] = [await client.signIn("첫 운영자"), await client.signIn("곧 호스트")];
  const give = (person: string, role: string, ...by: string[]) =>
    appoint("--person", person, "--role", role, ...by.flatMap((one) => ["--by", one])).status;
  const days = { startsOn: dayIn(1), endsOn: dayIn(9) };
  const body = { name: "임명된 가게", category: "food", district: "성수", ...days };
  const register = async () => (await client.send("POST", "/api/stores", { cookie: other.cookie, body })).status;

  expect(await register()).toBe(403);
  const socket = await openLiveClient(server.url, { cookie: other.cookie });
  for (const [person, role] of [
    ["1; drop table person", "host"],
    [other.id, "king"],
    ["0", "host"],
    ["", ""],
  ] as const) {
    expect([person, give(person, role)]).toEqual([person, 2]);
  }
  expect([give("999999999", "host"), give(other.id, "host", first.id)]).toEqual([1, 1]);
  // The first operator is nobody's deed; from then on each is somebody's.
  expect(give(first.id, "operator")).toBe(0);
  expect([give(other.id, "host"), give(other.id, "host", other.id)]).toEqual([1, 1]);
  for (let time = 0; time < 2; time += 1) expect(give(other.id, "host", first.id)).toBe(0);

  // What they may is known to no session of before, nor to its sockets.
  await waitUntil(async () => (await register()) === 401, { what: "their session has ended" });
  await waitUntil(() => socket.closedWith() === 4401, { what: "its socket has closed" });
  other.cookie = (await client.signIn("곧 호스트")).cookie;
  first.cookie = (await client.signIn("첫 운영자")).cookie;
  expect(await register()).toBe(201);
  const deedsTo = async (person: string) =>
    (await client.send("GET", `/api/operations/audit?subject=person:${person}`, { cookie: first.cookie })).body.items;
  const deed = { deed: "role-changed", role: "operator" };
  expect(await deedsTo(other.id)).toMatchObject([
    { ...deed, personId: first.id, details: { from: "visitor", to: "host" } },
  ]);
  expect(await deedsTo(first.id)).toMatchObject([{ ...deed, personId: null }]);
  client.close();
});
