import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonId, StoreId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../../test/services/ledger.ts";
import { createSqlGuestBook } from "./guest-book.sql.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
});
afterAll(() => ledger.close());

async function openRoom(): Promise<StoreId> {
  const text = "select store_id::text as store from slot where id = $1";
  const [row] = await ledger.run<{ store: StoreId }>(text, [await ledger.slot()]);
  return (row as { store: StoreId }).store;
}
/** Who is said to have left, how many more with them, and who is still there. */
async function seenIn(store: StoreId) {
  const left = await ledger.run<{ person: PersonId; others: number }>(
    `select person_id::text as person, others from message join room_guest using (store_id)
      where store_id = $1 and kind = 'leave' and number = guest order by seq`,
    [store],
  );
  const here = await ledger.run<{ person: PersonId }>(
    "select person_id::text as person from room_guest where store_id = $1 and is_present order by number",
    [store],
  );
  const [room] = await ledger.run<{ present: number }>("select present from room where store_id = $1", [store]);
  return { left, here: here.map(({ person }) => person), count: room?.present };
}

test("S15: who went is said to have left, in their room alone, and nobody else there", async () => {
  const book = createSqlGuestBook(ledger.database);
  const [store, elsewhere] = [await openRoom(), await openRoom()];
  const [gone, staying] = (await ledger.people(2)) as [PersonId, PersonId];
  for (const room of [store, elsewhere]) await book.keep(room, [gone, staying], 3_600);
  await book.release(store, [gone], -1);
  expect(await book.dismiss(20)).toEqual([store]);
  expect(await seenIn(store)).toEqual({ left: [{ person: gone, others: 0 }], here: [staying], count: 1 });
  expect(await seenIn(elsewhere)).toEqual({ left: [], here: [gone, staying], count: 2 });
  expect(await book.dismiss(20)).toEqual([]);
});

test("S15: three who come at once are named each, more are one notice; nobody is named again", async () => {
  const book = createSqlGuestBook(ledger.database);
  const store = await openRoom();
  const people = await ledger.people(7);
  await book.keep(store, people.slice(0, 3), 3_600);
  await book.keep(store, people, 3_600);
  const joins = await ledger.run(
    "select seq::integer, guest, others from message where store_id = $1 and kind = 'join' order by seq",
    [store],
  );
  const named = [1, 2, 3].map((number) => ({ seq: number, guest: number, others: 0 }));
  expect(joins).toEqual([...named, { seq: 4, guest: 4, others: 3 }]);
  expect((await seenIn(store)).count).toBe(7);
});

test("I12: whoever is being erased is kept in no room, and given no number there", async () => {
  const store = await openRoom();
  const [staying, going] = (await ledger.people(2)) as [PersonId, PersonId];
  await ledger.run("update person set erasing_since = now() where id = $1", [going]);
  await createSqlGuestBook(ledger.database).keep(store, [staying, going], 3_600);
  expect(await seenIn(store)).toEqual({ left: [], here: [staying], count: 1 });
  expect(await ledger.run("select from room_guest where person_id = $1", [going])).toEqual([]);
});

test("S15: many who went are one notice, and of more rooms than asked for the rest come next", async () => {
  const book = createSqlGuestBook(ledger.database);
  const rooms = [await openRoom(), await openRoom()] as [StoreId, StoreId];
  const people = await ledger.people(5);
  for (const room of rooms) await book.keep(room, people, 3_600);
  for (const room of rooms) await book.release(room, people.slice(0, 4), -1);
  expect([await book.dismiss(1), await book.dismiss(1)]).toEqual([[rooms[0]], [rooms[1]]]);
  for (const room of rooms) {
    expect(await seenIn(room)).toEqual({ left: [{ person: people[0], others: 3 }], here: [people[4]], count: 1 });
  }
});

test("S13: in a room that is read-only people are counted, and nothing is said of their coming and going", async () => {
  const book = createSqlGuestBook(ledger.database);
  const store = await openRoom();
  const [gone, staying, late] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
  await book.keep(store, [gone, staying], 3_600);
  await ledger.run("update store set ends_on = current_date - 5, starts_on = current_date - 9 where id = $1", [store]);
  await ledger.run("update room_guest set present_until = now() - interval '1 minute' where store_id = $1", [store]);
  await book.keep(store, [staying, late], 3_600);
  expect(await book.dismiss(20)).toEqual([store]);
  expect(await seenIn(store)).toEqual({ left: [], here: [staying, late], count: 2 });
  const said = await ledger.run("select from message where store_id = $1", [store]);
  expect(said).toHaveLength(2);
});
