import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqlDoorBook } from "../../server/reservations/door/door-book.sql.ts";
import type { DoorBook } from "../../server/reservations/door/ports.ts";
import type { PersonId, ReservationId, SlotId, StoreId } from "../../shared/ids.ts";
import { asDoer, type Ledger, openLedger } from "../services/ledger.ts";
import { endsWrongly, moment, without } from "./without.ts";

const doors = 20;

let ledger: Ledger;
let book: DoorBook;
beforeAll(async () => {
  ledger = await openLedger("server");
  book = createSqlDoorBook(ledger.database);
});
afterAll(() => ledger.close());

/** A slot that begins in ten minutes, and so many people who work at its store. */
async function openDoors(capacity: number, wish: { graceMinutes?: number } = {}) {
  const slot = await ledger.slot({ capacity, startsInMs: 600_000 });
  const [row] = await ledger.run<{ store: StoreId }>("select store_id as store from slot where id = $1", [slot]);
  const { store } = row as { store: StoreId };
  await ledger.run("update store set releases_no_shows = true, grace_minutes = $2 where id = $1", [
    store,
    wish.graceMinutes ?? 30,
  ]);
  const staff = await ledger.people(doors);
  for (const person of staff) await ledger.run("insert into staff values ($1, $2, now())", [store, person]);
  return { slot, store, staff };
}

async function reserve(slot: SlotId): Promise<ReservationId> {
  const [person] = (await ledger.people(1)) as [PersonId];
  const answer = await ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
  if ("problem" in answer || answer.entry.reservationId === null) throw new Error("There was no seat.");
  return answer.entry.reservationId;
}

const problemsOf = (answers: readonly object[]) =>
  answers.flatMap((answer) => ("problem" in answer ? [String(answer.problem)] : []));
const deedsOf = async (reservation: string) => {
  const text = "select count(*)::integer as count from audit where subject = $1";
  return (await ledger.run<{ count: number }>(text, [`reservation:${reservation}`]))[0]?.count;
};

test("control: unprotected, two doors let one pass in twice", async () => {
  const { slot } = await openDoors(1);
  const reservation = await reserve(slot);
  const two = [0, 1].map(() => new pg.Client({ connectionString: ledger.url as string }));
  await Promise.all(two.map((door) => door.connect()));
  // Both read before either writes, as two servers may at any time.
  const look = "select from reservation where id = $1 and state = 'confirmed'";
  const looked = await Promise.all(two.map((door) => door.query(look, [reservation])));
  const letIn = "update reservation set state = 'checked_in' where id = $1";
  const done = await Promise.all(two.map((door) => door.query(letIn, [reservation])));
  await Promise.all(two.map((door) => door.end()));
  expect([looked, done].map((answers) => answers.map(({ rowCount }) => rowCount))).toEqual([
    [1, 1],
    [1, 1],
  ]);
});

test("twenty doors scan one pass at once: one lets it in, the others are told of it", async () => {
  const { slot, store, staff } = await openDoors(1);
  const reservation = await reserve(slot);
  const scan = { store, reservation, scannedAt: null };
  const answers = await Promise.all(staff.map((person) => book.checkIn(scan, asDoer(person), randomUUID())));
  expect(problemsOf(answers)).toEqual(Array(doors - 1).fill("already-checked-in"));
  const told = answers.filter((answer) => "checkedInBy" in answer);
  expect(new Set(told.map(({ checkedInAt }) => checkedInAt)).size).toBe(1);
  expect(await deedsOf(reservation)).toBe(1);
});

