import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { openPlace, type Place, patient } from "../../../test/services/places.ts";
import type { Database } from "./database.ts";
import { openDatabase } from "./open.ts";
import { pressOnce } from "./press-once.ts";
import { pressInTransaction } from "./press-transaction.ts";

const person = "1";
/** Presses of the test's own function hold this lock; while the test has it, they wait as long as it takes. */
const held = 4_711;

/** Counts its effects, so that a second one shows; refuses while `wanted` is not allowed; waits for the test. */
const setUp = (code: string) => [
  "create table effect (number integer generated always as identity, word text)",
  "create table allowed (word text)",
  `create function ${code}.mark(p_person bigint, p_arguments jsonb) returns jsonb language plpgsql as $$
  declare made integer;
  begin
    if p_arguments ? 'wanted' and not exists (select from allowed where word = p_arguments ->> 'wanted') then
      return jsonb_build_object('problem', 'no-offer');
    end if;
    perform set_config('lock_timeout', '0', true);
    perform pg_advisory_xact_lock(${held});
    insert into effect (word) values (p_arguments ->> 'word') returning number into made;
    return jsonb_build_object('number', made);
  end $$`,
];

async function openGround(engine: "embedded" | "server"): Promise<Place> {
  const place = await openPlace(engine, patient);
  for (const text of setUp(place.database.code)) await place.database.query({ text, values: [] });
  return place;
}

type Answer = { number: number };
type Wish = { word?: string; wanted?: string };
type Pressing = (database: Database, key: string, wish: Wish, who?: string) => Promise<Answer | { problem: string }>;

const inOneStatement: Pressing = (database, key, wish, who = person) =>
  pressOnce<Answer>(database, { person: who, key, call: "mark", arguments: wish });

const inTransaction: Pressing = (database, key, wish, who = person) =>
  pressInTransaction<Answer>(database, { person: who, key, body: wish }, async () => {
    const text = `select ${database.code}.mark($1, $2::jsonb) as answer`;
    const [row] = await database.query<{ answer: Answer }>({ text, values: [who, JSON.stringify(wish)] });
    return (row as { answer: Answer }).answer;
  });

const ways = { pressOnce: inOneStatement, pressInTransaction: inTransaction };
const everywhere = (["embedded", "server"] as const).flatMap((engine) =>
  Object.entries(ways).map(([name, press]) => ({ engine, name, press })),
);

const effects = (database: Database) => database.query<Answer>({ text: "select number, word from effect", values: [] });
const forget = async (database: Database) => {
  await database.query({ text: "delete from effect", values: [] });
  await database.query({ text: "delete from allowed", values: [] });
};

describe.each(everywhere)("I9: $name, $engine", ({ engine, press }) => {
  let place: Place;
  beforeAll(async () => {
    place = await openGround(engine);
  });
  beforeEach(() => forget(place.database));
  afterAll(() => place.close());

  test("the same key gets the first answer again, and there is one effect", async () => {
    const { database } = place;
    const key = randomUUID();
    const first = await press(database, key, { word: "once" });
    expect(first).toEqual({ number: expect.any(Number) });
    expect(await press(database, key, { word: "once" })).toEqual(first);
    expect(await effects(database)).toHaveLength(1);
  });

  test("another key is another press, and so is another person's same key", async () => {
    const { database } = place;
    const key = randomUUID();
    const pressed = [await press(database, key, {}), await press(database, randomUUID(), {})];
    const theirs = await press(database, key, {}, "2");
    expect(new Set([...pressed, theirs].map((answer) => "number" in answer && answer.number)).size).toBe(3);
  });

  test("the same key with another body is refused and keeps its first answer", async () => {
    const { database } = place;
    const key = randomUUID();
    const first = await press(database, key, { word: "one" });
    expect(await press(database, key, { word: "other" })).toEqual({ problem: "key-reused" });
    expect(await press(database, key, { word: "one" })).toEqual(first);
    expect(await effects(database)).toHaveLength(1);
  });

  test("a refusal is never remembered: the same key may succeed later", async () => {
    const { database } = place;
    const key = randomUUID();
    const wish = { wanted: "later" };
    expect(await press(database, key, wish)).toEqual({ problem: "no-offer" });
    expect(await database.query({ text: "select from press where key = $1", values: [key] })).toEqual([]);
    await database.query({ text: "insert into allowed values ('later')", values: [] });
    expect(await press(database, key, wish)).toEqual({ number: expect.any(Number) });
  });

  test("a key is remembered for 24 hours and not a minute longer", async () => {
    const { database } = place;
    const key = randomUUID();
    const age = (interval: string) =>
      database.query({
        text: `update press set created_at = clock_timestamp() - interval '${interval}' where key = $1`,
        values: [key],
      });
    const first = await press(database, key, { word: "first" });
    await age("23 hours 59 minutes");
    expect(await press(database, key, { word: "first" })).toEqual(first);
    await age("24 hours 1 minute");
    const second = await press(database, key, { word: "another body now" });
    expect(second).not.toEqual(first);
    expect(await press(database, key, { word: "another body now" })).toEqual(second);
    expect(await effects(database)).toHaveLength(2);
  });

  test("ten twins at once get one answer and have one effect", async () => {
    const { database } = place;
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 10 }, () => press(database, key, { word: "twin" })));
    expect(answers).toEqual(Array(10).fill({ number: expect.any(Number) }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await effects(database)).toHaveLength(1);
  });

  test("forgetting takes the old keys only, oldest first, as many as it is told", async () => {
    const { database } = place;
    await database.query({ text: "delete from press", values: [] });
    for (const hours of [1, 25, 26, 27]) {
      const text = "insert into press values ($1, $2, '', '{}', clock_timestamp() - $3 * interval '1 hour')";
      await database.query({ text, values: [person, `${hours} h`, hours] });
    }
    await database.query({ text: `select ${database.code}.forget_presses(2)`, values: [] });
    const left = await database.query({ text: "select key from press order by created_at desc", values: [] });
    expect(left).toEqual([{ key: "1 h" }, { key: "25 h" }]);
  });
});

