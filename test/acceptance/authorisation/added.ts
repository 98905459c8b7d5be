import { readFile } from "node:fs/promises";
import type { World } from "../world.ts";

const noFigures = {
  ...{ arrivals: 0, outcomes: {}, capacity: 0, held: 0, orderErrors: 0, idleSeats: 0, untold: 0, repeats: 0 },
  ...{ refusals: {}, overtaken: 0, overtakenMs: 0, p50Ms: null, p95Ms: null, p99Ms: null },
};

/** Begun a while ago: beyond 20 sessions the oldest end first, and the one that asks must not. */
export async function addSession({ database }: World, person: string): Promise<string> {
  const text = `insert into session (id, person_id, browser, system, started_at)
    values (gen_random_uuid(), $1, 'other', 'other', clock_timestamp() - interval '1 day') returning id`;
  const [session] = await database.query<{ id: string }>({ text, values: [person] });
  return session?.id ?? "";
}

export async function addMail({ database }: World, person: string): Promise<string> {
  const text = `insert into mailbox (key, person_id, recipient, subject, html, text, attachments, at)
    values (gen_random_uuid()::text, $1, 'a@popline.example', '', '', '', '[]', clock_timestamp()) returning id::text`;
  const [mail] = await database.query<{ id: string }>({ text, values: [person] });
  return mail?.id ?? "";
}

/** Under numbers that no other room comes to, so that one room's message is never found in another. */
export async function speak(
  { database }: World,
  store: string,
  person: string,
): Promise<{ seq: string; guest: string }> {
  const number = `${person}00000`;
  const text = `with numbered as (
      update room set guests = $3::integer, last_seq = $3::integer where store_id = $1 returning store_id
    ), guest as (insert into room_guest (store_id, number, person_id) select store_id, $3, $2 from numbered)
    insert into message (store_id, seq, kind, guest, text, client_id, at)
    select store_id, $3, 'talk', $3, '안녕하세요', gen_random_uuid(), now() from numbered`;
  await database.query({ text, values: [store, person, number] });
  return { seq: number, guest: number };
}

export async function addModel({ database }: World): Promise<string> {
  const hash = "0".repeat(64);
  // One that can be live: what fuzzers put back is asked for stores afterwards.
  const demo = JSON.parse(await readFile(new URL("../../../server/demo/model.json", import.meta.url), "utf8"));
  const [row] = await database.query<{ id: string }>({
    text: `with file as (insert into purchase_import (source, hash) values ('none', $1) returning id)
      insert into model (import_id, data_hash, seed, state, parameters, metrics, learned)
      select id, $1, 1, 'kept', '{}', $2, $3 from file returning id::text`,
    values: [hash, JSON.stringify(demo.metrics), JSON.stringify(demo.learned)],
  });
  return (row as { id: string }).id;
}

export async function addOpening({ database }: World, store: string): Promise<string> {
  const text = `insert into opening (store_id, opens_at, changed_at, closed_at, report)
    select id, opens_at, opens_at, opens_at, $2 from store where id = $1 returning id::text`;
  const report = { all: noFigures, seconds: [], slots: [] };
  const [opening] = await database.query<{ id: string }>({ text, values: [store, JSON.stringify(report)] });
  return opening?.id ?? "";
}