/** Thirty seats, each scanned and cancelled at once; who is sent first takes turns, so that either is at times. */
async function scansAgainstCancels() {
  const { slot, store, staff } = await openDoors(30);
  const [door] = staff as [PersonId];
  const seats = await Promise.all(
    Array.from({ length: 30 }, async () => {
      const reservation = await reserve(slot);
      const [row] = await ledger.run<{ person: PersonId }>(
        "select person_id::text as person from reservation where id = $1",
        [reservation],
      );
      return { reservation, person: row?.person as PersonId };
    }),
  );
  const done: number[] = [];
  for (const [at, { reservation, person }] of seats.entries()) {
    const scan = { store, reservation, scannedAt: null };
    const checkIn = () => book.checkIn(scan, asDoer(door), randomUUID());
    const cancel = () => ledger.reservations.cancel(reservation, person, randomUUID());
    const both = await Promise.all(at % 2 === 0 ? [checkIn(), cancel()] : [cancel(), checkIn()]);
    done.push(both.filter((answer) => !("problem" in answer)).length);
  }
  const { line, reservations } = await ledger.rows(slot);
  const inState = (wanted: string) => reservations.filter(({ state }) => state === wanted).length;
  return { done, held: line.held, inside: inState("checked_in"), cancelled: inState("cancelled") };
}

const doorLock = { name: "check_in", part: / for update of reservation;/, instead: `; ${moment}` };

test("I6 control: without the reservation's lock only the CHECK keeps out whoever gave their seat back", async () => {
  const violatesCheck = ({ code }: { code?: string }) => code === "23514";
  const race = () => scansAgainstCancels().then(() => false, violatesCheck);
  expect(await without(ledger, doorLock, () => endsWrongly(5, race))).toBe(true);
});

test("I6: a scan against a cancel of the same seat, thirty times: one of them, and the seats are right", async () => {
  const { done, held, inside, cancelled } = await scansAgainstCancels();
  expect(done).toEqual(Array(30).fill(1));
  expect([held, cancelled]).toEqual([inside, 30 - inside]);
  expect(inside % 30, "some came in, and some gave their seat back").not.toBe(0);
});

/** Somebody moves to another slot while a door lets them in; who is sent first takes turns. Answers where they are. */
async function moveAgainstScan(round: number) {
  const { slot, store, staff } = await openDoors(1);
  const target = await ledger.slotBeside(slot);
  const [person] = (await ledger.people(1)) as [PersonId];
  const joined = await ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
  if ("problem" in joined) throw new Error("There was no seat.");
  const reservation = joined.entry.reservationId as ReservationId;
  const [door] = staff as [PersonId];
  const scan = () => book.checkIn({ store, reservation, scannedAt: null }, asDoer(door), randomUUID());
  const move = () => ledger.reservations.move(reservation, person, target, randomUUID());
  const done = await Promise.all(round % 2 === 0 ? [move(), scan()] : [scan(), move()]);
  const [here, there] = [await ledger.rows(slot), await ledger.rows(target)];
  const states = [...here.reservations, ...there.reservations].map(({ state }) => state).sort();
  return {
    done: done.filter((answer) => !("problem" in answer)).length,
    states,
    held: [here, there].map(({ line }) => line.held),
  };
}
test("control: without the reservation's lock somebody who was let in is moved away all the same", async () => {
  const lock = { name: "reschedule", part: /and state = 'confirmed' for update;/, instead: `; ${moment}` };
  let round = 0;
  const race = async () => (await moveAgainstScan(round++)).done === 2;
  expect(await without(ledger, lock, () => endsWrongly(40, race))).toBe(true);
});

test("I6: a move against a scan of the same pass: they are inside here, or have a seat there", async () => {
  const ends = new Set<string>();
  for (let round = 0; round < 40 && (ends.size < 2 || round < 10); round += 1) {
    const { done, states, held } = await moveAgainstScan(round);
    const ended = states.includes("checked_in")
      ? { states: ["checked_in"], held: [1, 0] }
      : { states: ["cancelled", "confirmed"], held: [0, 1] };
    expect({ done, states, held }).toEqual({ done: 1, ...ended });
    ends.add(String(states));
  }
  expect(ends.size).toBe(2);
});
test("I9: one door sends one scan twenty times at once: one check-in, one answer", async () => {
  const { slot, store, staff } = await openDoors(1);
  const reservation = await reserve(slot);
  const key = randomUUID();
  const [one] = staff as [PersonId];
  const scan = { store, reservation, scannedAt: null };
  const answers = await Promise.all(Array.from({ length: doors }, () => book.checkIn(scan, asDoer(one), key)));
  expect(problemsOf(answers)).toEqual([]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await deedsOf(reservation)).toBe(1);
});

