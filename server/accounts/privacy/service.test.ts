import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { PersonId, SessionId } from "../../../shared/ids.ts";
import { type Ledger, openLedger } from "../../../test/services/ledger.ts";
import { patient } from "../../../test/services/places.ts";
import type { Database } from "../../platform/database/index.ts";
import { createFieldCipher } from "../../platform/field-cipher.ts";
import { createSqlPeople } from "../people.sql.ts";
import { phoneContext } from "../rules.ts";
import { createSqlSessions } from "../sessions.sql.ts";
import type { PersonalData, SealedPhones } from "./ports.ts";
import { createSqlConsentLog, createSqlPersonalData, createSqlSealedPhones } from "./privacy.sql.ts";
import { createSqlRetention } from "./retention.sql.ts";
import { createPrivacy } from "./service.ts";

/** All that signing in and out writes, and what is agreed to by it. */
async function signInAndOut(database: Database): Promise<void> {
  const somebody = { issuer: "test", subject: randomUUID(), name: "Visitor", email: null };
  const { id } = await createSqlPeople(database).ensure(somebody, "visitor", "ko");
  const [sessions, consents] = [createSqlSessions(database), createSqlConsentLog(database)];
  const session = randomUUID() as SessionId;
  expect(await sessions.spend(randomUUID())).toBe(true);
  expect(await sessions.begin({ id: session, person: id, browser: "other", system: "other" })).toEqual([]);
  expect(await sessions.end(id, session)).toEqual([session]);
  await consents.give(id, ["terms"], "1");
  await consents.takeBack(id, ["terms"]);
  expect((await consents.list(id)).map(({ isGiven }) => isGiven)).toEqual([false, true]);
}

const newKey = (id: string) => ({ id, key: randomBytes(32) });
const [old, young] = [newKey("old"), newKey("young")];

