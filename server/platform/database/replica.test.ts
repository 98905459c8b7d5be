import { createServer, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { WriteMark } from "../../../shared/write-mark.ts";
import { createTestDatabase } from "../../../test/services/test-database.ts";
import type { Database } from "./database.ts";
import { withReplica } from "./replica.ts";

/** What is done every five seconds is done when a test says so. */
const rounds: (() => Promise<unknown>)[] = [];
function again(_pauseMs: number, work: (isToEnd: () => boolean) => Promise<unknown>) {
  rounds.push(() => work(() => false));
  return { stop: async () => undefined };
}

/** Another server, which has nothing of the primary's; a replica as far as lists can tell. */
let replica: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  replica = await createTestDatabase();
});
afterAll(() => replica.drop());

let passedMs = 0;
beforeEach(() => {
  const now = performance.now();
  passedMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now + passedMs);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await opened?.close();
  opened = null;
});

let opened: Database | null = null;
let mark = "0/1";

/** As long as this machine needs. */
const patience = { connectWithinMs: 30_000, answerWithinMs: 30_000 };

/** A database whose lists say who answered them. */
function open(url = replica.url, options = "", wish: Partial<typeof patience> = patience) {
  const primary = {
    read: async () => [{ from: "primary" }],
    mark: async () => mark as WriteMark,
    close: async () => undefined,
  } as unknown as Database;
  opened = withReplica(primary, url, options, { again, ...wish });
  const { list } = opened;
  const answerTo = async (text: string, wrote: WriteMark | null = null) =>
    (await list<{ from: string }>({ text, values: [] }, wrote))[0]?.from;
  return { answerTo, answer: (wrote: WriteMark | null = null) => answerTo(`select 'replica' as "from"`, wrote) };
}

/** A server that takes connections and never says anything. */
async function openSilence() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `postgres://nobody@127.0.0.1:${port}/nothing`,
    connections: () => sockets.length,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("D20: a replica that says nothing keeps one list waiting, and then one at a time, after a rest each", async () => {
  const silence = await openSilence();
  const { answer } = open(silence.url, "", {});
  expect([await answer(), silence.connections()]).toEqual(["primary", 1]);
  for (let times = 0; times < 20; times += 1) expect(await answer()).toBe("primary");
  expect(silence.connections()).toBe(1);

  passedMs += 2_100;
  let hasTried = false;
  const trying = answer().then(() => {
    hasTried = true;
  });
  expect(await Promise.all([answer(), answer(), answer()])).toEqual(["primary", "primary", "primary"]);
  expect(hasTried).toBe(false);
  await trying;
  expect([await answer(), silence.connections()]).toEqual(["primary", 2]);
  await silence.close();
});

test("D20: what a replica has not yet is read on the primary, and so is all else until it has rested", async () => {
  const { answer, answerTo } = open();
  expect(await answerTo("select what from not_yet_there")).toBe("primary");
  expect(await answerTo("select code_of_a_later_release.what()")).toBe("primary");
  expect(await answer()).toBe("primary");
  passedMs += 2_100;
  expect(await answer()).toBe("replica");
});

test("D20: an error of the list itself is told, not asked again of the primary, and costs no rest", async () => {
  const { answer, answerTo } = open();
  await expect(answerTo("select 1 / 0")).rejects.toMatchObject({ code: "22012" });
  expect(await answer()).toBe("replica");
});

test("D20: a replica without what the server had half a minute ago is left alone until it has caught up", async () => {
  const { answer } = open();
  const look = rounds.at(-1) as () => Promise<unknown>;
  mark = "FFFFFFFF/0";
  await look();
  passedMs += 29_000;
  await look();
  expect(await answer()).toBe("replica");
  passedMs += 1_100;
  mark = "0/1";
  await look();
  expect(await answer()).toBe("primary");
  passedMs += 29_500;
  await look();
  expect(await answer()).toBe("primary");
  passedMs += 1_000;
  await look();
  expect(await answer()).toBe("replica");
});

test("D20: a list with a mark reads the replica that has it; what is no mark is one that it has not", async () => {
  const { answer } = open();
  const answers = ["0/1", "FFFFFFFF/0", "nonsense"].map((wrote) => answer(wrote as WriteMark));
  expect(await Promise.all(answers)).toEqual(["replica", "primary", "primary"]);
});

test("sessions on the replica have the settings that they are given", async () => {
  const { answerTo } = open(replica.url, "-c statement_timeout=1234");
  expect(await answerTo(`select current_setting('statement_timeout') as "from"`)).toBe("1234ms");
});
