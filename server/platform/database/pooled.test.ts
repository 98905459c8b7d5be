import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { openPlace, type Place, patient } from "../../../test/services/places.ts";
import type { Database } from "./database.ts";

async function openGround(engine: "embedded" | "server"): Promise<Place> {
  const place = await openPlace(engine, patient);
  await place.database.query({ text: "create table note (word text primary key)", values: [] });
  return place;
}

const write = (database: Database, word: string) =>
  database.query({ text: "insert into note values ($1)", values: [word] });

async function words(database: Database, how: "query" | "read" = "query"): Promise<string[]> {
  const rows = await database[how]<{ word: string }>({ text: "select word from note order by word", values: [] });
  return rows.map(({ word }) => word);
}

/** A promise and the key to it: the test decides when what waits for it goes on. */
function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

describe.each(["embedded", "server"] as const)("transactions, %s", (engine) => {
  let place: Place;
  beforeAll(async () => {
    place = await openGround(engine);
  });
  beforeEach(() => place.database.query({ text: "delete from note", values: [] }));
  afterAll(() => place.close());

  test("commits what resolves and answers its result", async () => {
    const { database } = place;
    expect(await database.transaction(() => write(database, "kept").then(() => 7))).toBe(7);
    expect(await words(database)).toEqual(["kept"]);
  });

  test("rolls back what throws and passes the very error on", async () => {
    const { database } = place;
    const mistake = new Error("changed my mind");
    const failing = database.transaction(async () => {
      await write(database, "lost");
      throw mistake;
    });
    await expect(failing).rejects.toBe(mistake);
    expect(await words(database)).toEqual([]);
    expect(await database.transaction(() => words(database))).toEqual([]);
  });

  test("a statement that was refused leaves the next ones, sent at once, their own answers", async () => {
    const { database } = place;
    const divide = (by: number) => database.query({ text: "select 10 / $1::integer as tenth", values: [by] });
    for (let round = 0; round < 3; round += 1) {
      await divide(0).catch(() => undefined);
      for (const by of [1, 2, 5]) expect(await divide(by)).toEqual([{ tenth: 10 / by }]);
      const [failed, next] = await Promise.allSettled([divide(0), divide(10)]);
      expect([failed.status, next]).toEqual(["rejected", { status: "fulfilled", value: [{ tenth: 1 }] }]);
    }
  });

  test("rolls back what the database refused, and the connection is as good as new", async () => {
    const { database } = place;
    const failing = database.transaction(async () => {
      await write(database, "twice");
      await write(database, "twice");
    });
    await expect(failing).rejects.toMatchObject({ code: "23505" });
    expect(await words(database)).toEqual([]);
    await database.transaction(() => write(database, "again"));
    expect(await words(database)).toEqual(["again"]);
  });

  test("nested calls join the outer transaction: its queries and reads see what is not committed yet", async () => {
    const { database } = place;
    await database.transaction(async () => {
      await write(database, "outer");
      await database.transaction(() => write(database, "inner"));
      expect(await words(database)).toEqual(["inner", "outer"]);
      expect(await words(database, "read")).toEqual(["inner", "outer"]);
    });
    expect(await words(database)).toEqual(["inner", "outer"]);
  });

  test("nested calls roll back with the outer transaction", async () => {
    const { database } = place;
    const failing = database.transaction(async () => {
      await database.transaction(() => write(database, "inner"));
      throw new Error("outer");
    });
    await expect(failing).rejects.toThrow("outer");
    expect(await words(database)).toEqual([]);
  });

  test("twenty at once neither wait for each other forever nor mix: every second one leaves nothing", async () => {
    const { database } = place;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, position) =>
        database.transaction(async () => {
          await write(database, `${String(position).padStart(2, "0")}a`);
          await database.transaction(() => write(database, `${String(position).padStart(2, "0")}b`));
          if (position % 2 === 1) throw new Error("odd");
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(10);
    const even = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18].map((position) => String(position).padStart(2, "0"));
    expect(await words(database)).toEqual(even.flatMap((position) => [`${position}a`, `${position}b`]));
  });
});

test("PGlite has one session: a query from outside waits for a transaction, one from inside does not", async () => {
  const place = await openGround("embedded");
  const { database } = place;
  const { passed, open } = gate();
  const order: string[] = [];
  const inside = database.transaction(async () => {
    await write(database, "inside");
    await passed;
    order.push(`inside sees ${await words(database)}`);
  });
  const outside = words(database).then((seen) => order.push(`outside sees ${seen}`));
  open();
  await Promise.all([inside, outside]);
  expect(order).toEqual(["inside sees inside", "outside sees inside"]);
  await place.close();
});

