import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { createTestDatabase } from "../services/test-database.ts";

const connections = 40;

/** The line as it would be without lock, CHECK and unique indexes, on at most 40 connections. */
export async function openUnprotected(capacity: number) {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: connections });
  pool.on("error", () => undefined);
  await pool.query(await readFile(join(import.meta.dirname, "unprotected.sql"), "utf8"));
  await pool.query("insert into bare_slot (capacity) values ($1)", [capacity]);
  const count = async (state: string) => {
    const { rows } = await pool.query<{ seats: number; people: number }>(
      "select coalesce(sum(party), 0)::integer as seats, count(*)::integer as people from bare_entry where state = $1",
      [state],
    );
    return rows[0] as { seats: number; people: number };
  };
  return {
    /** Does the work, in which the first `readers` (2 or more) have all read before one of them writes. */
    async meeting<Result>(readers: number, work: () => Promise<Result>): Promise<Result> {
      await pool.query("select setval('bare_readers', 1, false)");
      await pool.query("update bare_meeting set readers = $1", [readers]);
      return work().finally(() => pool.query("update bare_meeting set readers = 0"));
    },
    join: (person: number, party = 1) => pool.query("select bare_join($1, $2)", [person, party]),
    cancel: async (person: number): Promise<boolean> =>
      (await pool.query("select bare_cancel($1) as done", [person])).rows[0].done,
    leave: async (person: number): Promise<boolean> =>
      (await pool.query("select bare_leave($1) as done", [person])).rows[0].done,
    /** Any other of its functions: what it answers. */
    call: async (text: string): Promise<unknown> => (await pool.query(`select ${text} as done`)).rows[0].done,
    run: (text: string) => pool.query(text),
    held: async (): Promise<number> => (await pool.query("select held from bare_slot")).rows[0].held,
    count,
    async close(): Promise<void> {
      await pool.end();
      await database.drop();
    },
  };
}
