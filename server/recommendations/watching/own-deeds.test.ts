import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { categories } from "../../../shared/store-codes.ts";
import { type Ledger, openLedger } from "../../../test/services/ledger.ts";
import type { Database } from "../../platform/database/index.ts";
import type { Evaluation } from "../evaluation/evaluate.ts";
import { fitOwn } from "../fitting/fit-own.ts";
import { backOff, toSegments } from "../models/segments.ts";
import type { CellPurchase, Learned, OwnDeed } from "../rules.ts";
import { toStores } from "../scoring/rules-candidates.ts";
import { createSqlOwnDeeds } from "./own-deeds.sql.ts";

describe("what people did here, as it is learned from", () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger("embedded");
    await ledger.slot();
  });
  afterAll(() => ledger.close());

  /** Somebody who did everything there is to do at the one store, and agreed to it in this version. */
  const everything = `with born as (
      insert into person (issuer, subject, name, role, sex, region, birth_year)
      values ('test', gen_random_uuid()::text, 'name', 'visitor', 'F', '11', extract(year from now())::integer - 33)
      returning id
    ), consented as (
      insert into consent (person_id, kind, version, is_given, at) select id, 'profile', $1, true, now() from born
    ), reserved as (
      insert into reservation (slot_id, ticket, person_id, party_size, state, created_at, cancelled_at, checked_in_at)
      select slot.id, number, born.id, 1, state::reservation_state, now() - interval '60 days', gone, came
      from born, slot, (values (1, 'checked_in', null, now()), (2, 'confirmed', null, null),
        (3, 'cancelled', now(), null)) as made (number, state, gone, came)
    ), followed as (
      insert into store_follow select store.id, born.id, now() from store, born
    ), spoke as (
      insert into room_guest (store_id, number, person_id, spoke_at) select room.store_id, born.id, born.id, now()
      from room, born
    ) insert into store_view select born.id, current_date, store.id, now() from born, store
    returning person_id::text as person`;

  async function all(): Promise<OwnDeed[]> {
    const found: OwnDeed[] = [];
    for await (const some of createSqlOwnDeeds(ledger.database, "today").all()) found.push(...some);
    return found;
  }

  test("D26: each deed counts in its own week, half after 60 days, of whoever agreed in this version", async () => {
    const [row] = await ledger.database.query<{ person: string }>({ text: everything, values: ["today"] });
    const { person } = row as { person: string };
    const deeds = await all();
    expect(deeds.every((deed) => deed.person === person && deed.age === 3 && deed.sex === "F")).toBe(true);
    // Reserved twice and cancelled once, 60 days ago: half of 2. Now came 1, followed 0.5, spoke 0.25, looked 0.1.
    const weeks = deeds.toSorted((one, other) => one.week - other.week);
    expect(weeks.map(({ times }) => Math.round(times * 100) / 100)).toEqual([1, 1.85]);
    expect(weeks.map(({ worth }) => worth)).toEqual([2, 1.85]);
    await ledger.run(`create or replace function ${ledger.database.code}.clock() returns timestamptz
      language sql volatile as $$ select clock_timestamp() + interval '1 second' $$`);
    const [later] = await all();
    expect(later?.times).toBeLessThan(deeds[0]?.times ?? 0);
    expect({ ...later, times: 0 }).toEqual({ ...deeds[0], times: 0 });
    await ledger.run(`create or replace function ${ledger.database.code}.clock() returns timestamptz
      language sql volatile as $$ select clock_timestamp() $$`);
    await ledger.run("update consent set version = 'yesterday'");
    expect(await all()).toEqual([]);
    await ledger.run("update consent set version = 'today'");
    await ledger.run(`insert into consent (person_id, kind, version, is_given, at)
      values (${person}, 'profile', 'today', false, now())`);
    expect(await all()).toEqual([]);
  });

  test("each kind of deed has a worth of its own and fades by its own age; what was taken back has none", async () => {
    await ledger.run("delete from consent");
    const kinds = ["food", "beauty", "fashion", "character", "book", "music", "tech", "life"];
    const stores: string[] = [];
    for (const category of kinds) {
      const slot = await ledger.slot();
      const [row] = await ledger.run<{ id: string }>(`update store set category = '${category}'
        where id = (select store_id from slot where id = ${slot}) returning id::text`);
      stores.push(row?.id ?? "");
    }
    const [came, done, gone, followed, spoke, silent, looked, missed] = stores;
    const [row] = await ledger.run<{ id: string }>(`insert into person (issuer, subject, name, role, sex)
      values ('test', gen_random_uuid()::text, 'name', 'visitor', 'M') returning id::text`);
    const id = row?.id;
    const ago = (days: number) => `now() - interval '${days} days'`;
    await ledger.run(`insert into consent (person_id, kind, version, is_given, at)
      values (${id}, 'profile', 'today', true, now())`);
    await ledger.run(`insert into reservation (slot_id, ticket, person_id, party_size, state, created_at, removed_at,
        checked_in_at)
      select slot.id, 9, ${id}, 1, state::reservation_state, at, removed, came from slot join (values
        (${came}, 'checked_in', ${ago(0)}, null, ${ago(0)}), (${done}, 'completed', ${ago(60)}, null, null),
        (${gone}, 'no_show', ${ago(0)}, now(), null), (${missed}, 'no_show', ${ago(0)}, null, null)
      ) as made (store, state, at, removed, came) on store = store_id`);
    // From before there was a door: who came, came when it began.
    await ledger.run(`update slot set starts_at = ${ago(60)}, ends_at = ${ago(59)} where store_id = ${done}`);
    await ledger.run(`insert into store_follow values (${followed}, ${id}, ${ago(120)})`);
    await ledger.run(`insert into room_guest (store_id, number, person_id, spoke_at)
      values (${spoke}, 7, ${id}, ${ago(30)}), (${silent}, 7, ${id}, '-infinity')`);
    await ledger.run(`insert into store_view values (${id}, current_date, ${looked}, ${ago(60)})`);
    const worths = (await all()).map(({ category, times }) => [category, Math.round(times * 1_000) / 1_000]);
    const fading = { food: 2, beauty: 1, character: 0.125, book: 0.177, tech: 0.05, life: 1 };
    expect(Object.fromEntries(worths)).toEqual(fading);
  });

  test("whoever moves to another time reserved when they first did, once", async () => {
    await ledger.run("delete from consent");
    const [slot, [person]] = [await ledger.slot(), await ledger.people(1)];
    await ledger.run("update person set sex = 'F' where id = $1", [person]);
    await ledger.run(
      "insert into consent (person_id, kind, version, is_given, at) values ($1, 'profile', 'today', true, now())",
      [person],
    );
    const made = await ledger.run<{ id: string }>(
      `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
        select $1, 61 - days, $2, 1, now() - days * interval '1 day' from unnest(array[60, 0]) as days returning id`,
      [slot, person],
    );
    const moved = "update reservation set state = 'cancelled', cancelled_at = now(), moved_to = $2 where id = $1";
    await ledger.run(
      moved,
      made.map(({ id }) => id),
    );
    const deeds = await all();
    expect(deeds.map(({ worth, times }) => [worth, Math.round(times * 1_000) / 1_000])).toEqual([[1, 0.5]]);
    const weekMs = 7 * 86_400_000;
    expect(deeds[0]?.week).toBeLessThanOrEqual(Math.floor(Date.now() / weekMs - 8));
  });

  test("of a person the latest 200 of a kind count; a year begins when it does in Korea", async () => {
    await ledger.run("delete from consent");
    const slot = await ledger.slot();
    const [person] = await ledger.people(1);
    await ledger.run("update person set birth_year = 2000 where id = $1", [person]);
    await ledger.run(
      `insert into consent (person_id, kind, version, is_given, at) values ($1, 'profile', 'today', true, now())`,
      [person],
    );
    const reserve = `insert into reservation (slot_id, ticket, person_id, party_size, created_at)
      select $1, number, $2, 1, '2029-12-31T16:00:00Z' from generate_series(1, 201) as number`;
    await ledger.run(reserve, [slot, person]);
    await ledger.run(`create or replace function ${ledger.database.code}.clock() returns timestamptz
      language sql volatile as $$ select '2029-12-31T16:00:00Z'::timestamptz $$`);
    expect(await all()).toMatchObject([{ person, age: 3, worth: 200 }]);
  });

  test("who takes their word back meanwhile makes nobody be read twice; few are looked at in a statement", async () => {
    await ledger.run("delete from consent");
    await ledger.people(2_100);
    const told = await ledger.people(150);
    await ledger.run("update person set sex = 'F' where id = any ($1)", [told]);
    await ledger.run(
      `insert into consent (person_id, kind, version, is_given, at)
        select id, 'profile', 'today', true, now() from unnest($1::bigint[]) as id`,
      [told],
    );
    const follow =
      "insert into store_follow select (select min(id) from store), id, now() from unnest($1::bigint[]) as id";
    await ledger.run(follow, [told]);
    let reads = 0;
    const read: Database["read"] = async (statement) => {
      reads += 1;
      const rows = await ledger.database.read<never>(statement);
      // Between the two statements of the first portion in which there is somebody.
      if (reads === 3) await ledger.run("delete from consent where person_id = $1", [told[0]]);
      return rows;
    };
    const found: string[] = [];
    for await (const some of createSqlOwnDeeds({ ...ledger.database, read }, "today").all()) {
      found.push(...some.map(({ person }) => person));
    }
    expect(found.toSorted()).toEqual(told.slice(1).toSorted());
    expect(reads).toBe(7);
  });
});

