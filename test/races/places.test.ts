import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqlLine } from "../../server/line/line.sql.ts";
import { openDatabase } from "../../server/platform/database/index.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { endsWrongly, without } from "./without.ts";

const most = 2;

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
});
afterAll(() => ledger.close());

/** Fifty slots of one store in which nobody may have more than two places. */
async function limitedSlots(): Promise<SlotId[]> {
  const slots = [await ledger.slot({ capacity: 5 })];
  while (slots.length < 50) slots.push(await ledger.slotBeside(slots[0] as SlotId, { capacity: 5 }));
  const limit = "update store set places_per_person = $2 where id = (select store_id from slot where id = $1)";
  await ledger.run(limit, [slots[0], most]);
  return slots;
}

/** One person presses in every slot at once, on 40 connections: no batcher orders them. Answers their places. */
async function raceForPlaces(): Promise<number> {
  const slots = await limitedSlots();
  const [person] = (await ledger.people(1)) as [PersonId];
  const pool = new pg.Pool({ connectionString: ledger.url as string, max: 40 });
  pool.on("error", () => undefined);
  await Promise.all(slots.map(() => pool.query("select pg_sleep(0.05)")));
  const text = `select problems from ${ledger.database.code}.admit($1, $2, $3, $4)`;
  const answers = await Promise.all(slots.map((slot) => pool.query(text, [slot, [person], [1], [randomUUID()]])));
  await pool.end();
  const refused = answers.filter(({ rows: [row] }) => row.problems === "too-many-places").length;
  const held = await ledger.run("select from entry where person_id = $1 and state = 'confirmed'", [person]);
  expect(held.length + refused).toBe(slots.length);
  return held.length;
}

test("the limit of places holds under 50 parallel joins to different slots of one store", async () => {
  for (let times = 0; times < 3; times += 1) expect(await raceForPlaces()).toBe(most);
});

test("control: without the store's lock one person gets more places than there may be", async () => {
  const lock = { name: "limited_store", part: /if found then perform from store .* for no key update; end if;/ };
  const race = async () => (await raceForPlaces()) > most;
  expect(await without(ledger, lock, () => endsWrongly(5, race))).toBe(true);
});

test("I9: on two processes with their batches everybody has two places, and the same press the same one", async () => {
  const slots = await limitedSlots();
  const people = await ledger.people(4);
  const databases = await Promise.all(
    [1, 2].map(() => openDatabase({ databaseUrl: ledger.url as string, dataFolder: "" })),
  );
  const lines = databases.map(createSqlLine);
  const presses = slots.flatMap((slot, at) => people.map((person) => ({ slot, person, key: randomUUID(), at })));
  const press = ({ slot, person, key, at }: (typeof presses)[number]) =>
    (lines[at % 2] as (typeof lines)[number]).join(slot, { person, partySize: 1, key });
  const answers = await Promise.all(presses.map(press));
  for (const person of people) {
    const mine = answers.filter((answer, place) => presses[place]?.person === person && "entry" in answer);
    expect(mine).toHaveLength(most);
  }
  const again = await Promise.all(presses.map(press));
  const ticketOf = (answer: (typeof answers)[number]) => ("entry" in answer ? answer.entry.id : answer.problem);
  expect(again.map(ticketOf)).toEqual(answers.map(ticketOf));
  await Promise.all(databases.map((database) => database.close()));
});
