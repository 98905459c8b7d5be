import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { historyOf } from "../../load/crowd/crowd.ts";
import { checkHistory } from "../../load/history/check-history.ts";
import type { HistoryEvent, SeenEntry } from "../../load/history/history.ts";
import { createSqlLine } from "../../server/line/line.sql.ts";
import { openDatabase } from "../../server/platform/database/index.ts";
import { makeEntryId, type PersonId, type ReservationId, type SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { openUnprotected } from "./unprotected.ts";
import { endsWrongly, moment, without } from "./without.ts";

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
});
afterAll(() => ledger.close());

const range = (count: number) => Array.from({ length: count }, (_, position) => position + 1);

type Asked = Omit<HistoryEvent, "sentAt" | "answeredAt" | "answer">;

/** Does it, and writes down for the checker what was asked and told. */
async function recorded(asked: Asked, send: () => Promise<SeenEntry | object>): Promise<HistoryEvent> {
  const sentAt = performance.now();
  const told = await send();
  const done = asked.kind === "join" ? 201 : 200;
  const status = "problem" in told ? 409 : done;
  const answer = "ticket" in told ? { status, entry: told } : { status };
  return { ...asked, sentAt, answeredAt: performance.now(), answer };
}

const connections = 40;

/**
 * Everybody presses at once, each in a batch of their own, on open connections, unordered. Each press has a key
 * of its own unless all have one.
 */
async function race(
  on: Ledger,
  slotId: SlotId,
  people: readonly PersonId[],
  parties: readonly number[] = [],
  oneKey?: string,
) {
  const pool = new pg.Pool({ connectionString: on.url as string, max: connections });
  pool.on("error", () => undefined);
  await Promise.all(range(connections).map(() => pool.query("select pg_sleep(0.1)")));
  const text = `select tickets::integer as ticket, states as state, parties::integer as "partySize"
    from ${on.database.code}.admit($1, $2, $3, $4)`;
  const pressed = people.map((personId, position) => {
    const [key, partySize] = [oneKey ?? randomUUID(), parties[position] ?? 1];
    const send = async () =>
      (await pool.query<SeenEntry>(text, [slotId, [personId], [partySize], [key]])).rows[0] ?? {};
    return recorded({ kind: "join", personId, slotId, key, partySize }, send);
  });
  const outcomes = await Promise.allSettled(pressed);
  await pool.end();
  const events = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  return { events, errors: outcomes.length - events.length };
}

test("I1, D1 control: unprotected, 200 racers oversell 10 seats", async () => {
  const bare = await openUnprotected(10);
  await bare.meeting(11, () => Promise.all(range(200).map((person) => bare.join(person))));
  expect((await bare.count("confirmed")).people).toBeGreaterThan(10);
  await bare.close();
});

/** Everybody presses at once at two servers, each of which makes batches of its own. */
async function raceAtTwo(on: Ledger, slot: SlotId): Promise<void> {
  const second = await openDatabase({ databaseUrl: on.url, dataFolder: "" });
  const lines = [on.line, createSqlLine(second)];
  const people = await on.people(202);
  const join = (at: number) =>
    lines[at % 2]?.join(slot, { person: people[at] as PersonId, partySize: 1, key: randomUUID() });
  // Each has a connection that is open before it counts.
  for (const at of [0, 1]) await join(at);
  await Promise.all(range(200).map((at) => join(at + 1)));
  await second.close();
}

/** The line without the lock on its row. */
const unlock = ({ code }: Ledger["database"]) => `create or replace function ${code}.open_line(p_slot bigint,
  p_now out timestamptz) language plpgsql as $$
  begin perform from slot_line where slot_id = p_slot; p_now := clock_timestamp(); end $$`;

const withoutUniqueTickets = `alter table entry drop constraint entry_pkey; alter table reservation drop constraint
  reservation_slot_id_ticket_key; alter table outbox drop constraint outbox_slot_id_ticket_kind_key`;
/** Others come in after a batch has seen the line, and whom it knows, and before it writes. */
const late = { name: "write_fresh", part: /begin/i, instead: `begin ${moment}` };

