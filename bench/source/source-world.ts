import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { type Program, startProgram } from "../../load/processes/program.ts";
import type { Again, Answer, Load } from "../load/load.ts";
import type { SourceServerCalls } from "../programs/source-server.ts";
import type { Facts } from "../rounds.ts";
import type { SourceSlot } from "./names.ts";
import type { Progress } from "./processing.ts";
import { sourceTables } from "./rows.ts";

const drainWithinMs = 120_000;
const lookEveryMs = 50;
/** Chosen by us, as the scheduler's period is: whoever waits asks once a second, for two minutes at most. */
const [askEveryMs, mostQuestions] = [1_000, 120];
/** Of a second, between the tasks of the two servers. */
const phaseMs = 500;

interface Wish {
  readonly redisUrl: string;
  readonly databaseUrl: string;
  /** Requests a server works on at the same time. */
  readonly requestsAtOnce: number;
  readonly processing: "pub-sub" | "scheduler";
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

/**
 * What became of a slot: rows above its ten seats, people booked twice, people told "예약 성공" without a row. Whoever
 * was told that, or never anything but to wait, was not told what became of them.
 */
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
  const withoutRow = told.filter((person) => !booked.has(person)).length;
  return {
    "rows booked": rows.length,
    oversells: Math.max(0, rows.length - 10),
    "booked twice": rows.length - booked.size,
    "told yes": told.length,
    "told yes without a row": withoutRow,
    "never told what became of them": withoutRow + answers.filter(({ status }) => status === 202).length,
  } satisfies Facts;
}

function questionsAbout(slot: SourceSlot, people: readonly string[]): Again {
  const paths = people.map((memberId) => {
    const words = new URLSearchParams({ ...slot, storeId: String(slot.storeId), memberId });
    return `/reservation/outcome?${words}`;
  });
  return { paths, everyMs: askEveryMs, most: mostQuestions };
}

/** A message is handled by every server (D2), a place in the line by one. */
function isSettled(processing: Wish["processing"], servers: readonly Progress[]): boolean {
  const pushed = servers.reduce((sum, server) => sum + server.pushed, 0);
  const handled = servers.map((server) => server.handled);
  return processing === "pub-sub"
    ? handled.every((each) => each === pushed)
    : handled.reduce((sum, each) => sum + each) === pushed;
}

/** Two servers of the source's algorithm. */
export async function openSourceWorld({ redisUrl, databaseUrl, requestsAtOnce, processing }: Wish) {
  const environment = {
    REDIS_URL: redisUrl,
    DATABASE_URL: databaseUrl,
    REQUESTS_AT_ONCE: String(requestsAtOnce),
    PROCESSING: processing,
  };
  const servers: Program<SourceServerCalls>[] = [0, phaseMs].map((phase) =>
    startProgram({ program: "source-server", environment: { ...environment, PHASE_MS: String(phase) } }),
  );
  const urls = await Promise.all(servers.map(({ ask }) => ask("url", null)));

  async function settled(): Promise<void> {
    for (const giveUpAt = performance.now() + drainWithinMs; performance.now() < giveUpAt; await pause(lookEveryMs)) {
      if (isSettled(processing, await Promise.all(servers.map(({ ask }) => ask("progress", null))))) return;
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
      ...(processing === "scheduler" ? { again: questionsAbout(slot, people) } : {}),
    }),
    readOutcome: (slot: SourceSlot, people: readonly string[], answers: readonly Answer[]) =>
      readOutcome(databaseUrl, slot, people, answers),
    stop: () => Promise.all(servers.map((server) => server.stop())),
  };
}
