import { type Levels, levels } from "../../shared/metrics.ts";
import type { Database } from "../platform/database/index.ts";
import type { Signals } from "./ports.ts";

const mostLines = 10_000;
const mostMessages = 10_000;
const mostSeats = 1_000;
/** Of a minute with more reservations the seats of the others are not counted. */
const mostGiven = 20_000;

/**
 * What PostgreSQL's rows say of lines, seats and mails; everything is bounded, and nothing of it names anybody.
 * A message waits from when it may go. One that failed and has its pause does not; one that was taken and not tried
 * yet, for which `leaseSeconds` is the most, waits all the while: whoever took it may be gone.
 */
export function createSqlSignals(database: Database, leaseSeconds: number): Signals {
  const { code } = database;
  const text = `select
      oversold as "${levels.oversold}", still as "${levels.linesStill}", waiting as "${levels.waiting}",
      (select coalesce(extract(epoch from ${code}.clock() - min(waits_since)), 0)::integer from (
        select case when due_at > ${code}.clock() then created_at else greatest(created_at, due_at) end as waits_since
        from outbox where settled_at is null and due_at <= ${code}.clock() + interval '${leaseSeconds} seconds'
          and (due_at <= ${code}.clock() or tries = 0)
        order by due_at, id limit ${mostMessages}
      ) as unsent) as "${levels.outboxAge}",
      (select count(*)::integer from (
        select from outbox where outcome = 'dead' and settled_at > ${code}.clock() - interval '1 day'
        limit ${mostMessages}) as dead) as "${levels.deadLetters}",
      (select coalesce(sum(party_size), 0)::integer
        from (select party_size, created_at, is_walk_in from reservation order by id desc limit ${mostGiven}) as latest
        where created_at > ${code}.clock() - interval '1 minute' and not is_walk_in
      ) as "${levels.seatsGiven}",
      (select percentile_cont(0.5) within group (order by extract(epoch from latest.created_at - entry.joined_at))
        from (select slot_id, ticket, created_at, is_walk_in from reservation order by id desc limit ${mostSeats})
          as latest
        join entry on entry.slot_id = latest.slot_id and entry.ticket = latest.ticket
        where latest.created_at > ${code}.clock() - interval '1 minute' and not latest.is_walk_in
      ) as "${levels.timeToSeat}"
    from (
      select count(*) filter (where is_oversold)::integer as oversold,
        count(*) filter (where is_still)::integer as still, coalesce(sum(people_waiting), 0)::integer as waiting
      from ${code}.reckon_lines(${mostLines})
    ) as lines`;

  return {
    async read() {
      const [row = {}] = await database.read<Record<string, number | null>>({ text, values: [] });
      return Object.fromEntries(Object.entries(row).filter(([, level]) => level !== null)) as Levels;
    },
  };
}
