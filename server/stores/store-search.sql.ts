import type { StoreId } from "../../shared/ids.ts";
import type { WriteMark } from "../../shared/write-mark.ts";
import type { Database, Statement } from "../platform/database/index.ts";
import { createTogether } from "../platform/together.ts";
import type { ListedStore, StoreShelf } from "./ports.ts";
import type { StoreFilter } from "./rules.ts";

/** At most `most` stores after the store `after`. */
interface Look {
  readonly filter: StoreFilter;
  readonly after: string | null;
  readonly most: number;
}

/** What a look has found. */
interface FoundRow {
  /** As PostgreSQL writes an array, and of each the version of its card: "{7,5}" and "{90,NULL}". */
  readonly ids: string;
  readonly versions: string;
  /** In milliseconds. */
  readonly now: number;
  /** find-stores.sql's. */
  readonly seen: string | null;
}

/** How often a page that does not get full looks on; each look is bounded (find-stores.sql). */
const mostLooks = 20;
/** So many looks share a statement, so that the next ones are made ready while these are answered. */
const mostTogether = 8;
const lateMs = 250;

const arrayOf = (text: string) => (text === "{}" ? [] : text.slice(1, -1).split(","));

function storesOf({ ids, versions: written }: FoundRow): ListedStore[] {
  const versions = arrayOf(written);
  return arrayOf(ids).map((id, place) => {
    const version = versions[place] as string;
    return { id: id as StoreId, version: version === "NULL" ? null : version };
  });
}

/** Of each look the stores that it finds, in its order. */
const found = (
  code: string,
  looks: string,
  call: string,
) => `with moment as materialized (select ${code}.clock() as now)
  select found.seen::text as seen, (extract(epoch from moment.now) * 1000)::float8 as now, found.ids::text as ids,
    array(select known.card_version from unnest(found.ids) with ordinality as listed (id, place)
      left join store_search as known on known.store_id = listed.id order by listed.place)::text as versions
  from moment cross join ${looks} cross join lateral ${code}.${call} as found order by look.place`;

/** Statements with the places of their values already in the text, so that each is written once and planned once. */
function createStatements(code: string) {
  const columns = ["q", "category", "district", "from", "to", "state"] as const;
  const newest = found(
    code,
    `unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::date[], $6::text[], $7::bigint[], $8::integer[])
      with ordinality as look (q, category, district, from_day, to_day, state, after, most, place)`,
    "find_newest(q, category, district, from_day, to_day, state, after, most)",
  );
  const openings = found(code, "(select 1 as place) as look", "find_openings($1, $2, $3, $4, $5, $6, $7)");
  return {
    /** A row of each look, in their order. */
    newest(looks: readonly Look[]): Statement {
      const asked = columns.map((column) => looks.map(({ filter }) => filter[column] ?? null));
      const values = [...asked, looks.map(({ after }) => after), looks.map(({ most }) => most)];
      return { name: "stores_newest", text: newest, values };
    },
    openings({ filter: { q, category, district, from, to }, after, most }: Look): Statement {
      const values = [q ?? null, category ?? null, district ?? null, from ?? null, to ?? null, after, most];
      return { name: "store_openings", text: openings, values };
    },
  };
}

/** Whether a filter is about one word of find-stores.sql and nothing else, which costs little whatever the word is. */
function isOneWord({ q, category, district, from, to, state }: StoreFilter): boolean {
  const isShort = q === undefined || [...q].length <= 2;
  const words = [q, category, district].filter((word) => word !== undefined);
  return isShort && words.length === 1 && from === undefined && to === undefined && state === undefined;
}

/**
 * Searches in PostgreSQL. Those for one word that come within the same moment are one statement; others would keep them
 * waiting, and have one each.
 */
export function createSqlSearch(database: Database): StoreShelf["search"] {
  const statements = createStatements(database.code);
  const lookTogether = createTogether<Look, FoundRow>({
    ask: (looks) => database.list(statements.newest(looks), null),
    ...{ most: mostTogether, lateMs },
  });

  async function find(look: Look, wrote: WriteMark | null): Promise<FoundRow> {
    if (wrote === null && isOneWord(look.filter)) return lookTogether(look);
    const statement = look.filter.state === "upcoming" ? statements.openings(look) : statements.newest([look]);
    const [row] = (await database.list<FoundRow>(statement, wrote)) as [FoundRow];
    return row;
  }

  return async (filter, cursor, limit, wrote) => {
    const stores: ListedStore[] = [];
    let [seen, now] = [cursor, Number.NaN];
    for (let looks = 0; looks < mostLooks && (looks === 0 || seen !== null) && stores.length <= limit; looks += 1) {
      const row = await find({ filter, after: seen, most: limit + 1 - stores.length }, wrote);
      stores.push(...storesOf(row));
      [seen, now] = [row.seen, row.now];
    }
    const shown = stores.slice(0, limit);
    return { stores: shown, now, nextCursor: stores.length > limit ? (shown.at(-1)?.id ?? null) : seen };
  };
}
