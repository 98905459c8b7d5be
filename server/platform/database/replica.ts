import { DatabaseError, Pool } from "pg";
import { every } from "../every.ts";
import type { Database } from "./database.ts";
import { isPassingTrouble } from "./trouble.ts";
import { positionOf } from "./write-marks.ts";

/** A replica that does not answer costs a list this much, once; then nobody waits for it until it answers again. */
const connectWithinMs = 1_000;
const answerWithinMs = 3_000;
const restMs = 2_000;
const connections = 6;
/** A replica that has not yet what the server had this long ago is left alone: marks are carried for a minute. */
const mostBehindMs = 30_000;
const lookEveryMs = 5_000;

const replayed = `select (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn()
  end)::text as mark`;

/** Trouble that is the replica's own: it is away, it has not yet our functions or tables, it had to cancel a read. */
function isOfReplica(error: unknown): boolean {
  if (isPassingTrouble(error)) return true;
  if (error instanceof DatabaseError) return /^(28|3D|3F|42)/.test(error.code ?? "");
  return error instanceof Error && /read timeout|CERT|TLS|SSL/i.test(error.message);
}

function openPool(url: string, options: string): Pool {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectWithinMs,
    query_timeout: answerWithinMs,
    keepAlive: true,
    options,
  });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/**
 * The same database with its lists read on a replica. What that cannot answer, or not yet, goes to the primary: while it is away, while it is
 * more than half a minute behind, and while it lacks what the reader has written. It is used again by itself. `options`
 * are settings of its sessions, as PostgreSQL's command line has them.
 */
export function withReplica(database: Database, url: string, options: string): Database {
  const primary = database.read;
  const pool = openPool(url, options);
  const marks: { mark: string; at: number }[] = [];
  let reached = 0n;
  let restsUntil = 0;
  let isAway = false;
  let isLate = false;
  let isTrying = false;

  /** True when it has everything up to this mark; what is no mark counts as not reached. */
  async function has(mark: string): Promise<boolean> {
    const wanted = positionOf(mark);
    if (wanted === null) return false;
    if (wanted > reached) {
      const { rows } = await pool.query<{ mark: string | null }>(replayed);
      reached = positionOf(rows[0]?.mark ?? "") ?? reached;
    }
    return wanted <= reached;
  }

  /** One read at a time may find out whether a replica that was away has come back. */
  function isLeftAlone(): boolean {
    if (!isAway) return isLate;
    return isTrying || performance.now() < restsUntil;
  }

  async function read<Row extends object>({ text, values, name }: Parameters<Database["read"]>[0]): Promise<Row[]> {
    const statement = { text, values: [...values], ...(name === undefined ? {} : { name }) };
    return (await pool.query<Row>(statement)).rows;
  }

  const list: Database["list"] = async (statement, wrote) => {
    if (isLeftAlone()) return primary(statement);
    isTrying = isAway;
    try {
      if (wrote !== null && !(await has(wrote))) return await primary(statement);
      const rows = await read(statement);
      isAway = false;
      return rows as never;
    } catch (error) {
      if (!isOfReplica(error)) throw error;
      isAway = true;
      restsUntil = performance.now() + restMs;
      return primary(statement);
    } finally {
      isTrying = false;
    }
  };

  async function lookAtLag(): Promise<void> {
    marks.push({ mark: (await database.mark()) ?? "", at: performance.now() });
    const old = marks.findLast(({ at }) => at <= performance.now() - mostBehindMs);
    if (old === undefined) return;
    marks.splice(0, marks.indexOf(old));
    if (!isAway) isLate = !(await has(old.mark));
  }
  // Whatever fails here is found out by the next list.
  const looking = every(lookEveryMs, lookAtLag, () => undefined);

  return {
    ...database,
    list,
    async close() {
      await looking.stop();
      await pool.end();
      await database.close();
    },
  };
}
