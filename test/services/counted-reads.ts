import pg from "pg";
import { type Database, openDatabase, type Statement, sessionOptions } from "../../server/platform/database/index.ts";
import { openLedger } from "./ledger.ts";
import { forgetful, startPostgres } from "./postgres.ts";

export interface Reads {
  /** Rows by any scan. */
  readonly tuples: number;
  /** Pages of tables and indexes. */
  readonly buffers: number;
}

/** Vacuum reads tables whenever it likes, and would be counted. */
const alone = `do $$ declare name text; begin
  for name in select tablename from pg_tables where schemaname = 'public' loop
    execute format('alter table %I set (autovacuum_enabled = off)', name);
  end loop;
end $$`;

/** What the database's tables read for some work; nobody else may be at work in the database. */
export function createReadCount(query: Database["query"]) {
  async function soFar(): Promise<Reads> {
    await query({ text: "select pg_stat_force_next_flush()", values: [] });
    const text = `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as tuples, (select sum(heap_blks_read
        + heap_blks_hit + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0)) from pg_statio_user_tables) as buffers
      from pg_stat_user_tables`;
    const [row] = await query<{ tuples: string; buffers: string }>({ text, values: [] });
    return { tuples: Number(row?.tuples), buffers: Number(row?.buffers) };
  }
  return async (work: () => Promise<void>): Promise<Reads> => {
    const before = await soFar();
    await work();
    const after = await soFar();
    return { tuples: after.tuples - before.tuples, buffers: after.buffers - before.buffers };
  };
}

/**
 * The line and its reservations on one connection, and what the database's tables read for them. Another connection
 * tells when it likes what it has read, and that would be counted then. On a PostgreSQL of its own: an old transaction
 * in any database keeps the rows of all of them from being cleared away, and they would be counted.
 */
export async function openCountedReads() {
  const postgres = await startPostgres({ settings: forgetful });
  const opened = await openDatabase({ databaseUrl: postgres.url, dataFolder: "" });
  const client = new pg.Client({ connectionString: postgres.url, options: sessionOptions() });
  await client.connect();
  await client.query(alone);
  const query = async <Row extends object>({ text, values, name }: Statement): Promise<Row[]> =>
    (await client.query<Row>({ text, values: [...values], ...(name === undefined ? {} : { name }) })).rows;
  const database: Database = { ...opened, query, read: query, press: query };
  const ledger = await openLedger("server", { database });

  return {
    ledger,
    line: ledger.line,
    book: ledger.reservations,
    /** As autovacuum would do after a while. */
    analyze: () => client.query("analyze"),
    /** On this connection. */
    readsOf: createReadCount(query),
    async close(): Promise<void> {
      await client.end();
      await ledger.close();
      await postgres.stop();
    },
  };
}
