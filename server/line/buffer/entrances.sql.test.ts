import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { PersonId, SlotId } from "../../../shared/ids.ts";
import { openBufferedGround, openBufferedLine, unhurried } from "../../../test/services/buffered-ledger.ts";
import type { Ledger } from "../../../test/services/ledger.ts";
import { patient } from "../../../test/services/places.ts";
import type { RedisLink } from "../../platform/redis/link.redis.ts";
import { entryOf } from "../line.conformance.ts";
import { createSqlEntrances } from "./entrances.sql.ts";
import type { Card } from "./ports.ts";

let ledger: Ledger;
let link: RedisLink;
beforeAll(async () => {
  const ground = await openBufferedGround(patient);
  ({ ledger, link } = ground);
  return ground.close;
});

test("S19, D6: buffered slots are gone through by their numbers, a piece at a time, each once", async () => {
  const entrances = createSqlEntrances(ledger.database);
  const slots = [await ledger.slot(), await ledger.slot(), await ledger.slot(), await ledger.slot()];
  const [first, direct, second, third] = slots as [SlotId, SlotId, SlotId, SlotId];
  for (const slot of [first, second, third]) await entrances.take(slot, null);
  expect(await entrances.buffered(null, 2)).toEqual([first, second]);
  expect(await entrances.buffered(second, 2)).toEqual([third]);
  expect(await entrances.buffered(third, 2)).toEqual([]);
  expect((await entrances.buffered(null, 9)).includes(direct)).toBe(false);
});

test("TRUST, PostgreSQL away: of slots that open within minutes Redis is to have the cards, of no others", async () => {
  const entrances = createSqlEntrances(ledger.database);
  const minuteMs = 60_000;
  const opening = async (opensInMs: number) => ledger.slot({ opensInMs });
  const [soon, now, late, past] = await Promise.all([4, -9, 6, -11].map((minutes) => opening(minutes * minuteMs)));
  const [taken, entered, closed, limited] = await Promise.all(
    [1, 1, -1, 1].map((minutes) => opening(minutes * minuteMs)),
  );
  await entrances.take(taken as SlotId, null);
  const [person] = (await ledger.people(1)) as [PersonId];
  await ledger.passTime(entered as SlotId, 2 * minuteMs);
  entryOf(await ledger.line.join(entered as SlotId, { person, partySize: 1, key: randomUUID() }));
  await ledger.run("update slot set closed_at = now() where id = $1", [closed]);
  await ledger.hostDoes("edit_store", limited as SlotId, { change: { places_per_person: 1 }, knowingly: false });
  const found = await entrances.aboutToOpen(500);
  const among = [soon, now, late, past, taken, entered, closed, limited].map((slot) => found.includes(slot as SlotId));
  expect(among).toEqual([true, true, ...[late, past, taken, entered, closed, limited].map(() => false)]);
  const isNext = [soon, now].map((slot) => found.indexOf(slot as SlotId));
  expect(isNext[0]).toBeLessThan(isNext[1] as number);
  expect(await entrances.aboutToOpen(1)).toHaveLength(1);
});

test("decision 0039: a slot that nobody came to for ten minutes is direct again, and no other", async () => {
  const line = openBufferedLine({ ...unhurried, database: ledger.database, link });
  const slots = (await Promise.all([1, 2, 3, 4, 5].map(() => ledger.slot({ opensInMs: 60_000 })))) as SlotId[];
  const [written, unwritten, restored] = slots.slice(1) as [SlotId, SlotId, SlotId];
  // Slots of other tests have lost their cards.
  const renew = () => line.renewCards().catch(() => undefined);
  const areBuffered = async () =>
    (await createSqlEntrances(ledger.database).cards(slots)).map(({ isBuffered }) => isBuffered);
  const join = async (slot: SlotId) => {
    const [person] = (await ledger.people(1)) as [PersonId];
    return entryOf(await line.join(slot, { person, partySize: 1, key: randomUUID() }));
  };
  await renew();
  expect(await areBuffered()).toEqual([true, true, true, true, true]);
  for (const slot of slots.slice(0, 4)) await ledger.passTime(slot, 2 * 60_000);
  await renew();
  for (const slot of [written, restored]) await join(slot);
  await line.handOver();
  // What the ledger was before anybody came, and what Redis has before the ledger does.
  await ledger.run("delete from entry where slot_id = $1", [restored]);
  await ledger.run("update slot_line set held = 0, next_ticket = 1 where slot_id = $1", [restored]);
  await join(unwritten);
  for (const slot of slots.slice(0, 4)) await ledger.passTime(slot, 10 * 60_000);
  const past = "entrance_since = now() - interval '11 minutes'";
  await ledger.run(`update slot_line set ${past} where slot_id = any ($1)`, [slots]);
  await renew();
  expect(await areBuffered()).toEqual([false, true, true, true, true]);
  expect([await join(unwritten), await join(restored)]).toMatchObject([{ ticket: 2 }, { ticket: 2 }]);
});

