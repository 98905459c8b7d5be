import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { PersonId, ReservationId, SlotId } from "../../shared/ids.ts";
import type { Ledger } from "../../test/services/ledger.ts";

const absent = "999999999" as ReservationId;
const hourMs = 3_600_000;

/** Joins a slot that has a seat and answers the reservation that came of it. */
async function reserve(ledger: Ledger, slot: SlotId, person: PersonId, partySize = 1): Promise<ReservationId> {
  const answer = await ledger.line.join(slot, { person, partySize, key: randomUUID() });
  if ("problem" in answer || answer.entry.reservationId === null) throw new Error("There was no seat.");
  return answer.entry.reservationId;
}

/** A person with so many reservations, each in a slot of its own, oldest first. */
async function personWith(ledger: Ledger, count: number) {
  const [person, other] = (await ledger.people(2)) as [PersonId, PersonId];
  const slots: SlotId[] = [];
  const ids: ReservationId[] = [];
  for (let made = 0; made < count; made += 1) {
    const slot = await ledger.slot({ capacity: 4 });
    slots.push(slot);
    ids.push(await reserve(ledger, slot, person));
  }
  const book = ledger.reservations;
  return {
    person,
    other,
    slot: slots[0] as SlotId,
    id: ids[0] as ReservationId,
    ids,
    cancel: (id: ReservationId, who = person, key: string = randomUUID()) => book.cancel(id, who, key),
    remove: (id: ReservationId, who = person, key: string = randomUUID()) => book.remove(id, who, key),
    listed: async (who = person) => (await book.list(who, null, 100)).items.map(({ id }) => id),
    found: (id: ReservationId, who = person) => book.find(id, who),
  };
}

