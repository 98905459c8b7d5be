import type { Refused } from "../../../shared/problems.ts";
import { type Database, noteDeed, pressInTransaction } from "../../platform/database/index.ts";
import type { ModelShelf, ModelState, ModelSummary, NewModel, Shelved } from "../ports.ts";
import type { Learned } from "../rules.ts";

const mostKept = 30;

type Row = Omit<ModelSummary, "madeAt"> & { readonly madeAt: Date };

/** Models in PostgreSQL. Whoever changes which one is live waits for whoever is doing so. */
export function createSqlModelShelf(database: Database): ModelShelf {
  const run = (text: string, ...values: readonly unknown[]) => database.query<{ id: string }>({ text, values });
  const lock = () => run("lock table model in share row exclusive mode");
  const makeRoom = () => run("update model set state = 'kept' where state = 'live'");

  /** What is known of a model before the lock may be over by then: it may have been deleted meanwhile. */
  async function putBack(id: string): Promise<Shelved | Refused> {
    await lock();
    const found = await run("select id from model where id = $1 and state <> 'refused'", id);
    if (found.length === 0) return { problem: "not-found" };
    await makeRoom();
    await run("update model set state = 'live' where id = $1", id);
    return { id, state: "live" };
  }

  /** Somebody put an earlier model back when a later one passed the gate too: a night does not undo that. */
  async function stateOf({ state, isNightly }: NewModel): Promise<ModelState> {
    if (state === "refused") return state;
    await lock();
    const isPutBack = `select id from model as live where state = 'live'
      and exists (select from model where state = 'kept' and id > live.id)`;
    if (isNightly && (await run(isPutBack)).length > 0) return "kept";
    await makeRoom();
    return state;
  }

  return {
    keep: (model) =>
      database.transaction(async () => {
        const state = await stateOf(model);
        const { of, learnedFrom, dataHash, seed, learned, metrics } = model;
        const [kept] = await run(
          `insert into model (import_id, data_hash, seed, state, parameters, metrics, learned, learned_from)
            values ($1, $2, $3, $4, $5, $6, $7, $8) returning id::text`,
          ...[of?.id ?? null, dataHash, seed, state, learned.parameters, metrics, learned, learnedFrom],
        );
        await run(`delete from model where state <> 'live' and id not in (select id from model where state <> 'live'
          order by id = (select max(id) from model where state = 'kept') desc nulls last, id desc limit ${mostKept})`);
        return { ...(kept as { id: string }), state };
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
          data_hash as "dataHash", seed::float8 as seed, state, parameters, metrics,
          (select jsonb_build_object('source', source, 'rows', rows) from purchase_import
            where purchase_import.id = import_id) as imported
          from model order by model.id desc`,
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
