import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { waitUntil } from "../../load/processes/wait-until.ts";
import { createSqlOutbox } from "../../server/notifications/outbox.sql.ts";
import { makeEntryId, type PersonId, type ReservationId, type SlotId } from "../../shared/ids.ts";
import { type Ledger, openLedger } from "../services/ledger.ts";
import { patient } from "../services/places.ts";
import { without } from "./without.ts";

let ledger: Ledger;
let holder: pg.Client;
beforeAll(async () => {
  ledger = await openLedger("server", patient);
  holder = new pg.Client({ connectionString: ledger.url as string });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await ledger.close();
});
beforeEach(() => ledger.run("delete from outbox"));

/** Gives up what a message speaks of, and answers whether a mail about it is on its way then. */
type GiveUp = () => Promise<boolean>;

/** Somebody with a seat of the one there is, and somebody behind them. */
async function twoInLine() {
  const slot: SlotId = await ledger.slot({ capacity: 1, offerMinutes: 60 });
  const [first, second] = (await ledger.people(2)) as [PersonId, PersonId];
  await ledger.run("update person set email = 'p' || id || '@popline.example' where id = any ($1)", [[first, second]]);
  for (const person of [first, second]) await ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });
  const { reservations } = await ledger.rows(slot);
  return { slot, first, second, reservation: reservations[0]?.id as ReservationId };
}

const outbox = () => createSqlOutbox(ledger.database);
const cancelOf = (reservation: ReservationId, person: PersonId): GiveUp => {
  return () =>
    ledger.reservations.cancel(reservation, person, randomUUID()).then(() => outbox().isSending({ reservation }));
};

const situations: Record<string, () => Promise<GiveUp>> = {
  async "a confirmation, and its seat is cancelled"() {
    const { first, reservation } = await twoInLine();
    return cancelOf(reservation, first);
  },
  async "an offer that is declined"() {
    const { slot, first, second, reservation } = await twoInLine();
    await ledger.reservations.cancel(reservation, first, randomUUID());
    await ledger.run("delete from outbox where kind <> 'offer'");
    const entry = makeEntryId(slot, 2);
    return () => ledger.line.act("decline", entry, second, randomUUID()).then(() => outbox().isSending({ entry }));
  },
  async "a host's word to somebody who cancels"() {
    const { slot, first, reservation } = await twoInLine();
    await ledger.run("delete from outbox");
    const text = `with made as (
        insert into notice (store_id, text, created_at, told_at)
        select store_id, '-', now(), now() from slot where id = $1 returning id
      ) insert into outbox (kind, cause, person_id, created_at) select 'host-notice', id, $2, now() from made`;
    await ledger.run(text, [slot, first]);
    return cancelOf(reservation, first);
  },
  async "a reminder of a seat that is cancelled"() {
    const { slot, first, reservation } = await twoInLine();
    await ledger.run("delete from outbox");
    const text = `insert into outbox (kind, slot_id, ticket, person_id, created_at)
      values ('reminder', $1, 1, $2, now())`;
    await ledger.run(text, [slot, first]);
    return cancelOf(reservation, first);
  },
  async "a move, and the new seat is cancelled"() {
    const { slot, first, reservation } = await twoInLine();
    const beside = await ledger.slotBeside(slot);
    const moved = await ledger.reservations.move(reservation, first, beside, randomUUID());
    if ("problem" in moved) throw new Error(moved.problem);
    await ledger.run("delete from outbox where kind <> 'moved'");
    return cancelOf(moved.reservation, first);
  },
  async "anything, to somebody who is erased"() {
    const { first: person } = await twoInLine();
    const erase = `select ${ledger.database.code}.begin_erasure($1, null)`;
    return () => ledger.run(erase, [person]).then(() => outbox().isSending({ person }));
  },
};

/** Holds up whoever begins to send, after their last look at what is so and before their mark. */
const pause = {
  name: "begin_sending",
  part: /judged\.verdict is not null;/,
  instead: "$& perform pg_advisory_xact_lock_shared(7);",
};
const waiters = `select wait_event as event from pg_stat_activity
  where wait_event_type = 'Lock' and datname = current_database()`;

/** Whether somebody was told that all is given up, with no mail on its way, and the mail went after it. */
async function isMailedAfterwards(situation: () => Promise<GiveUp>): Promise<boolean> {
  const giveUp = await situation();
  const claim = await outbox().claim();
  if (claim === null) throw new Error("Nothing is due.");
  await holder.query("select pg_advisory_lock(7)");
  const beginning = outbox().begin(claim);
  const waiting = async () => (await ledger.run<{ event: string }>(waiters)).map(({ event }) => event);
  await waitUntil(async () => (await waiting()).includes("advisory"), { what: "the last look is over" });
  let isQuiet: boolean | undefined;
  const givingUp = giveUp().then((isSending) => {
    isQuiet = !isSending;
  });
  const isBehind = async () => (await waiting()).some((event) => event !== "advisory");
  await waitUntil(async () => isQuiet !== undefined || (await isBehind()), { what: "it is given up, or waits" });
  const isAnsweredFirst = isQuiet === true;
  await holder.query("select pg_advisory_unlock(7)");
  const [begun] = await Promise.all([beginning, givingUp]);
  return isAnsweredFirst && begun.length === 1;
}

test.each(Object.keys(situations))("I7: %s: what was given up before the last look is withdrawn", async (name) => {
  const giveUp = await (situations[name] as () => Promise<GiveUp>)();
  const spoken = (await ledger.run<{ id: string }>("select id from outbox")).map(({ id }) => id);
  await giveUp();
  const claim = await outbox().claim();
  if (claim === null) throw new Error("Nothing is due.");
  const begun = await outbox().begin(claim);
  expect(begun.filter(({ message }) => spoken.includes(message))).toEqual([]);
  const outcomes = await ledger.run("select outcome from outbox where id = any ($1)", [spoken]);
  expect(outcomes).toEqual(spoken.map(() => ({ outcome: "withdrawn" })));
});

const locks = [
  ["a confirmation, and its seat is cancelled", "of reservation"],
  ["an offer that is declined", "of entry"],
  ["a host's word to somebody who cancels", ""],
  ["anything, to somebody who is erased", "of person"],
] as const;

test.each(locks)("I7: %s: what is given up after the last look waits for the mark, and sees it", async (name) => {
  const play = () => isMailedAfterwards(situations[name] as () => Promise<GiveUp>);
  expect(await without(ledger, pause, play)).toBe(false);
});

test.each(locks)("I7 control: %s: without the shared lock %s they are mailed after the answer", async (name, of) => {
  const lock = { name: "steady_messages", part: new RegExp(`for share ${of} ?skip locked`) };
  const play = () => isMailedAfterwards(situations[name] as () => Promise<GiveUp>);
  expect(await without(ledger, lock, () => without(ledger, pause, play))).toBe(true);
});
