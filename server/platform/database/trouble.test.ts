import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { freePort } from "../../../test/services/free-port.ts";
import { openEmbedded } from "../../../test/services/places.ts";
import { createTestDatabase, type TestDatabase } from "../../../test/services/test-database.ts";
import { openDatabase } from "./open.ts";
import { isPassingTrouble, isTwinInFlight } from "./trouble.ts";

let created: TestDatabase;
const clients: pg.Client[] = [];

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: created.url });
  client.on("error", () => undefined);
  await client.connect();
  clients.push(client);
  return client;
}

/** What the statement really fails with. */
async function failureOf(work: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error("It did not fail.");
}

beforeAll(async () => {
  created = await createTestDatabase();
  const setup = await connect();
  await setup.query("create table thing (id integer primary key, amount integer check (amount >= 0))");
  await setup.query("insert into thing values (1, 1), (2, 2)");
});

afterAll(async () => {
  await Promise.allSettled(clients.map((client) => client.end()));
  await created.drop();
});

describe("S25: passing trouble, as PostgreSQL and the network really report it", () => {
  test("a terminated backend: the statement under way, and the connection afterwards", async () => {
    const [victim, other] = [await connect(), await connect()];
    const { pid } = (await victim.query("select pg_backend_pid() as pid")).rows[0];
    const failing = failureOf(victim.query("select pg_sleep(60)"));
    const sleeping = "select from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'";
    await waitUntil(async () => (await other.query(sleeping, [pid])).rowCount, { what: "the statement runs" });
    await other.query("select pg_terminate_backend($1)", [pid]);
    const under = await failing;
    expect(under.code).toBe("57P01");
    expect(isPassingTrouble(under)).toBe(true);
    const after = await failureOf(victim.query("select 1"));
    expect([after.message, isPassingTrouble(after)]).toEqual([expect.any(String), true]);
  });

  test("a lock that cannot be had in time; it is no twin unless it waited for a press", async () => {
    const [holder, waiter] = [await connect(), await connect()];
    await holder.query("begin; select from thing for update");
    await waiter.query("set lock_timeout = '20ms'");
    const error = await failureOf(waiter.query("update thing set amount = 9"));
    expect(error.code).toBe("55P03");
    expect([isPassingTrouble(error), isTwinInFlight(error)]).toEqual([true, false]);
    await holder.query("rollback");
  });

  test("a statement beyond its time, a deadlock, a lost serialization, a read-only server", async () => {
    const [one, other] = [await connect(), await connect()];
    await one.query("set statement_timeout = '20ms'");
    const late = await failureOf(one.query("select pg_sleep(60)"));
    await one.query("set statement_timeout = 0; begin; update thing set amount = 3 where id = 1");
    await other.query("begin; update thing set amount = 3 where id = 2");
    const both = [
      one.query("update thing set amount = 4 where id = 2"),
      other.query("update thing set amount = 4 where id = 1"),
    ];
    const [dead] = (await Promise.allSettled(both)).filter((outcome) => outcome.status === "rejected");
    await Promise.all([one.query("rollback"), other.query("rollback")]);
    const snapshot = "begin isolation level repeatable read; select from thing";
    await one.query(snapshot);
    await other.query("update thing set amount = 5 where id = 1");
    const outrun = await failureOf(one.query("update thing set amount = 6 where id = 1"));
    await one.query("rollback; set default_transaction_read_only = on");
    const readOnly = await failureOf(one.query("update thing set amount = 7"));
    const errors = [late, dead?.reason, outrun, readOnly];
    expect(errors.map(({ code }) => code)).toEqual(["57014", "40P01", "40001", "25006"]);
    expect(errors.map(isPassingTrouble)).toEqual([true, true, true, true]);
  });

  test("nobody listens: by one address, by a name with several, and through the product's own pool", async () => {
    const port = await freePort();
    for (const host of ["127.0.0.1", "localhost"]) {
      const databaseUrl = `postgres://postgres@${host}:${port}/none`;
      const client = new pg.Client({ connectionString: databaseUrl });
      expect(isPassingTrouble(await failureOf(client.connect()))).toBe(true);
      expect(isPassingTrouble(await failureOf(openDatabase({ databaseUrl, dataFolder: "memory://" })))).toBe(true);
    }
  });

  test("an embedded database tells of it by errors of another class", async () => {
    const embedded = await openEmbedded();
    const failing = (code: string) => {
      const text = `do $$ begin raise 'no' using errcode = '${code}'; end $$`;
      return failureOf(embedded.query({ text, values: [] }));
    };
    const errors = await Promise.all([failing("53100"), failing("40001"), failing("23505")]);
    expect(errors.map(isPassingTrouble)).toEqual([true, true, false]);
    await embedded.close();
  });

  test("a connection that died without a word, and a network that is not there", () => {
    const unreachable = Object.assign(new Error("connect ENETUNREACH"), { code: "ENETUNREACH" });
    expect([new Error("Query read timeout"), unreachable].map(isPassingTrouble)).toEqual([true, true]);
  });

  test("several addresses that all refused are one trouble, which passes when one of them may", () => {
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    expect(isPassingTrouble(new AggregateError([new Error("no such thing"), refused]))).toBe(true);
  });
});

describe("what a retry cannot cure", () => {
  test.each([
    ["42601", "selekt 1"],
    ["42P01", "select from nothing"],
    ["23505", "insert into thing values (1, 1)"],
    ["23514", "update thing set amount = -1"],
    ["22P02", "select 'x'::integer"],
    ["22012", "select 1 / 0"],
  ])("%s: %s", async (code, text) => {
    const client = await connect();
    const error = await failureOf(client.query(text));
    expect(error.code).toBe(code);
    expect([isPassingTrouble(error), isTwinInFlight(error)]).toEqual([false, false]);
    await client.end();
  });

  test("a bug of ours, and things that are no errors at all", () => {
    const others = [new TypeError("x is undefined"), new AggregateError([new Error("one")]), "57P01", null, undefined];
    expect(others.map(isPassingTrouble)).toEqual([false, false, false, false, false]);
  });
});
