import { expect, test } from "vitest";
import type { PersonId } from "../../shared/ids.ts";
import type { Ledger } from "../../test/services/ledger.ts";
import { entryOf, joinWith } from "./line.conformance.ts";

const minuteMs = 60_000;
const storeOf = "(select store_id from slot where id = $1)";

/** What every Line promises where a host does something with a slot, or its store, that people have pressed for. */
export function deedConformance(open: () => Ledger): void {
  test("D4, D6: a slot that is closed or removed after the first press gives no place, and is gone", async () => {
    const ledger = open();
    const [early, late] = (await ledger.people(2)) as [PersonId, PersonId];
    for (const [deed, wish] of [
      ["close_slot", { knowingly: false }] as const,
      ["edit_store", { change: { ends_on: "2026-01-02" }, knowingly: true }] as const,
    ]) {
      const slot = await ledger.slot({ opensInMs: minuteMs });
      expect(await joinWith(ledger, slot, early)).toMatchObject({ problem: "not-open" });
      expect(await ledger.hostDoes(deed, slot, wish)).not.toHaveProperty("problem");
      expect(await joinWith(ledger, slot, early)).toEqual({ problem: "not-found" });
      await ledger.passTime(slot, minuteMs);
      expect(await joinWith(ledger, slot, late)).toEqual({ problem: "not-found" });
      expect(await ledger.rows(slot)).toEqual({ line: undefined, entries: [], reservations: [], outbox: [] });
    }
  });

  test("I5, D4: a slot that is closed with people in it takes nobody more, and each of them is told", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 1 });
    const [first, second, late] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
    for (const person of [first, second]) await joinWith(ledger, slot, person);
    expect(await ledger.hostDoes("close_slot", slot, { knowingly: false })).toMatchObject({ people: 2 });
    expect(await ledger.hostDoes("close_slot", slot, { knowingly: true })).toEqual({ slot });
    for (const person of [late, first]) expect(await joinWith(ledger, slot, person)).toEqual({ problem: "closed" });
    const { entries, outbox } = await ledger.rows(slot);
    expect(entries.map(({ state }) => state)).toEqual(["cancelled", "missed"]);
    expect(outbox.map(({ kind, ticket }) => `${kind} ${ticket}`)).toEqual([
      "confirmed 1",
      "slot-closed 1",
      "slot-closed 2",
    ]);
  });

  test("D6, I11: a store that is a draft again after the first press seats nobody until it is published", async () => {
    const ledger = open();
    const slot = await ledger.slot({ opensInMs: minuteMs });
    const [early, me] = (await ledger.people(2)) as [PersonId, PersonId];
    expect(await joinWith(ledger, slot, early)).toMatchObject({ problem: "not-open" });
    expect(await ledger.hostDoes("unpublish_store", slot)).toMatchObject({ publishedAt: null });
    await ledger.passTime(slot, minuteMs);
    for (const person of [early, me]) expect(await joinWith(ledger, slot, person)).toEqual({ problem: "not-found" });
    expect(await ledger.rows(slot)).toMatchObject({ entries: [], reservations: [], outbox: [] });
    await ledger.run(`update store set published_at = now() where id = ${storeOf}`, [slot]);
    expect(entryOf(await joinWith(ledger, slot, me)).state).toBe("confirmed");
  });

  test("a limit of places that is set after the first press holds, and so does its end", async () => {
    const ledger = open();
    const slot = await ledger.slot();
    const beside = await ledger.slotBeside(slot);
    const [first, me] = (await ledger.people(2)) as [PersonId, PersonId];
    for (const here of [slot, beside]) expect(entryOf(await joinWith(ledger, here, first)).state).toBe("confirmed");
    const limit = (places: number | null) =>
      ledger.hostDoes("edit_store", slot, { change: { places_per_person: places }, knowingly: false });
    expect(await limit(1)).toMatchObject({ placesPerPerson: 1 });
    expect(entryOf(await joinWith(ledger, slot, me)).state).toBe("confirmed");
    expect(await joinWith(ledger, beside, me)).toEqual({ problem: "too-many-places" });
    for (const here of [slot, beside]) expect(await joinWith(ledger, here, first)).toMatchObject({ fresh: false });
    expect(await limit(null)).toMatchObject({ placesPerPerson: null });
    // I3, also where the ledger gave the place: Redis would not know of it.
    for (const here of [slot, beside]) {
      expect(await joinWith(ledger, here, first)).toMatchObject({ fresh: false, entry: { ticket: 1 } });
    }
    expect(entryOf(await joinWith(ledger, beside, me))).toMatchObject({ state: "confirmed", ticket: 2 });
  });
}
