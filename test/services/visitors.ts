import { randomUUID } from "node:crypto";
import type { Visitor } from "../../load/crowd/crowd.ts";
import type { Database } from "../../server/platform/database/index.ts";
import { signSession } from "../../server/platform/http/session-cookie.ts";
import type { SessionId } from "../../shared/ids.ts";
import { sessionSecret } from "./servers.ts";

/**
 * So many people who are signed in at every server of the tests, in two statements: where thousands press, how they
 * signed in is not what is tested, and through HTTP it takes longer than all that is.
 */
export async function signedInVisitors(database: Database, count: number): Promise<Visitor[]> {
  const people = await database.query<{ id: string }>({
    text: `insert into person (issuer, subject, name, role)
      select 'test', gen_random_uuid()::text, 'Visitor', 'visitor' from generate_series(1, $1) returning id`,
    values: [count],
  });
  const sessions = people.map(() => randomUUID() as SessionId);
  await database.query({
    text: `insert into session (id, person_id, browser, system)
      select *, 'other', 'other' from unnest($1::uuid[], $2::bigint[])`,
    values: [sessions, people.map(({ id }) => id)],
  });
  const issuedAt = Math.floor(Date.now() / 1000);
  return people.map(({ id }, position) => {
    const session = sessions[position] as SessionId;
    return { id, cookie: `popline=${signSession({ session, issuedAt }, sessionSecret)}` };
  });
}