test("I1 control: without the lock, unique tickets turn the oversell into errors", async () => {
  const weak = await openLedger("server");
  const { code } = weak.database;
  await weak.run(unlock(weak.database));
  await weak.run(`create or replace function ${code}.line_grows(p_slot bigint, p_tickets integer[],
    p_parties integer[]) returns void language sql as $$ select pg_sleep(0.02) $$`);
  const slot = await weak.slot({ capacity: 10 });
  const { errors } = await race(weak, slot, await weak.people(200));
  const { entries } = await weak.rows(slot);
  expect(errors).toBeGreaterThan(0);
  expect(entries.filter(({ state }) => state === "confirmed").length).toBeLessThanOrEqual(10);
  await weak.close();
});

test("I1 control: without lock and unique keys the CHECK alone refuses; else two servers oversell", async () => {
  const weak = await openLedger("server");
  await weak.run(withoutUniqueTickets);
  await weak.run(unlock(weak.database));
  await without(weak, late, async () => {
    const slot = await weak.slot({ capacity: 10 });
    const { errors } = await race(weak, slot, await weak.people(200));
    expect(errors).toBeGreaterThan(0);
    expect((await weak.rows(slot)).line.held).toBeLessThanOrEqual(10);
    await weak.run("alter table slot_line drop constraint never_one_seat_too_many");
    const other = await weak.slot({ capacity: 10 });
    await race(weak, other, await weak.people(200));
    expect((await weak.rows(other)).line.held).toBeGreaterThan(10);
    const oversells = async () => {
      const shared = await weak.slot({ capacity: 10 });
      await raceAtTwo(weak, shared);
      return (await weak.rows(shared)).line.held > 10;
    };
    expect(await endsWrongly(20, oversells), "two servers, one slot").toBe(true);
  });
  await weak.close();
});

test("I1, I2, D1: admit seats exactly ten of 200 racers, errs never, and gives every ticket once", async () => {
  const slot = await ledger.slot({ capacity: 10 });
  expect(await race(ledger, slot, await ledger.people(200))).toMatchObject({ errors: 0 });
  const { line, entries, reservations } = await ledger.rows(slot);
  expect(line).toMatchObject({ held: 10, waiting: 190, nextTicket: 201 });
  expect(entries.map(({ ticket }) => ticket)).toEqual(range(200));
  expect(entries.slice(0, 10).every(({ state }) => state === "confirmed")).toBe(true);
  expect(reservations.map(({ ticket }) => ticket)).toEqual(range(10));
});

test("I1, D2: two servers on one slot, each with its batches, give its ten seats once", async () => {
  const slot = await ledger.slot({ capacity: 10 });
  await raceAtTwo(ledger, slot);
  const { line, entries } = await ledger.rows(slot);
  expect(line).toMatchObject({ held: 10, waiting: 192 });
  expect(entries.slice(0, 10).every(({ state }) => state === "confirmed")).toBe(true);
});

test("I3, D3 control: unprotected, one person who presses 50 times is in more than once", async () => {
  const bare = await openUnprotected(10);
  await bare.meeting(2, () => Promise.all(range(50).map(() => bare.join(1))));
  expect((await bare.count("confirmed")).people).toBeGreaterThan(1);
  await bare.close();
});

test("I3, S21: 50 presses of one person at two servers make one entry", async () => {
  const second = await openDatabase({ databaseUrl: ledger.url, dataFolder: "" });
  const lines = [ledger.line, createSqlLine(second)];
  const [slot, other] = [await ledger.slot(), await ledger.slot()];
  const [person] = (await ledger.people(1)) as [PersonId];
  // Each has a connection that is open before it counts.
  for (const line of lines) await line.join(other, { person, partySize: 1, key: randomUUID() });
  const answers = await Promise.all(
    range(50).map((press) => lines[press % 2]?.join(slot, { person, partySize: 1, key: randomUUID() })),
  );
  expect(answers.filter((answer) => answer && "fresh" in answer && answer.fresh)).toHaveLength(1);
  expect((await ledger.rows(slot)).entries).toHaveLength(1);
  await second.close();
});

/** One person presses on all connections at once; a seat is free for each press. */
async function pressesOfOne(on: Ledger, oneKey?: string) {
  const slot = await on.slot({ capacity: connections });
  const [person] = (await on.people(1)) as [PersonId];
  const { errors } = await race(on, slot, Array<PersonId>(connections).fill(person), [], oneKey);
  return { errors, entries: (await on.rows(slot)).entries.length };
}