/** What every ReservationBook promises about reading one's own. */
export function readingConformance(open: () => Ledger): void {
  test("S28: the detail says what, where, when and for how many", async () => {
    const ledger = open();
    const { person } = await personWith(ledger, 0);
    const slot = await ledger.slot({ capacity: 4 });
    const id = await reserve(ledger, slot, person, 3);
    const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(await ledger.reservations.find(id, person)).toEqual({
      id,
      slotId: slot,
      storeId: expect.stringMatching(/^\d+$/),
      storeName: expect.any(String),
      district: expect.any(String),
      address: expect.any(String),
      startsAt: iso,
      endsAt: iso,
      timeZone: "Asia/Seoul",
      ticket: 1,
      partySize: 3,
      state: "confirmed",
      cancelledByHost: false,
      createdAt: iso,
      cancelledAt: null,
      movedTo: null,
      eventId: id,
      revision: 0,
      revisedAt: iso,
    });
    expect(await ledger.reservations.find(absent, person)).toBeNull();
  });

  test("S28: the list is newest first, in pages that meet each once", async () => {
    const ledger = open();
    const { person, ids } = await personWith(ledger, 5);
    const pages: string[][] = [];
    let cursor: string | null = null;
    do {
      const page = await ledger.reservations.list(person, cursor, 2);
      expect([page.hasNext, page.nextCursor]).toEqual(page.hasNext ? [true, page.items.at(-1)?.id] : [false, null]);
      pages.push(page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    const newest = [...ids].reverse();
    expect(pages).toEqual([newest.slice(0, 2), newest.slice(2, 4), newest.slice(4)]);
  });

  test("a page that ends with the list has no next", async () => {
    const ledger = open();
    const { person } = await personWith(ledger, 2);
    expect(await ledger.reservations.list(person, null, 2)).toMatchObject({ hasNext: false, nextCursor: null });
  });

  test("S26: whoever waits has no reservation yet", async () => {
    const ledger = open();
    const [first, second] = (await ledger.people(2)) as [PersonId, PersonId];
    const slot = await ledger.slot({ capacity: 1 });
    const id = await reserve(ledger, slot, first);
    await ledger.line.join(slot, { person: second, partySize: 1, key: randomUUID() });
    expect((await ledger.reservations.list(second, null, 20)).items).toEqual([]);
    await ledger.reservations.cancel(id, first, randomUUID());
    expect((await ledger.reservations.list(second, null, 20)).items).toMatchObject([{ slotId: slot, ticket: 2 }]);
  });

  test("I11: somebody else's is absent, to read, to cancel and to remove, and nothing happens to it", async () => {
    const { id, other, found, cancel, remove, listed } = await personWith(open(), 1);
    expect([await found(id, other), await listed(other)]).toEqual([null, []]);
    expect([await cancel(id, other), await remove(id, other)]).toEqual([
      { problem: "not-found" },
      { problem: "not-found" },
    ]);
    expect(await found(id)).toMatchObject({ state: "confirmed", cancelledAt: null });
    await cancel(id);
    expect(await remove(id, other)).toEqual({ problem: "not-found" });
    expect(await listed()).toEqual([id]);
  });
}

/** What every ReservationBook promises about cancelling and removing. */
export function endingConformance(open: () => Ledger): void {
  test("S28: cancelled, it stays in the history with its moment; again is already-ended", async () => {
    const { id, ids, found, cancel, listed } = await personWith(open(), 2);
    expect(await cancel(id)).toMatchObject({ reservation: id });
    const cancelled = await found(id);
    expect(cancelled).toMatchObject({ state: "cancelled", cancelledAt: expect.stringMatching(/Z$/) });
    expect(cancelled).toMatchObject({ revision: 1, revisedAt: expect.stringMatching(/Z$/) });
    expect(await listed()).toEqual([...ids].reverse());
    expect(await cancel(id)).toEqual({ problem: "already-ended" });
    expect(await found(id)).toEqual(cancelled);
  });

  test("I9: the same press again answers as the first did, and the seat comes back once", async () => {
    const ledger = open();
    const { slot, id, cancel } = await personWith(ledger, 1);
    const key = randomUUID();
    const first = await cancel(id, undefined, key);
    expect(await cancel(id, undefined, key)).toEqual(first);
    expect((await ledger.rows(slot)).line).toMatchObject({ held: 0 });
  });

  test("a calendar's number grows with another slot or party and with a cancel, not with a visit", async () => {
    const ledger = open();
    const { id, found, cancel } = await personWith(ledger, 1);
    const revisionAfter = async (change: string) => {
      await ledger.run(`update reservation set ${change} where id = $1`, [id]);
      return (await found(id))?.revision;
    };
    expect(await revisionAfter("state = 'checked_in'")).toBe(0);
    expect(await revisionAfter("state = 'confirmed'")).toBe(0);
    expect(await revisionAfter("party_size = 2")).toBe(1);
    expect(await revisionAfter("party_size = 1, slot_id = slot_id + 1000000")).toBeUndefined();
    expect(await revisionAfter("slot_id = slot_id - 1000000")).toBe(3);
    await cancel(id);
    expect(await found(id)).toMatchObject({ revision: 4 });
  });

  test("I6: ten cancels at once give one seat back", async () => {
    const ledger = open();
    const { slot, id, cancel } = await personWith(ledger, 1);
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(id)));
    expect(answers.filter((answer) => "reservation" in answer)).toHaveLength(1);
    const { line, outbox } = await ledger.rows(slot);
    expect([line.held, outbox.map(({ kind }) => kind)]).toEqual([0, ["confirmed", "cancelled"]]);
  });

  test("S28: whoever cancelled may reserve again: a new ticket and a new reservation beside the old", async () => {
    const ledger = open();
    const { person, slot, id, cancel, found, listed } = await personWith(ledger, 1);
    await cancel(id);
    const again = await reserve(ledger, slot, person);
    expect(again).not.toBe(id);
    expect([await found(again), await found(id)]).toMatchObject([
      { ticket: 2, state: "confirmed" },
      { ticket: 1, state: "cancelled" },
    ]);
    expect(await listed()).toEqual([again, id]);
    expect((await ledger.rows(slot)).line.held).toBe(1);
  });

  test("D10: a live one cannot be removed, and keeps its seat", async () => {
    const ledger = open();
    const { slot, id, remove, found } = await personWith(ledger, 1);
    expect(await remove(id)).toEqual({ problem: "still-live" });
    expect(await found(id)).toMatchObject({ state: "confirmed" });
    expect((await ledger.rows(slot)).line.held).toBe(1);
  });

  test("D10: neither can one whose people are inside, until it is over", async () => {
    const ledger = open();
    const { slot, id, remove, found } = await personWith(ledger, 1);
    await ledger.run("update reservation set state = 'checked_in' where id = $1", [id]);
    expect(await remove(id)).toEqual({ problem: "still-live" });
    expect(await found(id)).toMatchObject({ state: "checked_in" });
    await ledger.passTime(slot, 26 * hourMs);
    expect(await remove(id)).toEqual({ reservation: id });
  });

  test("D10: a cancelled one can, and looks absent from then on", async () => {
    const { id, ids, cancel, remove, found, listed } = await personWith(open(), 2);
    await cancel(id);
    const key = randomUUID();
    const removed = await remove(id, undefined, key);
    expect(removed).toEqual({ reservation: id });
    expect([await found(id), await listed()]).toEqual([null, ids.slice(1)]);
    expect([await cancel(id), await remove(id)]).toEqual([{ problem: "not-found" }, { problem: "not-found" }]);
    expect(await remove(id, undefined, key)).toEqual(removed);
  });

  test("D10: a refusal is not remembered: the press that was refused works once it is cancelled", async () => {
    const { id, cancel, remove } = await personWith(open(), 1);
    const key = randomUUID();
    expect(await remove(id, undefined, key)).toEqual({ problem: "still-live" });
    await cancel(id);
    expect(await remove(id, undefined, key)).toEqual({ reservation: id });
  });

  test("S28: once it has begun nobody cancels; once it is over it can be removed", async () => {
    const ledger = open();
    const { slot, id, cancel, remove, listed } = await personWith(ledger, 1);
    await ledger.passTime(slot, 24 * hourMs + 60_000);
    expect([await cancel(id), await remove(id)]).toEqual([{ problem: "closed" }, { problem: "still-live" }]);
    await ledger.passTime(slot, hourMs);
    expect(await remove(id)).toEqual({ reservation: id });
    expect(await listed()).toEqual([]);
  });

  test("S27: reservations stay when the line's data goes", async () => {
    const ledger = open();
    const { slot, id, found } = await personWith(ledger, 1);
    await ledger.passTime(slot, 26 * hourMs);
    await ledger.line.settleDue();
    expect((await ledger.rows(slot)).entries).toEqual([]);
    expect(await found(id)).toMatchObject({ ticket: 1, partySize: 1 });
  });
}
