import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { makeEntryId, type PersonId, type SlotId } from "../../shared/ids.ts";
import { asDoer, type Ledger } from "../../test/services/ledger.ts";
import { entryOf, joinWith } from "./line.conformance.ts";
import type { EntryVerb, LineChange } from "./ports.ts";

/** A slot with these parties joined in order, one person each. */
async function lineOf(ledger: Ledger, wish: Parameters<Ledger["slot"]>[0], parties: readonly number[]) {
  const slot = await ledger.slot(wish);
  const people = await ledger.people(parties.length);
  for (const [position, person] of people.entries()) await joinWith(ledger, slot, person, parties[position]);
  return {
    slot,
    people,
    states: async () => (await ledger.rows(slot)).entries.map(({ state }) => state),
    act: (verb: EntryVerb, ticket: number) =>
      ledger.line.act(verb, makeEntryId(slot, ticket), people[ticket - 1] as PersonId, randomUUID()),
    cancel: async (ticket: number) => {
      const { reservations } = await ledger.rows(slot);
      const found = reservations.find((reservation) => reservation.ticket === ticket);
      return ledger.reservations.cancel(found?.id as never, people[ticket - 1] as PersonId, randomUUID());
    },
    change: (change: LineChange, host = ledger.host) => ledger.line.change(slot, asDoer(host), change, randomUUID()),
  };
}

