import pg from "pg";
import { waitUntil } from "../../load/processes/wait-until.ts";
import type { SlotId } from "../../shared/ids.ts";
import type { Ledger } from "./ledger.ts";

/** Holds a slot's line in a transaction of its own, so that presses wait for it in the database until it lets go. */
export async function holdLine({ url, run }: Ledger, slot: SlotId) {
  const holder = new pg.Client({ connectionString: url as string });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from slot_line where slot_id = $1 for update", [slot]);
  const waiting = `select from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database() and query like '%.admit(%'`;

  return {
    /** One batch of each of so many processes waits; each is tried again for ten seconds. */
    untilBatchesWait: (count: number) =>
      waitUntil(async () => (await run(waiting)).length === count, { what: `${count} batches wait`, everyMs: 5 }),
    async letGo(): Promise<void> {
      await holder.query("commit");
      await holder.end();
    },
  };
}
