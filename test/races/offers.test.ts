import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { sessionOptions } from "../../server/platform/database/index.ts";
import type { PersonId, ReservationId, SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { patient } from "../services/places.ts";
import { openUnprotected } from "./unprotected.ts";
import { without } from "./without.ts";

let ledger: Ledger;
let bare: Awaited<ReturnType<typeof openUnprotected>>;
let pool: pg.Pool;
beforeAll(async () => {
  [ledger, bare] = await Promise.all([openLedger("server", patient), openUnprotected(1)]);
  // More connections than the product has for presses, so that nothing but the locks puts them in order.
  pool = new pg.Pool({
    connectionString: ledger.url as string,
    max: 24,
    options: sessionOptions(patient.lockTimeoutMs),
  });
  pool.on("error", () => undefined);
  await Promise.all(range(24).map(() => pool.query("select pg_sleep(0.1)")));
});
afterAll(async () => {
  await pool.end();
  await Promise.all([bare.close(), ledger.close()]);
});

const range = (count: number) => Array.from({ length: count }, (_, position) => position + 1);

interface Answer {
  readonly problem?: string;
}

/** A press by one of our functions on a connection of its own, `when` the database's clock says so. */
async function press(call: string, person: PersonId, wish: object, when = "clock_timestamp()"): Promise<Answer> {
  const text = `select ${ledger.database.code}.press_once($1, $2, $3, $4::jsonb, null) as answer
    from pg_sleep_until(${when})`;
  const { rows } = await pool.query<{ answer: Answer }>(text, [person, randomUUID(), call, JSON.stringify(wish)]);
  return rows[0]?.answer as Answer;
}
const act = (verb: string, slot: SlotId, ticket: number, person: PersonId, when?: string) =>
  press("answer_line", person, { slot, ticket, verb }, when);
const move = (reservation: string, slot: SlotId, person: PersonId) =>
  press("reschedule", person, { reservation, slot });

const doneOf = (answers: readonly Answer[]) => answers.filter(({ problem }) => problem === undefined).length;

/** A slot with so many people in it, one seat each, who wait for an hour of offer. */
async function lineOf(count: number, capacity = 1) {
  const slot = await ledger.slot({ capacity, offerMinutes: 60 });
  const people = await ledger.people(count);
  for (const person of people) await ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
  const { reservations } = await ledger.rows(slot);
  const reservationOf = (ticket: number) => reservations.find((each) => each.ticket === ticket)?.id as string;
  const personOf = (ticket: number) => people[ticket - 1] as PersonId;
  return {
    ...{ slot, people, personOf, reservationOf },
    cancel: (ticket: number) => press("cancel_reservation", personOf(ticket), { reservation: reservationOf(ticket) }),
    act: (verb: string, ticket: number, when?: string) => act(verb, slot, ticket, personOf(ticket), when),
    states: async () => (await ledger.rows(slot)).entries.map(({ state }) => state),
    /** I1, I6, I12: what is held is what is seated or offered, and the outbox says each thing once. */
    async isSound(): Promise<void> {
      const { line, entries, reservations: rows, outbox } = await ledger.rows(slot);
      const seated = entries.filter(({ state }) => state === "confirmed" || state === "offered");
      const waiting = entries.filter(({ state }) => state === "waitlisted");
      expect(line).toMatchObject({ held: seated.length, waiting: waiting.length });
      expect(waiting.length === 0 || line.held === line.capacity).toBe(true);
      const confirmed = entries.filter(({ state }) => state === "confirmed").map(({ ticket }) => ticket);
      expect(rows.filter(({ state }) => state === "confirmed").map(({ ticket }) => ticket)).toEqual(confirmed);
      const told = outbox.map(({ kind, ticket }) => `${kind} ${ticket}`);
      expect(new Set(told).size).toBe(told.length);
    },
  };
}

/** Both have read before either writes. */
const bothCall = (one: string, other: string) => bare.meeting(2, () => Promise.all([bare.call(one), bare.call(other)]));

/** The line without protection: one seat, offered to person 1, and two more who wait. */
async function bareOffer(): Promise<void> {
  await bare.run("truncate bare_entry restart identity; update bare_slot set capacity = 1, held = 0");
  await bare.run("insert into bare_entry (person, state) select n, 'waitlisted' from generate_series(1, 3) as n");
  await bare.call("bare_offer()");
}

test("I6 control: unprotected, an offer is accepted and has run out, and two have the seat", async () => {
  await bareOffer();
  const done = await bothCall("bare_accept(1)", "bare_end_offer(1, 'expired')");
  expect(done).toEqual([true, true]);
  expect((await bare.count("offered")).people).toBe(1);
});

test("I4, I6: accept against expiry: the seat is theirs or the next one's, by the database's clock", async () => {
  const ends = new Set<string>();
  for (let round = 0; round < 60 && (ends.size < 2 || round < 15); round += 1) {
    const { slot, cancel, act, states, isSound } = await lineOf(3);
    await cancel(1);
    const [due] = await ledger.run<{ at: string }>(
      `update entry set offer_expires_at = clock_timestamp() + interval '${40 + round} ms'
      where slot_id = $1 and state = 'offered' returning offer_expires_at::text as at`,
      [slot],
    );
    const at = (milliseconds: number) => `timestamptz '${due?.at}' + interval '${milliseconds} ms'`;
    // Longer from round to round: on a busy machine a press is late by more than a few milliseconds.
    const lead = ((4 + round) * (4 - (round % 5))) / 4;
    const settle = `select ${ledger.database.code}.open_line($1) from pg_sleep_until(${at(0)})`;
    const settled = range(4).map(() => pool.query(settle, [slot]));
    const answers = await Promise.all(range(3).map((press) => act("accept", 2, at(press - 1 - lead))));
    await Promise.all(settled);
    const taken = doneOf(answers);
    expect(await states()).toEqual(
      taken === 1 ? ["cancelled", "confirmed", "waitlisted"] : ["cancelled", "expired", "offered"],
    );
    expect(taken).toBeLessThanOrEqual(1);
    await isSound();
    ends.add(taken === 1 ? "accepted" : "expired");
  }
  expect([...ends].sort()).toEqual(["accepted", "expired"]);
});

type Send<Outcome> = () => Promise<Outcome>;

/**
 * Presses, one after the other, while somebody else has the slot's lock, who does `passes` once all of them wait, and
 * lets go.
 */
async function queuedAt<Outcome>(slot: SlotId, sends: readonly Send<Outcome>[], passes?: string): Promise<Outcome[]> {
  const holder = await pool.connect();
  await holder.query("begin");
  await holder.query("select from slot_line where slot_id = $1 for update", [slot]);
  const waiting = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  const sent: Promise<Outcome>[] = [];
  for (const send of sends) {
    sent.push(send());
    const waits = async () => (await holder.query(waiting)).rowCount === sent.length;
    await waitUntil(waits, { what: "the press waits", everyMs: 5 });
  }
  if (passes !== undefined) await holder.query(passes, [slot]);
  await holder.query("commit");
  holder.release();
  return Promise.all(sent);
}

test("D6, I6: what ended while a press waited for the lock has ended: the clock is read under it", async () => {
  const { slot, personOf, cancel, act, states, isSound } = await lineOf(3);
  await cancel(1);
  const runsOut = "update entry set offer_expires_at = clock_timestamp() where slot_id = $1 and state = 'offered'";
  expect(await queuedAt(slot, [() => act("accept", 2)], runsOut)).toEqual([{ problem: "no-offer" }]);
  expect(await states()).toEqual(["cancelled", "expired", "offered"]);
  await isSound();

  const closes = `update store set closes_at = clock_timestamp()
    where id = (select store_id from slot where id = $1)`;
  const late = { person: personOf(1), partySize: 1, key: randomUUID() };
  expect(await queuedAt(slot, [() => ledger.line.join(slot, late)], closes)).toEqual([{ problem: "closed" }]);
  expect(await states()).toEqual(["cancelled", "expired", "offered"]);
});

test("D6, I6 control: with the clock read before the lock, an offer that has run out is accepted", async () => {
  const { slot, cancel, act } = await lineOf(3);
  await cancel(1);
  const early = "begin p_now := clock_timestamp(); $1";
  const clock = { name: "open_line", part: /^begin$([\s\S]*)^ *p_now := .*$/m, instead: early };
  const runsOut = "update entry set offer_expires_at = clock_timestamp() where slot_id = $1 and state = 'offered'";
  const accept = () => queuedAt(slot, [() => act("accept", 2)], runsOut);
  expect(doneOf(await without(ledger, clock, accept))).toBe(1);
});

test("I6 control: unprotected, an accept and a cancel that write the count back leave it wrong", async () => {
  await bare.run("truncate bare_entry restart identity; update bare_slot set capacity = 2, held = 1");
  await bare.run("insert into bare_entry (person, state) values (1, 'confirmed'), (2, 'offered')");
  await bothCall("bare_count(1, 'cancelled', -1)", "bare_count(2, 'confirmed', 1)");
  expect(await bare.held()).not.toBe((await bare.count("confirmed")).people);
});

test("I6, I12: accept against cancel: both happen once, and the seat that came back is offered on", async () => {
  for (const _ of range(8)) {
    const { cancel, act, states, isSound } = await lineOf(4, 2);
    await cancel(1);
    const [accepts, cancels] = await Promise.all([
      Promise.all(range(5).map(() => act("accept", 3))),
      Promise.all(range(5).map(() => cancel(2))),
    ]);
    expect([doneOf(accepts), doneOf(cancels)]).toEqual([1, 1]);
    expect(await states()).toEqual(["cancelled", "cancelled", "confirmed", "offered"]);
    await isSound();
  }
});

test("I6 control: unprotected, a decline and a leave return one seat twice", async () => {
  await bareOffer();
  const done = await bothCall("bare_end_offer(1, 'declined')", "bare_end_offer(1, 'left')");
  expect(done).toEqual([true, true]);
  expect((await bare.count("offered")).people).toBe(2);
});

test("I6: decline against leave: one of them ends it, and the seat is offered once, to the next", async () => {
  const ends = new Set<string | undefined>();
  for (let round = 0; round < 60 && (ends.size < 2 || round < 8); round += 1) {
    const { cancel, act, states, isSound } = await lineOf(4);
    await cancel(1);
    const verbOf = (press: number) => ((press + round) % 2 === 0 ? "decline" : "leave");
    const answers = await Promise.all(range(10).map((press) => act(verbOf(press), 2)));
    expect(doneOf(answers)).toBe(1);
    const [, mine, ...others] = await states();
    expect(others).toEqual(["offered", "waitlisted"]);
    await isSound();
    ends.add(mine);
  }
  expect([...ends].sort()).toEqual(["declined", "left"]);
});

test("I6, D9: 30 cancels of one seat make one offer, to the first who waits", async () => {
  const { cancel, states, isSound, slot } = await lineOf(3);
  expect(doneOf(await Promise.all(range(30).map(() => cancel(1))))).toBe(1);
  expect(await states()).toEqual(["cancelled", "offered", "waitlisted"]);
  await isSound();
  expect((await ledger.rows(slot)).outbox.filter(({ kind }) => kind === "offer")).toHaveLength(1);
});

test("I1 control: unprotected, everybody who moves finds the last seat free", async () => {
  await bare.run("insert into bare_time values (1, 20, 20), (2, 1, 0)");
  const done = await bare.meeting(2, () => Promise.all(range(20).map(() => bare.call("bare_move(1, 2)"))));
  expect(done.filter(Boolean).length).toBeGreaterThan(1);
});

test("I1, I2: 20 who move and 20 who join race for 5 seats: 5 have them, nobody loses theirs", async () => {
  const moved: number[] = [];
  // Until both had some of the seats.
  for (let round = 0; round < 40 && !moved.some((count) => count > 0 && count < 5); round += 1) {
    const { slot, people, reservationOf, isSound } = await lineOf(20, 20);
    const target = await ledger.slotBeside(slot, { capacity: 5 });
    const joiners = await ledger.people(20);
    const join = `select problems from ${ledger.database.code}.admit($1, $2, $3, $4)`;
    // One of either at a time, and either before the other in half of the rounds.
    const bothPress = async (person: PersonId, at: number) => {
      const joins = () => pool.query(join, [target, [joiners[at]], [1], [randomUUID()]]);
      const before = round % 2 === 0 ? null : joins();
      const moves = move(reservationOf(at + 1), target, person);
      await (before ?? joins());
      return moves;
    };
    const moves = await Promise.all(people.map(bothPress));
    const [from, to] = [await ledger.rows(slot), await ledger.rows(target)];
    expect(to.line).toMatchObject({ capacity: 5, held: 5 });
    expect(from.line.held).toBe(20 - doneOf(moves));
    const refused = moves.filter(({ problem }) => problem !== undefined);
    expect(refused).toEqual(refused.map(() => ({ problem: "not-bookable" })));
    const seated = [...from.reservations, ...to.reservations].filter(({ state }) => state === "confirmed");
    const seatsOf = (person: PersonId) => seated.filter(({ personId }) => personId === person).length;
    expect(people.map(seatsOf)).toEqual(people.map(() => 1));
    await isSound();
    moved.push(doneOf(moves));
  }
  expect(moved.at(-1), `of 5 seats by moving: ${moved}`).toSatisfy((count: number) => count > 0 && count < 5);
});

test("one reservation that is moved to three times at once is in one of them", async () => {
  const { slot, personOf, reservationOf, isSound } = await lineOf(2);
  const targets = [await ledger.slotBeside(slot), await ledger.slotBeside(slot), await ledger.slotBeside(slot)];
  const moves = await Promise.all(
    range(12).map((press) => move(reservationOf(1), targets[press % 3] as SlotId, personOf(1))),
  );
  expect(doneOf(moves)).toBe(1);
  const held = await Promise.all(targets.map(async (target) => (await ledger.rows(target)).line.held));
  expect(held.sort()).toEqual([0, 0, 1]);
  await isSound();
});

test("control: with locks in the order of the move, two who swap their times deadlock", async () => {
  const swap = ["bare_move_in_turn(1, 2)", "bare_move_in_turn(2, 1)"];
  const swapped = await bare.meeting(2, () => Promise.allSettled(swap.map(bare.call)));
  const failures = swapped.filter(({ status }) => status === "rejected");
  expect(failures).toMatchObject([{ reason: { code: "40P01" } }]);
});

test("two who swap their times both get there, or both stay where both slots are full; nothing deadlocks", async () => {
  for (const capacity of [1, 2]) {
    const { slot, personOf, reservationOf, isSound } = await lineOf(1, capacity);
    const beside = await ledger.slotBeside(slot, { capacity });
    const [other] = (await ledger.people(1)) as [PersonId];
    const joined = await ledger.line.join(beside, { person: other, partySize: 1, key: randomUUID() });
    const theirs = ("entry" in joined ? joined.entry.reservationId : "") as ReservationId;
    // Both are under way before either goes on: locked in the order of the move, one would have what the other needs.
    const swap = [() => move(reservationOf(1), beside, personOf(1)), () => move(theirs, slot, other)];
    const moves = await queuedAt(slot, swap);
    const refused = { problem: "not-bookable" };
    expect(moves).toMatchObject(capacity === 1 ? [refused, refused] : [{ slot: beside }, { slot }]);
    expect([(await ledger.rows(slot)).line.held, (await ledger.rows(beside)).line.held]).toEqual([1, 1]);
    await isSound();
  }
});

test("I6: a move against a leave: the seat that was left is offered to whoever still waits", async () => {
  const { slot, personOf, reservationOf, act, states, isSound } = await lineOf(3);
  const beside = await ledger.slotBeside(slot, { capacity: 1 });
  await Promise.all([
    ...range(4).map(() => move(reservationOf(1), beside, personOf(1))),
    ...range(4).map(() => act("leave", 2)),
  ]);
  const [first, second, third] = await states();
  expect([first, third]).toEqual(["cancelled", "offered"]);
  expect(second).toBe("left");
  await isSound();
});
