import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createShelfGrounds } from "../../bench/stores/shelf-grounds.ts";
import type { StoreId } from "../../shared/ids.ts";
import { categories, storeStates } from "../../shared/store-codes.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { createChance } from "../platform/chance.ts";
import type { Database } from "../platform/database/index.ts";
import { createCards } from "./cards/cards.ts";
import { readPage } from "./cards/written-page.ts";
import { type StoreFilter, searchOf } from "./rules.ts";
import { createSqlStoreShelf } from "./store-shelf.sql.ts";

/** Lower case in one place is another than in the other: a dot of its own, a letter that ends a word. */
const capitals = ["İstanbul Coffee", "ΟΔΟΣ"];
const dayMs = 86_400_000;
const dayIn = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

async function addNamed({ run, host }: Ledger, name: string): Promise<StoreId> {
  const [row] = await run<{ id: StoreId }>(
    `insert into store (owner_id, name, category, district, starts_on, ends_on, opens_at, closes_at)
     values ($1, $2, 'food', '성수', '2026-01-01', '2036-01-01', now() - interval '1 day', now() + interval '1 day')
     returning id`,
    [host, name],
  );
  return (row as { id: StoreId }).id;
}

/** Every page, in order; `between` runs after each. */
async function pagesOf(
  database: Database,
  filter: StoreFilter,
  limit: number,
  between: () => Promise<unknown> = async () => null,
): Promise<StoreId[]> {
  const shelf = createSqlStoreShelf(database);
  const seen: StoreId[] = [];
  for (let cursor: string | null = null; ; ) {
    const { stores, nextCursor } = await shelf.search(filter, cursor, limit, null);
    expect(stores.length).toBeLessThanOrEqual(limit);
    seen.push(...stores.map(({ id }) => id));
    if (nextCursor === null) return seen;
    cursor = nextCursor;
    await between();
  }
}

describe.each(["embedded", "server"] as const)("S8: found by name, %s", (engine) => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger(engine);
    for (const name of [
      "달토끼 세탁소",
      "Ｍoon  Rabbit Café",
      "토끼의 달",
      "50% 할인_마켓",
      "ㅋㅋ 상점",
      "🐰 팝업",
      ...capitals,
    ]) {
      await addNamed(ledger, name);
    }
  });
  afterAll(() => ledger.close());

  test.each([
    ["two syllables", "토끼", ["토끼의 달", "달토끼 세탁소"]],
    ["one syllable", "달", ["토끼의 달", "달토끼 세탁소"]],
    ["one that nobody has", "힣", []],
    ["across white space, and without it", "끼세탁", ["달토끼 세탁소"]],
    ["with white space of its own", "달 토끼", ["달토끼 세탁소"]],
    ["every pair of it is there, it is not: no false hit", "달토끼의", []],
    ["all of it", "달토끼 세탁소", ["달토끼 세탁소"]],
    ["more than a name", "달토끼 세탁소 앞", []],
    ["English in any case and width", "MOON rabbit", ["Ｍoon  Rabbit Café"]],
    ["an accent in two pieces", "cafe\u0301", ["Ｍoon  Rabbit Café"]],
    ["a wildcard sign is a sign", "0%", ["50% 할인_마켓"]],
    ["and only itself", "%", ["50% 할인_마켓"]],
    ["so is the other one", "인_마", ["50% 할인_마켓"]],
    ["a backslash", "\\", []],
    ["a quote and a statement", "'; drop table store; --", []],
    ["lone jamo", "ㅋㅋ", ["ㅋㅋ 상점"]],
    ["a picture", "🐰", ["🐰 팝업"]],
    ...capitals.map((name): [string, string, string[]] => ["its own name", name, [name]]),
    ["a letter and what cannot be seen", "토\u200b끼", ["토끼의 달", "달토끼 세탁소"]],
  ])("%s: %s", async (_, q, names) => {
    const filter = searchOf({ q }) as StoreFilter;
    const page = await createCards(createSqlStoreShelf(ledger.database)).page(filter, null, 20, null);
    expect(readPage(page).items.map(({ name }) => name)).toEqual(names);
  });

  test("a name that changes is found as it is now, and no more as it was", async () => {
    const id = await addNamed(ledger, "어제의 이름");
    await ledger.run("update store set name = '오늘의 이름' where id = $1", [id]);
    const find = (q: string) => pagesOf(ledger.database, { q }, 20);
    expect([await find("어제"), await find("오늘")]).toEqual([[], [id]]);
  });
});

