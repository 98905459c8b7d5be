import { Pool, type QueryConfig } from "pg";
import type { WriteMark } from "../../../shared/write-mark.ts";
import { every } from "../every.ts";
import type { Database, Statement } from "./database.ts";
import { connectionTo } from "./sessions.ts";
import { isPassingTrouble, sqlStateOf } from "./trouble.ts";
import { positionOf } from "./write-marks.ts";

/** A replica that does not answer costs a list this much, once; then nobody waits for it until it answers again. */
const usualPatience = { connectWithinMs: 1_000, answerWithinMs: 3_000 };
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
  const state = sqlStateOf(error);
  if (state !== null) return /^(28|3D|3F|42)/.test(state);
  return error instanceof Error && /read timeout|CERT|TLS|SSL/i.test(error.message);
}

function openPool(url: string, options: string, { connectWithinMs, answerWithinMs }: typeof usualPatience): Pool {
  const pool = new Pool({
    ...connectionTo(url, options),
    max: connections,
    connectionTimeoutMillis: connectWithinMs,
    query_timeout: answerWithinMs,
    keepAlive: true,
  });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

interface Reach {
  /** True when the replica has everything up to this mark; what is no mark counts as not reached. */
  has(mark: string): Promise<boolean>;
}

/** How far a replica has come, asked for only where that is not known yet. */
function createReach(pool: Pool): Reach {
  let reached = 0n;
  return {
    async has(mark) {
      const wanted = positionOf(mark);
      if (wanted === null) return false;
      if (wanted > reached) {
        const { rows } = await pool.query<{ mark: string | null }>(replayed);
        reached = positionOf(rows[0]?.mark ?? "") ?? reached;
      }
      return wanted <= reached;
    },
  };
}

/** Whether to try the replica: all may while it is well; while it is away, one read at a time, after a rest. */
function createTurns() {
  let restsUntil = 0;
  let isAway = false;
  let isTrying = false;
  return {
    isAway: () => isAway,
    begin(): boolean {
      if (isAway && (isTrying || performance.now() < restsUntil)) return false;
      isTrying = isAway;
      return true;
    },
    end(isWell: boolean): void {
      isTrying = false;
      isAway = !isWell;
      if (!isWell) restsUntil = performance.now() + restMs;
    },
  };
}

type Wish = typeof usualPatience & { readonly again: typeof every };

interface Watched {
  readonly database: Pick<Database, "mark">;
  readonly reach: Reach;
  readonly isAway: () => boolean;
  readonly again: typeof every;
}

/** Looks every 5 s whether the replica is more than half a minute behind. */
function watchLag({ database: { mark }, reach: { has }, isAway, again }: Watched) {
  const marks: { mark: string; at: number }[] = [];
  let isLate = false;
  async function look(): Promise<void> {
    marks.push({ mark: (await mark()) ?? "", at: performance.now() });
    const old = marks.findLast(({ at }) => at <= performance.now() - mostBehindMs);
    if (old === undefined) return;
    marks.splice(0, marks.indexOf(old));
    if (!isAway()) isLate = !(await has(old.mark));
  }
  // Whatever fails here is found out by the next list.
  return { isLate: () => isLate, ...again(lookEveryMs, look, () => undefined) };
}

/**
 * The same database with its lists read on a replica. What that cannot answer, or not yet, goes to the primary: while
 * it is away, while it is more than half a minute behind, and while it lacks what the reader has written. It is used
 * again by itself. `options` are settings of its sessions, as PostgreSQL's command line has them.
 */
export function withReplica(database: Database, url: string, options: string, wish: Partial<Wish> = {}): Database {
  const { again, ...patience } = { again: every, ...usualPatience, ...wish };
  const pool = openPool(url, options, patience);
  const reach = createReach(pool);
  const turns = createTurns();
  const lag = watchLag({ database, reach, isAway: turns.isAway, again });

  async function list<Row extends object>(statement: Statement, wrote: WriteMark | null): Promise<Row[]> {
    if (lag.isLate() || !turns.begin()) return database.read<Row>(statement);
    try {
      const hasIt = wrote === null || (await reach.has(wrote));
      const rows = hasIt ? (await pool.query<Row>(statement as QueryConfig)).rows : null;
      turns.end(true);
      return rows ?? (await database.read<Row>(statement));
    } catch (error) {
      turns.end(!isOfReplica(error));
      if (!isOfReplica(error)) throw error;
      return database.read<Row>(statement);
    }
  }

  return {
    ...database,
    list,
    async close() {
      await lag.stop();
      await pool.end();
      await database.close();
    },
  };
}
