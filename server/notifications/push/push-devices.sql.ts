import { mostPushDevices } from "../../../shared/push.ts";
import type { Database } from "../../platform/database/index.ts";
import type { PushDevices } from "./ports.ts";

/** The oldest of a person go first. A browser that somebody else used before is theirs no longer. */
const keep = (code: string) => `with kept as (
    insert into push_device (person_id, session_id, endpoint, p256dh, auth, since)
    values ($1, $2, $3, $4, $5, ${code}.clock())
    on conflict (endpoint) do update set person_id = excluded.person_id, session_id = excluded.session_id,
      p256dh = excluded.p256dh, auth = excluded.auth, since = excluded.since
    returning id
  ) delete from push_device where id in (
    select id from push_device where person_id = $1 and endpoint <> $3
    order by since desc, id desc offset ${mostPushDevices - 1})`;

/** The browsers of people, in PostgreSQL. */
export function createSqlPushDevices(database: Database): PushDevices {
  const run = async (text: string, values: readonly unknown[]) => {
    await database.press({ text, values });
  };
  return {
    keep: (person, session, { endpoint, keys }) =>
      run(keep(database.code), [person, session, endpoint, keys.p256dh, keys.auth]),
    drop: (person, endpoint) =>
      run("delete from push_device where person_id = $1 and endpoint = $2", [person, endpoint]),
    forget: (device) => run("delete from push_device where id = $1", [device]),
  };
}
