import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { type Program, startProgram } from "../../load/processes/program.ts";
import type { Answer, Load } from "../load/load.ts";
import type { SourceServerCalls } from "../programs/source-server.ts";
import type { Facts } from "../rounds.ts";
import type { SourceSlot } from "./names.ts";
import { sourceTables } from "./rows.ts";

const drainWithinMs = 120_000;
const lookEveryMs = 50;

interface Wish {
  readonly redisUrl: string;
  readonly databaseUrl: string;
  /** Requests a server works on at the same time. */
  readonly requestsAtOnce: number;
}

export type SourceWorld = Awaited<ReturnType<typeof openSourceWorld>>;

export async function createSourceTables(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, (client) => client.query(sourceTables));
}

async function withClient<Result>(databaseUrl: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  return work(client).finally(() => client.end());
}

/** What became of a slot: rows above its ten seats, people booked twice, people told "예약 성공" without a row. */
async function readOutcome(
  databaseUrl: string,
  slot: SourceSlot,
  people: readonly string[],
  answers: readonly Answer[],
) {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ person: string }>("select person from source_reservation where date = $1", [slot.date]),
  );
  const booked = new Set(rows.map(({ person }) => person));
  const told = people.filter((_, place) =>
    (answers[place] as Answer<{ message: string }>).body.message.startsWith("예약 성공"),
  );
  return {
    "rows booked": rows.length,
    oversells: Math.max(0, rows.length - 10),
    "booked twice": rows.length - booked.size,
    "told yes": told.length,
    "told yes without a row": told.filter((person) => !booked.has(person)).length,
  } satisfies Facts;
}

/** Two servers of the source's algorithm. */
export async function openSourceWorld({ redisUrl, databaseUrl, requestsAtOnce }: Wish) {
  const environment = {
    REDIS_URL: redisUrl,
    DATABASE_URL: databaseUrl,
    REQUESTS_AT_ONCE: String(requestsAtOnce),
  };
  const servers: Program<SourceServerCalls>[] = [1, 2].map(() =>
    startProgram({ program: "source-server", environment }),
  );
  const urls = await Promise.all(servers.map(({ ask }) => ask("url", null)));

  async function settled(): Promise<void> {
    for (const giveUpAt = performance.now() + drainWithinMs; performance.now() < giveUpAt; await pause(lookEveryMs)) {
      const all = await Promise.all(servers.map(({ ask }) => ask("progress", null)));
      const published = all.reduce((sum, server) => sum + server.published, 0);
      if (all.every(({ heard, handled }) => heard === published && handled === published)) return;
    }
    throw new Error("The source's servers did not finish");
  }

  return {
    servers: servers.map(({ pid }) => pid),
    settled,
    loadFor: (slot: SourceSlot, people: readonly string[]): Load => ({
      urls,
      method: "POST",
      connections: people.length,
      requests: people.length,
      paths: ["/reservation/enter"],
      bodies: people.map((memberId) => JSON.stringify({ ...slot, memberId })),
      cookies: [],
    }),
    readOutcome: (slot: SourceSlot, people: readonly string[], answers: readonly Answer[]) =>
      readOutcome(databaseUrl, slot, people, answers),
    stop: () => Promise.all(servers.map((server) => server.stop())),
  };
}
