import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createSqlOpeningBook } from "../../server/openings/opening-book.sql.ts";
import type { PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import { asDoer } from "../services/ledger.ts";
import { openListedCards } from "../services/listed-cards.ts";
import { without } from "./without.ts";

let place: Awaited<ReturnType<typeof openListedCards>>;
let clients: pg.Client[];
const [booker, giver] = [() => clients[0] as pg.Client, () => clients[1] as pg.Client];
beforeAll(async () => {
  place = await openListedCards("server");
  clients = await Promise.all(
    [1, 2].map(async () => {
      const client = new pg.Client({ connectionString: place.ledger.url ?? "" });
      await client.connect();
      await client.query("set default_transaction_isolation = 'read committed'");
      return client;
    }),
  );
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await place.close();
});
beforeEach(() => place.settle());

/** A seat is taken, up to just before the commit. */
async function takeSeat(slot: SlotId): Promise<void> {
  await booker().query("begin");
  await booker().query("update slot_line set held = held + 1 where slot_id = $1", [slot]);
  await booker().query("set constraints all immediate");
}

/** Whoever changes a card, with the lock that keeps versions apart from them or without. */
async function changeWith(locks: boolean): Promise<() => Promise<unknown>> {
  const [row] = await place.ledger.run<{ whole: string }>(
    "select pg_get_functiondef('take_card_version'::regproc) as whole",
  );
  const { whole } = row as { whole: string };
  const lock = /^ *perform pg_advisory_xact_lock_shared\(.*\);$/m;
  expect(whole).toMatch(lock);
  if (!locks) await place.ledger.run(whole.replace(lock, ""));
  return () => place.ledger.run(whole);
}

describe("a version that is given while a card is being changed", () => {
  test.each([
    { what: "it waits for another round", locks: true, seats: 9 },
    { what: "control: without the lock servers say what was", locks: false, seats: 10 },
  ])("P7, D20: $what", async ({ locks, seats }) => {
    const restore = await changeWith(locks);
    onTestFinished(async () => void (await restore()));
    const { id, slot } = await place.store({ capacity: 10 });
    await place.letRest();
    await takeSeat(slot);
    await place.list();
    await place.giveVersions();
    expect((await place.versionOf(id)) === null).toBe(locks);
    expect((await place.only(id)).said.seatsLeft).toBe(10);
    await booker().query("commit");
    expect((await place.only(id)).said.seatsLeft).toBe(seats);
  });

  test("whoever changes a card waits for a version that is just being given, and takes it", async () => {
    const { id, slot } = await place.store({ capacity: 10 });
    await place.letRest();
    await giver().query("begin");
    await giver().query(`select ${place.ledger.database.code}.give_card_versions($1)`, [[id]]);
    const [person] = (await place.ledger.people(1)) as [PersonId];
    const joining = place.ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
    const waiting = `select from pg_locks where locktype = 'advisory' and classid = 58 and not granted
      and database = (select oid from pg_database where datname = current_database())`;
    await waitUntil(async () => (await place.ledger.run(waiting)).length > 0, { what: "the join waits" });
    await giver().query("commit");
    expect(await joining).toMatchObject({ entry: { state: "confirmed" } });
    expect(await place.versionOf(id)).toBeNull();
    expect((await place.only(id)).said.seatsLeft).toBe(9);
  });

  test("versions are given without waiting for anybody who has a store", async () => {
    const [held, free] = [await place.store(), await place.store()];
    await place.letRest();
    await booker().query("begin");
    await booker().query("select from store_search where store_id = $1 for update", [held.id]);
    await place.shelf.giveVersions([held.id, free.id]);
    await booker().query("rollback");
    expect([await place.versionOf(held.id), (await place.versionOf(free.id)) === null]).toEqual([null, false]);
  });
});

test("whoever joins does not wait for a server that is adding slots to the store", async () => {
  const { id, slot } = await place.store();
  await place.settle();
  await booker().query("begin");
  await booker().query(
    `with added as (
        insert into slot (store_id, starts_at, ends_at)
        select $1, now() + day * interval '1 day', now() + day * interval '25 hours' from generate_series(2, 9) as day
        returning id
      ) insert into slot_line (slot_id, capacity) select id, 5 from added`,
    [id],
  );
  const [person] = (await place.ledger.people(1)) as [PersonId];
  const joined = await place.ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
  expect(joined).toMatchObject({ entry: { state: "confirmed" } });
  await booker().query("commit");
  const { said, counted } = await place.only(id);
  expect(said).toEqual(counted);
  expect(said).toMatchObject({ capacity: 50, seatsLeft: 49 });
});

/** Two stores with two slots each, in which somebody waits for the end of a pause. */
async function pausedStores() {
  const [one, other] = [await place.store(), await place.store()];
  const stores = [one, other, other, one].map(({ slot, id }, number) => ({ slot, id, isFirst: number < 2 }));
  const slots: SlotId[] = [];
  for (const { slot, isFirst } of stores) slots.push(isFirst ? slot : await place.ledger.slotBeside(slot));
  await place.ledger.run("update slot_line set paused = true where slot_id = any ($1)", [slots]);
  for (const slot of slots) {
    const [person] = (await place.ledger.people(1)) as [PersonId];
    await place.ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
  }
  await place.settle();
  return { ids: [one.id, other.id], slots: slots as [SlotId, SlotId, SlotId, SlotId] };
}

/**
 * One lets the first two slots go on, another the last two, whose stores come the other way round. Answers how many
 * statements they needed: what is given up for others is said once more.
 */
async function resumeBoth(): Promise<number> {
  // A pause of many slots ends after a second.
  await place.ledger.setClock(`timestamptz '${new Date().toISOString()}'`);
  onTestFinished(async () => {
    await Promise.all(clients.map((client) => client.query("rollback")));
    await place.ledger.setClock("clock_timestamp()");
  });
  const { ids, slots } = await pausedStores();
  const { database } = place.ledger;
  const press = vi.fn(database.press);
  const book = createSqlOpeningBook({ ...database, press: press as typeof database.press });
  const holders = [booker(), giver()] as const;
  for (const [at, holder] of holders.entries()) {
    await holder.query("begin");
    await holder.query("select from store_search where store_id = $1 for update", [ids[at]]);
  }
  const resume = (some: SlotId[]) => book.pause(some, asDoer(place.ledger.host), false, randomUUID());
  const both = [resume(slots.slice(0, 2)), resume(slots.slice(2))];
  const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
    and pid <> $1 and not $1 = any (pg_blocking_pids(pid))`;
  const bothWait = (butFor: number) => async () => (await place.ledger.run(waiting, [butFor])).length === 2;
  const [{ pid }] = (await booker().query("select pg_backend_pid() as pid")).rows;
  await waitUntil(bothWait(0), { what: "both wait" });
  await booker().query("commit");
  // The first has its first store now, and waits behind the second for the other one.
  await waitUntil(bothWait(pid), { what: "both wait for others" });
  await giver().query("commit");
  await Promise.all(both);
  return press.mock.calls.length;
}

describe("slots of several stores that go on at once", () => {
  test("P7: whoever changes several stores' cards takes them in one order, and none is given up", async () => {
    expect(await resumeBoth()).toBe(2);
  });

  test("control: by the order of slots they wait for each other", async () => {
    const part = /perform from store_search[^;]*for update;/;
    expect(await without(place.ledger, { name: "pause_slots", part }, resumeBoth)).toBe(3);
  });
});

type Stores = readonly { id: StoreId; slot: SlotId }[];

/** Edits and books each store, one press after the other, and knows what is committed. */
function createWriters(stores: Stores, presses: number) {
  const written = new Map<StoreId, number>(stores.map(({ id }) => [id, 0]));
  const write = async ({ id, slot }: Stores[number]): Promise<void> => {
    for (const [number, person] of (await place.ledger.people(presses)).entries()) {
      await place.ledger.run("update store set bio = $2 where id = $1", [id, String(number + 1)]);
      written.set(id, number + 1);
      await place.ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
    }
  };
  return { written, writeAll: () => Promise.all(stores.map(write)) };
}

test("P7, D20: whatever is done at once, a list says at least what was committed before it was asked for", async () => {
  const stores: { id: StoreId; slot: SlotId }[] = [];
  for (let made = 0; made < 3; made += 1) stores.push(await place.store({ capacity: 30 }));
  const { written, writeAll } = createWriters(stores, 25);
  let isOver = false;

  async function read(): Promise<void> {
    while (!isOver) {
      const known = new Map(written);
      for (const { id, bio } of await place.list()) {
        if (known.has(id)) expect(Number(bio)).toBeGreaterThanOrEqual(known.get(id) as number);
      }
    }
  }
  async function give(): Promise<void> {
    while (!isOver) {
      await place.letRest();
      await place.giveVersions();
    }
  }

  const writing = writeAll().finally(() => {
    isOver = true;
  });
  await Promise.all([writing, read(), read(), give()]);
  await place.settle();
  for (const { id } of stores) {
    const { said, counted } = await place.only(id);
    expect(said).toEqual(counted);
    expect(said).toMatchObject({ bio: "25", seatsLeft: 5 });
  }
});
