import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { createTestDatabase } from "../../../test/services/test-database.ts";
import { makeLoginRole } from "./login-role.ts";
import { openDatabase } from "./open.ts";

const letters = (length: number) =>
  Array.from(randomBytes(length), (byte) => String.fromCharCode(97 + (byte % 26))).join("");

/** An empty database, and an address of it whose sessions act as a role that is not there yet. */
async function openPlace() {
  const place = await createTestDatabase();
  const admin = new pg.Client({ connectionString: place.url });
  await admin.connect();
  const role = `popline_${letters(8)}`;
  const address = new URL(place.url);
  address.searchParams.set("options", `-c role=${role}`);
  onTestFinished(async () => {
    await admin.query(`drop owned by ${role} cascade; drop role if exists ${role}_clone; drop role ${role}`);
    await admin.end();
    await place.drop();
  });
  return { admin, role, address };
}

function asUser(address: URL, user: string, password: string): string {
  const own = new URL(address);
  own.username = user;
  own.password = password;
  return own.href;
}

test("D25: whichever of two logins is at its turn, servers act as one role and own what either made", async () => {
  const { admin, role, address } = await openPlace();
  const password = letters(20);
  expect(await makeLoginRole({ databaseUrl: address.href, password })).toBe(role);
  await (await openDatabase({ databaseUrl: address.href, dataFolder: "" })).close();
  // What the rotation of AWS does at its first turn.
  await admin.query(`create role ${role}_clone login password '${password}'; grant ${role} to ${role}_clone`);
  const twin = await openDatabase({ databaseUrl: asUser(address, `${role}_clone`, password), dataFolder: "" });
  await twin.query({ text: "create table made_by_twin ()", values: [] });
  await twin.close();
  const first = await openDatabase({ databaseUrl: asUser(address, role, password), dataFolder: "" });
  await first.query({ text: "alter table made_by_twin add column seats integer", values: [] });
  await first.close();
  const owners = "select distinct tableowner::text as owner from pg_tables where schemaname = 'public'";
  expect((await admin.query(owners)).rows).toEqual([{ owner: role }]);
});

test("a role that is there keeps its password, and an address without a role is refused", async () => {
  const { role, address } = await openPlace();
  await makeLoginRole({ databaseUrl: address.href, password: "first'word" });
  expect(await makeLoginRole({ databaseUrl: address.href, password: "second" })).toBe(role);
  address.searchParams.delete("options");
  await expect(makeLoginRole({ databaseUrl: address.href, password: "x" })).rejects.toThrow("names no role");
});
