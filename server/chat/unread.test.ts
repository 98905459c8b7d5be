import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
});
afterAll(() => ledger.close());

/** A room in which somebody has spoken twice, and then a crowd came; the reader was there before. */
async function crowdedRoom(slot: SlotId, reader: PersonId) {
  const room = "(select store_id from slot where id = $1)";
  const guests = "(values (1, $2::bigint), (2, null)) as guest (number, person)";
  await ledger.run(
    `insert into room_guest (store_id, number, person_id) select ${room}, number, person from ${guests}`,
    [slot, reader],
  );
  await ledger.run(
    `insert into message (store_id, seq, kind, guest, text, client_id, at)
      select ${room}, seq, kind, 2, case kind when 'talk' then 'said' end,
        case kind when 'talk' then gen_random_uuid() end, now()
      from generate_series(1, 50000) as seq
      cross join lateral (select case when seq <= 2 then 'talk' else 'join' end as kind) as one`,
    [slot],
  );
}

test("P7: what is unread is counted past a crowd's notices, however many there are", async () => {
  const slot = await ledger.slot();
  const [reader] = (await ledger.people(1)) as [PersonId];
  await crowdedRoom(slot, reader);
  await ledger.run("vacuum analyze message");
  const own = `${ledger.database.code}.own_room((select store_id from slot where id = $1), $2)`;
  // With it the connection has read what it keeps of the catalogue.
  const first = { text: `select ${own} as mine`, values: [slot, reader] };
  const [row] = await ledger.database.read<{ mine: { unread: number } }>(first);
  expect(row?.mine.unread).toBe(2);
  const [told] = await ledger.database.read<{ "QUERY PLAN": [{ Plan: Record<string, number> }] }>({
    text: `explain (analyze, buffers, format json) select ${own}`,
    values: [slot, reader],
  });
  const plan = told?.["QUERY PLAN"][0].Plan ?? {};
  expect((plan["Shared Hit Blocks"] ?? Number.NaN) + (plan["Shared Read Blocks"] ?? Number.NaN)).toBeLessThan(200);
});
