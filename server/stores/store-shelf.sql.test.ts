import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import type { StoreState } from "../../shared/stores.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { createCards } from "./cards/cards.ts";
import { toCard } from "./cards/to-card.ts";
import { readPage } from "./cards/written-page.ts";
import type { StoreShelf } from "./ports.ts";
import type { ShelvedStore, StoreFilter } from "./rules.ts";
import { createSqlStoreShelf } from "./store-shelf.sql.ts";

const hourMs = 3_600_000;

interface Place {
  readonly ledger: Ledger;
  readonly shelf: StoreShelf;
}

interface StoreWish {
  readonly opensInHours?: number;
  readonly closesInHours?: number;
  readonly district?: string;
  readonly category?: string;
  /** When its slots start, in hours from now. */
  readonly slots?: readonly number[];
  readonly capacity?: number;
}

async function addStore({ ledger }: Place, wish: StoreWish = {}): Promise<{ id: StoreId; slots: SlotId[] }> {
  const from = (hours: number) => new Date(Date.now() + hours * hourMs);
  const [store] = await ledger.run<{ id: StoreId }>(
    `insert into store (owner_id, name, category, district, starts_on, ends_on, opens_at, closes_at)
     values ($1, $2, $3, $4, '2026-01-01', '2036-01-01', $5, $6) returning id`,
    [
      ledger.host,
      randomUUID(),
      wish.category ?? "food",
      wish.district ?? "성수",
      from(wish.opensInHours ?? -48),
      from(wish.closesInHours ?? 99),
    ],
  );
  const { id } = store as { id: StoreId };
  const slots: SlotId[] = [];
  for (const hours of wish.slots ?? []) {
    const [slot] = await ledger.run<{ id: SlotId }>(
      "insert into slot (store_id, starts_at, ends_at) values ($1, $2, $3) returning id",
      [id, from(hours), from(hours + 1)],
    );
    const slotId = (slot as { id: SlotId }).id;
    await ledger.run("insert into slot_line (slot_id, capacity) values ($1, $2)", [slotId, wish.capacity ?? 10]);
    slots.push(slotId);
  }
  return { id, slots };
}

async function join({ ledger }: Place, slot: SlotId, people: number, partySize = 1): Promise<void> {
  const persons = await ledger.people(people);
  const joining = persons.map((person: PersonId) => ledger.line.join(slot, { person, partySize, key: randomUUID() }));
  await Promise.all(joining);
}

/** A page, read. */
const list = async ({ shelf }: Place, filter: StoreFilter, cursor: string | null, limit: number) =>
  readPage(await createCards(shelf).page(filter, cursor, limit, null));

/** Every page of a list; `between` runs after each. */
async function everyPage(
  place: Place,
  filter: StoreFilter,
  limit: number,
  between: () => Promise<unknown> = async () => null,
) {
  const seen: StoreId[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list(place, filter, cursor, limit);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    await between();
  } while (cursor !== null);
  return seen;
}

