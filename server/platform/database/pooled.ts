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
 * The Database over pg pools. Embedded, both pools are the one pool with its single connection: a transaction keeps its
 * client in AsyncLocalStorage, so that a query inside it uses that client instead of waiting for it forever.
 */
export function createPooledDatabase({ writes, reads, presses, code, mostPerBatch, close }: Pools): Database {
  const open = new AsyncLocalStorage<PoolClient>();

  async function run<Row extends object>(pool: Pool, statement: Statement): Promise<Row[]> {
    const target = open.getStore() ?? pool;
    const result = await target.query<Row>(statement as { text: string; values: unknown[]; name?: string });
    return result.rows;
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
