import { expect, onTestFinished, test } from "vitest";
import type { PersonId, SlotId } from "../../../shared/ids.ts";
import { openPatientLink } from "../../../test/services/redis-links.ts";
import { createSimulatedBuffer } from "../../../test/simulation/simulated-buffer.ts";
import { type Chance, createChance } from "../../platform/chance.ts";
import { createRedisBuffer } from "./buffer.redis.ts";
import type { Buffer, Card, Claimed, Press } from "./ports.ts";

const histories = 150;
const stepsEach = 60;

type Work = Extract<Claimed, { state: "work" }>;

/** What the ledger would know, as far as a buffer cares. */
interface Told {
  card: Card;
  claimed: Work | null;
  /** One that was handed over before. */
  earlier: Work | null;
}

function cardOf(chance: Chance, slot: SlotId): Card {
  const [now, hourMs] = [Date.now(), 3_600_000];
  const moments = {
    opensAt: now - hourMs,
    closesAt: now + hourMs,
    startsAt: now + 2 * hourMs,
    recoveringUntil: 0,
    now,
  };
  const last = chance.pick([3, 10_000, 10_000]);
  const line = { epoch: 1, first: 1, last, next: 1, waiting: 0, departed: 0, free: chance.whole(1, 4) };
  const rules = { largest: 2, mostWaiting: chance.pick([1, 50]), listOpen: !chance.oneIn(4), paused: false };
  return {
    slot,
    isBuffered: true,
    staysDirect: false,
    isQuiet: false,
    ...moments,
    ...line,
    ...rules,
    fillsGaps: chance.oneIn(2),
  };
}

function pressesOf(chance: Chance, { card }: Told): Press[] {
  const people = [1, 2, 3, 4, 5].filter(() => chance.oneIn(2)).map((person) => `${person}` as PersonId);
  return people.map((person) => ({
    ...{ person, partySize: chance.whole(1, 3), key: `key-${chance.whole(1, 6)}` },
    checked: chance.oneIn(4) ? { ticket: chance.whole(1, card.next + 2), lives: chance.oneIn(2) } : null,
    returning: chance.oneIn(4) ? chance.whole(1, card.first + 2) : 0,
    isNew: chance.oneIn(2),
  }));
}

function drawKeep(chance: Chance, told: Told) {
  const isNext = chance.oneIn(4);
  // A minute in which people with receipts come back is over for some epochs as soon as it begins.
  const recoveringUntil = chance.oneIn(2) ? told.card.now + 3_600_000 : 0;
  const { epoch, first } = told.card;
  if (isNext) told.card = { ...told.card, epoch: epoch + 1, first: first + 20, last: first + 10_020, recoveringUntil };
  // It is over, and there was a loss before the epoch all the same.
  else if (chance.oneIn(2)) told.card = { ...told.card, recoveringUntil: Math.min(1, told.card.recoveringUntil) };
  told.card = { ...told.card, staysDirect: chance.oneIn(5), isQuiet: chance.oneIn(3) };
  // Of a card of an earlier epoch somebody may have read long ago.
  const isLate = chance.oneIn(4);
  const late = { ...told.card, epoch: Math.max(1, told.card.epoch - 1) };
  // Of this epoch one may have been read before a batch: what it says of the line is old.
  const read = { ...told.card, last: told.card.last - 1, waiting: told.card.waiting + 1, free: 9 };
  const card = isLate ? late : chance.pick([told.card, told.card, read]);
  const mayMake = isNext || isLate || chance.oneIn(2);
  return (buffer: Buffer) => buffer.keep(card, mayMake);
}

/** One step, drawn once and done on whichever buffer it is given. */
function drawStep(chance: Chance, told: Told): (buffer: Buffer) => Promise<unknown> {
  const { slot } = told.card;
  const [person, ticket] = [`${chance.whole(1, 5)}` as PersonId, told.card.next + chance.whole(-1, 3)];
  const key = `leave-${chance.whole(1, 3)}`;
  const what = chance.whole(1, 13);
  if (what <= 4) {
    const presses = pressesOf(chance, told);
    return (buffer) => buffer.press(slot, presses);
  }
  if (what <= 6) return (buffer) => buffer.look(slot, person, ticket);
  if (what === 7) {
    // Mostly with the ticket they have: no other can be left.
    const isTheirs = !chance.oneIn(4);
    return async (buffer) => {
      const mine = isTheirs ? (await buffer.look(slot, person, 0))?.mine : null;
      return buffer.leave(slot, person, mine?.ticket ?? ticket, key);
    };
  }
  if (what === 8) return async (buffer) => (await buffer.busy()).includes(slot);
  if (what === 9) return drawKeep(chance, told);
  if (what === 13) {
    const isOver = chance.oneIn(3);
    const { epoch, first } = told.card;
    if (isOver) told.card = { ...told.card, epoch: epoch + 1, first: first + 20, last: first + 10_020 };
    return (buffer) => buffer.drop(slot, isOver ? epoch + 1 : epoch).then(() => undefined);
  }
  // A worker that stood still comes with what others have handed over, and gone on from.
  const handed = chance.oneIn(4) ? told.earlier : told.claimed;
  if ((what === 10 || what === 11) && handed !== null) return handOver(chance, told, handed);
  const [worker, stale, most] = [chance.pick(["a", "a", "b"]), chance.pick(["", "a 1", "a 2"]), chance.whole(1, 4)];
  return async (buffer) => {
    const claimed = await buffer.claim(slot, worker, stale, most);
    if (claimed.state === "work") told.claimed = claimed;
    return claimed;
  };
}