describe.each(["embedded", "server"] as const)("the store shelf, %s", (engine) => {
  let place: Place;
  beforeAll(async () => {
    const ledger = await openLedger(engine);
    place = { ledger, shelf: createSqlStoreShelf(ledger.database) };
  });
  afterAll(() => place.ledger.close());

  test("D20: a store that was found is counted, though the replica that is asked has not got it yet", async () => {
    const { id } = await addStore(place, { slots: [1] });
    const { database } = place.ledger;
    const behind = createSqlStoreShelf({
      ...database,
      list: async <Row extends object>() => [{ cards: [] }] as unknown as Row[],
    });
    const [card] = await behind.count([id, "999999999" as StoreId], null);
    expect(card?.store).toEqual(await place.shelf.find(id));
  });

  test("S10: a card sums the coming slots only, and names the host and the first one with a free seat", async () => {
    const { id, slots } = await addStore(place, { slots: [-5, 2, 3, 4], capacity: 3 });
    const [, full, half, free] = slots as [SlotId, SlotId, SlotId, SlotId];
    await join(place, full, 5);
    await join(place, half, 1);
    expect(await place.shelf.find(id)).toMatchObject({
      id,
      hostName: "Visitor",
      state: "open",
      capacity: 9,
      seatsLeft: 5,
      waiting: 2,
      nextSlotId: half,
    });
    await join(place, half, 2);
    expect(await place.shelf.find(id)).toMatchObject({ seatsLeft: 3, nextSlotId: free });
    await join(place, free, 3);
    expect(await place.shelf.find(id)).toMatchObject({ state: "sold-out", seatsLeft: 0, nextSlotId: full });
  });

  test.each([
    { order: "strict order: a seat that whoever waits comes first for is not left", fillsGaps: false, seatsLeft: 3 },
    { order: "gaps are filled: it is left for a party that fits", fillsGaps: true, seatsLeft: 4 },
  ])("S10, $order", async ({ fillsGaps, seatsLeft }) => {
    const { id, slots } = await addStore(place, { slots: [2, 3], capacity: 3 });
    const [waitedFor, free] = slots as [SlotId, SlotId];
    await place.ledger.run("update store set fills_gaps = $2, largest_party = 2 where id = $1", [id, fillsGaps]);
    await join(place, waitedFor, 2, 2);
    const nextSlotId = fillsGaps ? waitedFor : free;
    expect(await place.shelf.find(id)).toMatchObject({ state: "open", capacity: 6, seatsLeft, waiting: 1, nextSlotId });
    await join(place, free, 3);
    const state = fillsGaps ? "open" : "sold-out";
    expect(await place.shelf.find(id)).toMatchObject({ state, seatsLeft: seatsLeft - 3, nextSlotId: waitedFor });
  });

  test.each([
    ["upcoming", { opensInHours: 1, slots: [5] }],
    ["upcoming", { opensInHours: 1, slots: [] }],
    ["open", { slots: [1] }],
    ["closed", { slots: [-3, -1] }],
    ["closed", { slots: [] }],
    ["closed", { closesInHours: -1, slots: [2] }],
  ] as [StoreState, StoreWish][])("a store is %s: %j", async (state, wish) => {
    const { id } = await addStore(place, { district: `${state} ${randomUUID().slice(0, 8)}`, ...wish });
    const card = await place.shelf.find(id);
    expect(card?.state).toBe(state);
    const { items } = await list(place, { district: card?.district as string, state }, null, 10);
    expect(items).toEqual([toCard(card as ShelvedStore)]);
    const others = (["upcoming", "open", "sold-out", "closed"] as const).filter((other) => other !== state);
    for (const other of others) {
      expect((await list(place, { district: card?.district as string, state: other }, null, 10)).items).toEqual([]);
    }
  });

  test("nobody's store is null", async () => {
    expect(await place.shelf.find("999999999" as StoreId)).toBeNull();
  });

  test("S7, D22: newest first, every store exactly once while one is inserted", async () => {
    const district = randomUUID().slice(0, 8);
    const made: StoreId[] = [];
    for (let count = 0; count < 7; count += 1) made.unshift((await addStore(place, { district, slots: [1] })).id);
    const seen = await everyPage(place, { district }, 2, () => addStore(place, { district, slots: [1] }));
    expect(seen).toEqual(made);
    expect(await everyPage(place, { district, state: "open" }, 3)).toHaveLength(11);
  });

  test("D22: upcoming ones by opening, every store exactly once while others are inserted", async () => {
    const district = randomUUID().slice(0, 8);
    const hours = [9, 3, 6, 3, 12, 1];
    const made: { id: StoreId; opensInHours: number }[] = [];
    for (const opensInHours of hours)
      made.push({ opensInHours, ...(await addStore(place, { district, opensInHours })) });
    await place.ledger.run("update store set opens_at = date_trunc('minute', opens_at) where district = $1", [
      district,
    ]);
    await addStore(place, { district, opensInHours: -1 });
    const expected = made.toSorted(
      (one, other) => one.opensInHours - other.opensInHours || Number(one.id) - Number(other.id),
    );
    const seen = await everyPage(place, { district, state: "upcoming" }, 2, () =>
      addStore(place, { district, opensInHours: 0.5 }),
    );
    expect(seen).toEqual(expected.map(({ id }) => id));
  });

  test("D22: the page after a store that has opened meanwhile is still the next one", async () => {
    const district = randomUUID().slice(0, 8);
    const ids: StoreId[] = [];
    for (const opensInHours of [1, 2, 3, 4]) ids.push((await addStore(place, { district, opensInHours })).id);
    const first = await list(place, { district, state: "upcoming" }, null, 2);
    await place.ledger.run("update store set opens_at = opens_at - interval '150 minutes' where district = $1", [
      district,
    ]);
    const second = await list(place, { district, state: "upcoming" }, first.nextCursor, 2);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
  });
});
