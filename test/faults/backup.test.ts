import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { type Client, createClient } from "../../load/crowd/client.ts";
import { untilAnswered } from "../../load/crowd/crowd.ts";
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
  const slots = { dates: [day], times: ["14:00"], capacity: 2 * people + 1 };
  const added = await client.send("POST", `/api/stores/${store.body.id}/slots`, { cookie, body: slots });
  return String((added.body.slotIds as string[])[0]);
}

const namesOf = (when: string) => Array.from({ length: people }, (_, at) => `${when} ${at}`);
const signedIn = (client: Client, names: readonly string[]) =>
  Promise.all(names.map(async (name) => ({ name, cookie: (await client.signIn(name)).cookie })));

/** Reserves, again where a copy that takes long has it told to come again; when it was told. */
async function reserve(client: Client, slot: string, somebody: { name: string; cookie: string }) {
  const press = { cookie: somebody.cookie, key: randomUUID(), body: {} };
  const reply = await untilAnswered(() => client.send("POST", `/api/slots/${slot}/entries`, press));
  expect(reply?.status).toBe(201);
  return { ...somebody, toldAt: new Date().toISOString() };
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

async function namedFile(): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), "popline-backup-"));
  onTestFinished(() => rm(place, { recursive: true }));
  return join(place, "popline.tar.gz");
}

test("I4: after kill -9 and loss of the folder a backup has each reservation told before, and no session", async () => {
  const folder = await embeddedFolder();
  const file = await namedFile();
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
  const some = await signedIn(client, [...namesOf("먼저"), ...namesOf("동안"), "나중"]);
  const reserveAll = (from: number, to: number) =>
    Promise.all(some.slice(from, to).map((somebody) => reserve(client, slot, somebody)));
  const early = await reserveAll(0, people);
  const [{ stdout }, during] = await Promise.all([program("backup"), reserveAll(people, 2 * people)]);
  const asOf = /acknowledged by (\S+) is in/.exec(stdout)?.[1] ?? "";
  await reserveAll(2 * people, some.length);
  expect(await reservationsOf(client, "나중")).toBe(1);
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
  await expectSignedOut(asked, some);
  for (const { name } of promised) expect(await reservationsOf(asked, name)).toBe(1);
  expect(await reservationsOf(asked, "나중")).toBe(0);
  asked.close();
  await again.stop();
});
