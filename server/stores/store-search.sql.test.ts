import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WriteMark } from "../../shared/write-mark.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import type { Database, Statement } from "../platform/database/index.ts";
import type { StoreFilter } from "./rules.ts";
import { createSqlSearch } from "./store-search.sql.ts";

/** Two syllables each, and the stores have one or two of them in their names. */
const terms = ["가나", "다라", "마바", "사아", "자차", "카타", "파하", "거너", "더러", "머버", "서어", "저처"];

describe.each(["embedded", "server"] as const)("searches at once, %s", (engine) => {
  let ledger: Ledger;
  let asked: [Statement, WriteMark | null][];
  let search: ReturnType<typeof createSqlSearch>;
  beforeAll(async () => {
    ledger = await openLedger(engine);
    for (const [number, term] of terms.entries()) {
      await ledger.run(
        `insert into store (owner_id, name, category, district, starts_on, ends_on, opens_at, closes_at)
          select $1, $2 || ' ' || $3 || more, 'food', '성수', '2026-01-01', '2036-01-01', now(), now() + interval '1 day'
          from generate_series(1, 30) as more`,
        [ledger.host, term, String.fromCharCode(97 + number)],
      );
    }
    asked = [];
    const watched: Database = {
      ...ledger.database,
      list(statement, wrote) {
        asked.push([statement, wrote]);
        return ledger.database.list(statement, wrote);
      },
    };
    search = createSqlSearch(watched);
  });
  afterAll(() => ledger.close());

  /** The names that a search finds. */
  async function namesOf(filter: StoreFilter, cursor: string | null, limit: number): Promise<string[]> {
    const { stores } = await search(filter, cursor, limit, null);
    const rows = await ledger.run<{ name: string }>(
      `select name from unnest($1::bigint[]) with ordinality as listed (id, place) join store using (id)
        order by place`,
      [stores.map(({ id }) => id)],
    );
    return rows.map(({ name }) => name);
  }
  const expected = (number: number, first: number, last: number) =>
    Array.from({ length: first - last + 1 }, (_, place) => {
      return `${terms[number]} ${String.fromCharCode(97 + number)}${first - place}`;
    });

  test("P7: those for one word share statements, and each is answered what it asked for", async () => {
    asked.length = 0;
    const all = await Promise.all(terms.map((q, number) => namesOf({ q }, null, number + 1)));
    for (const [number, names] of all.entries()) expect(names).toEqual(expected(number, 30, 30 - number));
    // The first eight of those that came within the same moment, then the rest.
    expect(asked.map(([{ values }]) => (values[0] as string[]).length)).toEqual([8, 4]);
    const cursors = await Promise.all(terms.map(async (q) => (await search({ q }, null, 10, null)).nextCursor));
    const next = await Promise.all(terms.map((q, number) => namesOf({ q }, cursors[number] as string, 25)));
    for (const [number, names] of next.entries()) expect(names).toEqual(expected(number, 20, 1));
  });

  test("others have a statement each: what costs more, and what has to know of a write", async () => {
    asked.length = 0;
    const mark = "0/0" as WriteMark;
    await Promise.all([
      search({ q: "가나" }, null, 5, mark),
      search({ q: "가나a" }, null, 5, null),
      search({ q: "가나", state: "open" }, null, 5, null),
      search({ q: "가나", district: "성수" }, null, 5, null),
      search({ from: "2026-01-01" }, null, 5, null),
      search({ state: "upcoming" }, null, 5, null),
      search({}, null, 5, null),
    ]);
    expect(asked.map(([, wrote]) => wrote)).toEqual([mark, null, null, null, null, null, null]);
  });

  test("a statement that fails is the failure of those who share it, and of nobody after them", async () => {
    const broken = ledger.database;
    let fails = true;
    const breaking = createSqlSearch({
      ...broken,
      async list(statement, wrote) {
        if (!fails) return broken.list(statement, wrote);
        fails = false;
        throw new Error("no database");
      },
    });
    const together = terms.slice(0, 10).map((q) => breaking({ q }, null, 5, null));
    const outcomes = await Promise.allSettled(together);
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...Array<string>(8).fill("rejected"),
      ...Array<string>(2).fill("fulfilled"),
    ]);
    expect((await breaking({ q: "가나" }, null, 5, null)).stores).toHaveLength(5);
  });
});
