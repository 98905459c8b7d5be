import type { Doer } from "../../../shared/audit.ts";
import type { StoreId } from "../../../shared/ids.ts";
import { mostNoticesSentADay } from "../../../shared/notification-codes.ts";
import type { Refused } from "../../../shared/problems.ts";
import { type Database, pressOnce } from "../../platform/database/index.ts";
import type { EditionBook, KeptEdition } from "./ports.ts";
import { mostDrafts } from "./rules.ts";

/** PostgreSQL writes moments in its own way inside JSON. */
const momentOf = (moment: string | null) => (moment === null ? null : new Date(moment).toISOString());

function toEdition(row: KeptEdition): KeptEdition {
  const { publishedAt, opensAt, closesAt } = row;
  return { ...row, publishedAt: momentOf(publishedAt), opensAt: momentOf(opensAt), closesAt: momentOf(closesAt) };
}

/** Editions in PostgreSQL; what changes them is in editing.sql, who may in store-deeds.sql. */
export function createSqlEditionBook(database: Database): EditionBook {
  const { code } = database;
  const write = <Done extends object>(call: string, { id, network }: Doer, key: string, asked: object) =>
    pressOnce<Done>(database, { person: id, network, key, call, arguments: { ...asked } });

  async function edited(call: string, by: Doer, key: string, asked: object): Promise<KeptEdition | Refused> {
    const answer = await write<KeptEdition>(call, by, key, asked);
    return "problem" in answer ? answer : toEdition(answer);
  }

  return {
    draft: (by, change, key) => edited("draft_store", by, key, { change, most: mostDrafts }),
    async find(store: StoreId, by) {
      // Its own writes are seen at once: not from where lists are read.
      const text = `select ${code}.edition_of(store, ${code}.clock()) as edition from store
        where id = $1 and ${code}.may_at_store($2, id, 'edit-store')`;
      const [row] = await database.press<{ edition: KeptEdition }>({ text, values: [store, by] });
      return row === undefined ? null : toEdition(row.edition);
    },
    edit: (store, by, edit, key) => edited("edit_store", by, key, { store, most: mostNoticesSentADay, ...edit }),
    publish: (store, by, key) => edited("publish_store", by, key, { store }),
    unpublish: (store, by, key) => edited("unpublish_store", by, key, { store }),
    remove: (store, by, key) => write<{ store: StoreId }>("delete_draft", by, key, { store }),
  };
}
