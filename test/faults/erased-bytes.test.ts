import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { expect, test } from "vitest";
import { tablesOfWords } from "../../server/accounts/index.ts";
import { createSqlPeople } from "../../server/accounts/people.sql.ts";
import { openDatabase } from "../../server/platform/database/index.ts";
import { embeddedFolder } from "../services/places.ts";

const planted = { name: "erased-name", subject: "erased-subject", email: "erased@mail.example" };
const made = ["erased-draft", "erased-poster"];
const all = [...Object.values(planted), ...made];

test("D28: a backup of the embedded database has no byte of somebody who was erased before it", async () => {
  const database = await openDatabase({ databaseUrl: null, dataFolder: await embeddedFolder() });
  const run = (text: string, values: readonly unknown[] = []) => database.query({ text, values });
  const traces = async () => {
    const copy = (await database.dump?.(tablesOfWords)) as Blob;
    const bytes = await promisify(gunzip)(await copy.arrayBuffer());
    return all.filter((value) => bytes.includes(value));
  };
  const { id } = await createSqlPeople(database).ensure({ issuer: "kakao", ...planted }, "visitor", "ko");
  const mail = "insert into mailbox (key, person_id, recipient, subject, html, text, attachments, at)";
  await run(`${mail} values ($1, $2, $3, $4, $4, $4, '[]', now())`, [randomUUID(), id, planted.email, planted.name]);
  const draft = "insert into store (owner_id, name, district, published_at) values ($1, $2, '', null) returning id";
  const [store] = await run(draft, [id, made[0]]);
  const poster = "insert into picture (name, size, store_id, made_at, bytes) values ($1, 'full', $2, now(), $3)";
  await run(poster, ["A".repeat(22), (store as { id: string }).id, Buffer.from(made[1] as string)]);
  expect(await traces()).toEqual(all);

  await run(`select ${database.code}.begin_erasure($1, 'kakao')`, [id]);
  await run("update person set erasing_since = now() - interval '1 hour' where id = $1", [id]);
  await run(`select ${database.code}.forget_person($1)`, [id]);
  await run("delete from unlinking");
  expect(await run("select from person where id = $1", [id])).toEqual([]);
  expect(await traces()).toEqual([]);
  await database.close();
});
