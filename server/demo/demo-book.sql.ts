import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Database } from "../platform/database/index.ts";
import type { DemoBook, DemoPast } from "./ports.ts";

const lockNumber = 7_105_647;
/** Another process that seeds is waited for this long. */
const lockTimeout = "60s";
const rowsAtOnce = 2_000;
const slotsAtOnce = 100;

function inPieces<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => {
    return items.slice(index * size, (index + 1) * size);
  });
}

const addPeople = `insert into person (issuer, subject, name, role, email, created_at)
  select 'demo', role || ':' || name, name, role,
    'demo-' || left(encode(sha256(convert_to(role || ':' || name, 'UTF8')), 'hex'), 16) || '@popline.example',
    to_timestamp(since / 1000.0)
  from jsonb_to_recordset($1) as given (name text, role text, since bigint)
  on conflict (issuer, subject) do update set name = excluded.name returning id, name, role`;

const addStores = `insert into store (id, owner_id, name, bio, category, district, starts_on, ends_on, opens_at,
    closes_at, largest_party, offer_minutes, number_in_category, created_at) overriding system value
  select id, owner, name, bio, category, district, "startsOn", "endsOn", to_timestamp("opensAt" / 1000.0),
    to_timestamp("closesAt" / 1000.0), "largestParty", "offerMinutes", "numberInCategory",
    to_timestamp("registeredAt" / 1000.0)
  from jsonb_to_recordset($1) as given (id bigint, owner bigint, name text, bio text, category text, district text,
    "startsOn" date, "endsOn" date, "opensAt" bigint, "closesAt" bigint, "largestParty" integer,
    "offerMinutes" integer, "numberInCategory" integer, "registeredAt" bigint)`;

const addSlots = `with given as (
    select * from jsonb_to_recordset($1) as given (store bigint, "startsAt" bigint, "endsAt" bigint, capacity integer,
      over jsonb)
  ), added as (
    insert into slot (store_id, starts_at, ends_at, line_phase)
    select store, to_timestamp("startsAt" / 1000.0), to_timestamp("endsAt" / 1000.0),
      case when jsonb_typeof(over) = 'object' then 2 else 0 end
    from given order by store, "startsAt" returning id, store_id, starts_at
  ), lined as (
    insert into slot_line (slot_id, capacity, held, joined, next_ticket)
    select added.id, given.capacity, coalesce((over ->> 'held')::integer, 0),
      coalesce((over ->> 'tickets')::integer, 0), coalesce((over ->> 'tickets')::integer, 0) + 1
    from added join given on given.store = added.store_id
      and to_timestamp(given."startsAt" / 1000.0) = added.starts_at
  )
  select id, store_id as store, (extract(epoch from starts_at) * 1000)::float8 as "startsAt" from added`;

/** Whoever came was scanned in the first minutes. */
const addPast = `insert into reservation (slot_id, ticket, person_id, party_size, state, created_at, cancelled_at,
    checked_in_at)
  select slot.id, ticket, person, "partySize", state::reservation_state, to_timestamp("createdAt" / 1000.0),
    to_timestamp("cancelledAt" / 1000.0),
    case when state = 'completed' then slot.starts_at + ticket % 12 * interval '1 minute' end
  from jsonb_to_recordset($1) as given ("slotId" bigint, ticket integer, person bigint, "partySize" integer, state text,
    "createdAt" bigint, "cancelledAt" bigint) join slot on slot.id = "slotId"`;

const admit = (code: string) => `select given.slot, answer.problems
  from jsonb_to_recordset($1) as given (slot bigint, people bigint[], parties integer[], keys text[])
  cross join lateral ${code}.admit(given.slot, given.people, given.parties, given.keys) as answer
  where answer.problems ~ '[a-z]'`;

const addTalk = `with given as (
    select * from jsonb_to_recordset($1) as given (store bigint, seq bigint, person bigint, "isHost" boolean, text text,
      at bigint)
  ), guest as (
    insert into room_guest (store_id, number, person_id)
    select store, row_number() over (partition by store order by first), person
    from (select store, person, min(seq) as first from given group by store, person) as come
    returning store_id, number, person_id
  ), said as (
    insert into message (store_id, seq, kind, guest, badge, text, client_id, at)
    select store, seq, 'talk', number, case when "isHost" then 'host' end, text, gen_random_uuid(),
      to_timestamp(at / 1000.0)
    from given join guest on store_id = store and person_id = person
  )
  update room set last_seq = (select max(seq) from given where store = store_id),
    guests = (select max(number) from guest where guest.store_id = room.store_id)
  where store_id in (select store from given)`;

