import { pageOf } from "../../shared/lists.ts";
import type { DeadLetter, OutboxPage } from "../../shared/operations.ts";
import type { Database } from "../platform/database/index.ts";
import type { OutboxState } from "./ports.ts";

const mostCounted = 10_000;

/** What waits in the outbox and what has died there, in PostgreSQL. */
export function createSqlOutboxState(database: Database): OutboxState {
  const counts = `select
      (select count(*)::integer from (
        select from outbox where settled_at is null limit ${mostCounted}) as counted) as waiting,
      (select count(*)::integer from (
        select from outbox where outcome = 'dead' limit ${mostCounted}) as counted) as dead,
      (select extract(epoch from ${database.code}.clock() - min(created_at))::integer from (
        select created_at from outbox where settled_at is null order by due_at, id limit ${mostCounted}) as unsent
      ) as "oldestSeconds"`;
  const letters = `select id::text, kind, created_at as "createdAt", tries, trouble from outbox
    where outcome = 'dead' and ($1::bigint is null or id < $1) order by outbox.id desc limit $2`;

  return {
    async read(cursor, limit) {
      const [counted] = await database.read<Pick<OutboxPage, "waiting" | "dead" | "oldestSeconds">>({
        text: counts,
        values: [],
      });
      const rows = await database.read<Omit<DeadLetter, "createdAt"> & { createdAt: Date }>({
        text: letters,
        values: [cursor, limit + 1],
      });
      const items = rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
      return { ...pageOf(items, limit), waiting: 0, dead: 0, oldestSeconds: null, ...counted };
    },
  };
}