function handOver(chance: Chance, told: Told, work: Work) {
  const { epoch, given } = work;
  const { slot } = told.card;
  const last = given.at(-1)?.ticket ?? 0;
  // Read before others left the line, or after.
  const departed = Math.max(0, told.card.departed + chance.whole(-1, 1));
  const counts = { waiting: told.card.waiting + given.length, departed, free: 0 };
  const voids = given.flatMap(({ ticket, person }) =>
    chance.oneIn(4) ? [{ ticket, person, instead: chance.oneIn(2) ? { ticket: 1, partySize: 1 } : null }] : [],
  );
  [told.claimed, told.earlier] = [null, chance.oneIn(2) ? work : (told.earlier ?? work)];
  const isRead = epoch === told.card.epoch && departed >= told.card.departed;
  if (isRead) told.card = { ...told.card, ...counts, next: Math.max(told.card.next, last + 1) };
  return (buffer: Buffer) => buffer.handOver({ slot, epoch, last, ...counts, voids });
}

test("what the simulation says of a buffer the scripts in Redis say too, step by step", async () => {
  const link = await openPatientLink();
  onTestFinished(link.close);
  const first = Number(process.env.SIMULATION_SEED ?? Math.floor(Math.random() * 1_000_000_000));
  const seen = new Set<string>();
  for (let seed = first; seed < first + histories; seed += 1) {
    const [chance, slot] = [createChance(seed), `${seed}` as SlotId];
    const [redis, model] = [createRedisBuffer(link), createSimulatedBuffer(slot, Date.now).buffer];
    const told: Told = { card: cardOf(chance, slot), claimed: null, earlier: null };
    for (const buffer of [redis, model]) await buffer.keep(told.card, true);
    for (let step = 0; step < stepsEach; step += 1) {
      const play = drawStep(chance, told);
      const [said, expected] = [await play(redis), await play(model)];
      expect(timeless(said), `SIMULATION_SEED=${seed}, step ${step}`).toEqual(timeless(expected));
      for (const [, word] of JSON.stringify(said ?? null).matchAll(/"(?:kind|state|problem|outcome)":"(\S+?)"/g))
        seen.add(word as string);
      if (typeof said === "string") seen.add(said);
    }
  }
  expect([...seen]).toEqual(
    expect.arrayContaining([
      ...["new", "mine", "same", "unknown", "recovering", "line-full", "list-closed", "ending"],
      ...["work", "held", "wait", "left", "drained"],
    ]),
  );
});

/** Redis and the model look at the clock one after the other. */
const timeless = (said: unknown) =>
  JSON.parse(JSON.stringify(said ?? null, (name, value) => (name === "inMs" ? Math.sign(value) : value)));

const both = async (slot: SlotId) => {
  const link = await openPatientLink();
  onTestFinished(link.close);
  return [createRedisBuffer(link), createSimulatedBuffer(slot, Date.now).buffer];
};
const pressOf = (person: string, press: Partial<Press> = {}): Press => ({
  ...{ person: person as PersonId, partySize: 1, key: `key-${person}`, checked: null, returning: 0, isNew: true },
  ...press,
});
const plainCard = (slot: SlotId): Card => {
  const card = cardOf(createChance(1), slot);
  return { ...card, last: 10_000, mostWaiting: 50, listOpen: true };
};

test("decision 0039, clocks: a slot that has opened is not closed again by an older read", async () => {
  const slot = "opened-once" as SlotId;
  for (const buffer of await both(slot)) {
    const opensAt = Date.now() + 90;
    const keepAt = (now: number) => buffer.keep({ ...plainCard(slot), opensAt, now }, true);
    const press = async (person: string) => (await buffer.press(slot, [pressOf(person)]))?.pressed[0]?.kind;
    await keepAt(opensAt + 10);
    expect(await press("1")).toBe("new");
    await keepAt(Date.now());
    expect(await press("2")).toBe("new");
    // The database's clock itself was set back.
    await keepAt(Date.now() - 10_000);
    expect(await press("3")).toBe("refused");
  }
});

test("decision 0039, losses: behind a ticket that a worker was given none comes back", async () => {
  const slot = "back-in-order" as SlotId;
  for (const buffer of await both(slot)) {
    const keep = (recoveringUntil: number) =>
      buffer.keep({ ...plainCard(slot), epoch: 2, first: 21, now: Date.now(), recoveringUntil }, true);
    const back = async (person: string, returning: number) =>
      (await buffer.press(slot, [pressOf(person, { returning })]))?.pressed[0]?.kind;
    await keep(Date.now() + 3_600_000);
    expect(await back("1", 10)).toBe("same");
    await keep(1);
    expect(await buffer.claim(slot, "a", "", 10)).toMatchObject({ state: "work", given: [{ ticket: 10 }] });
    await keep(Date.now() + 3_600_000);
    expect([await back("2", 5), await back("3", 11)]).toEqual(["refused", "same"]);
  }
});