/** What every Line promises about leaving, offers, pausing, seats and time. */
export function changeConformance(open: () => Ledger): void {
  test("I6, D9: a cancelled seat is the first waiter's in the same statement, once", async () => {
    const { states, cancel, slot } = await lineOf(open(), { capacity: 1 }, [1, 1, 1]);
    expect(await cancel(1)).toMatchObject({ slot });
    expect(await states()).toEqual(["cancelled", "confirmed", "waitlisted"]);
    expect(await cancel(1)).toEqual({ problem: "already-ended" });
    expect(await states()).toEqual(["cancelled", "confirmed", "waitlisted"]);
    expect((await open().rows(slot)).outbox.map(({ kind, ticket }) => [kind, ticket])).toEqual([
      ["confirmed", 1],
      ["cancelled", 1],
      ["confirmed", 2],
    ]);
  });

  test("I12: a leaving head unblocks whoever fits behind it", async () => {
    const { states, act } = await lineOf(open(), { capacity: 4 }, [3, 2, 1, 1, 1]);
    expect(await states()).toEqual(["confirmed", "waitlisted", "waitlisted", "waitlisted", "waitlisted"]);
    expect(await act("leave", 5)).toMatchObject({ state: "left", ahead: null });
    expect(await states()).toEqual(["confirmed", "waitlisted", "waitlisted", "waitlisted", "left"]);
    expect(await act("leave", 2)).toMatchObject({ state: "left", ahead: null });
    expect(await states()).toEqual(["confirmed", "left", "confirmed", "waitlisted", "left"]);
    expect(await act("leave", 2)).toEqual({ problem: "already-ended" });
    expect(await act("leave", 1)).toEqual({ problem: "already-confirmed" });
  });

  test("I10, D8: a rank only falls, and skips nobody who is still there", async () => {
    const ledger = open();
    const { slot, people, act } = await lineOf(ledger, { capacity: 1 }, [1, 1, 1, 1, 1]);
    const last = () => ledger.line.place(makeEntryId(slot, 5), people[4] as PersonId);
    expect(await last()).toMatchObject({ ahead: 3, behind: 0 });
    await act("leave", 3);
    expect(await last()).toMatchObject({ ahead: 2, behind: 0 });
    expect(await ledger.line.mine(slot, people[1] as PersonId)).toMatchObject({ ahead: 0, behind: 2 });
  });

  test("offers: a returned seat is held for the first, who accepts, declines or lets it run out", async () => {
    const ledger = open();
    const { slot, states, cancel, act } = await lineOf(ledger, { capacity: 1, offerMinutes: 10 }, [1, 1, 1, 1]);
    await cancel(1);
    expect(await states()).toEqual(["cancelled", "offered", "waitlisted", "waitlisted"]);
    expect(await act("accept", 3)).toEqual({ problem: "no-offer" });
    expect(await act("decline", 2)).toMatchObject({ state: "declined" });
    expect(await states()).toEqual(["cancelled", "declined", "offered", "waitlisted"]);
    await ledger.passTime(slot, 10 * 60_000);
    expect(await ledger.line.settleDue()).not.toEqual([]);
    expect(await states()).toEqual(["cancelled", "declined", "expired", "offered"]);
    expect(await act("accept", 4)).toMatchObject({ state: "confirmed", reservationId: expect.any(String) });
    const { line, outbox } = await ledger.rows(slot);
    expect(line).toMatchObject({ held: 1, waiting: 0 });
    expect(outbox.map(({ kind, ticket }) => `${kind} ${ticket}`)).toEqual([
      "confirmed 1",
      "cancelled 1",
      "offer 2",
      "offer 3",
      "offer-expired 3",
      "offer 4",
      "confirmed 4",
    ]);
  });

  test("an offer that nobody answered before the slot begins has expired, and was not missed", async () => {
    const ledger = open();
    const { slot, people, states, cancel } = await lineOf(ledger, { capacity: 1, offerMinutes: 10 }, [1, 1, 1]);
    await cancel(1);
    await ledger.passTime(slot, 24 * 3_600_000);
    const shown = async (ticket: number) =>
      (await ledger.line.place(makeEntryId(slot, ticket), people[ticket - 1] as PersonId))?.state;
    expect([await shown(2), await shown(3)]).toEqual(["expired", "missed"]);
    await ledger.line.settleDue();
    expect(await states()).toEqual(["cancelled", "expired", "missed"]);
    const told = (await ledger.rows(slot)).outbox.slice(-2).map(({ kind, ticket }) => `${kind} ${ticket}`);
    expect(told).toEqual(["offer-expired 2", "missed 3"]);
  });

  test("offers never outlast half of the time left, and an action expires what is due before it acts", async () => {
    const ledger = open();
    const wish = { capacity: 1, offerMinutes: 60, startsInMs: 20 * 60_000, closesInMs: 10 * 60_000 };
    const { slot, states, cancel, act } = await lineOf(ledger, wish, [1, 1, 1]);
    await cancel(1);
    await ledger.passTime(slot, 10 * 60_000 + 1);
    expect(await act("accept", 2)).toEqual({ problem: "no-offer" });
    expect(await states()).toEqual(["cancelled", "expired", "offered"]);
  });

  test("pause: nobody is seated, ranks stay; resume seats in order and the rest is on the waiting list", async () => {
    const ledger = open();
    const { slot, states, change, cancel } = await lineOf(ledger, { capacity: 2 }, [1, 1, 1]);
    await change({ paused: true });
    await cancel(1);
    const [late] = (await ledger.people(1)) as [PersonId];
    expect(entryOf(await joinWith(ledger, slot, late))).toMatchObject({ state: "waiting", ahead: 1 });
    expect(await states()).toEqual(["cancelled", "confirmed", "waitlisted", "waiting"]);
    await change({ paused: false });
    expect(await states()).toEqual(["cancelled", "confirmed", "confirmed", "waitlisted"]);
  });

  test("added seats go to the waiting list; fewer than held, or than a waiting party, are refused", async () => {
    const ledger = open();
    const { states, change } = await lineOf(ledger, { capacity: 3 }, [2, 3, 1]);
    expect(await change({ capacity: 1 })).toEqual({ problem: "capacity-too-small" });
    expect(await change({ capacity: 2 })).toEqual({ problem: "capacity-too-small" });
    expect(await change({ capacity: 4 }, (await ledger.people(1))[0])).toEqual({ problem: "not-found" });
    expect(await change({ capacity: 5 })).toHaveProperty("slot");
    expect(await states()).toEqual(["confirmed", "confirmed", "waitlisted"]);
  });

  test("two hosts who saw the same seats do not undo each other: the second changes nothing, and is told", async () => {
    const ledger = open();
    const { slot, change } = await lineOf(ledger, { capacity: 10 }, []);
    expect(await change({ capacity: 15, seenCapacity: 10 })).toHaveProperty("slot");
    expect(await change({ capacity: 12, seenCapacity: 10 })).toEqual({ problem: "stale-revision" });
    expect((await ledger.rows(slot)).line.capacity).toBe(15);
    expect(await change({ capacity: 20, seenCapacity: 15 })).toHaveProperty("slot");
  });

  test("a closed list takes no newcomers; whoever waits stays and is seated, free seats are anybody's", async () => {
    const ledger = open();
    const { slot, people, states, change, cancel } = await lineOf(ledger, { capacity: 1 }, [1, 1]);
    expect(await change({ listOpen: false })).toHaveProperty("slot");
    const [late, later] = (await ledger.people(2)) as [PersonId, PersonId];
    expect(await joinWith(ledger, slot, late)).toEqual({ problem: "list-closed" });
    expect(entryOf(await joinWith(ledger, slot, people[1] as PersonId))).toMatchObject({ ticket: 2, ahead: 0 });
    await cancel(1);
    expect(await states()).toEqual(["cancelled", "confirmed"]);
    await change({ capacity: 2 });
    expect(entryOf(await joinWith(ledger, slot, late))).toMatchObject({ state: "confirmed", ticket: 3 });
    await change({ paused: true });
    expect(await joinWith(ledger, slot, later)).toEqual({ problem: "list-closed" });
    await change({ paused: false, listOpen: true });
    expect(entryOf(await joinWith(ledger, slot, later))).toMatchObject({ state: "waitlisted", ticket: 4 });
  });

  test("S22: a smaller cap stops newcomers only, and a larger one lets them in again", async () => {
    const ledger = open();
    const { slot, states, change } = await lineOf(ledger, { capacity: 1 }, [1, 1, 1]);
    expect(await change({ mostWaiting: 1 })).toHaveProperty("slot");
    const [late] = (await ledger.people(1)) as [PersonId];
    expect(await joinWith(ledger, slot, late)).toEqual({ problem: "line-full" });
    expect(await states()).toEqual(["confirmed", "waitlisted", "waitlisted"]);
    await change({ mostWaiting: 3 });
    expect(entryOf(await joinWith(ledger, slot, late))).toMatchObject({ state: "waitlisted", ahead: 2 });
  });

  test("as many seats as are held and as the largest waiting party needs are enough", async () => {
    const { states, change } = await lineOf(open(), { capacity: 4 }, [2, 3]);
    expect(await change({ capacity: 3 })).toHaveProperty("slot");
    expect(await change({ capacity: 2 })).toEqual({ problem: "capacity-too-small" });
    expect(await states()).toEqual(["confirmed", "waitlisted"]);
  });

  test("S27, D7: whoever waits when the slot begins has missed it and is told; then line data goes", async () => {
    const ledger = open();
    const { slot, states, act, people } = await lineOf(ledger, { capacity: 1 }, [1, 1, 1, 1]);
    await act("leave", 4);
    await ledger.passTime(slot, 24 * 3_600_000);
    expect(await ledger.line.mine(slot, people[2] as PersonId)).toMatchObject({ state: "missed", ahead: null });
    await ledger.line.settleDue();
    expect(await states()).toEqual(["confirmed", "missed", "missed", "left"]);
    // Whoever follows a place counts with departures: the two who missed it are gone, as the one who left is.
    expect(await ledger.run("select departed, waiting from slot_line where slot_id = $1", [slot])).toEqual([
      { departed: 3, waiting: 0 },
    ]);
    expect(await act("leave", 2)).toEqual({ problem: "already-ended" });
    const missed = (await ledger.rows(slot)).outbox.filter(({ kind }) => kind === "missed");
    expect(missed.map(({ ticket }) => ticket)).toEqual([2, 3]);
    expect(await ledger.run("select from line_count where slot_id = $1", [slot])).toHaveLength(0);
    await ledger.passTime(slot, 3_600_000);
    await ledger.line.settleDue();
    expect(await ledger.rows(slot)).toMatchObject({ entries: [], reservations: [{ state: "confirmed" }] });
  });

  test("D8: the place of everybody in a line of 700 with leavers equals a plain count", async () => {
    const ledger = open();
    const slot: SlotId = await ledger.slot({ capacity: 5 });
    const people = await ledger.people(700);
    await Promise.all(people.map((person) => joinWith(ledger, slot, person)));
    const leavers = people.flatMap((person, position) =>
      position > 5 && position % 3 === 0 ? [{ person, position }] : [],
    );
    for (const { person, position } of leavers) {
      await ledger.line.act("leave", makeEntryId(slot, position + 1), person, randomUUID());
    }
    const rows = await ledger.run<{ ticket: number; counted: number; known: number }>(
      `select ticket, ${ledger.database.code}.line_ahead(slot_id, ticket) as known,
         (count(*) filter (where state = 'waitlisted') over (order by ticket)
           - (state = 'waitlisted')::integer)::integer as counted
       from entry where slot_id = $1`,
      [slot],
    );
    expect(rows).toHaveLength(700);
    for (const { known, counted } of rows) expect(known).toBe(counted);
  });
}
