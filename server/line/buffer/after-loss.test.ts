import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { waitUntil } from "../../../load/processes/wait-until.ts";
import type { EntryId, PersonId, SlotId } from "../../../shared/ids.ts";
import type { Entry } from "../../../shared/line.ts";
import { openBufferedGround, openBufferedLine, unhurried } from "../../../test/services/buffered-ledger.ts";
import { entryOf } from "../line.conformance.ts";

const hourMs = 3_600_000;

const { ledger, link, close } = await openBufferedGround();
const line = openBufferedLine({ ...unhurried, database: ledger.database, link });
afterAll(close);

const join = (slot: SlotId, person: PersonId, key: string = randomUUID(), partySize = 1) =>
  line.join(slot, { person, partySize, key });
const statesIn = async (slot: SlotId) =>
  (await ledger.rows(slot)).entries.map(({ personId, state }) => [String(personId), state]);

/** Redis loses all that it has of a slot, again if need be. */
async function wipe(slot: SlotId): Promise<void> {
  await ledger.run("update slot_line set entrance_since = now() - interval '1 minute' where slot_id = $1", [slot]);
  await link.ask(async (redis) => redis.del(await redis.keys(link.named(`line:${slot}:*`))));
  await line.renewCards();
}

/** The minute for receipts is over. */
async function endRecovery(slot: SlotId): Promise<void> {
  const pass = "update slot_line set recovering_until = now() where slot_id = $1 and recovering_until is not null";
  await ledger.run(pass, [slot]);
  await line.renewCards();
}

async function lose(slot: SlotId): Promise<void> {
  await wipe(slot);
  await endRecovery(slot);
}

/** Two people in the ledger, the first of them seated, with the keys they pressed with; then Redis lost it all. */
async function afterLoss(wish: Parameters<typeof ledger.slot>[0] = {}) {
  const slot = await ledger.slot({ capacity: 1, ...wish });
  const people = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
  const keys = people.map(() => randomUUID()) as [string, string, string];
  const [first, second] = [
    entryOf(await join(slot, people[0], keys[0])),
    entryOf(await join(slot, people[1], keys[1])),
  ];
  await line.handOver();
  await lose(slot);
  return { slot, people, keys, entries: [first, second] as [Entry, Entry] };
}

test("I3, I9: whom the ledger has is known after Redis lost them, by any key, and never refused", async () => {
  const { slot, people, keys, entries } = await afterLoss({ mostWaiting: 1 });
  for (const [at, state] of [
    [0, "confirmed"],
    [1, "waitlisted"],
  ] as const) {
    for (const [key, party] of [[keys[at], 1] as const, [randomUUID(), 1] as const, [randomUUID(), 9] as const]) {
      const known = { fresh: false, entry: { id: entries[at]?.id, state } };
      expect(await join(slot, people[at], key, party)).toMatchObject(known);
    }
  }
  expect(await join(slot, people[2])).toEqual({ problem: "line-full" });
});

test("I3: with room in the line nobody has two tickets after a loss; who leaves gives back the seat", async () => {
  const { slot, people, keys, entries } = await afterLoss();
  const again = entryOf(await join(slot, people[0], keys[0]));
  expect(again).toMatchObject({ id: entries[0].id, state: "confirmed" });
  expect(again).not.toHaveProperty("receipt");
  await line.act("leave", again.id as EntryId, people[0], randomUUID());
  expect(await statesIn(slot)).toEqual([
    [people[0], "confirmed"],
    [people[1], "waitlisted"],
  ]);
});

test("I9: a key whose entry has ended is answered with it after each loss; another key joins anew", async () => {
  const { slot, people, keys, entries } = await afterLoss();
  await line.act("leave", entries[1].id, people[1], randomUUID());
  for (const _ of [1, 2]) {
    await lose(slot);
    expect(await join(slot, people[1], keys[1])).toMatchObject({ fresh: false, entry: { id: entries[1].id } });
  }
  expect(await join(slot, people[1])).toMatchObject({ fresh: true, entry: { state: "waiting", afterLoss: true } });
  await line.handOver();
  expect((await statesIn(slot)).slice(1)).toEqual([
    [people[1], "left"],
    [people[1], "waitlisted"],
  ]);
});

