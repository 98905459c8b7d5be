import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonId, ReservationId, SlotId, StoreId } from "../../../shared/ids.ts";
import { type StoreState, storeCardSchema } from "../../../shared/stores.ts";
import { asDoer } from "../../../test/services/ledger.ts";
import { openListedCards } from "../../../test/services/listed-cards.ts";

type Place = Awaited<ReturnType<typeof openListedCards>>;
interface Of {
  readonly id: StoreId;
  readonly slot: SlotId;
  readonly seated: PersonId;
}

async function join({ ledger }: Place, slot: SlotId): Promise<PersonId> {
  const [person] = (await ledger.people(1)) as [PersonId];
  await ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
  return person;
}

const setStore =
  (change: string) =>
  ({ ledger }: Place, { id }: Of) =>
    ledger.run(`update store set ${change} where id = $1`, [id]);
const setSlot =
  (change: string) =>
  ({ ledger }: Place, { slot }: Of) =>
    ledger.run(`update slot set ${change} where id = $1`, [slot]);
const changes: [string, (place: Place, of: Of) => unknown][] = [
  ["a seat is taken", (place, { slot }) => join(place, slot)],
  [
    "a seat is given back",
    async ({ ledger }, { slot, seated }) => {
      const { reservations } = await ledger.rows(slot);
      await ledger.reservations.cancel(reservations[0]?.id as ReservationId, seated, randomUUID());
    },
  ],
  [
    "seats are added",
    ({ ledger }, { slot }) => ledger.line.change(slot, asDoer(ledger.host), { capacity: 9 }, randomUUID()),
  ],
  ["another slot comes", ({ ledger }, { slot }) => ledger.slotBeside(slot, { capacity: 3 })],
  ["a slot goes", ({ ledger }, { slot }) => ledger.run("delete from slot_line where slot_id = $1", [slot])],
  ["a slot is closed", setSlot("closed_at = now()")],
  ["a slot is moved into the past", setSlot("starts_at = starts_at - interval '3 days'")],
  ["its name", setStore("name = name || ' 2'")],
  ["its text", setStore("bio = bio || '!'")],
  ["its rules", setStore("rules = rules || '!'")],
  ["its place", setStore("address = '서울', latitude = 37.5, longitude = 127")],
  ["its picture", setStore("picture = gen_random_uuid()::text, shows_picture = true")],
  ["its order", setStore("fills_gaps = not fills_gaps")],
  ["its days", setStore("ends_on = ends_on - 1")],
  ["its opening", setStore("opens_at = now() + interval '1 hour'")],
  ["what one person may have", setStore("places_per_person = 1, largest_party = 3")],
  ["its host's name", ({ ledger }) => ledger.run("update person set name = name || ' 2' where id = $1", [ledger.host])],
];

