import { pageOf } from "../../shared/lists.ts";
import { mostNoticesADay } from "../../shared/notification-codes.ts";
import type { Notice, StoreNotice } from "../../shared/notifications.ts";
import { type Database, pressOnce } from "../platform/database/index.ts";
import type { Notices } from "./ports.ts";

/** Hosts' notices in PostgreSQL; reminders.sql writes and tells them. */
export function createSqlNotices(database: Database): Notices {
  return {
    async post(store, { id: person, network }, text, key) {
      const asked = { store, text, most: mostNoticesADay };
      const write = { person, network, key, call: "post_notice", arguments: asked };
      const answer = await pressOnce<Notice>(database, write);
      return "problem" in answer ? answer : { ...answer, createdAt: new Date(answer.createdAt).toISOString() };
    },
    async list(store, cursor, limit) {
      const text = `select id::text, text, created_at as "createdAt" from notice
        where store_id = (select id from store where id = $1 and published_at is not null)
          and ($2::bigint is null or id < $2) order by notice.id desc limit $3`;
      const rows = await database.read<Omit<Notice, "createdAt"> & { createdAt: Date }>({
        text,
        values: [store, cursor, limit + 1],
      });
      return pageOf(
        rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
        limit,
      );
    },
    async latest(stores) {
      const rows = await database.read<Omit<StoreNotice, "createdAt"> & { createdAt: Date }>({
        text: `select store.id::text as "storeId", last.id::text, last.text, last.created_at as "createdAt"
          from store
          cross join lateral (select * from notice where store_id = store.id order by id desc limit 1) as last
          where store.id = any ($1::bigint[]) and store.published_at is not null
            and last.created_at > ${database.code}.clock() - interval '1 day'`,
        values: [stores],
      });
      return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
    },
  };
}
