import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeEntryId, type PersonId, type ReservationId, type SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Ledger } from "../../test/services/ledger.ts";
import type { Admitted } from "./ports.ts";

export const joinWith = (ledger: Ledger, slot: SlotId, person: PersonId, partySize = 1, key: string = randomUUID()) =>
  ledger.line.join(slot, { person, partySize, key });

export function entryOf(answer: Admitted | Refused): Entry {
  if ("problem" in answer) throw new Error(`Refused: ${answer.problem}`);
  return answer.entry;
}

/** What every Line promises about joining, whatever it stands on. */
export function joinConformance(open: () => Ledger): void {
  test("S18, S22, S26, I2: tickets in arrival order; the first ten are seated, the rest wait behind them", async () => {
    const ledger = open();
    const slot = await ledger.slot();
    const people = await ledger.people(13);
    const entries = (await Promise.all(people.map((person) => joinWith(ledger, slot, person)))).map(entryOf);
    expect(entries.map(({ ticket }) => ticket)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(entries.map(({ state }) => state === "confirmed")).toEqual([...Array(10).fill(true), false, false, false]);
    expect(entries.slice(10)).toMatchObject([
      { state: "waitlisted", ahead: 0, behind: 2, reservationId: null },
      { state: "waitlisted", ahead: 1, behind: 1 },
      { state: "waitlisted", ahead: 2, behind: 0 },
    ]);
    const { line, reservations, outbox } = await ledger.rows(slot);
    expect(line).toMatchObject({ held: 10, waiting: 3, nextTicket: 14 });
    expect(reservations.map(({ id }) => id)).toEqual(entries.slice(0, 10).map(({ reservationId }) => reservationId));
    expect(outbox).toHaveLength(10);
  });

  test("S19, D6: every join is checked against the opening; an unknown slot is absent", async () => {
    const ledger = open();
    const [one, two] = (await ledger.people(2)) as [PersonId, PersonId];
    const slot = await ledger.slot({ opensInMs: 3_600_000 });
    const early = await joinWith(ledger, slot, one);
    expect(early).toMatchObject({ problem: "not-open", opensInMs: expect.any(Number) });
    expect((early as Refused).opensInMs).toBeGreaterThan(3_000_000);
    await ledger.passTime(slot, 3_600_000);
    expect(entryOf(await joinWith(ledger, slot, one)).state).toBe("confirmed");
    await ledger.passTime(slot, 23 * 3_600_000);
    expect(await joinWith(ledger, slot, two)).toEqual({ problem: "closed" });
    expect(entryOf(await joinWith(ledger, slot, one)).state).toBe("confirmed");
    expect(await joinWith(ledger, "999999999" as SlotId, one)).toEqual({ problem: "not-found" });
    expect((await ledger.rows(slot)).entries).toHaveLength(1);
  });

  test("S19: joins stop when the slot begins, also where the opening would last longer", async () => {
    const ledger = open();
    const slot = await ledger.slot({ startsInMs: 3_600_000, closesInMs: 7_200_000 });
    const [early, late] = (await ledger.people(2)) as [PersonId, PersonId];
    expect(entryOf(await joinWith(ledger, slot, early)).state).toBe("confirmed");
    await ledger.passTime(slot, 3_600_000);
    expect(await joinWith(ledger, slot, late)).toEqual({ problem: "closed" });
  });

  test("I9: a press that is repeated is told its seat again, reservation and all", async () => {
    const ledger = open();
    const slot = await ledger.slot();
    const [person] = (await ledger.people(1)) as [PersonId];
    const key = randomUUID();
    const first = entryOf(await joinWith(ledger, slot, person, 2, key));
    expect(first).toMatchObject({ state: "confirmed", partySize: 2, reservationId: expect.stringMatching(/^\d+$/) });
    for (const again of [key, randomUUID()]) {
      expect(await joinWith(ledger, slot, person, 2, again)).toEqual({ fresh: false, entry: first });
    }
  });

  test("S21, D3, I3: joining again, with other keys, answers the one live entry", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 1 });
    const [person] = (await ledger.people(1)) as [PersonId];
    const answers = await Promise.all(Array.from({ length: 20 }, () => joinWith(ledger, slot, person)));
    expect(new Set(answers.map((answer) => entryOf(answer).id)).size).toBe(1);
    expect(answers.filter((answer) => "fresh" in answer && answer.fresh)).toHaveLength(1);
    expect((await ledger.rows(slot)).entries).toHaveLength(1);
  });

  test("I9: the same key answers its entry even after it ended; another key goes to the back", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 1 });
    const [first, second, third] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
    await joinWith(ledger, slot, first);
    const key = randomUUID();
    const mine = entryOf(await joinWith(ledger, slot, second, 1, key));
    await joinWith(ledger, slot, third);
    await ledger.line.act("leave", mine.id, second, randomUUID());
    const repeated = await joinWith(ledger, slot, second, 1, key);
    expect(repeated).toMatchObject({ fresh: false, entry: { ticket: 2, state: "left", ahead: null, behind: null } });
    expect(await joinWith(ledger, slot, second)).toMatchObject({ fresh: true, entry: { ticket: 4, ahead: 1 } });
  });

  test("I9, I11: a later key of one slot is not known in another, whoever has that ticket there", async () => {
    const ledger = open();
    const [me, other] = (await ledger.people(2)) as [PersonId, PersonId];
    const [here, later] = [await ledger.slot(), randomUUID()];
    await joinWith(ledger, here, me);
    expect(entryOf(await joinWith(ledger, here, me, 1, later)).ticket).toBe(1);
    for (const first of [me, other]) {
      const there = await ledger.slot();
      for (const person of new Set([first, me])) {
        const { reservationId } = entryOf(await joinWith(ledger, there, person));
        if (person === me) await ledger.reservations.cancel(reservationId as ReservationId, me, randomUUID());
      }
      expect(await joinWith(ledger, there, me, 1, later)).toMatchObject({ fresh: true, entry: { state: "confirmed" } });
    }
  });

  test("S22: beyond the cap the line is full, and says so without taking a ticket", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 1, mostWaiting: 2 });
    const [a, b, c, d] = (await ledger.people(4)) as [PersonId, PersonId, PersonId, PersonId];
    for (const person of [a, b, c]) await joinWith(ledger, slot, person);
    expect(await joinWith(ledger, slot, d)).toEqual({ problem: "line-full" });
    expect(entryOf(await joinWith(ledger, slot, c)).state).toBe("waitlisted");
    expect((await ledger.rows(slot)).line.nextTicket).toBe(4);
  });

  test("parties: none larger than the store or the slot allows; in strict order nobody passes the head", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 4, largestParty: 3 });
    const [a, b, c] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
    expect(await joinWith(ledger, slot, a, 4)).toEqual({ problem: "party-too-large" });
    expect(entryOf(await joinWith(ledger, slot, a, 3)).state).toBe("confirmed");
    expect(entryOf(await joinWith(ledger, slot, b, 2))).toMatchObject({ state: "waitlisted", ahead: 0 });
    expect(entryOf(await joinWith(ledger, slot, c, 1))).toMatchObject({ state: "waitlisted", ahead: 1 });
    expect((await ledger.rows(slot)).line).toMatchObject({ held: 3, waiting: 2 });
  });

  test("a limit of places counts what lives in the store's slots; a press that has its place keeps it", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 1 });
    const [beside, third, elsewhere] = [
      await ledger.slotBeside(slot),
      await ledger.slotBeside(slot),
      await ledger.slot({ capacity: 1 }),
    ];
    const limit = "update store set places_per_person = 2 where id = (select store_id from slot where id = $1)";
    await ledger.run(limit, [slot]);
    const [first, me] = (await ledger.people(2)) as [PersonId, PersonId];
    await joinWith(ledger, slot, first);
    const waiting = entryOf(await joinWith(ledger, slot, me));
    expect(waiting.state).toBe("waitlisted");
    expect(entryOf(await joinWith(ledger, beside, me)).state).toBe("confirmed");
    expect(await joinWith(ledger, third, me)).toEqual({ problem: "too-many-places" });
    expect(await joinWith(ledger, beside, me)).toMatchObject({ fresh: false, entry: { state: "confirmed" } });
    expect(entryOf(await joinWith(ledger, elsewhere, me)).state).toBe("confirmed");
    expect(entryOf(await joinWith(ledger, third, first)).state).toBe("confirmed");
    await ledger.line.act("leave", waiting.id, me, randomUUID());
    expect(entryOf(await joinWith(ledger, third, me)).state).toBe("confirmed");
  });

  test("parties: a store that fills gaps seats whoever fits", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 4, fillsGaps: true });
    const [a, b, c] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
    await joinWith(ledger, slot, a, 3);
    expect(entryOf(await joinWith(ledger, slot, b, 2)).state).toBe("waitlisted");
    expect(entryOf(await joinWith(ledger, slot, c, 1))).toMatchObject({ state: "confirmed", ahead: 1, behind: 0 });
  });

  test("I11: somebody else's entry looks absent", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 1 });
    const [mine, other] = (await ledger.people(2)) as [PersonId, PersonId];
    const { id } = entryOf(await joinWith(ledger, slot, mine));
    expect(await ledger.line.place(id, other)).toBeNull();
    expect(await ledger.line.mine(slot, other)).toBeNull();
    expect(await ledger.line.mine("999999999" as SlotId, other)).toEqual({ problem: "not-found" });
    expect(await ledger.line.act("leave", id, other, randomUUID())).toEqual({ problem: "not-found" });
    expect(await ledger.line.place(makeEntryId(slot, 77), mine)).toBeNull();
    expect(await ledger.line.place(id, mine)).toMatchObject({ state: "confirmed" });
  });

  test("S23, I11: all my live places at once, where I wait first; none that ended, began, or are others'", async () => {
    const ledger = open();
    const seat = await ledger.slot();
    const line = await ledger.slot({ capacity: 1, offerMinutes: 30, startsInMs: 30 * 3_600_000 });
    const other = await ledger.slotBeside(line, { capacity: 1 });
    const [left, begun] = [await ledger.slot({ capacity: 1 }), await ledger.slot({ capacity: 1 })];
    const [first, me, stranger] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
    const ahead = new Map<SlotId, Entry>();
    for (const slot of [line, other, left, begun]) ahead.set(slot, entryOf(await joinWith(ledger, slot, first)));
    await joinWith(ledger, other, stranger);
    const mine = new Map<SlotId, Entry>();
    for (const slot of [seat, other, line, left, begun]) mine.set(slot, entryOf(await joinWith(ledger, slot, me)));
    await ledger.line.act("leave", (mine.get(left) as Entry).id, me, randomUUID());
    await ledger.passTime(begun, 24 * 3_600_000);
    const all = await ledger.line.all(me, 100);
    expect(all.map(({ slotId }) => slotId)).toEqual([line, other, seat]);
    for (const { storeId, storeName, startsAt, timeZone, ...entry } of all) {
      expect(await ledger.line.mine(entry.slotId, me)).toEqual(entry);
      expect([storeId, storeName, timeZone]).not.toContain("");
      expect(new Date(startsAt).toISOString()).toBe(startsAt);
    }
    expect(all.map(({ ahead }) => ahead)).toEqual([0, 1, 0]);
    expect((await ledger.line.all(me, 2)).map(({ slotId }) => slotId)).toEqual([line, other]);
    expect((await ledger.line.all(stranger, 100)).map(({ slotId }) => slotId)).toEqual([other]);

    const { reservationId } = ahead.get(line) as Entry;
    await ledger.reservations.cancel(reservationId as ReservationId, first, randomUUID());
    const [offered] = await ledger.line.all(me, 100);
    expect(offered).toMatchObject({ slotId: line, state: "offered", offerExpiresAt: expect.stringMatching(/Z$/) });
  });
}
