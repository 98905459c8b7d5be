import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { PersonId } from "../../../shared/ids.ts";
import { consentVersion } from "../../../shared/privacy.ts";
import { type Ledger, openLedger } from "../../../test/services/ledger.ts";
import { patient } from "../../../test/services/places.ts";
import { realClock } from "../../platform/clock.ts";
import { createFieldCipher } from "../../platform/field-cipher.ts";
import { createSqlPeople } from "../people.sql.ts";
import { createProfiles } from "../profile-service.ts";
import { createConsents } from "./consents-service.ts";
import type { ConsentLog } from "./ports.ts";
import { createSqlConsentLog } from "./privacy.sql.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server", patient);
});
afterAll(() => ledger.close());

/** A place where somebody stops until they are let on. */
function gate() {
  let [arrive, open] = [() => {}, () => {}];
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { arrived, open, pass: () => (arrive(), opened) };
}

/** Consents over this log, and what people tell. */
function deskWith(change: Partial<ConsentLog>) {
  const { database } = ledger;
  const [people, together] = [createSqlPeople(database), database.transaction];
  const consents = createConsents({ log: { ...createSqlConsentLog(database), ...change }, people, together });
  const profiles = createProfiles({
    ...{ people, together, clock: realClock, fields: createFieldCipher([{ id: "one", key: randomBytes(32) }]) },
    ...consents.byTelling,
    onChanged: async () => undefined,
  });
  const tell = (person: PersonId, told: object) => profiles.change(person, { ...told, version: consentVersion });
  return { consents, tell, read: profiles.read };
}

test.each([
  { kind: "profile", told: { region: "11" }, anew: { region: "26" } },
  { kind: "contact", told: { phone: "01011112222" }, anew: { phone: "01033334444" } },
] as const)("D28: whoever tells while $kind is taken back agrees to it anew", async ({ kind, told, anew }) => {
  const [person] = (await ledger.people(1)) as [PersonId];
  const { arrived, open, pass } = gate();
  const { takeBack } = createSqlConsentLog(ledger.database);
  const slow = deskWith({ takeBack: (...asked) => pass().then(() => takeBack(...asked)) });
  await slow.tell(person, told);

  const taken = slow.consents.write(person, { kinds: [kind], isGiven: false });
  await arrived;
  const toldAnew = slow.tell(person, anew);
  const waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  const waits = waitUntil(async () => (await ledger.run(waiting)).length, { what: "it waits for the lock" });
  const first = await Promise.race([toldAnew.then(() => "did not wait"), waits.then(() => "waits")]);
  open();
  await Promise.all([taken, toldAnew]);
  expect(await slow.read(person)).toMatchObject(anew);
  const given = { kind, isGiven: true };
  expect((await slow.consents.read(person)).items).toMatchObject([given, { kind, isGiven: false }, given]);
  expect(first).toBe("waits");
});

test("D28: what cannot be taken back in the log stays as it was told", async () => {
  const [person] = (await ledger.people(1)) as [PersonId];
  const { consents, tell, read } = deskWith({ takeBack: () => Promise.reject(new Error("the power is gone")) });
  await tell(person, { region: "11", phone: "01011112222" });
  await expect(consents.write(person, { kinds: ["profile", "contact"], isGiven: false })).rejects.toThrow("the power");
  expect(await read(person)).toMatchObject({ region: "11", phone: "01011112222" });
});