test("decision 0039, losses: whoever misses an epoch that was replaced begins no other", async () => {
  const entrances = createSqlEntrances(ledger.database);
  const slot = await ledger.slot();
  const pass = () =>
    ledger.run("update slot_line set entrance_since = now() - interval '1 minute' where slot_id = $1", [slot]);
  const epoch = async () => (await entrances.cards([slot]))[0]?.epoch;
  expect([await entrances.take(slot, null), await epoch()]).toEqual([true, 1]);
  expect([await entrances.take(slot, 1), await epoch()]).toEqual([false, 1]);
  await pass();
  expect([await entrances.take(slot, 1), await epoch()]).toEqual([true, 2]);
  await pass();
  expect([await entrances.take(slot, 1), await epoch()]).toEqual([false, 2]);
  expect([await entrances.take(slot, 2), await epoch()]).toEqual([true, 3]);
});

test("I2, decision 0039: a slot handed back goes on behind all that a lost epoch may have given", async () => {
  const entrances = createSqlEntrances(ledger.database);
  const slot = await ledger.slot();
  const [person] = (await ledger.people(1)) as [PersonId];
  await entrances.take(slot, null);
  const lost = (await entrances.cards([slot]))[0] as Card;
  const past = "entrance_since = now() - interval '1 minute'";
  await ledger.run(`update slot_line set ${past} where slot_id = $1`, [slot]);
  expect(await entrances.take(slot, lost.epoch)).toBe(true);
  // Whoever holds a receipt of it may still come back.
  expect(await entrances.handBack(slot, lost.epoch + 1)).toBe(false);
  await ledger.run("update slot_line set recovering_until = now() where slot_id = $1", [slot]);
  expect(await entrances.handBack(slot, lost.epoch + 1)).toBe(true);
  const { ticket } = entryOf(await ledger.line.join(slot, { person, partySize: 1, key: randomUUID() }));
  expect(ticket).toBe(lost.last + 1);
});

test("a limit of places holds for tickets of two slots that are written at once", async () => {
  const entrances = createSqlEntrances(ledger.database);
  const slot = await ledger.slot({ capacity: 5 });
  const beside = await ledger.slotBeside(slot);
  const [person] = (await ledger.people(1)) as [PersonId];
  for (const one of [slot, beside]) await entrances.take(one, null);
  await ledger.hostDoes("edit_store", slot, { change: { places_per_person: 1 }, knowingly: false });
  const first = new pg.Client({ connectionString: ledger.url as string });
  await first.connect();
  onTestFinished(() => first.end());
  await first.query("begin");
  const admit = `select ${ledger.database.code}.admit($1, $2, '{1}', '{key}', '{1}', '{false}', 1)`;
  await first.query(admit, [slot, [person]]);
  let isDone = false;
  const given = { person, partySize: 1, key: "key", ticket: 1, gone: false };
  const second = entrances.write(beside, 1, [given]).then(() => {
    isDone = true;
  });
  const waits = "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  const isWaiting = async () => isDone || (await ledger.run(waits)).length > 0;
  await waitUntil(isWaiting, { what: "the second waits, or did not have to" });
  await first.query("commit");
  await second;
  const rows = await Promise.all([slot, beside].map((one) => ledger.rows(one)));
  expect(rows.map(({ entries }) => entries.map(({ state }) => state))).toEqual([["confirmed"], ["missed"]]);
});

test("decision 0039, clocks: a slot opens by the database's clock, never early by that of Redis", async () => {
  const line = openBufferedLine({ ...unhurried, database: ledger.database, link });
  const setBack = (by: string) => ledger.setClock(`clock_timestamp() - interval '${by}'`);
  const [person] = (await ledger.people(1)) as [PersonId];
  const press = { person, partySize: 1, key: randomUUID() };
  for (const [by, opensInMs, answer] of [
    ["1 hour", 60_000, { problem: "not-open", opensInMs: expect.any(Number) }] as const,
    ["-1 hour", -60_000, { fresh: true }] as const,
  ]) {
    await setBack(by);
    const slot = await ledger.slot({ opensInMs });
    const answered = await line.join(slot, press);
    expect(answered).toMatchObject(answer);
    if ("problem" in answered) expect(answered.opensInMs).toBeLessThanOrEqual(60_000 + 250);
  }
  await setBack("0");
});