describe("S7: what fits lies beyond the eight blocks of a look", () => {
  const block = 4_096;
  /** The newest store is in block 20: a look reaches the first one of block 13. */
  const last = 13 * block;
  let ledger: Ledger;
  let old: StoreId[];
  beforeAll(async () => {
    ledger = await openLedger("server");
    // More than a hundred, or they were had at once.
    old = [];
    for (let count = 0; count < 101; count += 1) old.unshift(await addNamed(ledger, `오래된 ${count}`));
    for (const id of [last - 1, last, 20 * block]) {
      await ledger.run("select setval(pg_get_serial_sequence('store', 'id'), $1, false)", [id]);
      await addNamed(ledger, `먼 ${id}`);
    }
  });
  afterAll(() => ledger.close());

  const words = { category: "food", district: "성수" } as const;

  test("one look ends with the eighth and says where; the next begins before it", async () => {
    const look = (after: number | null) =>
      ledger.run(
        `select ids::text[], seen::integer from ${ledger.database.code}.find_newest(
          null, $1, $2, null, null, null, $3::bigint, 20)`,
        [words.category, words.district, after],
      );
    expect(await look(null)).toEqual([{ ids: [String(20 * block), String(last)], seen: last }]);
    expect(await look(last)).toEqual([{ ids: [String(last - 1)], seen: 5 * block }]);
    expect(await look(5 * block)).toEqual([{ ids: old.slice(0, 20), seen: null }]);
  });

  test("every store is found exactly once all the same, and pages are full", async () => {
    const expected = [String(20 * block), String(last), String(last - 1), ...old];
    expect(await pagesOf(ledger.database, words, 20)).toEqual(expected);
    const { stores } = await createSqlStoreShelf(ledger.database).search(words, null, 20, null);
    expect(stores).toHaveLength(20);
  });
});

