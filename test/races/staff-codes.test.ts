import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStaff } from "../../server/stores/index.ts";
import { createSqlStaffList } from "../../server/stores/staff/staff-list.sql.ts";
import type { StoreId } from "../../shared/ids.ts";
import { asDoer, type Ledger, openLedger } from "../services/ledger.ts";
import { endsWrongly, moment, without } from "./without.ts";

const racers = 30;

let ledger: Ledger;
let staff: ReturnType<typeof createStaff>;
beforeAll(async () => {
  ledger = await openLedger("server");
  staff = createStaff({ list: createSqlStaffList(ledger.database), secret: randomUUID() });
});
afterAll(() => ledger.close());

/** A new store of the ledger's host, with an invitation that is open. */
async function invited() {
  const slot = await ledger.slot();
  const [row] = await ledger.run<{ store: StoreId }>("select store_id as store from slot where id = $1", [slot]);
  const { store } = row as { store: StoreId };
  const invitation = await staff.invite(store, asDoer(ledger.host), randomUUID());
  if ("problem" in invitation) throw new Error(`Refused: ${invitation.problem}`);
  const count = async (): Promise<number> =>
    (await ledger.run<{ n: number }>("select count(*)::integer as n from staff where store_id = $1", [store]))[0]?.n ??
    0;
  return { store, code: invitation.code, count };
}

test("control: unprotected, one code lets several in at once", async () => {
  const { store, count } = await invited();
  // Read first and written later; the pause stands for whatever a server does in between.
  await ledger.run(`create function bare_use_code(p_store bigint, p_person bigint) returns void language plpgsql as $$
    begin
      perform from staff_invitation where store_id = p_store;
      if not found then return; end if;
      perform pg_sleep(0.5);
      delete from staff_invitation where store_id = p_store;
      insert into staff (store_id, person_id, since) values (p_store, p_person, now());
    end $$`);
  const people = await ledger.people(racers);
  await Promise.all(people.map((person) => ledger.run("select bare_use_code($1, $2)", [store, person])));
  expect(await count()).toBeGreaterThan(1);
});

test("one code lets one in, however many come at once on connections of their own", async () => {
  const { store, code, count } = await invited();
  const people = await ledger.people(racers);
  const answers = await Promise.all(people.map((person) => staff.join(store, asDoer(person), code, randomUUID())));
  expect(answers.filter((refused) => refused === null)).toHaveLength(1);
  expect(answers.filter((refused) => refused?.problem === "not-found")).toHaveLength(racers - 1);
  expect(await count()).toBe(1);
});

/** Somebody comes with a code while it is withdrawn; who is sent first takes turns, so that either is at times. */
async function codeAgainstWithdrawal(round: number) {
  const { store, code, count } = await invited();
  const [person] = await ledger.people(1);
  const open = await staff.invitations(store, ledger.host, {});
  const [invitation] = "problem" in open ? [] : open.items;
  const join = () => staff.join(store, asDoer(person as never), code, randomUUID());
  const withdraw = () => staff.withdraw(store, invitation?.id as never, asDoer(ledger.host), randomUUID());
  const answers = await Promise.all(round % 2 === 0 ? [join(), withdraw()] : [withdraw(), join()]);
  const [joined, withdrawn] = round % 2 === 0 ? answers : answers.toReversed();
  return { isIn: joined === null, isWithdrawn: withdrawn === null, members: await count() };
}

test("control: without the store's lock somebody is in by a code that was withdrawn", async () => {
  let round = 0;
  const race = async () => {
    const { isIn, isWithdrawn } = await codeAgainstWithdrawal(round++);
    return isIn && isWithdrawn;
  };
  const part = /perform from store where id = here for no key update;([\s\S]*?'not-found'\); end if;)/;
  const lock = { name: "join_staff", part, instead: `$1 ${moment}` };
  expect(await without(ledger, lock, () => endsWrongly(60, race))).toBe(true);
});

test("a code against its withdrawal: either somebody is in or it is withdrawn, never both, never neither", async () => {
  const ends = new Set<string>();
  for (let round = 0; round < 60 && (ends.size < 2 || round < 10); round += 1) {
    const { isIn, isWithdrawn, members } = await codeAgainstWithdrawal(round);
    expect(isIn).toBe(!isWithdrawn);
    expect(members).toBe(isIn ? 1 : 0);
    ends.add(isIn ? "in" : "withdrawn");
  }
  expect([...ends].sort()).toEqual(["in", "withdrawn"]);
});
