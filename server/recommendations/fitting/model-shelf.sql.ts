import type { Refused } from "../../../shared/problems.ts";
import { type Database, noteDeed, pressInTransaction } from "../../platform/database/index.ts";
import type { ModelShelf, ModelState, ModelSummary } from "../ports.ts";
import type { Learned } from "../rules.ts";

const mostKept = 30;

type Row = Omit<ModelSummary, "madeAt"> & { readonly madeAt: Date };

/** Models in PostgreSQL. Whoever changes which one is live waits for whoever is doing so. */
export function createSqlModelShelf(database: Database): ModelShelf {
  const makeRoom = async () => {
    await database.query({ text: "lock table model in share row exclusive mode", values: [] });
    await database.query({ text: "update model set state = 'kept' where state = 'live'", values: [] });
  };

  async function putBack(id: string): Promise<{ id: string; state: ModelState } | Refused> {
    const found = await database.query<{ state: ModelState }>({
      text: "select state from model where id = $1 and state <> 'refused'",
      values: [id],
    });
    if (found.length === 0) return { problem: "not-found" };
    await makeRoom();
    await database.query({ text: "update model set state = 'live' where id = $1", values: [id] });
    return { id, state: "live" };
  }

  return {
    keep: ({ of, learnedFrom, dataHash, seed, state, learned, metrics }) =>
      database.transaction(async () => {
        if (state === "live") await makeRoom();
        const [kept] = await database.query<{ id: string }>({
          text: `insert into model (import_id, data_hash, seed, state, parameters, metrics, learned, learned_from)
            values ($1, $2, $3, $4, $5, $6, $7, $8) returning id::text`,
          values: [of?.id ?? null, dataHash, seed, state, learned.parameters, metrics, learned, learnedFrom],
        });
        await database.query({
          text: `delete from model where state <> 'live'
            and id not in (select id from model where state <> 'live' order by id desc limit ${mostKept})`,
          values: [],
        });
        return (kept as { id: string }).id;
      }),
    async liveId() {
      const text = "select id::text from model where state = 'live'";
      return (await database.read<{ id: string }>({ text, values: [] }))[0]?.id ?? null;
    },
    async live() {
      const text = "select id::text, learned from model where state = 'live'";
      return (await database.read<{ id: string; learned: Learned }>({ text, values: [] }))[0] ?? null;
    },
    async list() {
      const rows = await database.read<Row>({
        text: `select id::text, learned_from as "learnedFrom", made_at as "madeAt",
          data_hash as "dataHash", seed::float8 as seed, state, parameters,
          metrics from model order by model.id desc`,
        values: [],
      });
      return rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString() }));
    },
    putBack(id, pressed) {
      if (pressed === null) return database.transaction(() => putBack(id));
      const { doer, key } = pressed;
      const press = { person: doer.id, network: doer.network, key, body: { putBack: id } };
      return pressInTransaction(database, press, async () => {
        const answer = await putBack(id);
        if (!("problem" in answer)) {
          await noteDeed(database, { person: doer.id, deed: "model-put-back", subject: `model:${id}` });
        }
        return answer;
      });
    },
  };
}
