import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { makeEntryId, type PersonId, type SlotId } from "../../../shared/ids.ts";
import { openBufferedGround, openBufferedLine, unhurried } from "../../../test/services/buffered-ledger.ts";
import { entryOf } from "../line.conformance.ts";
import { createSqlEntrances } from "./entrances.sql.ts";
import type { Buffer, Entrances } from "./ports.ts";

const minuteMs = 60_000;

const { ledger, link, close } = await openBufferedGround();
const line = openBufferedLine({ ...unhurried, database: ledger.database, link });
afterAll(close);

const join = (slot: SlotId, person: PersonId, receipt?: string) =>
  line.join(slot, { person, partySize: 1, key: randomUUID(), receipt });
async function told(slot: SlotId) {
  const { entries, reservations, outbox } = await ledger.rows(slot);
  expect(reservations).toEqual([]);
  return {
    states: entries.map(({ state }) => state),
    mails: outbox.map(({ kind, ticket, personId }) => [kind, ticket, String(personId)]),
  };
}
const deeds = [
  ["close_slot", { knowingly: false }, { problem: "closed" }] as const,
  ["edit_store", { change: { ends_on: "2026-01-02" }, knowingly: true }, { problem: "closed" }] as const,
  ["unpublish_store", {}, { problem: "not-found" }] as const,
];

test.each(deeds)(
  "I5, D4, D6: tickets not written yet at %s are told that the slot is off",
  async (deed, wish, shut) => {
    const slot = await ledger.slot({ capacity: 5 });
    const [a, b, late] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
    for (const person of [a, b]) expect(entryOf(await join(slot, person)).receipt).toBeDefined();
    expect(await ledger.hostDoes(deed, slot, wish)).not.toHaveProperty("problem");
    await line.renewCards();
    // Until theirs are written nobody is told what the ledger does not say yet.
    expect(await join(slot, late)).toEqual({ problem: "unavailable", retryAfterSeconds: 1 });
    expect(await ledger.hostDoes("delete_draft", slot)).toMatchObject({ problem: "only-drafts" });
    await line.handOver();
    expect(await join(slot, late)).toEqual(shut);
    const mails = [a, b].map((person, at) => ["slot-closed", at + 1, person]);
    expect(await told(slot)).toEqual({ states: ["missed", "missed"], mails });
    expect(await line.mine(slot, a)).toMatchObject({ state: "missed", ahead: null });
  },
);

test("I5: a slot closed while Redis lost its tickets hears those who come back, and tells them", async () => {
  const slot = await ledger.slot({ capacity: 5 });
  const [a, b] = (await ledger.people(2)) as [PersonId, PersonId];
  const { receipt } = entryOf(await join(slot, a));
  await ledger.hostDoes("close_slot", slot, { knowingly: true });
  await ledger.run("update slot_line set entrance_since = now() - interval '1 minute' where slot_id = $1", [slot]);
  await link.ask(async (redis) => redis.del(await redis.keys(link.named(`line:${slot}:*`))));
  await line.renewCards();
  expect(entryOf(await join(slot, a, receipt))).toMatchObject({ ticket: 1, state: "waiting" });
  await line.renewCards();
  expect(await join(slot, b)).toMatchObject({ problem: "unavailable" });
  await ledger.run("update slot_line set recovering_until = now() where slot_id = $1", [slot]);
  await line.renewCards();
  await line.handOver();
  expect(await join(slot, b)).toEqual({ problem: "closed" });
  expect(await told(slot)).toEqual({ states: ["missed"], mails: [["slot-closed", 1, a]] });
});

test("a limit of places holds for tickets that were given before Redis heard of it: they are told", async () => {
  const slot = await ledger.slot({ capacity: 5 });
  const beside = await ledger.slotBeside(slot);
  const [me, other] = (await ledger.people(2)) as [PersonId, PersonId];
  for (const here of [slot, beside]) await join(here, other);
  await line.handOver();
  await ledger.hostDoes("edit_store", slot, { change: { places_per_person: 1 }, knowingly: false });
  for (const here of [slot, beside]) expect(entryOf(await join(here, me)).receipt).toBeDefined();
  await line.handOver();
  const rows = [...(await ledger.rows(slot)).reservations, ...(await ledger.rows(beside)).reservations];
  expect(rows.filter(({ personId }) => String(personId) === me)).toHaveLength(1);
  const mails = [...(await ledger.rows(slot)).outbox, ...(await ledger.rows(beside)).outbox];
  expect(mails.map(({ kind }) => kind).sort()).toEqual(["confirmed", "confirmed", "confirmed", "missed"]);
});

