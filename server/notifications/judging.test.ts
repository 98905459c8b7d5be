import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type MailGround, openMailGround } from "../../test/services/mail-ground.ts";

let ground: MailGround;
beforeAll(async () => {
  ground = await openMailGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.ledger.run("delete from outbox"));

/** What would become of the messages of this kind, so long after now: null where they are sent. */
async function verdicts(kind: string, after: string): Promise<(string | null)[]> {
  const { code } = ground.ledger.database;
  const rows = await ground.ledger.run<{ verdict: string | null }>(
    `select verdict from ${code}.judge_messages(
      array(select id from outbox where kind = $1), ${code}.clock() + $2::interval)`,
    [kind, after],
  );
  return rows.map(({ verdict }) => verdict);
}

test.each(["confirmed", "reminder", "moved"])("a mail of a seat is none once its slot has begun: %s", async (kind) => {
  await ground.seated();
  await ground.ledger.run("update outbox set kind = $1", [kind]);
  expect(await verdicts(kind, "23 hours")).toEqual([null]);
  expect(await verdicts(kind, "25 hours")).toEqual(["withdrawn"]);
});

test("nor is one of an offer whose time is up", async () => {
  const slot = await ground.ledger.slot({ capacity: 1, offerMinutes: 10 });
  const [first, second] = await ground.people(2);
  for (const person of [first, second]) await ground.join(slot, person as never);
  const [seat] = (await ground.ledger.rows(slot)).reservations;
  await ground.ledger.reservations.cancel(seat?.id as never, first as never, randomUUID());
  expect(await verdicts("offer", "0 minutes")).toEqual([null]);
  expect(await verdicts("offer", "2 hours")).toEqual(["withdrawn"]);
});

test.each(["cancelled", "expired", "missed"])("nobody is told a day later what is over: %s", async (kind) => {
  const { person, reservation } = await ground.seated();
  await ground.ledger.run("delete from outbox");
  await ground.ledger.reservations.cancel(reservation, person, randomUUID());
  await ground.ledger.run("update outbox set kind = $1", [kind]);
  expect(await verdicts(kind, "23 hours")).toEqual([null]);
  expect(await verdicts(kind, "25 hours")).toEqual(["withdrawn"]);
});

test("an opening is told to who still follows its store, while that is public", async () => {
  const [person] = await ground.people(1);
  const slot = await ground.ledger.slot({ opensInMs: 300_000 });
  const { run } = ground.ledger;
  const ofSlot = "where id = (select store_id from slot where slot.id = $1)";
  await run("insert into store_follow select store_id, $2, now() from slot where id = $1", [slot, person]);
  await run(
    `insert into outbox (kind, cause, person_id, created_at)
      select 'opening-soon', store_id, $2, now() from slot where id = $1`,
    [slot, person],
  );
  const told = ["switched-off"];
  expect(await verdicts("opening-soon", "0 minutes")).toEqual(told);
  expect(await verdicts("opening-soon", "6 minutes")).toEqual(["withdrawn"]);
  await run(`update store set published_at = null ${ofSlot}`, [slot]);
  expect(await verdicts("opening-soon", "0 minutes")).toEqual(["withdrawn"]);
  await run(`update store set published_at = now() ${ofSlot}`, [slot]);
  expect(await verdicts("opening-soon", "0 minutes")).toEqual(told);
  await run("delete from store_follow where person_id = $1", [person]);
  expect(await verdicts("opening-soon", "0 minutes")).toEqual(["withdrawn"]);
});