test("I10: whoever comes when those with receipts are back and not written has a rank that does not grow", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const [seated, back, newcomer] = (await ledger.people(3)) as [PersonId, PersonId, PersonId];
  await join(slot, seated);
  await line.handOver();
  const { receipt } = entryOf(await join(slot, back));
  await wipe(slot);
  await line.join(slot, { person: back, partySize: 1, key: randomUUID(), receipt });
  await endRecovery(slot);
  const before = entryOf(await join(slot, newcomer));
  await line.handOver();
  expect([before.ahead, await line.mine(slot, newcomer)]).toMatchObject([1, { id: before.id, ahead: 1 }]);
});

test("I3: after a loss nobody gets a ticket while the ledger cannot say; whom Redis knows is answered", async () => {
  const { slot, people } = await afterLoss();
  const [known, stranger] = [people[2], (await ledger.people(1))[0] as PersonId];
  const mine = entryOf(await join(slot, known));
  const away = async () => Promise.reject(Object.assign(new Error("away"), { code: "ECONNREFUSED" }));
  const batches: number[] = [];
  const withoutLedger = openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link },
    entrances: (real) => ({ ...real, known: away }),
    buffer: (real) => ({
      ...real,
      press(of, presses) {
        batches.push(presses.length);
        return real.press(of, presses);
      },
    }),
  });
  const press = (person: PersonId) => withoutLedger.join(slot, { person, partySize: 1, key: randomUUID() });
  const presses = [known, people[1], stranger, known].map(press);
  const [, , refused, answer] = await Promise.all(presses);
  expect(batches).toContain(3);
  expect(answer).toMatchObject({ fresh: false, entry: { id: mine.id } });
  expect(refused).toEqual({ problem: "unavailable", retryAfterSeconds: 1 });
  expect(await join(slot, stranger)).toMatchObject({ fresh: true, entry: { state: "waiting" } });
});

test("I3: after a loss a silent ledger holds up nobody whom Redis knows; others are told 503", async () => {
  const { slot, people } = await afterLoss();
  const [known, stranger] = [people[2], (await ledger.people(1))[0] as PersonId];
  const mine = entryOf(await join(slot, known));
  const [waits, asked]: [number[], PersonId[][]] = [[], []];
  let [isSilent, speak] = [true, () => undefined as void];
  const silence = new Promise<void>((resolve) => {
    speak = resolve;
  });
  const beforeSilence = openBufferedLine({
    ...{ ...unhurried, database: ledger.database, link },
    // Until it speaks its time is over at once; then it has all the time.
    clock: {
      wait(ms) {
        waits.push(ms);
        return isSilent ? Promise.resolve() : new Promise(() => undefined);
      },
    },
    entrances: (real) => ({
      ...real,
      async known(of, presses) {
        asked.push(presses.map(({ person }) => person));
        await silence;
        return real.known(of, presses);
      },
    }),
    direct: (real) => ({ ...real, mine: (...whose) => silence.then(() => real.mine(...whose)) }),
  });
  const press = (person: PersonId) => beforeSilence.join(slot, { person, partySize: 1, key: randomUUID() });
  for (const _ of [1, 2]) {
    const answers = await Promise.all([stranger, known].map(press));
    expect(answers).toMatchObject([{ problem: "unavailable" }, { fresh: false, entry: { id: mine.id } }]);
  }
  // Where it has not answered it is not asked again.
  expect(asked).toEqual([[stranger]]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(2_000);
  isSilent = false;
  speak();
  await waitUntil(async () => "entry" in (await press(stranger)), { what: "the stranger has a ticket" });
});

test("I3: a loss while an opening was put off: whom the ledger has from before is asked for too", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const [mine, other] = (await ledger.people(2)) as [PersonId, PersonId];
  await join(slot, mine);
  await line.handOver();
  await ledger.hostDoes("edit_store", slot, {
    change: { opens_at: new Date(Date.now() + hourMs).toISOString() },
    knowingly: true,
  });
  await lose(slot);
  expect(await join(slot, mine)).toMatchObject({ fresh: false, entry: { state: "confirmed" } });
  expect(await join(slot, other)).toMatchObject({ problem: "not-open" });
});

test("I5: lost again in its minute, the opening put off since: whoever holds a receipt still comes back", async () => {
  const slot = await ledger.slot({ capacity: 1 });
  const [mine] = (await ledger.people(1)) as [PersonId];
  const { id, receipt } = entryOf(await join(slot, mine));
  await wipe(slot);
  await ledger.hostDoes("edit_store", slot, {
    change: { opens_at: new Date(Date.now() + hourMs).toISOString() },
    knowingly: true,
  });
  await wipe(slot);
  const back = await line.join(slot, { person: mine, partySize: 1, key: randomUUID(), receipt });
  expect(back).toMatchObject({ entry: { id, state: "waiting" } });
});