test("a door never waits for a line: somebody holds its lock, a walk-in waits, a check-in does not", async () => {
  const { slot, store } = await openDoors(2);
  const reservation = await reserve(slot);
  const holder = new pg.Client({ connectionString: ledger.url as string });
  await holder.connect();
  await holder.query("begin");
  await holder.query("select from slot_line where slot_id = $1 for update", [slot]);
  const answered: string[] = [];
  const walkIn = book.walkIn(slot, 1, asDoer(ledger.host), randomUUID()).then(() => answered.push("walk-in"));
  const scan = { store, reservation, scannedAt: null };
  expect(await book.checkIn(scan, asDoer(ledger.host), randomUUID())).toMatchObject({ id: reservation });
  answered.push("check-in");
  await holder.query("commit");
  await holder.end();
  await walkIn;
  expect(answered).toEqual(["check-in", "walk-in"]);
});

test("I1: walk-ins at every door, joins and undone walk-ins at once: never a seat too many, none lost", async () => {
  const seats = 10;
  const { slot, staff } = await openDoors(seats);
  const walkIn = (person: PersonId) => book.walkIn(slot, 1, asDoer(person), randomUUID());
  const first = await Promise.all(staff.slice(0, 5).map(walkIn));
  const people = await ledger.people(doors);
  const undone = first.map((answer, at) =>
    "problem" in answer ? null : book.undo(answer.id, asDoer(staff[at] as PersonId), randomUUID()),
  );
  await Promise.all([
    ...undone,
    ...staff.map(walkIn),
    ...people.map((person) => ledger.line.join(slot, { person, partySize: 1, key: randomUUID() })),
  ]);
  const { line, entries } = await ledger.rows(slot);
  const seated = entries.filter(({ state }) => state === "confirmed");
  expect([line.held, seated.length]).toEqual([seats, seats]);
  // I2: nobody who waits has a lower ticket than somebody who was seated after them.
  const waiting = entries.filter(({ state }) => state === "waitlisted").map(({ ticket }) => ticket);
  expect(Math.min(...waiting)).toBeGreaterThan(Math.max(...seated.map(({ ticket }) => ticket)));
});

/** Somebody is scanned while the grace time of their seat is over; up to three round trips later. */
async function scanAgainstTheEnd(round: number) {
  const { slot, store, staff } = await openDoors(2, { graceMinutes: 0 });
  const [came, late] = [await reserve(slot), await reserve(slot)];
  const [one, other] = staff as [PersonId, PersonId];
  await book.checkIn({ store, reservation: came, scannedAt: null }, asDoer(one), randomUUID());
  await ledger.passTime(slot, 600_000);
  const scan = { store, reservation: late, scannedAt: null };
  const marking = book.markNoShows();
  for (let trip = 0; trip < round % 4; trip += 1) await ledger.run("select");
  const [scanned] = await Promise.all([book.checkIn(scan, asDoer(other), randomUUID()), marking]);
  const { line, reservations } = await ledger.rows(slot);
  const state = reservations.find(({ id }) => id === late)?.state;
  return { problem: "problem" in scanned ? scanned.problem : null, state, held: line.held };
}

test("control: without the reservation's lock somebody is let in whose seat is given away", async () => {
  let round = 0;
  const race = async () => {
    const { problem, held } = await scanAgainstTheEnd(round++);
    return problem === null && held === 1;
  };
  expect(await without(ledger, doorLock, () => endsWrongly(60, race))).toBe(true);
});

test("a scan against the end of the grace time: inside with a seat, or a no-show whose seat is free", async () => {
  const ends = new Set<string>();
  for (let round = 0; round < 60 && (ends.size < 2 || round < 10); round += 1) {
    const { problem, state, held } = await scanAgainstTheEnd(round);
    if (problem === null) expect([state, held]).toEqual(["checked_in", 2]);
    else expect([problem, state, held]).toEqual(["already-ended", "no_show", 1]);
    ends.add(String(state));
  }
  expect([...ends].sort()).toEqual(["checked_in", "no_show"]);
});