const shareOf = ({ categories, segments, parameters }: Learned, profile: readonly string[]) =>
  toStores(categories, backOff(toSegments(segments), parameters.smoothing)(profile));

/** Women of 30 like music, women of 50 food: over eight weeks, of 60 people each. */
function invented(): OwnDeed[] {
  return [3, 5].flatMap((age) =>
    Array.from({ length: 60 }, (_, at) => at).flatMap((at) =>
      Array.from({ length: 8 }, (_, week): OwnDeed => {
        const isLiked = (at + week) % 4 !== 0;
        const [liked, other] = age === 3 ? ["music", "food"] : ["food", "music"];
        const category = isLiked ? liked : other;
        return { person: `${age} ${at}`, age, sex: "F", region: "11", category, week, worth: 1, times: 1 } as OwnDeed;
      }),
    ),
  );
}

const cell = (age: number, category: string): CellPurchase => ({
  ...{ month: 202401, sex: "M", age, region: "26", isWeekend: false, isAfternoon: false },
  ...{ category, quantity: 1, amount: 1, times: 50 },
});

test("own deeds are learned and judged by their later weeks; who did nothing here backs off to purchases", () => {
  const cells = [1, 2, 4].flatMap((age) => [cell(age, "mobile"), cell(age, "audio")]);
  const { learned, metrics, measured } = fitOwn({ deeds: invented(), cells }, 1, () => undefined);
  const [thirty, fifty] = [shareOf(learned, ["3", "F", "11"]), shareOf(learned, ["5", "F", "11"])];
  const best = (shares: Float64Array) => shares.indexOf(Math.max(...shares));
  expect(learned.categories).toEqual(expect.arrayContaining(["food", "music", "tech"]));
  expect(best(thirty)).not.toBe(best(fifty));
  expect(measured.ndcg10.mean).toBeGreaterThanOrEqual(0);
  // Nobody is judged by what was bought elsewhere.
  expect(metrics).toMatchObject({ relevance: "bought", people: 120, trained: { people: 120 } });
});

