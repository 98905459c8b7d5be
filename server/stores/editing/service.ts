import type { Doer } from "../../../shared/audit.ts";
import type { EditedFields, Edition, StoreChange } from "../../../shared/editions.ts";
import type { PersonId, StoreId } from "../../../shared/ids.ts";
import type { Refused } from "../../../shared/problems.ts";
import { posterColours } from "../posters/palettes.ts";
import type { EditionBook, KeptEdition } from "./ports.ts";
import { columnChange, wordsFor } from "./rules.ts";

export type Editing = ReturnType<typeof createEditing>;

const toEdition = (kept: KeptEdition): Edition => ({ ...kept, poster: posterColours(kept.id) });
const orRefused = (answer: KeptEdition | Refused) => ("problem" in answer ? answer : toEdition(answer));

interface World {
  readonly book: EditionBook;
  /** Called after a store looks different to others. */
  readonly onChanged: (store: StoreId) => void;
}

/** D21: a host writes a store, shows it to everybody, and changes it afterwards without anybody losing a place. */
export function createEditing({ book, onChanged }: World) {
  /** Told where everybody sees the store, or did. */
  async function told(store: StoreId, asked: Promise<KeptEdition | Refused>): Promise<Edition | Refused> {
    const answer = await asked;
    if (!("problem" in answer)) onChanged(store);
    return orRefused(answer);
  }

  return {
    /** Seen by nobody but its host until it is published. */
    async draft(by: Doer, fields: EditedFields, key: string): Promise<Edition | Refused> {
      const change = columnChange(fields);
      return "problem" in change ? change : orRefused(await book.draft(by, change, key));
    },
    async find(store: StoreId, by: PersonId): Promise<Edition | Refused> {
      const kept = await book.find(store, by);
      return kept === null ? { problem: "not-found" } : toEdition(kept);
    },
    /** Changes what is named. What people hold is refused or done `knowingly`; what they care about they are told. */
    async edit(store: StoreId, by: Doer, wish: StoreChange, key: string): Promise<Edition | Refused> {
      const { revision, knowingly = false, ...fields } = wish;
      const change = columnChange(fields);
      if ("problem" in change) return change;
      return told(store, book.edit(store, by, { revision, change, knowingly, tell: wordsFor(fields) }, key));
    },
    publish: (store: StoreId, by: Doer, key: string) => told(store, book.publish(store, by, key)),
    unpublish: (store: StoreId, by: Doer, key: string) => told(store, book.unpublish(store, by, key)),
    /** Null when the draft is gone. */
    async remove(store: StoreId, by: Doer, key: string): Promise<Refused | null> {
      const answer = await book.remove(store, by, key);
      return "problem" in answer ? answer : null;
    },
  };
}