test("I3, I9 control: without the lock the indexes refuse a second entry; without them it is made", async () => {
  const weak = await openLedger("server");
  // Those who come in at once take one ticket, which is refused before it is seen whose it is.
  await weak.run(withoutUniqueTickets);
  await weak.run(unlock(weak.database));
  await without(weak, late, async () => {
    const refused = (oneKey?: string) =>
      endsWrongly(20, async () => {
        const { entries, errors } = await pressesOfOne(weak, oneKey);
        expect(entries).toBe(1);
        return errors > 0;
      });
    const made = (oneKey?: string) => endsWrongly(20, async () => (await pressesOfOne(weak, oneKey)).entries > 1);
    expect(await refused(), "entry_live").toBe(true);
    await weak.run("drop index entry_live");
    expect(await made(), "no entry_live").toBe(true);
    expect(await refused(randomUUID()), "entry_press").toBe(true);
    await weak.run("drop index entry_press");
    expect(await made(randomUUID()), "no index").toBe(true);
  });
  await weak.close();
});

test("I3, I9, S21: 40 presses of one person, on a connection each, make one entry and no error", async () => {
  expect(await pressesOfOne(ledger)).toEqual({ entries: 1, errors: 0 });
  expect(await pressesOfOne(ledger, randomUUID()), "with one key").toEqual({ entries: 1, errors: 0 });
});

test("I6, D9 control: unprotected, 30 cancels of one seat return many", async () => {
  const bare = await openUnprotected(1);
  await bare.join(1);
  const done = await bare.meeting(2, () => Promise.all(range(30).map(() => bare.cancel(1))));
  expect(done.filter(Boolean).length).toBeGreaterThan(1);
  expect(await bare.held()).toBeLessThan(0);
  await bare.close();
});

test("I6, D9: 30 cancels of one seat return it once, to the first who waits", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const people = await ledger.people(3);
  for (const person of people) await ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
  const { reservations } = await ledger.rows(slot);
  const answers = await Promise.all(
    range(30).map(() =>
      ledger.reservations.cancel(reservations[0]?.id as ReservationId, people[0] as PersonId, randomUUID()),
    ),
  );
  expect(answers.filter((answer) => "reservation" in answer)).toHaveLength(1);
  const { line, entries } = await ledger.rows(slot);
  expect(line).toMatchObject({ held: 1, waiting: 1 });
  expect(entries.map(({ state }) => state)).toEqual(["cancelled", "confirmed", "waitlisted"]);
});

test("I12 control: unprotected, a seat is given to somebody who has just left", async () => {
  const bare = await openUnprotected(1);
  await bare.join(1);
  await bare.join(2);
  await bare.run("update bare_entry set state = 'cancelled' where person = 1; update bare_slot set held = 0");
  const [, left] = await bare.meeting(2, () => Promise.all([bare.call("bare_promote()"), bare.leave(2)]));
  expect([left, await bare.held()]).toEqual([true, 1]);
  await bare.close();
});

test("I6, I12: a leave against the promotion of the same person never leaves a seat idle", async () => {
  const ends = new Set<string>();
  for (let attempt = 0; attempt < 75 && (ends.size < 2 || attempt < 25); attempt += 1) {
    const slot = await ledger.slot({ capacity: 1 });
    const people = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
    for (const person of people) await ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
    const seat = (await ledger.rows(slot)).reservations[0]?.id as ReservationId;
    const cancel = () => ledger.reservations.cancel(seat, people[0], randomUUID());
    const leave = () => ledger.line.act("leave", makeEntryId(slot, 2), people[1], randomUUID());
    // Who is sent first takes turns, so that either is first with the lock now and then.
    const sent = attempt % 2 === 0 ? [cancel(), leave()] : [leave(), cancel()];
    const left = (await Promise.all(sent))[attempt % 2 === 0 ? 1 : 0] as object;
    const { line, entries } = await ledger.rows(slot);
    const gone = "state" in left;
    expect(entries.map(({ state }) => state)).toEqual(
      gone ? ["cancelled", "left", "confirmed"] : ["cancelled", "confirmed", "waitlisted"],
    );
    expect(line).toMatchObject({ held: 1, waiting: gone ? 0 : 1 });
    ends.add(gone ? "left before the seat came" : "seated before they could leave");
  }
  expect([...ends].sort()).toEqual(["left before the seat came", "seated before they could leave"]);
});

