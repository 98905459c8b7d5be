import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findPostgresBinaries } from "../../scripts/setup/postgres-binaries.mjs";
import { createSqlConsentLog } from "../../server/accounts/privacy/privacy.sql.ts";
import { repository } from "../../server/platform/repository.ts";
import type { PersonId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { createTestDatabase } from "../services/test-database.ts";

const page = readFileSync(join(repository, "docs/operating/recovery.md"), "utf8");
const [inTheOld = "", looking = "", letting = ""] = [...page.matchAll(/```sql\n(.*?)```/gs)].map(([, block]) => block);
const programs = dirname(realpathSync(join(findPostgresBinaries() ?? "", "postgres")));
const pg = (program: string, url: string, input?: string, cwd?: string) =>
  execFileSync(join(programs, program), ["--dbname", url], { input, cwd, encoding: "utf8", maxBuffer: 1 << 28 });
const psql = (url: string, text: string, cwd?: string) => pg("psql", url, text, cwd);

/** Four people with a session, a phone number and a region; the last one works at a store, and is an operator. */
async function addFour({ people, slot, run, database }: Ledger) {
  const four = (await people(4)) as [PersonId, PersonId, PersonId, PersonId];
  const works = four[3];
  await slot();
  await run("update person set phone_sealed = 'sealed', region = '11' where id = any ($1)", [four]);
  await run("insert into staff (store_id, person_id, since) select max(id), $1, now() from store", [works]);
  await run("update person set role = 'operator' where id = $1", [works]);
  const session = "insert into session (id, person_id, browser, system)";
  await run(`${session} select gen_random_uuid(), id, 'other', 'other' from person where id = any ($1)`, [four]);
  for (const person of four) await createSqlConsentLog(database).give(person, ["profile", "contact"], "1");
  return four;
}

/** Elsewhere, or with an empty list, everybody would be somebody who left. */
async function expectStopped(url: string): Promise<void> {
  for (const wrong of ["nowhere.csv", "here.csv"]) {
    const elsewhere = await mkdtemp(join(tmpdir(), "popline-elsewhere-"));
    onTestFinished(() => rm(elsewhere, { recursive: true }));
    await writeFile(join(elsewhere, wrong), "");
    expect(() => psql(url, looking + letting, elsewhere)).toThrow();
    expect(psql(url, "select count(*) from person where erasing_since is not null")).toMatch(/^ +0$/m);
  }
}

test("D28: the page about recovery lets go whoever was erased after the backup, and what was taken back", async () => {
  const [old, copy] = [await createTestDatabase({ migrated: true }), await createTestDatabase()];
  const folder = await mkdtemp(join(tmpdir(), "popline-brought-back-"));
  const before = await openLedger("server", { databaseUrl: old.url });
  const everybody = await addFour(before);
  const [stays, leaves, takesBack, works] = everybody;
  psql(copy.url, pg("pg_dump", old.url));

  // After the backup.
  await before.run(`select ${before.database.code}.begin_erasure($1, null)`, [leaves]);
  await createSqlConsentLog(before.database).takeBack(takesBack, ["profile", "contact"]);
  await before.run("delete from staff");
  await before.run("update person set role = 'visitor' where id = $1", [works]);
  psql(old.url, inTheOld, folder);
  await expectStopped(copy.url);
  psql(copy.url, looking + letting, folder);

  const after = await openLedger("server", { databaseUrl: copy.url });
  onTestFinished(async () => {
    await Promise.all([before.close(), after.close(), rm(folder, { recursive: true })]);
    await Promise.all([old.drop(), copy.drop()]);
  });
  const told = `select phone_sealed is not null as phone, region is not null as region, role,
    erasing_since is not null as leaving from person where id = any ($1) order by id`;
  const whole = { phone: true, region: true, role: "visitor", leaving: false };
  const empty = { ...whole, phone: false, region: false };
  expect(await after.run(told, [everybody])).toEqual([whole, { ...empty, leaving: true }, empty, whole]);
  expect(await after.run("select from staff")).toEqual([]);
  expect(await after.run("select from session where ended_at is null")).toEqual([]);
  const given = async (person: PersonId) =>
    (await createSqlConsentLog(after.database).list(person)).map(({ isGiven }) => isGiven);
  expect(await given(takesBack)).toEqual([false, false, true, true]);
  expect(await given(stays)).toEqual([true, true]);
});
