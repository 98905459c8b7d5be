import type { WriteMark } from "../../../shared/write-mark.ts";

/** One SQL statement. A `name` makes it a prepared statement of the connection; give one on hot paths only. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly name?: string;
}

export interface Database {
  /** The schema that holds this process's version of our SQL functions; see migrate.ts. */
  readonly code: string;
  /** Presses in one batch: an embedded database blocks the event loop, so its batches are short. */
  readonly mostPerBatch: number;
  /** Runs a statement on the pool of joins (docs/locking.md), or on the open `transaction`. Fails with pg's errors. */
  query<Row extends object>(statement: Statement): Promise<Row[]>;
  /** The same on the pool for reads, so that lists never wait behind joins. Sees only what is committed. */
  read<Row extends object>(statement: Statement): Promise<Row[]>;
  /**
   * The same for lists and searches that may be older than what is committed: on a replica where there is one. With a
   * mark they know everything that was committed before it was given.
   */
  list<Row extends object>(statement: Statement, wrote: WriteMark | null): Promise<Row[]>;
  /** A mark that is behind every write answered before; null where no other process and no replica could lack it. */
  mark(): Promise<WriteMark | null>;
  /** The same on the pool for one person's writes: those that wait for a stuck slot never keep joins waiting. */
  press<Row extends object>(statement: Statement): Promise<Row[]>;
  /** Commits when `work` resolves and rolls back when it throws. Nested calls join the outer transaction. */
  transaction<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Resolves when the database answers reads. */
  ping(): Promise<void>;
  /**
   * A copy of an embedded database, as it is between two statements; a server's is its operator's to take. Of what was
   * deleted from the `rewritten` tables no byte is in it.
   */
  readonly dump?: (rewritten: readonly string[]) => Promise<Blob>;
  close(): Promise<void>;
}
