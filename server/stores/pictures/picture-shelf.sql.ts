import { type Database, noteDeed, pressInTransaction } from "../../platform/database/index.ts";
import type { PictureShelf } from "./ports.ts";
import { mostPictures } from "./rules.ts";

const keepPicture = `insert into picture (name, size, store_id, made_at, bytes)
  select $2, size, $1, $3, bytes from unnest($4::text[], $5::bytea[]) as print (size, bytes)`;
const showPicture = `update store set picture = $2, shows_picture = true, revision = revision + 1 where id = $1`;
const forgetOlder = `delete from picture where store_id = $1 and name not in (
  select name from picture where store_id = $1 group by name order by max(made_at) desc limit $2)`;

/** Uploaded posters in PostgreSQL, so that every process has them. */
export function createSqlPictureShelf(database: Database): PictureShelf {
  const { code } = database;

  async function mayHang(store: string, by: string): Promise<boolean> {
    const text = `select ${code}.may_at_store($1, $2, 'edit-store') as may`;
    const [answer] = await database.read<{ may: boolean }>({ text, values: [by, store] });
    return answer?.may === true;
  }

  return {
    mayHang,
    hang(store, by, { name, prints, uploadHash }, key) {
      const press = { person: by.id, network: by.network, key, body: [store, uploadHash] };
      return pressInTransaction(database, press, async () => {
        const text = `select ${code}.clock() as now from store where id = $1 for no key update`;
        const [locked] = await database.query<{ now: Date }>({ text, values: [store] });
        if (locked === undefined || !(await mayHang(store, by.id))) return { problem: "not-found" };
        const sizes = [Object.keys(prints), Object.values(prints)];
        await database.query({ text: keepPicture, values: [store, name, locked.now, ...sizes] });
        await database.query({ text: showPicture, values: [store, name] });
        await database.query({ text: forgetOlder, values: [store, mostPictures] });
        await noteDeed(database, { person: by.id, deed: "poster-uploaded", subject: `store:${store}` });
        return { store };
      });
    },
    async find(name, size) {
      const text = "select bytes from picture where name = $1 and size = $2";
      const [row] = await database.read<{ bytes: Buffer }>({ text, values: [name, size] });
      return row?.bytes ?? null;
    },
  };
}
