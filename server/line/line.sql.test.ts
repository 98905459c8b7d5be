import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { joinConformance } from "./line.conformance.ts";
import { createSqlLine } from "./line.sql.ts";
import { batchConformance } from "./line-batch.conformance.ts";
import { changeConformance } from "./line-changes.conformance.ts";
import { deedConformance } from "./line-deeds.conformance.ts";
import { depthConformance } from "./line-depth.conformance.ts";
import { offerConformance } from "./offers.conformance.ts";

/** Of two slots that are due, the one that is settled first is locked by somebody else. */
function testStuckSlot(open: () => Ledger): void {
  test("S27: a slot that cannot be settled stops no other, and is settled later", async () => {
    const ledger = open();
    const slots = [await ledger.slot({ capacity: 1 }), await ledger.slot({ capacity: 1 })];
    for (const slot of slots) {
      const people = await ledger.people(2);
      for (const person of people) await ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
      await ledger.passTime(slot, 24 * 3_600_000);
    }
    const due = await ledger.run<{ slot: SlotId }>(`select ${ledger.database.code}.due_slots(100, '{}') as slot`);
    const [stuck, other] = due.map(({ slot }) => slot).filter((slot) => slots.includes(slot)) as [SlotId, SlotId];
    const states = async (slot: SlotId) => (await ledger.rows(slot)).entries.map(({ state }) => state);
    const holder = new pg.Client({ connectionString: ledger.url as string });
    await holder.connect();
    await holder.query("begin");
    await holder.query("select from slot_line where slot_id = $1 for update", [stuck]);
    const [settled] = await Promise.allSettled([ledger.line.settleDue()]);
    const meanwhile = [await states(stuck), await states(other)];
    await holder.end();
    expect(meanwhile.map(([, second]) => second)).toEqual(["waitlisted", "missed"]);
    expect(settled).toMatchObject({ reason: { message: "some slots could not be settled" } });
    expect(await ledger.line.settleDue()).toContain(stuck);
    expect(await states(stuck)).toEqual(["confirmed", "missed"]);
  });
}

/** Slots that began one after the other, the first of them so many minutes ago. */
async function begunSlots({ slot, run }: Ledger, count: number): Promise<SlotId[]> {
  const slots: SlotId[] = [];
  for (let at = 0; at < count; at += 1) slots.push(await slot());
  const begin = `update slot set starts_at = now() - make_interval(mins => $2::integer - at::integer)
    from unnest($1::bigint[]) with ordinality as begun (slot, at) where id = slot`;
  await run(begin, [slots, count]);
  return slots;
}

function testStarvation(open: () => Ledger): void {
  test("S27: what is due longest comes first, and a hundred slots that cannot be settled starve no other", async () => {
    const ledger = open();
    const { database, run } = ledger;
    const slots = await begunSlots(ledger, 103);
    const due = await run<{ slot: SlotId }>(`select ${database.code}.due_slots(103, '{}') as slot`);
    expect(due.map(({ slot }) => slot)).toEqual(slots);
    const stuck = new Set(slots.slice(0, 101));
    const press: typeof database.press = async (query) => {
      if (stuck.has(query.values?.[0] as SlotId)) throw new Error("cannot be settled");
      return database.press(query);
    };
    const tried = createSqlLine({ ...database, press });
    await expect(tried.settleDue()).rejects.toThrow("some slots could not be settled");
    await expect(tried.settleDue()).rejects.toThrow("some slots could not be settled");
    const isSettled = "select count(*)::integer as count from slot where id = any ($1) and line_phase > 0";
    const settled = async (which: readonly SlotId[]) => (await run<{ count: number }>(isSettled, [which]))[0]?.count;
    expect([await settled([...stuck]), await settled(slots.slice(101))]).toEqual([0, 2]);
    stuck.clear();
    expect(await tried.settleDue()).toEqual(slots.slice(0, 100));
    expect(await tried.settleDue()).toEqual([slots[100]]);
  });
}

describe.each(["embedded", "server"] as const)("the direct line, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
  });
  afterAll(() => ledger.close());

  test("beyond 20,000 presses that wait in one process, the next is told at once that it is busy", async () => {
    const line = createSqlLine({ ...ledger.database, query: () => new Promise(() => undefined) });
    const slot = await ledger.slot();
    let answered = 0;
    for (let person = 1; person <= 20_000; person += 1) {
      void line.join(slot, { person: `${person}` as PersonId, partySize: 1, key: "k" }).then(() => (answered += 1));
    }
    const next = await line.join(slot, { person: "20001" as PersonId, partySize: 1, key: "k" });
    expect(next).toMatchObject({ problem: "busy", retryAfterSeconds: expect.any(Number) });
    expect(answered).toBe(0);
  });

  if (engine === "server") testStuckSlot(() => ledger);
  testStarvation(() => ledger);
  joinConformance(() => ledger);
  batchConformance(() => ledger);
  changeConformance(() => ledger);
  deedConformance(() => ledger);
  depthConformance(() => ledger);
  offerConformance(() => ledger);
});
