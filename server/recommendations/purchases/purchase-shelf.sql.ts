import type { Refused } from "../../../shared/problems.ts";
import { type Database, isLockTimeout, noteDeed, pressInTransaction } from "../../platform/database/index.ts";
import type { ImportedFile, Pressed, PurchaseImport, PurchaseShelf } from "../ports.ts";
import type { CellPurchase } from "../rules.ts";

/** An embedded database blocks the process for as long as a statement runs. */
const writtenAtOnce = 1_000;
/** So few that writing them into a message keeps nobody who is served waiting. */
const readAtOnce = 500;

/** A statement over millions of rows would outlast what one may take. */
const deletedAtOnce = 5_000;

const facts = "id::text, source, hash, rows";
const columns = `month, sex, age, region, is_weekend as "isWeekend", is_afternoon as "isAfternoon", category,
  quantity, amount::float8 as amount, times`;

/** Purchase data in PostgreSQL. */
export function createSqlPurchaseShelf(database: Database): PurchaseShelf {
  async function write(id: string, before: number, some: readonly CellPurchase[]): Promise<void> {
    const text = `insert into purchase (import_id, number, month, sex, age, region, is_weekend, is_afternoon, category,
        quantity, amount, times)
      select $1, $2 + row_number() over (), given.* from jsonb_to_recordset($3) as given (month integer, sex text,
        age smallint, region text, "isWeekend" boolean, "isAfternoon" boolean, category text, quantity integer,
        amount bigint, times integer)`;
    await database.press({ text, values: [id, before, JSON.stringify(some)] });
  }

  /**
   * Refused where one that began later has ended, in another process: it took the place of this one already. One after
   * the other: of two at once neither would see that the other ends.
   */
  async function finish(id: string, rows: number): Promise<PurchaseImport | Refused> {
    await database.query({ text: "lock table purchase_import in share row exclusive mode", values: [] });
    const [done] = await database.query<PurchaseImport>({
      text: `update purchase_import set rows = $2, finished_at = clock_timestamp() where id = $1
        and not exists (select from purchase_import where id > $1 and finished_at is not null) returning ${facts}`,
      values: [id, rows],
    });
    return done ?? { problem: "import-overtaken" };
  }

  /** In the order of their keys; what another process is deleting is left to it. */
  async function forget(which: string, id: string): Promise<void> {
    const text = `with old as (
        select import_id, number from purchase where ${which} and (import_id, number) > ($2::bigint, $3::integer)
        order by import_id, number limit ${deletedAtOnce} for update skip locked
      ), gone as (
        delete from purchase using old
        where (purchase.import_id, purchase.number) = (old.import_id, old.number)
      ) select import_id::text as id, number from old order by import_id desc, number desc limit 1`;
    for (let last: { id: string; number: number } | undefined = { id: "0", number: 0 }; last !== undefined; ) {
      [last] = await database.press<typeof last & object>({ text, values: [id, last.id, last.number] });
    }
  }

  /**
   * Its rows, where it was refused or another press answers its own, and those before the one that counts, also where
   * that is this one, and it could not say so. An end of which nobody knows yet whether it comes to pass is waited for,
   * in a statement of its own, so that the next ones see what came of it; one that takes too long leaves all to the
   * next import.
   */
  async function forgetUncounted(id: string): Promise<void> {
    const settled = { text: "select from purchase_import where id = $1 for share", values: [id] };
    try {
      await database.press(settled);
    } catch (error) {
      if (isLockTimeout(error)) return;
      throw error;
    }
    const ended = "select max(id) from purchase_import where id <= $1 and finished_at is not null";
    await forget(`import_id = $1 and $1 is distinct from (${ended})`, id);
    await forget(`import_id < (${ended})`, id);
  }

  function finishFor(id: string, rows: number, hash: string, { doer, key }: NonNullable<Pressed>) {
    const press = { person: doer.id, network: doer.network, key, body: { hash } };
    return pressInTransaction(database, press, async () => {
      const done = await finish(id, rows);
      if ("problem" in done) return done;
      const noted = { deed: "purchases-imported", subject: `import:${id}`, details: { rows } };
      await noteDeed(database, { person: doer.id, ...noted });
      return done;
    });
  }

  return {
    async import({ source, hash }: ImportedFile, purchases, pressed) {
      const text = "insert into purchase_import (source, hash) values ($1, $2) returning id::text";
      const [begun] = await database.press<{ id: string }>({ text, values: [source, hash] });
      const id = (begun as { id: string }).id;
      for (let before = 0; before < purchases.length; before += writtenAtOnce) {
        await write(id, before, purchases.slice(before, before + writtenAtOnce));
      }
      const rows = purchases.length;
      const ending = () => finish(id, rows);
      const done = await (pressed === null ? database.transaction(ending) : finishFor(id, rows, hash, pressed));
      await forgetUncounted(id);
      return done;
    },
    forgetUncounted: ({ id }) => forgetUncounted(id),
    async latest() {
      const text = `select ${facts} from purchase_import where finished_at is not null
        order by purchase_import.id desc limit 1`;
      return (await database.read<PurchaseImport>({ text, values: [] }))[0] ?? null;
    },
    async *purchases({ id, rows }) {
      const text = `select ${columns} from purchase where import_id = $1 and number > $2 and number <= $3
        order by number`;
      for (let before = 0; before < rows; before += readAtOnce) {
        const some = await database.read<CellPurchase>({ text, values: [id, before, before + readAtOnce] });
        if (some.length < Math.min(readAtOnce, rows - before)) {
          throw new Error("The purchases were being read when another file was imported in their place.");
        }
        yield some;
      }
    },
  };
}
