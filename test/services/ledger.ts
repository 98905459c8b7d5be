import { createSqlLine } from "../../server/line/line.sql.ts";
import { type Database, openDatabase } from "../../server/platform/database/index.ts";
import { createSqlReservationBook } from "../../server/reservations/reservation-book.sql.ts";
import type { Doer } from "../../shared/audit.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { EntryState } from "../../shared/line.ts";
import type { ReservationState } from "../../shared/reservations.ts";
import { openPlace, type Place } from "./places.ts";
import { zoneAtNoon } from "./zone-at-hour.ts";

export interface SlotWish {
  readonly capacity?: number;
  readonly fillsGaps?: boolean;
  readonly largestParty?: number;
  readonly offerMinutes?: number;
  /** Where offers are made it is noon unless the test says where it is: they do not end in the night. */
  readonly timeZone?: string;
  readonly mostWaiting?: number;
  /** Milliseconds from the database's clock. */
  readonly opensInMs?: number;
  readonly closesInMs?: number;
  readonly startsInMs?: number;
}

/** What differs between slots of one store. */
export type BesideWish = Pick<SlotWish, "capacity" | "mostWaiting" | "startsInMs">;

export interface FinalRows {
  readonly line: { capacity: number; held: number; waiting: number; nextTicket: number; paused: boolean };
  readonly entries: readonly {
    ticket: number;
    personId: PersonId;
    partySize: number;
    state: EntryState;
    key: string;
  }[];
  readonly reservations: readonly {
    id: string;
    ticket: number;
    personId: PersonId;
    partySize: number;
    state: ReservationState;
  }[];
  readonly outbox: readonly { kind: string; ticket: number; personId: PersonId }[];
}

type HostDeed = "close_slot" | "edit_store" | "unpublish_store" | "delete_draft" | "register_walk_in";

/** Where the rows are when the ledger is not to make a place of its own. */
export interface LedgerPlace {
  readonly databaseUrl?: string;
  readonly dataFolder?: string;
  /** Open already; closing the ledger closes it. */
  readonly database?: Database;
  /** Of a server's sessions (`patient`). */
  readonly lockTimeoutMs?: number;
}

/** Somebody of the tests, as the audit log would write them down. */
export const asDoer = (id: PersonId): Doer => ({ id, network: "192.0.2.0/24" });

export type Ledger = Awaited<ReturnType<typeof openLedger>>;

const hourMs = 3_600_000;

/** What is there already, opened; closing it leaves it there. */
async function openKept({ databaseUrl, dataFolder = "", database: opened, ...wish }: LedgerPlace): Promise<Place> {
  const url = databaseUrl ?? null;
  const database = opened ?? (await openDatabase({ databaseUrl: url, dataFolder, ...wish }));
  return { database, url, close: database.close };
}

/** A database with the line's adapters and what a test needs around them: people, slots, a clock, and the rows. */
export async function openLedger(engine: "embedded" | "server", wish: LedgerPlace = {}) {
  const isKept = (wish.databaseUrl ?? wish.dataFolder ?? wish.database) !== undefined;
  const { database, url, close } = await (isKept ? openKept(wish) : openPlace(engine, wish));
  const line = createSqlLine(database);
  const run = <Row extends object>(text: string, values: readonly unknown[] = []) =>
    database.query<Row>({ text, values });
  const [host] = (await addPeople(database, 1, "host")) as [PersonId];

  return {
    database,
    url,
    line,
    reservations: createSqlReservationBook(database),
    host,
    run,
    people: (count: number) => addPeople(database, count, "visitor"),
    slot: (wish: SlotWish = {}) => addSlot(database, host, wish),
    /** Another slot of the same store. */
    slotBeside: (slot: SlotId, wish: BesideWish = {}) => addSlotBeside(database, slot, wish),
    rows: (slot: SlotId) => readRows(database, slot),
    /** What the host of the slot does with it or its store, by one of our functions; what that answers. */
    hostDoes: (call: HostDeed, slot: SlotId, wish: object = {}) => hostDoes(database, host, call, slot, wish),
    /** Brings every moment of the slot's store, the slot and its offers nearer, as if that time had passed. */
    passTime: (slot: SlotId, milliseconds: number) => passTime(database, slot, milliseconds),
    /** What our functions take for now, an expression; `clock_timestamp()` is as it was. */
    setClock: (now: string) => setClock(database, now),
    /** The next ticket is this one or a later one, as if those between had been given to others. */
    skipTickets: (slot: SlotId, next: number) => skipTickets(database, slot, next),
    close,
  };
}

async function hostDoes(database: Database, host: PersonId, call: HostDeed, slot: SlotId, wish: object) {
  const [row] = await database.query<{ answer: Record<string, unknown> | null }>({
    text: `select ${database.code}.${call}($1, $2::jsonb || jsonb_build_object('slot', slot.id, 'store', store.id,
        'revision', store.revision, 'tell', '{}'::jsonb, 'most', 3)) as answer
      from slot join store on store.id = slot.store_id where slot.id = $3`,
    values: [host, JSON.stringify(wish), slot],
  });
  return row?.answer ?? null;
}

