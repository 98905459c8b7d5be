/** Rows of somebody in every table that can have some, and how many: what a copy holds and an erasure clears. */
import type { World } from "./world.ts";

interface Whose {
  readonly person: string;
  /** Where they work and what they follow. */
  readonly store: string;
  /** Stands in every text of theirs. */
  readonly mark: string;
}

/** A row of each kind that needs no slot; what a slot knows of people comes with `World.join`. */
const rowsOfTheirs = `with of_session as (
    select id, person_id from session where person_id = $1::bigint limit 1
  ), presence as (
    insert into presence select $1, now()
  ), device as (
    insert into push_device (person_id, session_id, endpoint, p256dh, auth, since)
    select person_id, id, 'http://127.0.0.1:9/' || $3, repeat('B', 87), repeat('A', 22), now() from of_session
  ), setting as (
    insert into notification_setting (person_id, kind, wants_mail) values ($1, 'reminder', false)
  ), follow as (
    insert into store_follow select $2::bigint, $1, now()
  ), shown as (
    insert into impression (person_id, day, place, store_id, rank, reason, shown_at)
    values ($1, current_date, 'home', $2, 1, 'popular', now())
  ), opened as (
    insert into store_view (person_id, day, store_id, viewed_at, again_at) values ($1, current_date, $2, now(), now())
  ), part as (
    insert into staff select $2, $1, now()
  ), consented as (
    insert into consent (person_id, kind, version, is_given, at) values ($1, 'profile', $3, true, now())
  ), guest as (
    insert into room_guest (store_id, number, person_id) values ($2, $1, $1)
  ), said as (
    insert into message (store_id, seq, kind, guest, text, client_id, at)
    values ($2, 1000 + $1, 'talk', $1, $3, gen_random_uuid(), now())
  ), reported as (
    insert into message_report (store_id, seq, guest, reason, at) values ($2, 1000 + $1, $1, 'spam', now())
  ), mail as (
    insert into mailbox (key, person_id, recipient, subject, html, text, attachments, at)
    values ('mail ' || $3, $1, $3, $3, $3, $3, '[]', now())
  ), told as (
    insert into outbox (kind, cause, person_id, created_at) values ('opening-soon', $2, $1, now())
  ), pressed as (
    insert into press (person_id, key, body_hash, answer) values ($1, $3, '', jsonb_build_object('word', $3::text))
  ), deed as (
    insert into audit (person_id, role, deed, subject, details, network)
    values ($1, 'staff', 'checked-in', 'store:' || $2, jsonb_build_object('person', $1::text), '127.0.0.0/24')
  ) insert into store (owner_id, category, district, starts_on, ends_on, opens_at, closes_at, name, published_at)
  select $1, category, district, starts_on, ends_on, opens_at, closes_at, $3, null from store where id = $2`;

export async function leaveRows({ database }: World, { person, store, mark }: Whose): Promise<void> {
  await database.query({ text: rowsOfTheirs, values: [person, store, mark] });
}

/** Every column that can hold somebody's number, with how often it holds this one. */
export async function placesOf({ database }: World, person: string): Promise<Record<string, number>> {
  const text = `select table_name as in, column_name as at
    from information_schema.columns where table_schema = 'public' and column_name ~ '(person|owner)_id$'`;
  const counts: Record<string, number> = {};
  for (const { in: table, at } of await database.query<{ at: string; in: string }>({ text, values: [] })) {
    const counting = `select count(*)::integer from ${table} where ${at} = $1`;
    const [row] = await database.query<{ count: number }>({ text: counting, values: [person] });
    counts[`${table}.${at}`] = row?.count ?? 0;
  }
  return counts;
}