test("D28: a segment is named of ten people or more, and an imported cell is none of them", () => {
  const women = (count: number, region: string) =>
    Array.from({ length: count }, (_, at): OwnDeed => {
      const told = { person: `${region} ${at}`, age: 3, sex: "F", region };
      return { ...told, category: "book", week: at % 6, worth: 1, times: 1 };
    });
  const cells = ["26", "27"].map((region) => ({ ...cell(3, "mobile"), sex: "F", region }));
  const deeds = [...invented(), ...women(9, "26"), ...women(10, "27")];
  const { learned, metrics } = fitOwn({ deeds, cells }, 1, () => undefined);
  const people = Object.fromEntries(learned.segments.map((segment) => [segment.key, segment.people]));
  expect(people).toMatchObject({ "[]": 139, '["3","F"]': 79, '["3","F","27"]': 10 });
  expect(Object.keys(people)).not.toContain('["3","F","26"]');
  // Of the earlier weeks, too, people are judged alone.
  const { coldStart, trained } = metrics as Evaluation;
  expect(coldStart?.earlier?.people).toBe(trained.people);
});

test("an imported cell is worth more than ten deeds of people here, and less than forty", () => {
  const readers = (times: number) =>
    Array.from({ length: 10 }, (_, at): OwnDeed => {
      const told = { person: `reader ${at}`, age: 4, sex: "F", region: "11" };
      return { ...told, category: "book", week: at % 6, worth: times, times };
    });
  const isBookFirst = (times: number) => {
    const { learned } = fitOwn({ deeds: [...invented(), ...readers(times)], cells: [cell(4, "mobile")] }, 1, () => {});
    const shares = shareOf(learned, ["4"]);
    return (shares[categories.indexOf("book")] ?? 0) > (shares[categories.indexOf("tech")] ?? 0);
  };
  expect([isBookFirst(1), isBookFirst(4)]).toEqual([false, true]);
});

test("imported cells stand in the first week, before all that is judged", () => {
  const cells = [cell(1, "mobile"), cell(2, "mobile"), cell(4, "mobile")];
  const deeds = invented().filter(({ week }) => week < 2);
  const { metrics } = fitOwn({ deeds, cells }, 1, () => undefined);
  const { trained, tested } = metrics as Evaluation;
  const early = deeds.filter(({ week }) => week === 0).length;
  expect([trained.rows, tested.rows]).toEqual([early + cells.length, deeds.length - early]);
});
