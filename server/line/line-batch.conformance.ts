import { expect, test } from "vitest";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Ledger } from "../../test/services/ledger.ts";
import { entryOf, joinWith } from "./line.conformance.ts";

/** Somebody for each party, all in one batch: `behind` counts those after them in it too. */
async function pressTogether(ledger: Ledger, slot: SlotId, parties: readonly number[]) {
  const people = await ledger.people(parties.length);
  return Promise.all(people.map((person, position) => joinWith(ledger, slot, person, parties[position])));
}

/** What every Line promises to those who press at once: each press sees what the batch gave before it. */
export function batchConformance(open: () => Ledger): void {
  test("I2: in strict order nobody passes somebody who began to wait in the same batch", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 4 });
    const entries = (await pressTogether(ledger, slot, [3, 2, 1])).map(entryOf);
    expect(entries).toMatchObject([
      { state: "confirmed" },
      { state: "waitlisted", ahead: 0, behind: 1 },
      { state: "waitlisted", ahead: 1, behind: 0 },
    ]);
    expect((await ledger.rows(slot)).line).toMatchObject({ held: 3, waiting: 2, nextTicket: 4 });
  });

  test("S22: those who began to wait in the same batch count towards the cap of the line", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 1, mostWaiting: 2 });
    const answers = await pressTogether(ledger, slot, [1, 1, 1, 1, 1]);
    expect(answers).toMatchObject([
      { entry: { state: "confirmed" } },
      { entry: { state: "waitlisted", ahead: 0, behind: 1 } },
      { entry: { state: "waitlisted", ahead: 1, behind: 0 } },
      { problem: "line-full" },
      { problem: "line-full" },
    ]);
    expect((await ledger.rows(slot)).line).toMatchObject({ held: 1, waiting: 2, nextTicket: 4 });
  });

  test("I9: where gaps are filled, each who is seated is told their own reservation", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 4, fillsGaps: true });
    const entries = (await pressTogether(ledger, slot, [3, 2, 1])).map(entryOf);
    const { reservations } = await ledger.rows(slot);
    expect(reservations.map(({ ticket }) => ticket)).toEqual([1, 3]);
    const [first, second] = reservations;
    expect(entries.map(({ reservationId }) => reservationId)).toEqual([first?.id, null, second?.id]);
  });

  test("S23: a batch that lets somebody in is news; one that answers what was there, or refuses, is none", async () => {
    const ledger = open();
    const slot = await ledger.slot({ capacity: 1, mostWaiting: 1 });
    const [first, second, third] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
    const revAfter = async (person: PersonId) => {
      await joinWith(ledger, slot, person);
      const [row] = await ledger.run<{ rev: string }>("select rev from slot_line where slot_id = $1", [slot]);
      return Number(row?.rev);
    };
    const seated = await revAfter(first);
    expect(await revAfter(first)).toBe(seated);
    const waits = await revAfter(second);
    expect(waits).toBeGreaterThan(seated);
    expect(await revAfter(third), "refused").toBe(waits);
  });
}