test("decision 0039: what was read before a slot is to be direct opens it in Redis no more", async () => {
  let isOld = false;
  const slot = await ledger.slot({ capacity: 5 });
  const late = openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link },
    entrances: (real) => ({ ...real, cards: async (slots) => (isOld ? before : real.cards(slots)) }),
  });
  const [a, b] = (await ledger.people(2)) as [PersonId, PersonId];
  await join(slot, a);
  const before = await createSqlEntrances(ledger.database).cards([slot]);
  await ledger.hostDoes("close_slot", slot, { knowingly: true });
  await line.renewCards();
  isOld = true;
  await late.renewCards();
  expect(await join(slot, b)).toEqual({ problem: "unavailable", retryAfterSeconds: 1 });
});

const away = () => Promise.reject(Object.assign(new Error("Redis is away"), { code: "ECONNREFUSED" }));
const withoutRedis = () =>
  openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link },
    buffer: (real) => Object.fromEntries(Object.keys(real).map((name) => [name, away])) as unknown as Buffer,
  });

test("TRUST, decision 0039: with Redis away the ledger answers where it gives the tickets, only there", async () => {
  const [limited, handedBack, given] = [await ledger.slot(), await ledger.slot(), await ledger.slot()];
  const [person] = (await ledger.people(1)) as [PersonId];
  for (const slot of [handedBack, given]) await join(slot, (await ledger.people(1))[0] as PersonId);
  await line.handOver();
  for (const slot of [limited, handedBack])
    await ledger.hostDoes("edit_store", slot, { change: { places_per_person: 1 }, knowingly: false });
  await line.renewCards();
  await ledger.hostDoes("edit_store", handedBack, { change: { places_per_person: null }, knowingly: false });
  const alone = withoutRedis();
  const answers = [limited, handedBack, given].map((slot) =>
    alone.join(slot, { person, partySize: 1, key: randomUUID() }),
  );
  expect(await Promise.all(answers)).toMatchObject([
    ...[
      { fresh: true, entry: { ticket: 1, state: "confirmed" } },
      { fresh: true, entry: { ticket: 2 } },
    ],
    { problem: "unavailable" },
  ]);
  // Whoever has no place there can look for one, and press.
  const [stranger] = (await ledger.people(1)) as [PersonId];
  for (const slot of [limited, handedBack]) {
    const id = makeEntryId(slot, 99);
    expect([await alone.mine(slot, stranger), await alone.place(id, stranger)]).toEqual([null, null]);
    expect(await alone.act("leave", id, stranger, randomUUID())).toEqual({ problem: "not-found" });
  }
  const looks = [alone.mine(given, stranger), alone.place(makeEntryId(given, 99), stranger)];
  await Promise.all(looks.map((look) => expect(look).rejects.toThrow("Redis is away")));
});

test("TRUST, decision 0039: with Redis away an unwritten ticket is not absent after its slot began", async () => {
  const slot = await ledger.slot({ capacity: 1, startsInMs: minuteMs });
  const [seated, person] = (await ledger.people(2)) as [PersonId, PersonId];
  await join(slot, seated);
  await line.handOver();
  const { id } = entryOf(await join(slot, person));
  const alone = withoutRedis();
  const expectUnknown = async () => {
    const looks = [alone.place(id, person), alone.mine(slot, person), alone.act("leave", id, person, randomUUID())];
    await Promise.all(looks.map((look) => expect(look).rejects.toThrow("Redis is away")));
  };
  await ledger.passTime(slot, minuteMs);
  await expectUnknown();
  expect(await alone.mine(slot, seated)).toMatchObject({ ticket: 1 });
  await ledger.passTime(slot, 59 * minuteMs);
  await expectUnknown();
  // Redis has it no more.
  await ledger.passTime(slot, minuteMs);
  expect([await alone.place(id, person), await alone.mine(slot, person)]).toEqual([null, null]);
});