/** Its purchases are not there, and so were never all imported. */
const addModel = `with learned_from as (
    insert into purchase_import (source, hash, rows)
    select given ->> 'source', given ->> 'hash', (given ->> 'rows')::integer from (select $1::jsonb) as told (given)
    returning id, hash
  )
  insert into model (import_id, data_hash, seed, state, parameters, metrics, learned)
  select id, hash, ($1::jsonb ->> 'seed')::bigint, 'live', $1::jsonb -> 'learned' -> 'parameters',
    $1::jsonb -> 'metrics', $1::jsonb -> 'learned'
  from learned_from`;

/** Most people press soon after the opening; a later ticket is a later moment, and none is after now. */
const cameAt = `store.opens_at
  + (to_timestamp($1 / 1000.0) - store.opens_at) * power((row.ticket - 0.5) / line.next_ticket, 2)`;
const ofSlot = `from slot_line as line, slot, store
  where line.slot_id = row.slot_id and slot.id = row.slot_id and slot.line_phase = 0 and store.id = slot.store_id`;
const spreadMoments = [
  `update entry as row set joined_at = ${cameAt} ${ofSlot}`,
  `update reservation as row set created_at = ${cameAt} ${ofSlot}`,
  `update outbox as row set created_at = ${cameAt}, sent_at = ${cameAt}, settled_at = ${cameAt}, outcome = 'sent'
    ${ofSlot}`,
];
/** What is full filled when its last seat was taken, not when all of them were written. */
const spreadFilled = `update slot_line as line set filled_at = (
    select max(created_at) from reservation where slot_id = line.slot_id and state <> 'cancelled')
  where filled_at is not null`;

/**
 * Without it they may be planned for tables of one row: a start that was undone leaves dead rows, autovacuum counts
 * none that live, and the updates read every row once for each slot.
 */
const analyze = "analyze store, slot, slot_line, entry, reservation, outbox";

/** The invented world in PostgreSQL. */
export function createSqlDemoBook(database: Database): DemoBook & DemoPast {
  const run = <Row extends object>(text: string, ...values: readonly unknown[]) =>
    database.query<Row>({ text, values });

  async function write<Row extends object>(text: string, rows: readonly unknown[], most = rowsAtOnce): Promise<Row[]> {
    const written: Row[] = [];
    for (const piece of inPieces(rows, most)) written.push(...(await run<Row>(text, JSON.stringify(piece))));
    return written;
  }

  return {
    onceOnEmpty: (work) =>
      database.transaction(async () => {
        await run(`set local lock_timeout = '${lockTimeout}'`);
        await run("select pg_advisory_xact_lock($1)", lockNumber);
        if ((await run("select from store limit 1")).length > 0) return false;
        const [clock] = await run<{ now: Date }>(`select ${database.code}.clock() as now`);
        await work((clock as { now: Date }).now.getTime());
        return true;
      }),

    async addPeople(people) {
      const rows = await write<{ id: PersonId; name: string; role: string }>(addPeople, people);
      const ids = new Map(rows.map(({ id, name, role }) => [`${role}:${name}`, id]));
      return people.map(({ name, role }) => ids.get(`${role}:${name}`) as PersonId);
    },

    async addStores(stores) {
      await write(addStores, stores);
      await run("select setval(pg_get_serial_sequence('store', 'id'), (select max(id) from store))");
    },

    async addSlots(slots) {
      const rows = await write<{ id: SlotId; store: string; startsAt: number }>(addSlots, slots);
      const ids = new Map(rows.map(({ id, store, startsAt }) => [`${store}@${Math.round(startsAt)}`, id]));
      return slots.map(({ store, startsAt }) => ids.get(`${store}@${startsAt}`) as SlotId);
    },

    async addPast(visits) {
      await write(
        addPast,
        visits.map(({ slot, ...visit }) => ({ slotId: slot, ...visit })),
      );
    },

    async admit(presses, now) {
      const asked = presses.map((press) => {
        return { ...press, keys: press.people.map((person) => `demo ${press.slot} ${person}`) };
      });
      const refused = await write<{ slot: SlotId; problems: string }>(admit(database.code), asked, slotsAtOnce);
      if (refused.length > 0) throw new Error(`The demo's visitors were refused: ${JSON.stringify(refused[0])}`);
      await run(analyze);
      for (const text of spreadMoments) await run(text, now);
      await run(spreadFilled);
    },

    async addTalk(talk) {
      await write(addTalk, talk);
    },

    async addModel(model) {
      await run(addModel, JSON.stringify(model));
    },

    async pause(slots) {
      await run("update slot_line set paused = true where slot_id = any ($1)", slots);
    },
  };
}