async function setClock(database: Database, now: string): Promise<void> {
  const text = `create or replace function ${database.code}.clock() returns timestamptz
    language sql volatile as $$ select ${now} $$`;
  await database.query({ text, values: [] });
}

async function skipTickets(database: Database, slot: SlotId, next: number): Promise<void> {
  const text = `update slot_line set next_ticket = greatest(next_ticket, $2),
    last_of_epoch = greatest(last_of_epoch, $2 + 20000) where slot_id = $1`;
  await database.query({ text, values: [slot, next] });
}

async function passTime(database: Database, slot: SlotId, milliseconds: number): Promise<void> {
  const past = `interval '${milliseconds} milliseconds'`;
  const changes = [
    `update store set opens_at = opens_at - ${past}, closes_at = closes_at - ${past}
      where id = (select store_id from slot where id = $1)`,
    `update slot set starts_at = starts_at - ${past}, ends_at = ends_at - ${past} where id = $1`,
    `update entry set offer_expires_at = offer_expires_at - ${past} where slot_id = $1 and state = 'offered'`,
  ];
  for (const text of changes) await database.query({ text, values: [slot] });
}

async function addPeople(database: Database, count: number, role: string): Promise<PersonId[]> {
  const rows = await database.query<{ id: PersonId }>({
    text: `insert into person (issuer, subject, name, role)
      select 'test', gen_random_uuid()::text, 'Visitor', $2 from generate_series(1, $1) returning id`,
    values: [count, role],
  });
  return rows.map(({ id }) => id);
}

/** Open for a day and starting tomorrow unless the test wishes otherwise. */
async function addSlot(database: Database, host: PersonId, wish: SlotWish): Promise<SlotId> {
  const { code } = database;
  const [row] = await database.query<{ id: SlotId }>({
    text: `with store as (
        insert into store (owner_id, name, category, district, starts_on, ends_on, opens_at, closes_at,
          largest_party, fills_gaps, offer_minutes, time_zone)
        select $1, gen_random_uuid()::text, 'food', '성수', '2026-01-01', '2036-01-01',
          ${code}.clock() + $2 * interval '1 ms', ${code}.clock() + $3 * interval '1 ms', $4, $5, $6, $10
        returning id
      ), slot as (
        insert into slot (store_id, starts_at, ends_at)
        select id, ${code}.clock() + $7 * interval '1 ms', ${code}.clock() + ($7 + ${hourMs}) * interval '1 ms'
        from store returning id
      ) insert into slot_line (slot_id, capacity, most_waiting) select id, $8, $9 from slot returning slot_id as id`,
    values: [
      host,
      wish.opensInMs ?? -hourMs,
      wish.closesInMs ?? 23 * hourMs,
      wish.largestParty ?? 20,
      wish.fillsGaps ?? false,
      wish.offerMinutes ?? 0,
      wish.startsInMs ?? 24 * hourMs,
      wish.capacity ?? 10,
      wish.mostWaiting ?? 10_000,
      wish.timeZone ?? (wish.offerMinutes ? zoneAtNoon() : "Asia/Seoul"),
    ],
  });
  return (row as { id: SlotId }).id;
}

/** An hour after all slots of the store unless the test says when; no two begin at once. */
async function addSlotBeside(database: Database, slot: SlotId, wish: BesideWish): Promise<SlotId> {
  const { code } = database;
  const [row] = await database.query<{ id: SlotId }>({
    text: `with beside as (
        insert into slot (store_id, starts_at, ends_at)
        select store_id, starts_at, starts_at + interval '1 hour' from (
          select store_id,
            coalesce(${code}.clock() + $2 * interval '1 ms', max(starts_at) + interval '1 hour') as starts_at
          from slot where store_id = (select store_id from slot where id = $1) group by store_id
        ) as last returning id
      ) insert into slot_line (slot_id, capacity, most_waiting) select id, $3, $4 from beside returning slot_id as id`,
    values: [slot, wish.startsInMs ?? null, wish.capacity ?? 10, wish.mostWaiting ?? 10_000],
  });
  return (row as { id: SlotId }).id;
}

async function readRows(database: Database, slot: SlotId): Promise<FinalRows> {
  const read = <Row extends object>(text: string) => database.query<Row>({ text, values: [slot] });
  const [line] = await read<FinalRows["line"]>(`select capacity, held, waiting, next_ticket as "nextTicket", paused
    from slot_line where slot_id = $1`);
  return {
    line: line as FinalRows["line"],
    entries: await read(`select ticket, person_id as "personId", party_size as "partySize", state, press_key as key
      from entry where slot_id = $1 order by ticket`),
    reservations: await read(`select id, ticket, person_id as "personId", party_size as "partySize", state
      from reservation where slot_id = $1 order by ticket`),
    outbox: await read(`select kind, ticket, person_id as "personId" from outbox where slot_id = $1 order by id`),
  };
}
