import pg from "pg";
import type { SourceSlot } from "./names.ts";

/** The source keeps a pool of ten connections a server (its pool's default). */
const connections = 10;

export const sourceTables = `
  create table source_store (id integer primary key, opens_at timestamptz not null, closes_at timestamptz not null);
  create table source_reservation (
    id bigint generated always as identity primary key,
    store_id integer not null references source_store (id),
    date text not null, time_slot text not null, person text not null, status text not null);
  insert into source_store values (1, now() - interval '1 hour', now() + interval '1 day')`;

export type SourceRows = ReturnType<typeof createSourceRows>;

/** The source's two tables. Every read of a store is a statement of its own: nothing keeps one between requests. */
export function createSourceRows(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  return {
    async isOpen(storeId: number): Promise<boolean> {
      const text = "select opens_at <= now() and now() <= closes_at as open from source_store where id = $1";
      const { rows } = await pool.query<{ open: boolean }>({ name: "open", text, values: [storeId] });
      return rows[0]?.open ?? false;
    },
    async findStore(storeId: number): Promise<number> {
      const text = "select id, opens_at, closes_at from source_store where id = $1";
      const { rows } = await pool.query<{ id: number }>({ name: "store", text, values: [storeId] });
      if (rows[0] === undefined) throw new Error(`No store ${storeId}`);
      return rows[0].id;
    },
    async save(slot: SourceSlot, person: string): Promise<void> {
      const text = `insert into source_reservation (store_id, date, time_slot, person, status)
        values ($1, $2, $3, $4, 'COMPLETED') returning id`;
      await pool.query({ name: "save", text, values: [slot.storeId, slot.date, slot.timeSlot, person] });
    },
    close: () => pool.end(),
  };
}
