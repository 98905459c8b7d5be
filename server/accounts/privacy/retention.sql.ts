import type { Database } from "../../platform/database/index.ts";
import type { Retention } from "./ports.ts";

interface Kept {
  readonly what: string;
  readonly table: string;
  /** Rows that have been kept long enough; `code.` is our functions' schema. */
  readonly when: string;
  /** What such a row forgets; it goes altogether when this is left out. */
  readonly forgets?: string;
}

/** Rows of one statement, so that a connection, or all of an embedded database, is soon free for others. */
const atOnce = 1_000;
/** Statements for one kind in one sweep; what is left is the next sweep's. */
const mostTimes = 200;

/** What is kept, and how long; docs/privacy.md says why. */
export const kept: readonly Kept[] = [
  { what: "presses, 24 hours", table: "press", when: "created_at < code.clock() - interval '24 hours'" },
  {
    what: "sessions, an hour after their end, 30 days at most",
    table: "session",
    when: "(ended_at < code.clock() - interval '1 hour' or started_at < code.clock() - interval '30 days')",
  },
  { what: "sign-ins on their way, an hour", table: "used_sign_in", when: "used_at < code.clock() - interval '1 hour'" },
  { what: "links to cut, two days", table: "unlinking", when: "left_at < code.clock() - interval '2 days'" },
  { what: "invitations, until they run out", table: "staff_invitation", when: "expires_at < code.clock()" },
  { what: "whose page was open, an hour", table: "presence", when: "until < code.clock() - interval '1 hour'" },
  { what: "messages, 90 days", table: "outbox", when: "created_at < code.clock() - interval '90 days'" },
  { what: "notices of hosts, a year", table: "notice", when: "created_at < code.clock() - interval '1 year'" },
  { what: "what was said in rooms, a year", table: "message", when: "at < code.clock() - interval '1 year'" },
  {
    what: "who was in a room, as long as something of theirs is in it",
    table: "room_guest",
    when: `not is_present and present_until < code.clock() - interval '1 year' and muted_until <= code.clock()
      and not exists (select from message where message.store_id = room_guest.store_id and guest = number)
      and not exists (
        select from message_report where message_report.store_id = room_guest.store_id and guest = number)`,
  },
  { what: "what was shown, 90 days", table: "impression", when: "shown_at < code.clock() - interval '90 days'" },
  { what: "what was opened, 90 days", table: "store_view", when: "viewed_at < code.clock() - interval '90 days'" },
  { what: "mails of a demo, 90 days", table: "mailbox", when: "at < code.clock() - interval '90 days'" },
  {
    what: "whose a reservation was, five years",
    table: "reservation",
    when: `person_id > 0 and created_at < code.clock() - interval '5 years'
      and not exists (select from slot where slot.id = slot_id and ends_at > code.clock())`,
    forgets: "person_id = -ticket",
  },
  { what: "the audit log, two years", table: "audit", when: "at < code.clock() - interval '2 years'" },
];

/** The rows are chosen first, so that a sweep has a bound whatever has gathered. The audit log lets go when told to. */
function sweepOf({ table, when, forgets }: Kept): string {
  const chosen = `select ctid from ${table} where ${when} limit ${atOnce}`;
  const verb = forgets === undefined ? `delete from ${table}` : `update ${table} set ${forgets}`;
  return `with told as materialized (select set_config('popline.erasing', 'on', true) as how),
    gone as (${verb} where ctid = any (array(${chosen})) and exists (select from told where how = 'on') returning 1)
    select count(*)::integer as gone from gone`;
}

/**
 * Deletes in PostgreSQL what was kept long enough, 1,000 rows at a time and at most 200,000 of a kind in a sweep. It
 * takes one connection of the pool for one person's writes, and none of the joins'.
 */
export function createSqlRetention(database: Database): Retention {
  async function sweepAll(each: Kept): Promise<number> {
    const text = sweepOf(each).replaceAll("code.", `${database.code}.`);
    let gone = 0;
    for (let times = 0; times < mostTimes; times += 1) {
      const [row] = await database.press<{ gone: number }>({ text, values: [] });
      const { gone: now = 0 } = row ?? {};
      gone += now;
      if (now < atOnce) break;
    }
    return gone;
  }

  return {
    async sweep() {
      const gone: Record<string, number> = {};
      for (const each of kept) gone[each.what] = await sweepAll(each);
      return gone;
    },
  };
}
