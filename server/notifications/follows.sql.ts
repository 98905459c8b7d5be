import type { Database } from "../platform/database/index.ts";
import type { FollowedOpening, Follows } from "./ports.ts";
import { mostFollows } from "./rules.ts";

/** Who follows which store, in PostgreSQL. */
export function createSqlFollows(database: Database): Follows {
  const { code } = database;
  return {
    async isFollowing(person, store) {
      const text = "select from store_follow where store_id = $1 and person_id = $2";
      return (await database.press({ text, values: [store, person] })).length > 0;
    },
    async follow(person, store) {
      const text = `with added as (
          insert into store_follow (store_id, person_id, since)
          select id, $2, ${code}.clock() from store where id = $1 and published_at is not null on conflict do nothing
        ), gone as (
          delete from store_follow where person_id = $2 and store_id in (
            select store_id from store_follow where person_id = $2 and store_id <> $1
            order by since desc offset ${mostFollows - 1})
        ) select from store where id = $1 and published_at is not null`;
      return (await database.press({ text, values: [store, person] })).length > 0;
    },
    async openings(person) {
      const text = `select store.id as store, name, concat_ws(' ', district, nullif(address, '')) as place,
          opens_at as "opensAt", time_zone as "timeZone"
        from store_follow join store on store.id = store_id
        where person_id = $1 and published_at is not null and opens_at > ${code}.clock() order by opens_at, store.id`;
      const rows = await database.read<Omit<FollowedOpening, "opensAt"> & { opensAt: Date }>({
        text,
        values: [person],
      });
      return rows.map((row) => ({ ...row, opensAt: row.opensAt.toISOString() }));
    },
    async unfollow(person, store) {
      await database.press({
        text: "delete from store_follow where store_id = $1 and person_id = $2",
        values: [store, person],
      });
    },
  };
}
