import pg from "pg";
import { createDatabase } from "../test/services/create-database.ts";
import { startPostgres } from "../test/services/postgres.ts";

/** `pids`: whose processor time is the database's; none where it cannot be counted from here. */
interface DatabaseServer {
  readonly url: string;
  readonly pids: readonly number[];
  readonly stop: () => Promise<void>;
}

/** A quick run, whose figures nobody looks at, takes the one in DATABASE_URL; all others measure one of their own. */
async function openServer(quick: boolean): Promise<DatabaseServer> {
  const given = process.env.DATABASE_URL;
  if (quick && given) return { url: given, pids: [], stop: async () => undefined };
  const { url, pid, stop } = await startPostgres();
  return { url, pids: [pid], stop };
}

async function versionOf(server: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>("show server_version");
  await client.end();
  return rows[0]?.server_version ?? "unknown";
}

interface Wish {
  readonly quick: boolean;
  readonly onClose: (closer: () => Promise<unknown>) => void;
}

/** A PostgreSQL with production's settings, and the addresses of new databases on it. */
export async function openPostgres({ quick, onClose }: Wish) {
  const { url: server, pids, stop } = await openServer(quick);
  onClose(stop);
  async function newDatabase(): Promise<string> {
    const { url, drop } = await createDatabase(server);
    onClose(drop);
    return url;
  }
  return { pids, version: await versionOf(server), newDatabase };
}
