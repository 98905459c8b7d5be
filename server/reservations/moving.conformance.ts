import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { PersonId, ReservationId, SlotId } from "../../shared/ids.ts";
import type { BesideWish, Ledger, SlotWish } from "../../test/services/ledger.ts";

/** Somebody seated in a slot, with another slot of the same store beside it. */
async function seatedBeside(ledger: Ledger, wish: SlotWish = {}, beside: BesideWish = {}) {
  const from = await ledger.slot({ capacity: 1, ...wish });
  const to = await ledger.slotBeside(from, { capacity: 1, ...beside });
  const [person, other, third] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
  const join = async (slot: SlotId, who: PersonId, partySize = 1) => {
    const answer = await ledger.line.join(slot, { person: who, partySize, key: randomUUID() });
    if ("problem" in answer) throw new Error(answer.problem);
    return answer.entry;
  };
  const id = (await join(from, person)).reservationId as ReservationId;
  return {
    ...{ from, to, id, person, other, third, join },
    move: (slot = to, key: string = randomUUID(), who = person) => ledger.reservations.move(id, who, slot, key),
    states: async (slot: SlotId) => (await ledger.rows(slot)).entries.map(({ state }) => state),
    told: async (slot: SlotId) => (await ledger.rows(slot)).outbox.map(({ kind, ticket }) => `${kind} ${ticket}`),
    /** Refused for this, and everything as it was. */
    async isRefused(problem: string, slot = to): Promise<void> {
      const before = [await ledger.rows(from), await ledger.rows(slot)];
      expect(await ledger.reservations.move(id, person, slot, randomUUID())).toEqual({ problem });
      expect([await ledger.rows(from), await ledger.rows(slot)]).toEqual(before);
    },
  };
}