describe.each(["embedded", "server"] as const)("personal data, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
  });
  afterAll(() => ledger.close());

  function desk(
    change: Partial<PersonalData & SealedPhones> = {},
    fields = createFieldCipher([young, old]),
    database = ledger.database,
  ) {
    const { line, reservations } = ledger;
    const keyOf = () => randomBytes(8).toString("hex");
    return createPrivacy({
      data: { ...createSqlPersonalData(database), ...change },
      phones: { ...createSqlSealedPhones(database), ...change },
      fields,
      giveUp: {
        leave: (entry, person) => line.act("leave", entry, person, keyOf()),
        cancel: (id, person) => reservations.cancel(id, person, keyOf()),
      },
      linkedAt: null,
      endSessions: async () => undefined,
    });
  }
  const join = async (person: PersonId, slot: Parameters<Ledger["line"]["join"]>[0]) =>
    ledger.line.join(slot, { person, partySize: 1, key: randomBytes(8).toString("hex") });

  test.each(["held", "forgetIn", "forget"] as const)("an erasure that ends at %s goes on later", async (step) => {
    const [person, next] = (await ledger.people(2)) as [PersonId, PersonId];
    const slots = [await ledger.slot({ capacity: 1 }), await ledger.slot({ capacity: 1 })] as const;
    for (const slot of slots) for (const each of [person, next]) await join(each, slot);
    const broken = desk({ [step]: () => Promise.reject(new Error("the power is gone")) });
    await expect(broken.erase(person)).rejects.toThrow("the power is gone");
    expect(await ledger.run("select from person where id = $1 and name = '-'", [person])).toHaveLength(1);

    await desk().resume();
    const row = () => ledger.run("select from person where id = $1", [person]);
    expect(await row()).toHaveLength(1);
    await ledger.run("update person set erasing_since = now() - interval '61 s' where id = $1", [person]);
    await desk().resume();
    expect(await row()).toHaveLength(0);
    for (const slot of slots) {
      const { line, entries, reservations } = await ledger.rows(slot);
      expect(line).toMatchObject({ held: 1, waiting: 0 });
      expect(entries.map(({ personId, state }) => [String(personId), state])).toEqual([
        ["-1", "cancelled"],
        [String(next), "confirmed"],
      ]);
      expect(reservations.map(({ personId }) => String(personId))).toEqual(["-1", String(next)]);
      // The key of their press goes with them.
      expect(entries.map(({ key }) => key === "erased")).toEqual([true, false]);
    }
  });

  test("whoever still gets into a slot while others remember their session is out of it again", async () => {
    const [person, next] = (await ledger.people(2)) as [PersonId, PersonId];
    const slot = await ledger.slot({ capacity: 1 });
    expect(await desk().erase(person)).toBeNull();
    for (const each of [person, next]) await join(each, slot);
    await desk().resume();
    const { entries } = await ledger.rows(slot);
    expect(entries.map(({ personId, state }) => [String(personId), state])).toEqual([
      ["-1", "cancelled"],
      [String(next), "confirmed"],
    ]);
  });

  test("S27: a visit of the past is cleared too, of which nothing but the reservation is left", async () => {
    const [person] = (await ledger.people(1)) as [PersonId];
    const slot = await ledger.slot();
    await join(person, slot);
    await ledger.run("update slot set starts_at = now() - interval '1 hour' where id = $1", [slot]);
    for (const table of ["entry", "outbox"]) await ledger.run(`delete from ${table} where slot_id = $1`, [slot]);
    expect(await desk().erase(person)).toBeNull();
    const { reservations } = await ledger.rows(slot);
    expect(reservations.map(({ personId }) => String(personId))).toEqual(["-1"]);
  });

  test("S25: sign-ins, copies, lists, erasures, sweeps take no connection of joins; a copy one", async () => {
    const [person] = (await ledger.people(1)) as [PersonId];
    let [now, most] = [0, 0];
    const database: Database = {
      ...ledger.database,
      query: () => Promise.reject(new Error("It would keep joins waiting.")),
      async read(statement) {
        now += 1;
        most = Math.max(most, now);
        return ledger.database.read<never>(statement).finally(() => (now -= 1));
      },
    };
    const here = desk({}, undefined, database);
    expect(await here.copy(person)).toMatchObject({ copy: { name: "Visitor", reservations: [] } });
    expect(most).toBe(1);
    expect(await createSqlSessions(database).list(person)).toEqual([]);
    expect(await createSqlConsentLog(database).list(person)).toEqual([]);
    await signInAndOut(database);
    await here.rotate();
    expect(await here.erase(person)).toBeNull();
    await here.resume();
    await createSqlRetention(database).sweep();
  });

  test("an erasure that cannot end leaves the others alone", async () => {
    const [stuck, fine] = (await ledger.people(2)) as [PersonId, PersonId];
    for (const person of [stuck, fine]) await desk().erase(person);
    await ledger.run("update person set erasing_since = now() - interval '1 hour' where erasing_since is not null");
    const { forget } = createSqlPersonalData(ledger.database);
    const forgetOthers: typeof forget = (person) =>
      String(person) === String(stuck) ? Promise.reject(new Error("stuck")) : forget(person);
    await expect(desk({ forget: forgetOthers }).resume()).rejects.toThrow(AggregateError);
    expect(await ledger.run("select from person where id = $1", [fine])).toHaveLength(0);
    await desk().resume();
    expect(await ledger.run("select from person where erasing_since is not null")).toHaveLength(0);
  });

  test("two who shared a slot that has begun are both erased", async () => {
    const people = (await ledger.people(2)) as [PersonId, PersonId];
    const slot = await ledger.slot({ capacity: 5 });
    for (const person of people) await join(person, slot);
    await ledger.run("update slot set starts_at = now() - interval '1 minute' where id = $1", [slot]);
    for (const person of people) expect(await desk().erase(person)).toBeNull();
    const { line, entries } = await ledger.rows(slot);
    expect(line.held).toBe(2);
    expect(entries.map(({ personId, state }) => [String(personId), state])).toEqual([
      ["-1", "confirmed"],
      ["-2", "confirmed"],
    ]);
  });

  test("phone numbers under an older key are sealed again; those that do not open stay, and are told", async () => {
    const [before, now] = [createFieldCipher([old]), createFieldCipher([young, old])];
    const people = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
    const seals = [
      before.seal("0101", phoneContext(people[0])),
      now.seal("0102", phoneContext(people[1])),
      "lost.AAAA",
    ];
    for (const [at, person] of people.entries()) {
      await ledger.run("update person set phone_sealed = $2 where id = $1", [person, seals[at]]);
    }
    await expect(desk({}, now).rotate()).rejects.toThrow("Phone numbers do not open: 1 of key lost.");
    const rows = await ledger.run<{ phone: string }>(
      "select phone_sealed as phone from person where id = any ($1) order by id",
      [people],
    );
    const [first = "", ...rest] = rows.map(({ phone }) => phone);
    expect(rest).toEqual(seals.slice(1));
    expect(first.startsWith("young.")).toBe(true);
    expect(createFieldCipher([young]).open(first, phoneContext(people[0]))).toBe("0101");
    await ledger.run("update person set phone_sealed = null where phone_sealed like 'lost.%'");
  });

  test("a new key under the name of the old one opens nothing: numbers are told as lost, and stay", async () => {
    const [person] = (await ledger.people(1)) as [PersonId];
    const sealed = createFieldCipher([old]).seal("0101", phoneContext(person));
    await ledger.run("update person set phone_sealed = case when id = $1 then $2 end", [person, sealed]);
    await expect(desk({}, createFieldCipher([newKey("old")])).rotate()).rejects.toThrow(
      /^Phone numbers do not open: 1 of key old. FIELD_KEYS lacks the key, has another under its name/,
    );
    expect(await ledger.run("select phone_sealed as kept from person where id = $1", [person])).toEqual([
      { kept: sealed },
    ]);
    await ledger.run("update person set phone_sealed = null where id = $1", [person]);
  });

  test("a phone number that somebody changes while it is sealed again stays as they changed it", async () => {
    const [person] = (await ledger.people(1)) as [PersonId];
    const [before, now] = [createFieldCipher([old]), createFieldCipher([young, old])];
    const write = (sealed: string) => ledger.run("update person set phone_sealed = $2 where id = $1", [person, sealed]);
    await write(before.seal("0101", phoneContext(person)));
    const changed = now.seal("0202", phoneContext(person));
    const { after } = createSqlSealedPhones(ledger.database);
    const found: typeof after = async (...asked) => {
      const rows = await after(...asked);
      await write(changed);
      return rows;
    };
    await desk({ after: found }, now).rotate();
    expect(await ledger.run("select phone_sealed as kept from person where id = $1", [person])).toEqual([
      { kept: changed },
    ]);
  });
});

test("I12: a slot forgets somebody under its lock: a seat given at that moment is not left with nobody", async () => {
  const ledger = await openLedger("server", patient);
  const [person] = (await ledger.people(1)) as [PersonId];
  const slot = await ledger.slot();
  const other = new pg.Client({ connectionString: ledger.url as string });
  await other.connect();
  await other.query("begin");
  await other.query("select from slot_line where slot_id = $1 for update", [slot]);
  const forgotten = createSqlPersonalData(ledger.database).forgetIn(person, slot);
  const waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  // Asked outside the transaction: inside one the first answer is every later one.
  const waits = waitUntil(async () => (await ledger.run(waiting)).length, { what: "it waits for the lock" });
  expect(await Promise.race([forgotten.then(() => "did not wait"), waits.then(() => "waits")])).toBe("waits");
  await other.query("commit");
  expect(await forgotten).toBe(true);
  await other.end();
  await ledger.close();
});
