import type { StoreId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import { createBatcher } from "../platform/batcher.ts";
import { realClock } from "../platform/clock.ts";
import { type Database, isPassingTrouble } from "../platform/database/index.ts";
import { toMessage } from "./message-rows.ts";
import type { RoomTalk, Said, Talk } from "./ports.ts";

/** Messages that wait in this process, over all rooms; beyond it the answer is 503. */
const mostQueued = 5_000;
/** A room is held for as long as a batch of it takes. */
const mostPerBatch = 100;

/** What is said is kept by `say`, a batch per room at a time, on the pool of one person's writes: joins never wait. */
export function createSqlRoomTalk({ press, code }: Database): RoomTalk {
  async function commit(store: StoreId, batch: readonly Talk[]): Promise<(Said | Refused)[]> {
    const rows = await press<{ answer: Said | Refused }>({
      name: "say",
      text: `select answer from ${code}.say($1, $2, $3, $4) as answer`,
      values: [
        store,
        batch.map(({ person }) => person),
        batch.map(({ clientId }) => clientId),
        batch.map(({ text }) => text),
      ],
    });
    return rows.map(({ answer }) => ("problem" in answer ? answer : { ...answer, message: toMessage(answer.message) }));
  }
  const batcher = createBatcher<StoreId, Talk, Said>({
    commit,
    mayPass: isPassingTrouble,
    clock: realClock,
    mostPerBatch,
    mostQueued,
  });
  return { say: batcher.add, drained: batcher.drained };
}
