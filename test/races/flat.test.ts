import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqlLine } from "../../server/line/line.sql.ts";
import { type Database, type Statement, sessionOptions } from "../../server/platform/database/index.ts";
import { createSqlReservationBook } from "../../server/reservations/reservation-book.sql.ts";
import { makeEntryId, type PersonId, type ReservationId, type SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";

const seats = 100;
const small = 100;
const large = 100_000;

let ledger: Ledger;
let client: pg.Client;

beforeAll(async () => {
  ledger = await openLedger("server");
  client = new pg.Client({ connectionString: ledger.url as string, options: sessionOptions });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await ledger.close();
});

/** The line and its reservations on the one connection whose reads are counted. */
function counted() {
  const query = async <Row extends object>({ text, values, name }: Statement): Promise<Row[]> =>
    (await client.query<Row>({ text, values: [...values], ...(name === undefined ? {} : { name }) })).rows;
  const database: Database = { ...ledger.database, query, read: query, press: query };
  return { line: createSqlLine(database), book: createSqlReservationBook(database) };
}

interface Reads {
  readonly tuples: number;
  readonly buffers: number;
}

/** What this database's tables have read so far: rows by any scan, and pages of tables and indexes. */
async function readsSoFar(): Promise<Reads> {
  await client.query("select pg_stat_force_next_flush()");
  const { rows } = await client.query<{ tuples: string; buffers: string }>(`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) as tuples, (select sum(heap_blks_read + heap_blks_hit
      + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0)) from pg_statio_user_tables) as buffers
    from pg_stat_user_tables`);
  return { tuples: Number(rows[0]?.tuples), buffers: Number(rows[0]?.buffers) };
}

async function readsOf(work: () => Promise<void>): Promise<Reads> {
  const before = await readsSoFar();
  await work();
  const after = await readsSoFar();
  return { tuples: after.tuples - before.tuples, buffers: after.buffers - before.buffers };
}

/** A slot whose seats are taken and with this many people waiting, taken through `admit` itself. */
async function lineOf(waiting: number): Promise<{ slot: SlotId; people: PersonId[] }> {
  const slot = await ledger.slot({ capacity: seats, mostWaiting: 10 * large });
  const people = await ledger.people(waiting + seats);
  const { code } = ledger.database;
  for (let start = 0; start < people.length; start += 1_000) {
    const batch = people.slice(start, start + 1_000);
    const ones = batch.map(() => 1);
    const keys = batch.map(() => randomUUID());
    await ledger.run(`select from ${code}.admit($1, $2, $3, $4)`, [slot, batch, ones, keys]);
  }
  return { slot, people };
}

/** 1,000 joins, 100 leaves and 100 places spread over the line, and 100 cancels, each a statement of its own. */
async function measure(waiting: number): Promise<Record<"joins" | "leaves" | "places" | "cancels", Reads>> {
  const { slot, people } = await lineOf(waiting);
  await client.query("analyze");
  const { line, book } = counted();
  const { reservations: seated } = await ledger.rows(slot);
  const newcomers = await ledger.people(1_000);
  const spread = Array.from({ length: 100 }, (_, position) => seats + Math.floor((position * waiting) / 100));
  const joins = await readsOf(async () => {
    for (const person of newcomers) {
      expect(await line.join(slot, { person, partySize: 1, key: randomUUID() })).toMatchObject({ fresh: true });
    }
  });
  const places = await readsOf(async () => {
    for (const at of spread) {
      const entry = await line.place(makeEntryId(slot, at + 1), people[at] as PersonId);
      expect(entry?.ahead).toBe(at - seats);
    }
  });
  const leaves = await readsOf(async () => {
    for (const at of spread) {
      const entry = await line.act("leave", makeEntryId(slot, at + 1), people[at] as PersonId, randomUUID());
      expect(entry).toMatchObject({ state: "left" });
    }
  });
  const cancels = await readsOf(async () => {
    for (const { id, personId } of seated) {
      expect(await book.cancel(id as ReservationId, personId, randomUUID())).toMatchObject({ reservation: id });
    }
  });
  return { joins, leaves, places, cancels };
}

const sum = (reads: Record<string, Reads>, what: keyof Reads) =>
  Object.values(reads).reduce((total, one) => total + one[what], 0);

test("D8: a line of 100,000 reads at most 1.5 times what a line of 100 reads", async () => {
  const few = await measure(small);
  const many = await measure(large);
  console.log("Reads at 100 waiting:", few, "at 100,000 waiting:", many);
  for (const kind of ["joins", "leaves", "cancels"] as const) {
    expect(many[kind].tuples / few[kind].tuples).toBeLessThan(1.5);
    expect(many[kind].buffers / few[kind].buffers).toBeLessThan(1.5);
  }
  // A place reads up to three levels of blocks in a long line and hardly one in a short line; it is bounded instead.
  expect(many.places.tuples / 100).toBeLessThan(200);
  for (const what of ["tuples", "buffers"] as const) {
    expect(sum(few, what)).toBeGreaterThan(1_000);
    expect(sum(many, what) / sum(few, what)).toBeLessThan(1.5);
  }
});

test("D8: plans that were made while the table was empty read no more rows either", async () => {
  const empty = await openLedger("server");
  await empty.run("alter table entry set (autovacuum_enabled = off)");
  await empty.run("vacuum analyze entry");
  const own = new pg.Client({ connectionString: empty.url as string, options: sessionOptions });
  await own.connect();
  const query = async <Row extends object>({ text, values, name }: Statement): Promise<Row[]> =>
    (await own.query<Row>({ text, values: [...values], ...(name === undefined ? {} : { name }) })).rows;
  const line = createSqlLine({ ...empty.database, query, read: query, press: query });
  const slot = await empty.slot({ capacity: 1 });
  const people = await empty.people(5_000);
  const ask = async (at: number) => {
    const person = people[at] as PersonId;
    await line.join(slot, { person, partySize: 1, key: randomUUID() });
    await line.place(makeEntryId(slot, at + 1), person);
    await line.mine(slot, person);
  };
  await ask(0);
  const { code } = empty.database;
  for (let start = 1; start < people.length; start += 1_000) {
    const batch = people.slice(start, start + 1_000);
    const values = [slot, batch, batch.map(() => 1), batch.map(() => randomUUID())];
    await empty.run(`select from ${code}.admit($1, $2, $3, $4)`, values);
  }
  await own.query("select pg_stat_force_next_flush()");
  const read = "select seq_tup_read + idx_tup_fetch as rows from pg_stat_user_tables where relname = 'entry'";
  const before = Number((await own.query(read)).rows[0].rows);
  for (let at = 1; at <= 50; at += 1) await ask(at * 99);
  await own.query("select pg_stat_force_next_flush()");
  const perAsk = (Number((await own.query(read)).rows[0].rows) - before) / 50;
  console.log(`Rows of entry read by a repeated press, a place and one's own entry: ${perAsk}`);
  expect(perAsk).toBeGreaterThan(1);
  expect(perAsk).toBeLessThan(400);
  await own.end();
  await empty.close();
});
