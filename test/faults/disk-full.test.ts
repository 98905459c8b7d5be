import { execFileSync } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Crowd, createCrowd, type Visitor } from "../../load/crowd/crowd.ts";
import type { ServerProcess } from "../../load/processes/server-process.ts";
import { expectCleanDrop } from "../races/ten-thousand.ts";
import { isAdministrator } from "../services/administrator.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { forgetful, type Postgres, startPostgres } from "../services/postgres.ts";
import { startServers } from "../services/servers.ts";
import { signedInVisitors } from "../services/visitors.ts";

const people = 400;
const capacity = 100;

let disk: string;
let postgres: Postgres;
let ledger: Ledger;
let servers: ServerProcess[];
let crowd: Crowd;

/** A small disk that holds nothing but PostgreSQL's data. Needs root. */
beforeAll(async () => {
  disk = await mkdtemp(join(tmpdir(), "popline-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=160m,mode=0755", "popline", disk]);
  postgres = await startPostgres({ within: disk, settings: { ...forgetful, max_wal_size: "32MB", autovacuum: "off" } });
  ledger = await openLedger("server", { databaseUrl: postgres.url });
  servers = await startServers(1, postgres.url);
  crowd = createCrowd([(servers[0] as ServerProcess).url]);
});
afterAll(async () => {
  crowd.close();
  await Promise.all(servers.map((server) => server.stop()));
  await ledger.close();
  await postgres.stop();
  execFileSync("umount", [disk]);
  await rm(disk, { recursive: true });
});

/** Writes until there is no room, and answers the file. */
async function fillDisk(): Promise<string> {
  const path = join(disk, "ballast");
  const file = await open(path, "w");
  for (const bytes of [1_048_576, 4_096]) {
    const chunk = Buffer.alloc(bytes);
    let isFull = false;
    while (!isFull)
      isFull = await file.write(chunk).then(
        ({ bytesWritten }) => bytesWritten < bytes,
        () => true,
      );
  }
  await file.close();
  return path;
}

test.runIf(isAdministrator)(
  "TRUST: a full disk amid joins: 503 that says when to come again, reads go on, nothing is lost",
  async () => {
    const slot = await ledger.slot({ capacity });
    const [first, ...others] = (await signedInVisitors(ledger.database, people)) as [Visitor, ...Visitor[]];
    expect((await crowd.join(slot, { visitor: first }))?.status).toBe(201);
    const keyOf = ({ id }: Visitor) => id.padStart(36, "0");
    const ballast = await fillDisk();
    await Promise.all(others.map((visitor) => crowd.join(slot, { visitor, key: keyOf(visitor) })));
    const refused = crowd.events.filter(({ answer }) => answer === "lost" || answer.status !== 201);
    expect(refused.length).toBeGreaterThan(0);
    for (const { answer } of refused)
      expect(answer).toMatchObject({ status: 503, retryAfterSeconds: expect.any(Number) });
    expect(await crowd.clients[0]?.send("GET", `/api/slots/${slot}`)).toMatchObject({ status: 200 });

    await rm(ballast);
    await Promise.all(others.map((visitor) => crowd.joinUntilAnswered(slot, { visitor, key: keyOf(visitor) })));
    const rows = await ledger.rows(slot);
    expect(rows.entries).toHaveLength(people);
    expectCleanDrop(slot, capacity, crowd.events, rows);
  },
);