/** What every ReservationBook promises about moving to another time (decision 0017). */
export function movingConformance(open: () => Ledger): void {
  test("I6: moved in one step, the new seat is mine, the old one goes on, and one message says so", async () => {
    const ledger = open();
    const { from, to, id, person, other, join, move, states, told } = await seatedBeside(ledger);
    await join(from, other);
    const moved = await move();
    expect(moved).toEqual({ reservation: expect.stringMatching(/^\d+$/), slot: to, left: from });
    const made = "reservation" in moved ? moved.reservation : id;
    expect(await states(from)).toEqual(["cancelled", "confirmed"]);
    expect(await states(to)).toEqual(["confirmed"]);
    expect([await told(from), await told(to)]).toEqual([["confirmed 1", "confirmed 2"], ["moved 1"]]);
    expect([(await ledger.rows(from)).line, (await ledger.rows(to)).line]).toMatchObject([
      { held: 1, waiting: 0 },
      { held: 1, nextTicket: 2 },
    ]);
    expect(await ledger.reservations.find(id, person)).toMatchObject({
      ...{ state: "cancelled", cancelledAt: expect.any(String), movedTo: made, cancelledByHost: false },
    });
    expect(await ledger.line.mine(from, person)).toMatchObject({ state: "cancelled", movedTo: made });
    expect(await ledger.reservations.find(made, person)).toMatchObject({
      state: "confirmed",
      slotId: to,
      movedTo: null,
    });
  });

  test("calendars: however often it moves it is one event, each time by a higher number than before", async () => {
    const ledger = open();
    const { from, to, id, person, move } = await seatedBeside(ledger);
    const there = await move();
    if ("problem" in there) throw new Error(there.problem);
    const back = await ledger.reservations.move(there.reservation, person, from, randomUUID());
    if ("problem" in back) throw new Error(back.problem);
    expect([there.slot, back.slot]).toEqual([to, from]);
    const all = await Promise.all(
      [id, there.reservation, back.reservation].map((each) => ledger.reservations.find(each, person)),
    );
    expect(all.map((each) => each?.eventId)).toEqual([id, id, id]);
    expect(all.map((each) => each?.revision)).toEqual([1, 3, 4]);
  });

  test("I6: where offers are made, the seat that was left is offered", async () => {
    const { from, other, join, move, states } = await seatedBeside(open(), { offerMinutes: 60 });
    await join(from, other);
    await move();
    expect(await states(from)).toEqual(["cancelled", "offered"]);
  });

  test("I9: the same press again answers the same and moves once; there and back is two moves", async () => {
    const ledger = open();
    const { from, to, person, move, states } = await seatedBeside(ledger);
    const first = await move(to, "one press");
    expect(await move(to, "one press")).toEqual(first);
    expect(await move(from, "one press")).toEqual({ problem: "key-reused" });
    const moved = ("reservation" in first ? first.reservation : "") as ReservationId;
    const back = await ledger.reservations.move(moved, person, from, randomUUID());
    const again = ("reservation" in back ? back.reservation : "") as ReservationId;
    expect(await ledger.reservations.move(again, person, to, randomUUID())).toHaveProperty("reservation");
    expect(await states(from)).toEqual(["cancelled", "cancelled"]);
    expect(await states(to)).toEqual(["cancelled", "confirmed"]);
  });

  test("S22: an opening that was put off is everybody's: nobody moves into a time of it before", async () => {
    const ledger = open();
    const { to, move, isRefused } = await seatedBeside(ledger);
    const putOff = (opensAt: string) =>
      ledger.run(`update store set opens_at = ${opensAt} where id = (select store_id from slot where id = $1)`, [to]);
    await putOff("closes_at - interval '1 hour'");
    await isRefused("not-open");
    await putOff("closes_at - interval '2 days'");
    expect(await move()).toHaveProperty("reservation");
  });

  test("S28: once the opening has closed nobody moves into a time of it, however many seats are free", async () => {
    const ledger = open();
    const { to, move, isRefused } = await seatedBeside(ledger);
    const close = (closesAt: string) =>
      ledger.run(`update store set closes_at = ${closesAt} where id = (select store_id from slot where id = $1)`, [to]);
    await close(`${ledger.database.code}.clock()`);
    await isRefused("closed");
    await close("closes_at + interval '1 hour'");
    expect(await move()).toHaveProperty("reservation");
  });

  test("I2: refused where the new time has no seat at once, and everything stays", async () => {
    const ledger = open();
    const { from, to, other, third, join, isRefused } = await seatedBeside(ledger);
    await join(to, other);
    await isRefused("not-bookable");
    await join(to, third);
    await ledger.run("update slot_line set capacity = 3 where slot_id = $1", [to]);
    await isRefused("not-bookable");
    await isRefused("already-confirmed", from);
    const paused = await ledger.slotBeside(from);
    await ledger.run("update slot_line set paused = true where slot_id = $1", [paused]);
    await isRefused("not-bookable", paused);
  });

  test("refused into a line where they stand, after either slot began, and when it has ended", async () => {
    const ledger = open();
    const { from, to, id, person, other, join, isRefused } = await seatedBeside(ledger);
    await join(to, other);
    await join(to, person);
    await isRefused("already-in-line");
    await isRefused("closed", await ledger.slotBeside(from, { startsInMs: -1 }));
    const late = await seatedBeside(ledger);
    await ledger.passTime(late.from, 24 * 3_600_000);
    await ledger.run("update store set closes_at = closes_at + interval '2 days'");
    await ledger.run(
      "update slot set starts_at = starts_at + interval '2 days', ends_at = ends_at + interval '2 days' where id = $1",
      [late.to],
    );
    await ledger.line.settleDue();
    await late.isRefused("closed");
    await ledger.reservations.cancel(id, person, randomUUID());
    await isRefused("already-ended", await ledger.slotBeside(from));
  });

  test("a party moves as it is: refused where it is too large, or more than the seats that are free", async () => {
    const ledger = open();
    const { from, other, join } = await seatedBeside(ledger, { capacity: 5 }, { capacity: 2 });
    const three = (await join(from, other, 3)).reservationId as ReservationId;
    const moveThree = (slot: SlotId) => ledger.reservations.move(three, other, slot, randomUUID());
    expect(await moveThree(await ledger.slotBeside(from, { capacity: 2 }))).toEqual({ problem: "party-too-large" });
    const wide = await ledger.slotBeside(from, { capacity: 4 });
    for (const person of await ledger.people(2)) await join(wide, person);
    expect(await moveThree(wide)).toEqual({ problem: "not-bookable" });
    expect(await moveThree(await ledger.slotBeside(from, { capacity: 3 }))).toHaveProperty("reservation");
    expect((await ledger.rows(from)).line.held).toBe(1);
  });

  test("a party moves as its store allows now: larger than that, it stays where it is", async () => {
    const ledger = open();
    const { from, to, other, join } = await seatedBeside(ledger, { capacity: 5 }, { capacity: 5 });
    const three = (await join(from, other, 3)).reservationId as ReservationId;
    const moveThree = () => ledger.reservations.move(three, other, to, randomUUID());
    const allow = (party: number) =>
      ledger.run("update store set largest_party = $2 where id = (select store_id from slot where id = $1)", [
        ...[from, party],
      ]);
    await allow(2);
    expect(await moveThree()).toEqual({ problem: "party-too-large" });
    expect((await ledger.rows(from)).line.held).toBe(4);
    await allow(3);
    expect(await moveThree()).toHaveProperty("reservation");
  });

  test.each(["earlier", "later"] as const)(
    "I12: an offer that ran out in the %s slot frees its seat first",
    async (where) => {
      const ledger = open();
      const beside = await seatedBeside(ledger, { offerMinutes: 60 });
      const [target, mover] = where === "later" ? [beside.to, beside.person] : [beside.from, beside.third];
      const [seated] = where === "later" ? await ledger.people(1) : [beside.person];
      const mine = where === "later" ? beside.id : (await beside.join(beside.to, mover)).reservationId;
      const theirs = where === "later" ? (await beside.join(target, seated as PersonId)).reservationId : beside.id;
      await beside.join(target, beside.other);
      await ledger.reservations.cancel(theirs as ReservationId, seated as PersonId, randomUUID());
      expect(await beside.states(target)).toEqual(["cancelled", "offered"]);
      await ledger.passTime(target, 61 * 60_000);
      const moved = await ledger.reservations.move(mine as ReservationId, mover, target, randomUUID());
      expect(moved).toHaveProperty("reservation");
      expect(await beside.states(target)).toEqual(["cancelled", "expired", "confirmed"]);
    },
  );

  test("I11: not to another store, not by somebody else, not what is absent", async () => {
    const ledger = open();
    const { other, to, move, isRefused } = await seatedBeside(ledger);
    await isRefused("not-found", await ledger.slot());
    expect(await move("999999999" as SlotId)).toEqual({ problem: "not-found" });
    expect(await move(to, randomUUID(), other)).toEqual({ problem: "not-found" });
  });
}