describe.each(["embedded", "server"] as const)("the versions of cards, %s", (engine) => {
  let place: Place;
  beforeAll(async () => {
    place = await openListedCards(engine);
  });
  afterAll(() => place.close());

  test("P7: a card is counted once for each version, and has all that the API's schema has, and no more", async () => {
    const stores = [
      await place.store({ capacity: 1 }),
      await place.store({ opensInMs: 3_600_000 }),
      await place.store({ closesInMs: -1 }),
    ];
    await join(place, stores[0]?.slot as SlotId);
    expect(await place.countsFor(place.list)).toBe(3);
    expect(await place.countsFor(place.list)).toBe(3);
    await place.settle();
    expect(await place.countsFor(place.list)).toBe(0);
    const listed = await place.listed();
    for (const { said, counted } of listed) {
      expect(said).toEqual(counted);
      const { properties } = storeCardSchema;
      expect(Object.keys(said).sort()).toEqual(Object.keys(properties).sort());
      expect(Object.keys(said.poster).sort()).toEqual(Object.keys(properties.poster.properties).sort());
    }
    expect(new Set(listed.map(({ said }) => said.state)).size).toBe(3);
  });

  test.each(changes)("P7, D20: what a card says is another, and so is its version: %s", async (what, change) => {
    const store = await place.store({ capacity: 5 });
    const other = await place.store();
    const seated = await join(place, store.slot);
    await place.settle();
    const [version, beside] = [await place.versionOf(store.id), await place.versionOf(other.id)];
    expect([version, beside]).not.toContain(null);
    const before = (await place.only(store.id)).said;
    await change(place, { ...store, seated });
    expect(await place.versionOf(store.id)).toBeNull();
    const after = await place.only(store.id);
    expect(after.said).toEqual(after.counted);
    expect(after.said).not.toEqual(before);
    if (what !== "its host's name") expect(await place.versionOf(other.id)).toBe(beside);
    await place.settle();
    expect([null, version]).not.toContain(await place.versionOf(store.id));
    expect((await place.only(store.id)).said).toEqual(after.said);
  });

  test("a change that is taken back leaves the version as it was", async () => {
    const { id } = await place.store();
    await place.settle();
    const version = await place.versionOf(id);
    const { database } = place.ledger;
    const work = database.transaction(async () => {
      await database.query({ text: "update store set bio = 'never' where id = $1", values: [id] });
      throw new Error("taken back");
    });
    await expect(work).rejects.toThrow("taken back");
    expect(await place.versionOf(id)).toBe(version);
  });

  test("a card whose version was taken within a second is given none, and an opening is not slowed down", async () => {
    const { id, slot } = await place.store();
    await place.settle();
    await join(place, slot);
    const text = `select extract(epoch from card_taken_at)::float8 as at,
        extract(epoch from clock_timestamp() - card_taken_at)::float8 as ago
      from store_search where store_id = $1`;
    const taken = async () => (await place.ledger.run<{ at: number; ago: number }>(text, [id]))[0] ?? { at: 0, ago: 0 };
    const { at, ago } = await taken();
    expect(ago).toBeLessThan(60);
    await join(place, slot);
    // What has no version any more is not written again by each batch.
    expect(await taken()).toMatchObject({ at });
    // However slow this test is.
    await place.ledger.run("update store_search set card_taken_at = now() + interval '1 hour' where store_id = $1", [
      id,
    ]);
    await place.list();
    await place.giveVersions();
    expect(await place.versionOf(id)).toBeNull();
  });

  test("2,000 slots that come or go at once are one change of their store, and searches know of it", async () => {
    const { id, slot } = await place.store({ capacity: 1 });
    await join(place, slot);
    await place.settle();
    const slots = await place.ledger.run<{ id: SlotId }>(
      `with added as (
          insert into slot (store_id, starts_at, ends_at)
          select $1, now() + many * interval '1 day', now() + many * interval '25 hours'
          from generate_series(2, 2001) as many
          returning id
        ) insert into slot_line (slot_id, capacity) select id, 1 from added returning slot_id as id`,
      [id],
    );
    const more = await place.only(id);
    expect(more.said).toEqual(more.counted);
    expect(more.said).toMatchObject({ capacity: 2_001, seatsLeft: 2_000, state: "open" });
    const isFound = async (state: StoreState) =>
      (await place.shelf.search({ state }, null, 100, null)).stores.some((each) => each.id === id);
    expect([await isFound("open"), await isFound("sold-out")]).toEqual([true, false]);
    await place.settle();
    await place.ledger.run("delete from slot_line where slot_id = any ($1)", [slots.map((each) => each.id)]);
    const fewer = await place.only(id);
    expect(fewer.said).toEqual(fewer.counted);
    expect(fewer.said).toMatchObject({ capacity: 1, seatsLeft: 0, state: "sold-out" });
    expect([await isFound("open"), await isFound("sold-out")]).toEqual([false, true]);
  });

  test("what a card says is changed in READ COMMITTED only: elsewhere a version may be overlooked", async () => {
    const { id } = await place.store();
    const { database } = place.ledger;
    const change = database.transaction(async () => {
      await database.query({ text: "set transaction isolation level repeatable read", values: [] });
      await database.query({ text: "update store set bio = 'never' where id = $1", values: [id] });
    });
    await expect(change).rejects.toThrow("READ COMMITTED");
  });

  test("a store that is not listed has no version, and is counted each time", async () => {
    const { id } = await place.store();
    await place.ledger.run("update store set is_listed = false where id = $1", [id]);
    await place.shelf.giveVersions([id]);
    expect(await place.shelf.count([id], null)).toMatchObject([{ store: { id }, version: null }]);
  });
});

test("P7: a card is over when its store opens, when it closes, and when a slot begins", async () => {
  const place = await openListedCards("embedded");
  const begun = new Date().toISOString();
  const setClock = (ahead: string) => place.ledger.setClock(`timestamptz '${begun}' + interval '${ahead}'`);
  await setClock("0 hours");
  await place.store({ opensInMs: 3_600_000, startsInMs: 5 * 3_600_000, closesInMs: 10 * 3_600_000 });
  await place.settle();
  const seen: unknown[] = [];
  for (const ahead of ["59 minutes", "61 minutes", "299 minutes", "301 minutes", "599 minutes", "601 minutes"]) {
    await setClock(ahead);
    const counted = await place.countsFor(place.list);
    const [only] = await place.listed();
    expect(only?.said).toEqual(only?.counted);
    seen.push([only?.said.state, counted]);
  }
  // Back before it opened: the card of now is not that of then.
  await setClock("59 minutes");
  expect((await place.listed())[0]?.said.state).toBe("upcoming");
  await place.close();
  expect(seen).toEqual([
    ["upcoming", 0],
    ["open", 1],
    ["open", 0],
    ["closed", 1],
    ["closed", 0],
    ["closed", 1],
  ]);
});
