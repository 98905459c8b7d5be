import type { World } from "../world.ts";
import type { Things } from "./things.ts";

/** A browser that is visitor B's. */
export const browserOfB = "http://127.0.0.1:9/browser-of-b";

/** Both visitors follow both stores and have chosen something, so that a write that means everybody's is seen. */
export async function haveTheSame({ database }: World, { A, B }: Readonly<Record<"A" | "B", Things>>): Promise<void> {
  const people = [A.visitorId, B.visitorId];
  const follows = `insert into store_follow select store, person, now()
    from unnest($1::bigint[]) as store, unnest($2::bigint[]) as person`;
  await database.query({ text: follows, values: [[A.storeId, B.storeId], people] });
  const settings = `insert into notification_setting (person_id, kind, wants_mail)
    select person, kind, true from unnest($1::bigint[]) as person, unnest(array['reminder', 'host-notice']) as kind`;
  await database.query({ text: settings, values: [people] });
  const device = `insert into push_device (person_id, session_id, endpoint, p256dh, auth, since)
    select person_id, id, $2, repeat('B', 87), repeat('A', 22), now() from session where person_id = $1 limit 1`;
  await database.query({ text: device, values: [B.visitorId, browserOfB] });
}

/** Every row of everybody but whoever has this cookie, by the columns that can hold a person's number. */
export async function rowsOfOthers(
  { ask, database }: World,
  cookie: string | undefined,
): Promise<() => Promise<string>> {
  const { id } = (await ask("GET", "/api/me", { cookie })).body;
  const columns = await database.query<{ at: string; in: string }>({
    text: `select table_name as in, column_name as at from information_schema.columns
      where table_schema = 'public' and column_name ~ '(person|owner)_id$'
      union all select 'person', 'id' order by 1, 2`,
    values: [],
  });
  const each = columns.map(
    ({ in: table, at }) => `select '${table}' as kind, jsonb_agg(to_jsonb(t) order by to_jsonb(t))::text as rows
      from ${table} as t where ${at} is distinct from $1`,
  );
  const text = `${each.join(" union all ")} order by 1, 2`;
  return async () => JSON.stringify(await database.query({ text, values: [id] }));
}
