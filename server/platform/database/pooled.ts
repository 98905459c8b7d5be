import { AsyncLocalStorage } from "node:async_hooks";
import type { Pool, PoolClient } from "pg";
import type { Database, Statement } from "./database.ts";

interface Pools {
  readonly writes: Pool;
  readonly reads: Pool;
  readonly presses: Pool;
  readonly code: string;
  readonly mostPerBatch: number;
  readonly close: () => Promise<void>;
}

/**
 * Whether a connection is of no use after this. A statement that was refused leaves it as it was; embedded there is but
 * one, and another client on it would read what the first one still hears.
 */
const isLost = (error: unknown) => !(error instanceof Error && "severity" in error && error.severity === "ERROR");

/**
 * The Database over pg pools. Embedded, both pools are the one pool with its single connection: a transaction keeps its
 * client in AsyncLocalStorage, so that a query inside it uses that client instead of waiting for it forever.
 */
export function createPooledDatabase({ writes, reads, presses, code, mostPerBatch, close }: Pools): Database {
  const open = new AsyncLocalStorage<PoolClient>();

  async function run<Row extends object>(pool: Pool, { text, values, name }: Statement): Promise<Row[]> {
    const statement = { text, values: values as unknown[], name };
    const inside = open.getStore();
    if (inside !== undefined) return (await inside.query<Row>(statement)).rows;
    const client = await pool.connect();
    let broken = false;
    try {
      return (await client.query<Row>(statement)).rows;
    } catch (error) {
      broken = isLost(error);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async function transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    if (open.getStore() !== undefined) return work();
    const client = await writes.connect();
    let broken: Error | undefined;
    try {
      await client.query("BEGIN");
      const result = await open.run(client, work);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    code,
    mostPerBatch,
    query: (statement) => run(writes, statement),
    read: (statement) => run(reads, statement),
    list: (statement) => run(reads, statement),
    mark: async () => null,
    press: (statement) => run(presses, statement),
    transaction,
    async ping() {
      await run(reads, { text: "select 1", values: [] });
    },
    close,
  };
}