const never = () => Promise.reject(new Error("This process is dead."));
const deaths = [
  ["handing a slot back", { entrances: (real: Entrances) => ({ ...real, handBack: never }) }],
  ["taking its card away", { buffer: (real: Buffer) => ({ ...real, drop: never }) }],
] as const;

test.each(deaths)("decision 0039: a process that ends before %s shuts no slot", async (_, death) => {
  const slot = await ledger.slot({ capacity: 5, opensInMs: minuteMs });
  const [a, b] = (await ledger.people(2)) as [PersonId, PersonId];
  const dying = openBufferedLine({ ...unhurried, database: ledger.database, link, ...death });
  expect(await join(slot, a)).toMatchObject({ problem: "not-open" });
  await ledger.hostDoes("edit_store", slot, { change: { places_per_person: 1 }, knowingly: false });
  await expect(dying.renewCards()).rejects.toThrow();
  await ledger.passTime(slot, minuteMs);
  await line.renewCards();
  for (const person of [a, b]) expect(await join(slot, person)).toMatchObject({ entry: { state: "confirmed" } });
  // Nobody else presses for a slot by that card, whatever Redis may make of it.
  expect(await link.ask((redis) => redis.exists(link.named(`line:${slot}:card`)))).toBe(0);
});

test("decision 0039: a card that comes after its slot was handed back gives no tickets", async () => {
  const slot = await ledger.slot({ capacity: 5, opensInMs: minuteMs });
  const [early, later] = (await ledger.people(2)) as [PersonId, PersonId];
  let stoodStill = 0;
  const late = openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link },
    buffer: (real) => ({
      ...real,
      async keep(card, mayMake) {
        if (mayMake) {
          stoodStill += 1;
          await ledger.run("update slot_line set entrance_since = now() - interval '1 minute' where slot_id = $1", [
            slot,
          ]);
          await ledger.hostDoes("edit_store", slot, { change: { places_per_person: 1 }, knowingly: false });
          for (const _ of ["a card of the next epoch", "handed back"]) await line.renewCards();
        }
        return real.keep(card, mayMake);
      },
    }),
  });
  const press = { person: early, partySize: 1, key: randomUUID() };
  expect(await late.join(slot, press)).toMatchObject({ problem: "unavailable" });
  expect(stoodStill).toBe(1);
  expect(await link.ask((redis) => redis.keys(link.named(`line:${slot}:*`)))).toEqual([
    link.named(`line:${slot}:over`),
  ]);
  const leftMs = (await link.ask((redis) => redis.pttl(link.named(`line:${slot}:over`)))) ?? 0;
  expect([leftMs > 24 * 60 * minuteMs, leftMs <= 25 * 60 * minuteMs]).toEqual([true, true]);
  await ledger.passTime(slot, minuteMs);
  for (const person of [early, later]) {
    const { receipt, state } = entryOf(await join(slot, person));
    expect([receipt, state]).toEqual([undefined, "confirmed"]);
  }
});

test("D6: in one batch with somebody who is known a newcomer is the first to find the slot direct again", async () => {
  const slot = await ledger.slot({ capacity: 5 });
  const [known, newcomer] = (await ledger.people(2)) as [PersonId, PersonId];
  const batches: number[] = [];
  const noting = openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link },
    buffer: (real) => ({
      ...real,
      press(of, presses) {
        batches.push(presses.length);
        return real.press(of, presses);
      },
    }),
  });
  await join(slot, known);
  await ledger.hostDoes("edit_store", slot, { change: { places_per_person: 1 }, knowingly: false });
  // The card says so, and only then is what it gave written: nobody has handed the slot back.
  await line.renewCards();
  await line.handOver();
  const both = [known, newcomer].map((person) => noting.join(slot, { person, partySize: 1, key: randomUUID() }));
  const [again, first] = await Promise.all(both);
  expect(batches[0]).toBe(2);
  expect(again).toMatchObject({ fresh: false, entry: { ticket: 1 } });
  expect(first).toMatchObject({ fresh: true, entry: { ticket: 2, state: "confirmed" } });
});
