import type { Database } from "../server/platform/database/index.ts";
import type { PersonId, SlotId } from "../shared/ids.ts";
import type { EntryState } from "../shared/line.ts";

export interface SlotWish {
  readonly capacity: number;
  /** People who wait already, each an invented person: entries have no foreign key. */
  readonly waiting?: number;
}

/** A slot's rows, to be held against what people were told. */
export interface SlotRows {
  readonly held: number;
  readonly waiting: number;
  /** Changes of the line so far: as many as batches, where nobody leaves. */
  readonly changes: number;
  readonly entries: readonly { ticket: number; person: PersonId; state: EntryState }[];
  readonly reservations: number;
  readonly told: number;
}

const mostWaiting = 10_000_000;
const firstInvented = 1_000_000_000;

/** Fills a database with people, slots and lines, and reads what became of them. */
export function createGrounds(database: Database) {
  const run = <Row extends object>(text: string, values: readonly unknown[] = []) =>
    database.query<Row>({ text, values });

  /** Each with a session whose id is the person's, in the form of a UUID. */
  async function addPeople(count: number, role = "visitor"): Promise<PersonId[]> {
    const rows = await run<{ id: PersonId }>(
      `with added as (
        insert into person (issuer, subject, name, role)
        select 'bench', gen_random_uuid()::text, 'Visitor', $2 from generate_series(1, $1) returning id
      ) insert into session (id, person_id, browser, system)
      select lpad(id::text, 32, '0')::uuid, id, 'other', 'other' from added returning person_id as id`,
      [count, role],
    );
    return rows.map(({ id }) => id);
  }

  /** One seat is taken by the first of the invented people, so that everybody behind waits. */
  async function fillLine(slot: SlotId, waiting: number): Promise<void> {
    await run(
      `insert into entry (slot_id, ticket, person_id, party_size, state, press_key, joined_at)
      select $1, ticket, $3 + ticket, 1, case ticket when 1 then 'confirmed' else 'waitlisted' end::entry_state,
        'invented-' || ticket, clock_timestamp() from generate_series(1, $2 + 1) as ticket`,
      [slot, waiting, firstInvented],
    );
    await run(
      `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
      values ($1, 1, $2, 1, clock_timestamp())`,
      [slot, firstInvented + 1],
    );
    await run(
      `insert into line_count (slot_id, level, block, waiting)
      select $1, level, ticket >> (6 * (level + 1)), count(*)
      from generate_series(2, $2 + 1) as ticket cross join generate_series(0, 2) as level group by 2, 3`,
      [slot, waiting],
    );
    await run("update slot_line set held = 1, waiting = $2, next_ticket = $2 + 2 where slot_id = $1", [slot, waiting]);
  }

  return {
    addPeople: (count: number) => addPeople(count),

    /** A slot of a store of its own, open for a day. */
    async addSlot({ capacity, waiting = 0 }: SlotWish): Promise<SlotId> {
      const [host] = await addPeople(1, "host");
      const [row] = await run<{ id: SlotId }>(
        `with store as (
          insert into store (owner_id, name, category, district, starts_on, ends_on, opens_at, closes_at)
          select $1, gen_random_uuid()::text, 'food', '성수', current_date, current_date + 3,
            now() - interval '1 hour', now() + interval '1 day' returning id
        ), slot as (
          insert into slot (store_id, starts_at, ends_at)
          select id, now() + interval '2 days', now() + interval '49 hours' from store returning id
        ) insert into slot_line (slot_id, capacity, most_waiting) select id, $2, $3 from slot returning slot_id as id`,
        [host, capacity, mostWaiting],
      );
      const { id } = row as { id: SlotId };
      if (waiting > 0) await fillLine(id, waiting);
      return id;
    },

    /** What autovacuum would do after a while; done now, it does not fall into a round. */
    async tidy(_: null): Promise<void> {
      await run("vacuum analyze");
    },

    /** Everything about a slot but its invented people. */
    async readSlot(slot: SlotId): Promise<SlotRows> {
      const [line] = await run<Pick<SlotRows, "held" | "waiting" | "changes">>(
        "select held, waiting, rev::integer as changes from slot_line where slot_id = $1",
        [slot],
      );
      const count = async (table: string) => {
        const text = `select count(*)::integer as count from ${table} where slot_id = $1 and person_id < $2`;
        return (await run<{ count: number }>(text, [slot, firstInvented]))[0]?.count ?? 0;
      };
      const entries = await run<SlotRows["entries"][number]>(
        `select ticket, person_id as person, state from entry where slot_id = $1 and person_id < $2 order by ticket`,
        [slot, firstInvented],
      );
      const { held, waiting, changes } = line as Pick<SlotRows, "held" | "waiting" | "changes">;
      const [reservations, told] = [await count("reservation"), await count("outbox")];
      return { held, waiting, changes, entries, reservations, told };
    },
  };
}