describe("on a server", () => {
  let place: Place;
  beforeAll(async () => {
    place = await openGround("server");
  });
  afterAll(() => place.close());

  test("reads and queries beside an open transaction see committed data only", async () => {
    const { database } = place;
    const [written, looked] = [gate(), gate()];
    const writing = database.transaction(async () => {
      await write(database, "soon");
      written.open();
      await looked.passed;
    });
    await written.passed;
    expect([await words(database, "read"), await words(database)]).toEqual([[], []]);
    looked.open();
    await writing;
    expect(await words(database, "read")).toEqual(["soon"]);
  });

  test("S25: presses that wait for a stuck slot keep no join waiting: they have connections of their own", async () => {
    const { database, url } = place;
    const outsider = new pg.Client({ connectionString: url as string });
    await outsider.connect();
    await outsider.query("select pg_advisory_lock(7)");
    let ended = 0;
    const lock = { text: "select pg_advisory_xact_lock_shared(7)", values: [] };
    const stuck = Array.from({ length: 30 }, () => database.press(lock).finally(() => (ended += 1)));
    const isWaiting = "select from pg_locks where locktype = 'advisory' and not granted";
    await waitUntil(async () => (await outsider.query(isWaiting)).rowCount, { what: "presses wait" });
    expect(await database.query({ text: "select 1 as one", values: [] })).toEqual([{ one: 1 }]);
    expect(ended).toBe(0);
    await outsider.end();
    await Promise.allSettled(stuck);
  });

  test("S25: reads wait for no write: with every write connection held, a page is still answered", async () => {
    const { database, url } = place;
    const outsider = new pg.Client({ connectionString: url as string });
    await outsider.connect();
    await outsider.query("select pg_advisory_lock(8)");
    let ended = 0;
    const lock = { text: "select pg_advisory_xact_lock_shared(8)", values: [] };
    const writes = Array.from({ length: 30 }, () => database.query(lock).finally(() => (ended += 1)));
    const stuck = Promise.allSettled(writes);
    const waiting = "select from pg_locks where locktype = 'advisory' and objid = 8 and not granted";
    await waitUntil(async () => (await outsider.query(waiting)).rowCount, { what: "writes wait" });
    const one = { text: "select 1 as one", values: [] };
    expect(await Promise.all([database.read(one), database.list(one, null)])).toEqual([[{ one: 1 }], [{ one: 1 }]]);
    expect(ended).toBe(0);
    await outsider.end();
    await stuck;
  });

  test("two transactions are open at the same moment, each on its own connection", async () => {
    const { database } = place;
    const pidOf = () => database.query<{ pid: number }>({ text: "select pg_backend_pid() as pid", values: [] });
    const [here, there] = [gate(), gate()];
    const meet = (mine: ReturnType<typeof gate>, other: ReturnType<typeof gate>) =>
      database.transaction(async () => {
        mine.open();
        await other.passed;
        return (await pidOf())[0]?.pid;
      });
    const [one, other] = await Promise.all([meet(here, there), meet(there, here)]);
    expect(one).not.toBe(other);
  });

  test("a connection terminated in mid-transaction fails that one only, and goes back to nobody", async () => {
    const { database, url } = place;
    const outsider = new pg.Client({ connectionString: url as string });
    await outsider.connect();
    const word = randomUUID();
    const failing = database.transaction(async () => {
      await write(database, word);
      const [row] = await database.query<{ pid: number }>({ text: "select pg_backend_pid() as pid", values: [] });
      const asleep = database.query({ text: "select pg_sleep(60)", values: [] });
      const refused = expect(asleep).rejects.toMatchObject({ code: "57P01" });
      const sleeping = "select from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'";
      const isAsleep = async () => (await outsider.query(sleeping, [row?.pid])).rowCount === 1;
      await waitUntil(isAsleep, { what: "it sleeps" });
      await outsider.query("select pg_terminate_backend($1)", [row?.pid]);
      await refused;
      await database.query({ text: "select 1", values: [] });
    });
    await expect(failing).rejects.toThrow();
    expect(await words(database)).not.toContain(word);
    expect(await database.transaction(() => words(database))).not.toContain(word);
    await outsider.end();
  });
});
