import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EditedFields } from "../../../shared/editions.ts";
import type { PersonId, SlotId, StoreId } from "../../../shared/ids.ts";
import { editWords } from "../../../shared/messages/edits.ts";
import { asDoer, type Ledger, openLedger, type SlotWish } from "../../../test/services/ledger.ts";
import { createSqlEditionBook } from "./edition-book.sql.ts";
import { createEditing } from "./service.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
});
afterAll(() => ledger.close());

/** A published slot in which parties of these sizes have pressed, one after the other. */
async function slotWith(wish: SlotWish, ...parties: number[]): Promise<SlotId> {
  const slot = await ledger.slot(wish);
  const people = await ledger.people(parties.length);
  for (const [at, partySize] of parties.entries()) {
    await ledger.line.join(slot, { person: people[at] as PersonId, partySize, key: randomUUID() });
  }
  return slot;
}

test.each(["confirmed", "checked_in", "completed", "no_show"])(
  "D21: a store in which somebody's reservation is %s stays published",
  async (state) => {
    const slot = await slotWith({}, 1);
    await ledger.run(
      `update reservation set state = $2::reservation_state,
        checked_in_at = case when $2 in ('checked_in', 'completed') then now() end where slot_id = $1`,
      [slot, state],
    );
    expect(await ledger.hostDoes("unpublish_store", slot)).toEqual({ problem: "has-holders", people: 1 });
  },
);

test("D21: nor is one a draft again while somebody waits or is offered a seat; once they are gone it is", async () => {
  const slot = await slotWith({ capacity: 1 }, 1, 1);
  await ledger.run("update reservation set state = 'cancelled', cancelled_at = now() where slot_id = $1", [slot]);
  const become = (state: string) =>
    ledger.run(
      `update entry set state = $2::entry_state, offer_expires_at = case when $2 = 'offered' then now() end
        where slot_id = $1 and ticket = 2`,
      [slot, state],
    );
  for (const state of ["waiting", "waitlisted", "offered"]) {
    await become(state);
    const refused = { problem: "has-holders", people: 1 };
    expect([state, await ledger.hostDoes("unpublish_store", slot)]).toEqual([state, refused]);
  }
  await become("declined");
  expect(await ledger.hostDoes("unpublish_store", slot)).toMatchObject({ publishedAt: null });
});

test("D21: a smaller largest party concerns each larger one that waits or is offered its seats", async () => {
  const slot = await slotWith({ capacity: 3, largestParty: 3 }, 3, 3, 3, 2);
  const shrink = () => ledger.hostDoes("edit_store", slot, { change: { largest_party: 2 }, knowingly: false });
  expect(await shrink()).toEqual({ problem: "people-concerned", people: 2 });
  await ledger.run("update entry set state = 'offered', offer_expires_at = now() where slot_id = $1 and ticket = 2", [
    slot,
  ]);
  expect(await shrink()).toEqual({ problem: "people-concerned", people: 2 });
  await ledger.run("update entry set state = 'left', offer_expires_at = null where slot_id = $1 and ticket in (2, 3)", [
    slot,
  ]);
  expect(await shrink()).toMatchObject({ largestParty: 2 });
});

const later = new Date(Date.now() + 40 * 3_600_000).toISOString();
const told: readonly (readonly [string, EditedFields, string | null])[] = [
  ["the district", { district: "연남" }, editWords.district("연남")],
  ["when reservations close", { closesAt: later }, editWords.opening],
  ["when they open", { opensAt: new Date(Date.now() - 3_000_000).toISOString() }, editWords.opening],
  ["the last day", { startsOn: "2026-01-01", endsOn: "2035-12-31" }, editWords.dates("2026-01-01", "2035-12-31")],
  ["what it says of itself", { bio: "새 소개" }, null],
];
test.each(told)("D21: whoever holds a place is told of a change of %s", async (_what, fields, words) => {
  const slot = await slotWith({}, 1);
  const [store] = await ledger.run<{ id: StoreId; revision: number }>(
    "select store.id::text, revision from store join slot on slot.store_id = store.id where slot.id = $1",
    [slot],
  );
  const { id, revision } = store as { id: StoreId; revision: number };
  const editing = createEditing({ book: createSqlEditionBook(ledger.database), onChanged: () => undefined });
  const edited = await editing.edit(id, asDoer(ledger.host), { revision, ...fields }, randomUUID());
  expect(edited).toMatchObject(fields);
  const notices = await ledger.run<{ text: string }>("select text from notice where store_id = $1", [id]);
  expect(notices.map(({ text }) => text)).toEqual(words === null ? [] : [words]);
});
