import type { StoreId } from "../../shared/ids.ts";
import type { Database } from "../platform/database/index.ts";
import type { GuestBook } from "./ports.ts";

/** Guests in PostgreSQL; presence.sql keeps them. */
export function createSqlGuestBook({ press, code }: Database): GuestBook {
  return {
    async keep(store, people, seconds) {
      const text = `select ${code}.keep_guests($1, $2, $3) as "isNews"`;
      const [row] = await press<{ isNews: boolean }>({ text, values: [store, people, seconds] });
      return row?.isNews === true;
    },
    async release(store, people, seconds) {
      await press({ text: `select ${code}.release_guests($1, $2, $3)`, values: [store, people, seconds] });
    },
    async dismiss(most) {
      const text = `select store::text from ${code}.dismiss_guests($1) as store`;
      return (await press<{ store: StoreId }>({ text, values: [most] })).map(({ store }) => store);
    },
  };
}
