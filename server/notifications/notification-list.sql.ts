import { type EntryId, makeEntryId } from "../../shared/ids.ts";
import { pageOf } from "../../shared/lists.ts";
import type { Notification } from "../../shared/notifications.ts";
import type { Database } from "../platform/database/index.ts";
import type { Facts, NotificationList } from "./ports.ts";

const mostCounted = 99;
/** Rows that one press reads; whoever has more presses again. */
const mostMarked = 1_000;

interface Row {
  readonly id: Notification["id"];
  readonly createdAt: Date;
  readonly isUnread: boolean;
  readonly facts: Facts;
}

/** PostgreSQL writes moments in its own way inside JSON. */
const momentOf = (moment: string | null) => (moment === null ? null : new Date(moment).toISOString());

function toNotification({ id, createdAt, isUnread, facts }: Row): Notification {
  const { kind, storeId, storeName, timeZone, slotId, ticket, reservationId, text } = facts;
  const entryId: EntryId | null = slotId === null || ticket === null ? null : makeEntryId(slotId, ticket);
  return {
    ...{ id, kind, storeId, storeName, timeZone, slotId, entryId, reservationId, text, isUnread },
    createdAt: createdAt.toISOString(),
    opensAt: new Date(facts.opensAt).toISOString(),
    startsAt: momentOf(facts.startsAt),
    offerExpiresAt: momentOf(facts.offerExpiresAt),
  };
}

/** The outbox as its people see it. */
export function createSqlNotificationList(database: Database): NotificationList {
  const list = `with mine as materialized (
      select id, created_at, read_at from outbox
      where person_id = $1 and ($2::bigint is null or id < $2) and outcome is distinct from 'withdrawn'
      order by id desc limit $3
    ) select mine.id::text, created_at as "createdAt", read_at is null as "isUnread", facts
    from mine join ${database.code}.message_facts(array(select id from mine)) as told on told.message = mine.id
    order by mine.id desc`;
  const count = `select count(*)::integer as unread from (
      select from outbox where person_id = $1 and read_at is null and outcome is distinct from 'withdrawn'
      limit ${mostCounted}
    ) as counted`;
  const mark = `update outbox set read_at = ${database.code}.clock() where id = any (array(
      select id from outbox where person_id = $1 and id <= $2 and read_at is null
      order by id desc limit ${mostMarked}))`;

  return {
    async read(person, cursor, limit) {
      const rows = await database.read<Row>({ text: list, values: [person, cursor, limit + 1] });
      const [counted] = await database.read<{ unread: number }>({ text: count, values: [person] });
      return { ...pageOf(rows.map(toNotification), limit), unread: counted?.unread ?? 0 };
    },
    async markRead(person, upTo) {
      await database.press({ text: mark, values: [person, upTo] });
    },
  };
}
