import { createHash } from "node:crypto";
import type { Refused } from "../../../shared/problems.ts";
import { realClock } from "../clock.ts";
import { retrying } from "../retry.ts";
import type { Database } from "./database.ts";
import { isPassingTrouble, isTwinInFlight } from "./trouble.ts";

/** A write made of several statements: whose press, under which key, and everything it was asked with. */
export interface Press {
  readonly person: string;
  readonly key: string;
  readonly body: unknown;
  /** For the audit log, coarsely. */
  readonly network?: string;
}

/** Thrown to roll a refusal back: refusals are never remembered. */
class RolledBack extends Error {
  readonly refused: Refused;
  constructor(refused: Refused) {
    super(refused.problem);
    this.refused = refused;
  }
}

const keepPress = `insert into press as kept (person_id, key, body_hash) values ($1, $2, $3)
  on conflict (person_id, key) do update set body_hash = excluded.body_hash, answer = null,
    created_at = clock_timestamp() where kept.created_at < clock_timestamp() - interval '24 hours'
  returning key`;

const tellNetwork = (database: Database, network: string) =>
  database.query({ text: "select set_config('popline.network', $1, true)", values: [network] });

async function earlierAnswer<Answer extends object>(database: Database, { person, key }: Press, hash: string) {
  const [past] = await database.query<{ body_hash: string; answer: Answer }>({
    text: "select body_hash, answer from press where person_id = $1 and key = $2",
    values: [person, key],
  });
  if (past?.body_hash !== hash) throw new RolledBack({ problem: "key-reused" });
  return past.answer;
}

/**
 * `press_once` for writes that are composed here: the key's row, the work and its answer commit together. The same key
 * answers the first answer again, another body is `key-reused`, a twin that is still running after 2 s `key-in-flight`.
 */
export async function pressInTransaction<Answer extends object>(
  database: Database,
  press: Press,
  work: () => Promise<Answer | Refused>,
): Promise<Answer | Refused> {
  const hash = createHash("sha256").update(JSON.stringify(press.body)).digest("hex");
  const attempt = () =>
    database.transaction(async () => {
      const kept = await database.query({ text: keepPress, values: [press.person, press.key, hash] });
      if (kept.length === 0) return earlierAnswer<Answer>(database, press, hash);
      if (press.network !== undefined) await tellNetwork(database, press.network);
      const answer = await work();
      if ("problem" in answer) throw new RolledBack(answer);
      const text = "update press set answer = $3::jsonb where person_id = $1 and key = $2";
      await database.query({ text, values: [press.person, press.key, JSON.stringify(answer)] });
      return answer;
    });
  try {
    return await retrying(attempt, (error) => isPassingTrouble(error) && !isTwinInFlight(error), realClock);
  } catch (error) {
    if (error instanceof RolledBack) return error.refused;
    if (isTwinInFlight(error)) return { problem: "key-in-flight" };
    if (isPassingTrouble(error)) return { problem: "unavailable", retryAfterSeconds: 2 };
    throw error;
  }
}