describe("S7 to S9, D22: filters together, 6,000 stores", () => {
  let ledger: Ledger;
  /** What every store is, read in another way than searches do. */
  let all: readonly (Required<Omit<StoreFilter, "q" | "from" | "to">> & {
    readonly id: StoreId;
    readonly folded: string;
    readonly startsOn: string;
    readonly endsOn: string;
    readonly opensAt: Date;
  })[];
  beforeAll(async () => {
    ledger = await openLedger("server");
    // Later ids, so that there are three blocks, the newest of them hardly begun.
    await ledger.run("select setval(pg_get_serial_sequence('store', 'id'), 3000)");
    await createShelfGrounds(ledger.database).addStores({ count: 6_000, seed: 7 });
    await ledger.run("update slot_line set held = capacity where of_store % 5 = 0");
    // What is upcoming, open or closed stays so.
    await ledger.setClock(`timestamptz '${new Date().toISOString()}'`);
    const now = `${ledger.database.code}.clock()`;
    all = await ledger.run(`select id, replace(lower(name), ' ', '') as folded, category, district,
      starts_on::text as "startsOn", ends_on::text as "endsOn", opens_at as "opensAt", case
        when ${now} < opens_at then 'upcoming'
        when ${now} >= closes_at or not exists (
          select from slot where store_id = store.id and starts_at > ${now}) then 'closed'
        when exists (select from slot join slot_line on slot_id = slot.id
          where slot.store_id = store.id and slot.starts_at > ${now} and held < capacity) then 'open'
        else 'sold-out' end as state
      from store order by id desc`);
  });
  afterAll(() => ledger.close());

  const fitting = ({ q, state, category, district, from, to }: StoreFilter) => {
    const found = all.filter(
      (store) =>
        (q === undefined || store.folded.includes(q)) &&
        (state === undefined || store.state === state) &&
        (category === undefined || store.category === category) &&
        (district === undefined || store.district === district) &&
        (from === undefined || store.endsOn >= from) &&
        (to === undefined || store.startsOn <= to),
    );
    const soonest = (one: (typeof found)[number], other: (typeof found)[number]) =>
      one.opensAt.getTime() - other.opensAt.getTime() || Number(one.id) - Number(other.id);
    return (state === "upcoming" ? found.toSorted(soonest) : found).map(({ id }) => id);
  };

  test("every filter with every other finds exactly what fits, in its order, page by page", async () => {
    const chance = createChance(11);
    const maybe = <Value extends object>(value: Value) => (chance.oneIn(2) ? value : {});
    const districts = [...new Set(all.map(({ district }) => district))];
    const sizes = new Set<number>();
    for (let tries = 0; tries < 80; tries += 1) {
      const from = chance.whole(-30, 70);
      const filter: StoreFilter = {
        ...maybe({
          q: chance.pick(["성수", "가", "lab", "없는말", chance.pick(all).folded.slice(0, chance.whole(1, 6))]),
        }),
        ...maybe({ state: chance.pick(storeStates) }),
        ...maybe({ category: chance.pick(categories) }),
        ...maybe({ district: chance.pick(districts) }),
        ...maybe({ from: dayIn(from) }),
        ...maybe({ to: dayIn(from + chance.whole(0, 20)) }),
      };
      const expected = fitting(filter);
      sizes.add(Math.min(expected.length, 3));
      const seen = await pagesOf(ledger.database, filter, chance.pick([20, 100]));
      expect([filter, seen]).toEqual([filter, expected]);
    }
    expect([...sizes].sort()).toEqual([0, 1, 2, 3]);
  });

  test("paging through all of them while others are added shows each exactly once", async () => {
    const before = all.map(({ id }) => id);
    let number = 0;
    const seen = await pagesOf(ledger.database, {}, 100, () => addNamed(ledger, `늦게 온 ${number++}`));
    expect(seen).toEqual(before);
    expect(number).toBe(59);
  });

  test("P7: no statement reads more than 500 pages, whatever it looks for and however few fit", async () => {
    await ledger.run("vacuum analyze");
    // Each row was just written anew, as where many cards get versions.
    await ledger.run("update store_search set card_version = 7 where store_id % 2 = 0");
    const reads: number[] = [];
    const counting: Database = {
      ...ledger.database,
      async list({ text, values, ...rest }, wrote) {
        const [row] = await ledger.database.read<{ "QUERY PLAN": [{ Plan: Record<string, number> }] }>({
          text: `explain (analyze, buffers, format json) ${text}`,
          values,
        });
        const plan = row?.["QUERY PLAN"][0].Plan ?? {};
        reads.push((plan["Shared Hit Blocks"] ?? Number.NaN) + (plan["Shared Read Blocks"] ?? Number.NaN));
        return ledger.database.list({ text, values, ...rest }, wrote);
      },
    };
    const filters: StoreFilter[] = [
      {},
      { q: "성수" },
      { q: "가" },
      { q: "성수", category: "food", from: "2040-01-01" },
      { q: "없는말" },
      { state: "open" },
      { state: "upcoming", q: "성수" },
      { state: "upcoming", district: "없는동" },
      { state: "sold-out", from: "2040-01-01" },
      { state: "closed", to: "2001-01-01" },
      { category: "food", district: "성동", state: "sold-out" },
      { from: "2040-01-01" },
    ];
    for (const filter of filters) {
      reads.length = 0;
      await createCards(createSqlStoreShelf(counting)).page(filter, null, 20, null);
      expect([filter, Math.max(...reads) <= 500, reads]).toEqual([filter, true, reads]);
    }
  });
});