test("I1 control: unprotected, parties of 1 to 4 oversell", async () => {
  const bare = await openUnprotected(10);
  await bare.meeting(11, () => Promise.all(range(60).map((person) => bare.join(person, 1 + (person % 4)))));
  expect((await bare.count("confirmed")).seats).toBeGreaterThan(10);
  await bare.close();
});

/** One seat is free, for which the head is too large; parties join while it leaves. Does a seat stay idle? */
async function joinWhileTheHeadLeaves(): Promise<boolean> {
  const slot = await ledger.slot({ capacity: 4 });
  const people = await ledger.people(5);
  const join = (position: number, partySize: number) => {
    const [personId, key] = [people[position] as PersonId, randomUUID()];
    return recorded({ kind: "join", personId, slotId: slot, key, partySize }, async () => {
      const answer = await ledger.line.join(slot, { person: personId, partySize, key });
      return "entry" in answer ? answer.entry : answer;
    });
  };
  const before = [await join(0, 3), await join(1, 2)];
  const [personId, entryId] = [people[1] as PersonId, makeEntryId(slot, 2)];
  const leave = () => ledger.line.act("leave", entryId, personId, randomUUID());
  const raced = await Promise.all([
    ...[1, 2, 1].map((party, position) => join(position + 2, party)),
    recorded({ kind: "leave", personId, slotId: slot, entryId }, leave),
  ]);
  const facts = { slotId: slot, capacity: 4, fillsGaps: false, largestParty: 20 };
  const broken = checkHistory(historyOf(facts, [...before, ...raced], await ledger.rows(slot)));
  expect(broken.filter(({ invariant }) => invariant !== "I12")).toEqual([]);
  return broken.length > 0;
}

// I12 alone: to be seated past somebody (I2) takes a second join in between, and the unique ticket refuses that one.
test("I12 control: without the lock, whoever joins while the head leaves waits beside a free seat", async () => {
  const slow = { name: "admit", part: /into line from slot_line where slot_id = p_slot;/, instead: `$& ${moment}` };
  const lock = { name: "open_line", part: / for update/ };
  const race = (most: number) => endsWrongly(most, joinWhileTheHeadLeaves);
  const ends = await without(ledger, slow, async () => [await race(5), await without(ledger, lock, () => race(60))]);
  expect(ends).toEqual([false, true]);
});

test.each([false, true])(
  "I1, I2, I12: parties of 1 to 4 race while heads leave (fills gaps: %s)",
  async (fillsGaps) => {
    // After twelve parties of 3 two seats are free, and a party of 3 waits: smaller ones would fit past it.
    const capacity = 38;
    const slot = await ledger.slot({ capacity, fillsGaps });
    const people = await ledger.people(80);
    const parties = people.map((_, position) => (position < 30 ? 3 : 1 + (position % 4)));
    const first = await race(ledger, slot, people.slice(0, 30), parties);
    const second = await race(ledger, slot, people.slice(30), parties.slice(30));
    expect([first.errors, second.errors]).toEqual([0, 0]);
    const events = [...first.events, ...second.events];
    const before = await ledger.rows(slot);
    const facts = { slotId: slot, capacity, fillsGaps, largestParty: 20 };
    // Now already: somebody who was passed may be seated or gone in the end.
    expect(checkHistory(historyOf(facts, events, before))).toEqual([]);
    const heads = before.entries.filter(({ state }) => state === "waitlisted").slice(0, 12);
    const changes = await Promise.all([
      ...heads.map(({ ticket, personId }) => {
        const entryId = makeEntryId(slot, ticket);
        const leave = () => ledger.line.act("leave", entryId, personId, randomUUID());
        return recorded({ kind: "leave", personId, slotId: slot, entryId }, leave);
      }),
      ...before.reservations.slice(0, 5).map(({ id, personId }) => {
        const cancel = () => ledger.reservations.cancel(id as ReservationId, personId, randomUUID());
        return recorded({ kind: "cancel", personId, slotId: slot, reservationId: id }, cancel);
      }),
    ]);
    const rows = await ledger.rows(slot);
    expect(rows.line.waiting).toBeGreaterThan(0);
    expect(checkHistory(historyOf(facts, [...events, ...changes], rows))).toEqual([]);
  },
);
