import type { SessionId } from "../../shared/ids.ts";
import type { Database } from "../platform/database/index.ts";
import type { SessionPerson, Sessions, StoredSession } from "./ports.ts";

/** A session ends by itself after so long, whatever its cookie says. */
const longest = "interval '30 days'";
/** And sooner if nobody used it: a phone in a drawer is nobody's way in. */
const longestUnused = "interval '14 days'";
/** Not ended, neither by anybody nor by itself. */
const isAlive = `ended_at is null and started_at > clock_timestamp() - ${longest}
    and last_seen_at > clock_timestamp() - ${longestUnused}`;
/** Ended sessions are told to other processes for a few seconds; an hour is more than enough. */
const endedKept = "interval '1 hour'";
/** With the one that begins there are 20. */
const mostOthers = 19;
/** Longer than any two looks are apart, so that none is missed when a commit comes late. */
const lately = "interval '15 seconds'";
/** A sign-in is over after ten minutes (its cookie's age); until then its state must not come back. */
const statesKept = "interval '1 hour'";

const begin = `with forgotten as (
    delete from session where person_id = $2
      and (ended_at < clock_timestamp() - ${endedKept} or started_at < clock_timestamp() - ${longest})
  ), pushed_out as (
    update session set ended_at = clock_timestamp() where ended_at is null and id in (
      select id from session where person_id = $2 and ${isAlive} order by started_at desc, id offset ${mostOthers})
    returning id
  ), begun as (insert into session (id, person_id, browser, system) values ($1, $2, $3, $4))
  select id from pushed_out`;

const find = `select session.id as session, person.id, person.name, person.role,
    session.last_seen_at < clock_timestamp() - interval '2 hours' as "isStale"
  from session join person on person.id = session.person_id
  where session.id = any ($1::uuid[]) and ${isAlive} and person.erasing_since is null`;

const see = `update session set last_seen_at = date_trunc('hour', clock_timestamp()) where id = any ($1::uuid[])`;

const end = `update session set ended_at = clock_timestamp()
  where person_id = $1 and ended_at is null and ($2::uuid is null or id = $2) returning id`;

const list = `select id, browser, system, started_at as "startedAt", last_seen_at as "lastSeenAt" from session
  where person_id = $1 and ${isAlive} order by started_at desc limit 20`;

const endedLately = `select id from session where ended_at > clock_timestamp() - ${lately} limit 10000`;

const spend = `with forgotten as (delete from used_sign_in where used_at < clock_timestamp() - ${statesKept})
  insert into used_sign_in (state) values ($1) on conflict do nothing returning state`;

/** Ends the sessions of everybody, and answers how many: in a restored database also those are open that were ended. */
export async function endEverySession(database: Database): Promise<number> {
  const text = "update session set ended_at = clock_timestamp() where ended_at is null returning id";
  return (await database.press({ text, values: [] })).length;
}

type Found = SessionPerson & { readonly isStale: boolean };

/** Sessions in PostgreSQL. */
export function createSqlSessions(database: Database): Sessions {
  const ids = async (text: string, values: readonly unknown[]) =>
    (await database.press<{ id: SessionId }>({ text, values })).map(({ id }) => id);

  return {
    begin: ({ id, person, browser, system }) => ids(begin, [id, person, browser, system]),

    // One statement for everybody whose session was asked about in the same instant; see session-people.ts.
    async find(sessions) {
      const found = await database.read<Found>({ name: "sessions", text: find, values: [sessions] });
      const stale = found.filter(({ isStale }) => isStale).map(({ session }) => session);
      // Only for its owner to read; nobody waits for it.
      if (stale.length > 0) database.press({ text: see, values: [stale] }).catch(() => undefined);
      return found.map(({ session, id, name, role }) => ({ session, id, name, role }));
    },

    end: (person, session) => ids(end, [person, session]),
    list: (person) => database.read<StoredSession>({ text: list, values: [person] }),
    async endedLately() {
      const rows = await database.read<{ id: SessionId }>({ text: endedLately, values: [] });
      return rows.map(({ id }) => id);
    },
    spend: async (state) => (await database.press({ text: spend, values: [state] })).length > 0,
  };
}
