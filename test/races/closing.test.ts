import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqlSlotBook } from "../../server/slots/slot-book.sql.ts";
import { createSqlEditionBook } from "../../server/stores/editing/edition-book.sql.ts";
import type { PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import { asDoer, type Ledger, openLedger } from "../services/ledger.ts";
import { endsWrongly, without } from "./without.ts";

const racers = 40;
const rounds = 6;
/** Until both ends of a race were seen. */
const mostRounds = 60;

let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger("server");
});
afterAll(() => ledger.close());

const join = (slot: SlotId, person: PersonId) => ledger.line.join(slot, { person, partySize: 1, key: randomUUID() });

async function storeOf(slot: SlotId): Promise<StoreId> {
  const [row] = await ledger.run<{ store: StoreId }>("select store_id as store from slot where id = $1", [slot]);
  return (row as { store: StoreId }).store;
}

/** Joins, with the host's act among them: before the batch of the first, or a few turns of the event loop later. */
async function raceWith<Answer>(slot: SlotId, round: number, act: () => Promise<Answer>) {
  const people = await ledger.people(racers);
  const early = people.slice(0, racers / 2).map((person) => join(slot, person));
  for (let turn = 0; turn < round % 4; turn += 1) await new Promise(setImmediate);
  const acted = act();
  const late = people.slice(racers / 2).map((person) => join(slot, person));
  return { answers: await Promise.all([...early, ...late]), acted: await acted };
}

const live = ["waiting", "waitlisted", "offered", "confirmed"];
async function liveIn(slot: SlotId): Promise<number> {
  const { entries } = await ledger.rows(slot);
  return entries.filter(({ state }) => live.includes(state)).length;
}

test("control: looked at first and hidden afterwards, a store is hidden from somebody with a seat", async () => {
  const slot = await ledger.slot({ capacity: 10 });
  const store = await storeOf(slot);
  const [person] = (await ledger.people(1)) as [PersonId];
  const host = new pg.Client({ connectionString: ledger.url as string });
  await host.connect();
  const looked = await host.query("select held from slot_line where slot_id = $1", [slot]);
  await join(slot, person);
  await host.query("update store set published_at = null where id = $1", [store]);
  await host.end();
  expect([looked.rows[0]?.held, await liveIn(slot)]).toEqual([0, 1]);
});

test("I4 control: without the slot's lock a time that is closed keeps somebody in its line", async () => {
  const book = createSqlSlotBook(ledger.database, 10_000);
  let round = 0;
  const race = async () => {
    const slot = await ledger.slot({ capacity: racers / 4 });
    await raceWith(slot, round++, () => book.close(slot, asDoer(ledger.host), true, randomUUID()));
    return (await liveIn(slot)) > 0;
  };
  const lock = { name: "close_slot", part: /\S+open_line\(here\)/, instead: "clock_timestamp()" };
  expect(await without(ledger, lock, () => endsWrongly(mostRounds, race))).toBe(true);
});

test("I4: a time that is closed among joins leaves nobody in it, and tells everybody who was answered", async () => {
  const book = createSqlSlotBook(ledger.database, 10_000);
  const ends = new Set<string>();
  for (let round = 0; round < mostRounds && (ends.size < 2 || round < rounds); round += 1) {
    const slot = await ledger.slot({ capacity: racers / 4 });
    const close = () => book.close(slot, asDoer(ledger.host), true, randomUUID());
    const { answers, acted } = await raceWith(slot, round, close);
    expect(acted).toEqual({ slot });
    const seated = answers.filter((answer) => "entry" in answer).length;
    expect(answers.filter((answer) => "problem" in answer && !/closed|not-found/.test(answer.problem))).toEqual([]);
    ends.add(seated === 0 ? "closed before anybody" : "closed among them");
    expect(await liveIn(slot)).toBe(0);
    // A time in which nobody ever was is gone when it is closed.
    if (seated === 0) continue;
    const { line, outbox } = await ledger.rows(slot);
    expect([line.held, line.waiting]).toEqual([0, 0]);
    expect(outbox.filter(({ kind }) => kind === "slot-closed")).toHaveLength(seated);
  }
  expect([...ends].sort()).toEqual(["closed among them", "closed before anybody"]);
});

test("D21: a store is taken back or somebody has a place in it, never both, however they race", async () => {
  const book = createSqlEditionBook(ledger.database);
  const ends = new Set<boolean>();
  for (let round = 0; round < mostRounds && (ends.size < 2 || round < rounds); round += 1) {
    const slot = await ledger.slot({ capacity: 10 });
    const store = await storeOf(slot);
    const unpublish = () => book.unpublish(store, asDoer(ledger.host), randomUUID());
    const { answers, acted } = await raceWith(slot, round, unpublish);
    const isHidden = !("problem" in acted);
    expect(isHidden || acted.problem === "has-holders").toBe(true);
    expect((await liveIn(slot)) > 0).toBe(!isHidden);
    if (isHidden) expect(answers.every((answer) => "problem" in answer && answer.problem === "not-found")).toBe(true);
    ends.add(isHidden);
  }
  expect(ends.size, "taken back at some time, and refused at another").toBe(2);
});
