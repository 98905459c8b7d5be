import { createClient } from "../../../load/crowd/client.ts";
import { type Crowd, createCrowd, type Visitor } from "../../../load/crowd/crowd.ts";
import { readLedger } from "../../../load/crowd/ledger.ts";
import type { SlotFacts } from "../../../load/history/history.ts";
import type { ServerProcess } from "../../../load/processes/server-process.ts";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import { openLedger } from "../../services/ledger.ts";
import type { Postgres } from "../../services/postgres.ts";
import { startServers } from "../../services/servers.ts";
import type { Mark } from "./as-of.ts";
import { ask, startKeptPostgres } from "./kept-postgres.ts";
import { type Drilled, judge } from "./verdict.ts";

type Kept = Awaited<ReturnType<typeof startKeptPostgres>>;

async function openSlot(postgres: Postgres, capacity: number): Promise<SlotFacts> {
  const ledger = await openLedger("server", { databaseUrl: postgres.url });
  const slotId = await ledger.slot({ capacity });
  await ledger.close();
  return { slotId, capacity, fillsGaps: false, largestParty: 20, hasOffers: false };
}

/** A press each; every fifth gives the place up again. */
async function pressAll(crowd: Crowd, slotId: string, visitors: readonly Visitor[]): Promise<void> {
  const each = visitors.map(async (visitor, at) => {
    const reply = await crowd.join(slotId, { visitor });
    const { reservationId } = (reply?.body ?? {}) as { reservationId?: string | null };
    if (at % 5 === 0 && typeof reservationId === "string") await crowd.cancel(slotId, reservationId, visitor);
  });
  await Promise.all(each);
}

const exactly = (moment: string) => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US"+00"') as at`;

/** While people press: the moment that will be recovered, to the microsecond, as commits have it. */
async function takeMoment(postgres: Postgres): Promise<{ target: string; mark: Mark }> {
  const from = performance.now();
  const { at } = await ask<{ at: string }>(postgres, `select ${exactly("clock_timestamp()")}`);
  return { target: at, mark: { from, to: performance.now() } };
}

/** A third presses before the base backup, a third around the moment that will be recovered, a third after it. */
async function pressAround(kept: Kept, crowd: Crowd, slotId: string, people: number) {
  const visitors = await crowd.signIn(people);
  const third = Math.ceil(people / 3);
  await pressAll(crowd, slotId, visitors.slice(0, third));
  await kept.takeBase();
  const before = crowd.events.length;
  const pressing = pressAll(crowd, slotId, visitors.slice(third, 2 * third));
  await waitUntil(() => crowd.events.length > before, { what: "somebody is answered", everyMs: 1 });
  const moment = await takeMoment(kept.postgres);
  await pressing;
  await pressAll(crowd, slotId, visitors.slice(2 * third));
  return moment;
}

/** What a new server on it says of the line, and the last commit that is in it. */
async function readRestored(restored: Postgres, slotId: string) {
  const { at } = await ask<{ at: string | null }>(restored, `select ${exactly("pg_last_xact_replay_timestamp()")}`);
  const [server] = (await startServers(1, restored.url)) as [ServerProcess];
  const client = createClient(server.url);
  const rows = await readLedger(client, slotId);
  client.close();
  await server.stop();
  return { rows, recoveredTo: at };
}

/** Until PostgreSQL and its folder are gone; the archive stays. */
async function liveAndLose(kept: Kept, people: number) {
  const slot = await openSlot(kept.postgres, Math.ceil(people / 2));
  const [server] = (await startServers(1, kept.postgres.url)) as [ServerProcess];
  const crowd = createCrowd([server.url]);
  const moment = await pressAround(kept, crowd, slot.slotId, people);
  crowd.close();
  await kept.archive();
  await kept.lose();
  await server.kill("SIGKILL");
  return { slot, events: crowd.events, ...moment };
}

/**
 * People press at a server on PostgreSQL, whose log is archived; it is killed and its folder is gone; it is restored up
 * to a moment amid the presses, and the history checker judges what a new server on it says.
 */
export async function drill(people: number): Promise<Drilled> {
  const kept = await startKeptPostgres();
  try {
    const { target, ...lived } = await liveAndLose(kept, people);
    const { rows, recoveredTo } = await readRestored(await kept.restore(target), lived.slot.slotId);
    return { target, recoveredTo, ...judge({ ...lived, rows }) };
  } finally {
    await kept.remove();
  }
}
