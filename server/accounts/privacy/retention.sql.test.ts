import { expect, test } from "vitest";
import { openLedger } from "../../../test/services/ledger.ts";
import type { Database } from "../../platform/database/index.ts";
import { createSqlRetention, kept } from "./retention.sql.ts";

type Row = readonly [limit: string, add: string];

/** Of nobody, who is person 0, each on a day of its own. */
const dayFor = (table: string) => `'2020-01-01'::date + (select count(*)::integer from ${table})`;
const impression = `0, ${dayFor("impression")}, 'home', id, 1, 'popular', null, $1`;
const view = `0, ${dayFor("store_view")}, id, $1`;

/** For each rule, or half of one, a row that is just too old and one that is not: how long ago, how it comes to be. */
const rows: Readonly<Record<string, readonly [Row, ...Row[]]>> = {
  "presses, 24 hours": [
    ["24 hours", "insert into press (person_id, key, body_hash, created_at) values (1, md5(random()::text), '', $1)"],
  ],
  "sessions, an hour after their end, 30 days at most": [
    [
      "1 hour",
      `insert into session (id, person_id, browser, system, ended_at)
        select gen_random_uuid(), max(id), 'other', 'other', $1 from person`,
    ],
    [
      "30 days",
      `insert into session (id, person_id, browser, system, started_at)
        select gen_random_uuid(), max(id), 'other', 'other', $1 from person`,
    ],
  ],
  "sign-ins on their way, an hour": [
    ["1 hour", "insert into used_sign_in (state, used_at) values (gen_random_uuid()::text, $1)"],
  ],
  "links to cut, two days": [
    [
      "2 days",
      "insert into unlinking (issuer, subject, left_at, due_at) values ('', gen_random_uuid()::text, $1, now())",
    ],
  ],
  "invitations, until they run out": [
    [
      "0 hours",
      `insert into staff_invitation (store_id, code_hash, created_at, expires_at)
        select max(id), md5(random()::text) || md5(random()::text), $1, $1 from store`,
    ],
  ],
  "whose page was open, an hour": [
    ["1 hour", "insert into presence (person_id, until) select count(*), $1 from presence"],
  ],
  "messages, 90 days": [
    [
      "90 days",
      `insert into outbox (kind, slot_id, ticket, person_id, created_at)
        select 'confirmed', 1, count(*), 1, $1 from outbox`,
    ],
  ],
  "notices of hosts, a year": [
    ["1 year", "insert into notice (store_id, text, created_at) select max(id), 'text', $1 from store"],
  ],
  "what was said in rooms, a year": [
    [
      "1 year",
      `with guest as (
          insert into room_guest (store_id, number, present_until)
          select max(room.store_id), 1 + (select count(*) from room_guest), now() from room returning store_id, number
        ) insert into message (store_id, seq, kind, guest, text, client_id, at)
        select store_id, number, 'talk', number, 'text', gen_random_uuid(), $1 from guest`,
    ],
  ],
  "who was in a room, as long as something of theirs is in it": [
    [
      "1 year",
      `insert into room_guest (store_id, number, present_until)
        select max(store_id), 1 + (select count(*) from room_guest), $1 from room`,
    ],
  ],
  "what was shown, 90 days": [["90 days", `insert into impression select ${impression} from store limit 1`]],
  "what was opened, 90 days": [["90 days", `insert into store_view select ${view} from store limit 1`]],
  "mails of a demo, 90 days": [
    [
      "90 days",
      `insert into mailbox (key, person_id, recipient, subject, html, text, attachments, at)
        values (gen_random_uuid()::text, 1, '', '', '', '', '[]', $1)`,
    ],
  ],
  "whose a reservation was, five years": [
    [
      "5 years",
      `insert into reservation (slot_id, ticket, person_id, party_size, state, created_at)
        select 999, 1 + count(*), 1, 1, 'confirmed', $1 from reservation`,
    ],
  ],
  "the audit log, two years": [
    ["2 years", "insert into audit (at, role, deed, subject) values ($1, 'host', 'slots-added', 'store:1')"],
  ],
};

test("what was kept long enough goes, and nothing a minute before", async () => {
  const ledger = await openLedger("embedded");
  await ledger.slot();
  expect(Object.keys(rows).sort()).toEqual(kept.map(({ what }) => what).sort());
  const { sweep } = createSqlRetention(ledger.database);
  for (const [limit, add] of Object.values(rows).flat()) {
    for (const minute of ["+ interval '1 minute'", "- interval '1 minute'"]) {
      await ledger.run(add.replaceAll("$1", `(now() - interval '${limit}' ${minute})`));
    }
  }
  // Whose visit is to come, however long ago it was reserved.
  await ledger.run(
    `insert into reservation (slot_id, ticket, person_id, party_size, state, created_at)
    select max(id), 1, 1, 1, 'confirmed', now() - interval '6 years' from slot`,
  );
  expect(await sweep()).toEqual(Object.fromEntries(Object.entries(rows).map(([what, of]) => [what, of.length])));
  expect(Object.values(await sweep())).toEqual(Object.keys(rows).map(() => 0));
  await expect(ledger.run("delete from audit")).rejects.toThrow("only ever appended to");

  // However much has gathered, it goes, in statements of a bounded size.
  await ledger.run(
    "insert into used_sign_in (state, used_at) select id::text, '2020-01-01' from generate_series(1, 25000) as id",
  );
  const largest: number[] = [];
  const press: Database["press"] = async (statement) => {
    const found = await ledger.database.press<never>(statement);
    largest.push((found as { gone: number }[])[0]?.gone ?? 0);
    return found;
  };
  const counted = createSqlRetention({ ...ledger.database, press });
  expect(await counted.sweep()).toMatchObject({ "sign-ins on their way, an hour": 25_000 });
  expect(Math.max(...largest)).toBe(1_000);
  await ledger.close();
});
