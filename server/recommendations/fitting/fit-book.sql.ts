import type { Refused } from "../../../shared/problems.ts";
import { type Database, noteDeed, pressInTransaction } from "../../platform/database/index.ts";
import type { FitBook, FitRun, Pressed } from "../ports.ts";

const silentFor = "interval '10 minutes'";
const mostKept = 100;
const longestTrouble = 200;

/** When what is learned at night may begin: two hours, in which hardly anybody is awake in Korea. */
const nightly = { from: 4, until: 6 };
/** So often something is begun in one night: what stopped the first fit may stop each. */
const mostANight = 3;

type Row = Omit<FitRun, "begunAt" | "endedAt"> & { readonly begunAt: Date; readonly endedAt: Date | null };

/** Fits in PostgreSQL. */
export function createSqlFitBook(database: Database): FitBook {
  const { code } = database;
  const run = (text: string, ...values: readonly unknown[]) => database.query<{ id: string }>({ text, values });

  async function claim(): Promise<{ fit: string } | Refused> {
    await run(`update fit set ended_at = ${code}.clock(), trouble = 'silent'
      where ended_at is null and told_at < ${code}.clock() - ${silentFor}`);
    await run(`delete from fit where id <= (select max(id) - ${mostKept} from fit)`);
    const [begun] = await run(`insert into fit (begun_at, told_at) values (${code}.clock(), ${code}.clock())
      on conflict ((true)) where ended_at is null do nothing returning id::text`);
    return begun === undefined ? { problem: "fit-running" } : { fit: begun.id };
  }

  return {
    async begin(pressed) {
      let claimed: string | null = null;
      async function claimFor(person: string | null) {
        const begun = await claim();
        if ("problem" in begun) return begun;
        claimed = begun.fit;
        if (person !== null) await noteDeed(database, { person, deed: "fit-begun", subject: `fit:${claimed}` });
        return begun;
      }
      async function claimOnce({ doer, key }: NonNullable<Pressed>) {
        const press = { person: doer.id, network: doer.network, key, body: "fit" };
        return pressInTransaction(database, press, () => claimFor(doer.id));
      }
      const begun = await (pressed === null ? database.transaction(() => claimFor(null)) : claimOnce(pressed));
      return "problem" in begun ? begun : { ...begun, isNew: begun.fit === claimed };
    },
    async tell(fit, phase, rows) {
      const text = `update fit set phase = $2, rows = $3, told_at = ${code}.clock() where id = $1 and ended_at is null`;
      await database.press({ text, values: [fit, phase, rows] });
    },
    async end(fit, { model, trouble }) {
      const text = `update fit set ended_at = ${code}.clock(), model_id = $2, trouble = $3
        where id = $1 and ended_at is null`;
      await database.press({ text, values: [fit, model, trouble?.slice(0, longestTrouble) ?? null] });
    },
    async latest() {
      const text = `select id::text, phase, rows, begun_at as "begunAt", ended_at as "endedAt", model_id::text as model,
        trouble from fit order by fit.id desc limit 1`;
      const [row] = await database.read<Row>({ text, values: [] });
      if (row === undefined) return null;
      return { ...row, begunAt: row.begunAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null };
    },
    async isNight() {
      const text = `select 1 as due from (select ${code}.clock() at time zone 'Asia/Seoul' as now) as here
        where extract(hour from now) >= ${nightly.from} and extract(hour from now) < ${nightly.until}
          and not exists (select from fit
            where begun_at at time zone 'Asia/Seoul' >= date_trunc('day', now) + interval '${nightly.from} hours'
            having count(*) >= ${mostANight} or bool_or(model_id is not null)
              or bool_or(ended_at is null and told_at >= ${code}.clock() - ${silentFor}))`;
      return (await database.read({ text, values: [] })).length > 0;
    },
  };
}