test("I9: a press that the release before kept and hashed in its own way answers its repeat", async () => {
  const { database, close } = await openGround("embedded");
  const key = randomUUID();
  const shorter = { text: "update press set body_hash = left(body_hash, 32) where key = $1", values: [key] };
  const first = await inOneStatement(database, key, { word: "before" });
  await database.query(shorter);
  expect(await inOneStatement(database, key, { word: "before" })).toEqual(first);
  expect(await effects(database)).toHaveLength(1);
  await close();
});

describe.each(Object.entries(ways))("I9: twins in flight, %s", (_, press) => {
  let place: Place;
  let holder: pg.Client;
  beforeAll(async () => {
    place = await openGround("server");
    holder = new pg.Client({ connectionString: place.url as string });
    await holder.connect();
  });
  beforeEach(() => forget(place.database));
  afterAll(async () => {
    await holder.end();
    await place.close();
  });

  const waiting = async (kind: "advisory" | "transactionid") => {
    const text = `select from pg_locks join pg_database on pg_database.oid = database or database is null
      where not granted and locktype = $1 and datname = current_database()`;
    return (await holder.query(text, [kind])).rowCount;
  };

  /** A first press that is in the middle of its effect, and a twin of it that waits. */
  async function twins(first: Wish, second: Wish, database = place.database) {
    await holder.query(`select pg_advisory_lock(${held})`);
    const key = randomUUID();
    const firstAnswer = press(database, key, first);
    await waitUntil(() => waiting("advisory"), { what: "the first press is at work" });
    const secondAnswer = press(database, key, second);
    await waitUntil(() => waiting("transactionid"), { what: "its twin waits for it" });
    const goOn = () => holder.query(`select pg_advisory_unlock(${held})`);
    return { firstAnswer, secondAnswer, goOn };
  }

  test("the twin waits and then gets the answer of the first", async () => {
    const { firstAnswer, secondAnswer, goOn } = await twins({ word: "slow" }, { word: "slow" });
    await goOn();
    expect(await secondAnswer).toEqual(await firstAnswer);
    expect(await effects(place.database)).toHaveLength(1);
  });

  test("with another body it waits and is then refused", async () => {
    const { firstAnswer, secondAnswer, goOn } = await twins({ word: "slow" }, { word: "not that" });
    await goOn();
    expect([await firstAnswer, await secondAnswer]).toEqual([
      { number: expect.any(Number) },
      { problem: "key-reused" },
    ]);
  });

  test("longer than lock_timeout the twin is told that its press is in flight; the first goes on", async () => {
    const usual = await openDatabase({ databaseUrl: place.url, dataFolder: "" });
    onTestFinished(usual.close);
    const { firstAnswer, secondAnswer, goOn } = await twins({ word: "slower" }, { word: "slower" }, usual);
    expect(await secondAnswer).toEqual({ problem: "key-in-flight" });
    await goOn();
    expect(await firstAnswer).toEqual({ number: expect.any(Number) });
    expect(await effects(place.database)).toHaveLength(1);
  });
});
