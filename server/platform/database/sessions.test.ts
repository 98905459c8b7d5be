import { appendFile } from "node:fs/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { embeddedFolder } from "../../../test/services/places.ts";
import { createTestDatabase, type TestDatabase } from "../../../test/services/test-database.ts";
import type { Database } from "./database.ts";
import { openDatabase } from "./open.ts";

const show = {
  text: `select current_setting('transaction_isolation') as isolation,
    current_setting('synchronous_commit') as durable, current_setting('application_name') as name`,
  values: [],
};

/** What sessions are set to, on every way there is to the database. */
function onEveryWay({ query, press, read, list, transaction }: Database) {
  return Promise.all([query(show), press(show), read(show), list(show, null), transaction(() => query(show))]);
}

describe("PostgreSQL whose own settings are others", () => {
  let created: TestDatabase;
  beforeAll(async () => {
    created = await createTestDatabase({ migrated: true });
    const { name } = created;
    await ask(`alter database ${name} set synchronous_commit = off;
      alter database ${name} set default_transaction_isolation = 'repeatable read';
      alter role current_user in database ${name} set default_transaction_isolation = 'serializable'`);
  });
  afterAll(() => created.drop());

  async function ask(text: string): Promise<unknown> {
    const outsider = new pg.Client({ connectionString: created.url });
    await outsider.connect();
    return (await outsider.query(text).finally(() => outsider.end())).rows;
  }

  test("control: a session without ours waits for no disk, and sees what was when it began", async () => {
    expect(await ask(show.text)).toMatchObject([{ isolation: "serializable", durable: "off" }]);
  });

  test.each([
    ["a role and a database", ""],
    ["its address", "-c default_transaction_isolation=serializable -c synchronous_commit=off -c application_name=mine"],
  ])("I1, I2, I4: every session sees what is committed and commits to disk, whatever %s says", async (_, options) => {
    const url = new URL(created.url);
    if (options !== "") url.searchParams.set("options", options);
    const database = await openDatabase({ databaseUrl: url.href, replicaUrl: url.href, dataFolder: "" });
    const ours = { isolation: "read committed", durable: "on", name: options === "" ? "" : "mine" };
    expect(await onEveryWay(database)).toEqual(Array(5).fill([ours]));
    await database.close();
  });
});

test("I1, I2: so does the embedded engine's session, whatever its folder says", async () => {
  const dataFolder = await embeddedFolder();
  await appendFile(`${dataFolder}/pglite/postgresql.conf`, "default_transaction_isolation = 'repeatable read'\n");
  const database = await openDatabase({ databaseUrl: null, dataFolder });
  const text = "select reset_val as said from pg_settings where name = 'default_transaction_isolation'";
  expect(await database.query({ text, values: [] })).toEqual([{ said: "repeatable read" }]);
  for (const [row] of await onEveryWay(database)) expect(row).toMatchObject({ isolation: "read committed" });
  await database.close();
});
