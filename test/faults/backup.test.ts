import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { type Client, createClient } from "../../load/crowd/client.ts";
import { startServer } from "../../load/processes/server-process.ts";
import { repository } from "../../server/platform/repository.ts";
import { embeddedFolder } from "../services/places.ts";
import { testSettings } from "../services/servers.ts";

const run = promisify(execFile);
const people = 40;

async function openSlot(client: Client): Promise<string> {
  const { cookie } = await client.signIn("호스트", "host");
  const day = new Date(Date.now() + 172_800_000).toISOString().slice(0, 10);
  const body = { name: "달토끼 세탁소", category: "food", district: "성수", startsOn: day, endsOn: day };
  const store = await client.send("POST", "/api/stores", { cookie, body });
  const slots = { dates: [day], times: ["14:00"], capacity: 2 * people };
  const added = await client.send("POST", `/api/stores/${store.body.id}/slots`, { cookie, body: slots });
  return String((added.body.slotIds as string[])[0]);
}

/** Reserves; when it was told, or that it was not. */
async function reserve(client: Client, slot: string, name: string) {
  const { cookie } = await client.signIn(name);
  const { status } = await client.send("POST", `/api/slots/${slot}/entries`, { cookie, body: {} });
  expect(status).toBe(201);
  return { name, cookie, toldAt: new Date().toISOString() };
}

/** How many reservations somebody has who signs in anew. */
async function reservationsOf(client: Client, name: string): Promise<number> {
  const { cookie } = await client.signIn(name);
  return ((await client.send("GET", "/api/reservations", { cookie })).body.items as unknown[]).length;
}

/** Sessions that were ended after the backup would be open again, so none is. */
async function expectSignedOut(client: Client, people: readonly { cookie: string }[]): Promise<void> {
  for (const { cookie } of people) expect((await client.send("GET", "/api/reservations", { cookie })).status).toBe(401);
}

test("I4: after kill -9 and loss of the folder a backup has each reservation told before, and no session", async () => {
  const folder = await embeddedFolder();
  const place = await mkdtemp(join(tmpdir(), "popline-backup-"));
  onTestFinished(() => rm(place, { recursive: true }));
  const file = join(place, "popline.tar.gz");
  // Without a secret of the test's: it is one of the things that have to come back.
  const { SESSION_SECRET: _, ...settings } = testSettings({ DATA_DIR: folder, DEMO_DATA: "off" });
  const program = (name: string) =>
    run(process.execPath, [`dist/programs/${name}.js`, file], {
      cwd: repository,
      env: { PATH: process.env.PATH, DATA_DIR: folder },
    });

  const server = await startServer(settings);
  const client = createClient(server.url, 4);
  const slot = await openSlot(client);
  const early = await Promise.all(Array.from({ length: people }, (_, at) => reserve(client, slot, `먼저 ${at}`)));
  const [{ stdout }, during] = await Promise.all([
    program("backup"),
    Promise.all(Array.from({ length: people }, (_, at) => reserve(client, slot, `동안 ${at}`))),
  ]);
  const asOf = /acknowledged by (\S+) is in/.exec(stdout)?.[1] ?? "";
  const late = await reserve(client, slot, "나중");
  client.close();
  await server.kill("SIGKILL");
  await rm(folder, { recursive: true });

  const restored = await program("restore");
  expect(restored.stdout).toContain(`everything that was acknowledged by ${asOf}`);
  await expect(program("restore")).rejects.toThrow("There is a database in");
  const again = await startServer(settings);
  const asked = createClient(again.url, 4);
  const promised = [...early, ...during].filter(({ toldAt }) => toldAt <= asOf);
  expect(promised.length).toBeGreaterThanOrEqual(people);
  await expectSignedOut(asked, [...early, ...during, late]);
  for (const { name } of promised) expect(await reservationsOf(asked, name)).toBe(1);
  expect(await reservationsOf(asked, late.name)).toBe(0);
  asked.close();
  await again.stop();
});
