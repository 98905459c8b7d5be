import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonId } from "../../shared/ids.ts";
import type { Ledger } from "../services/ledger.ts";
import { openStoppedLedger, replayOn, reservationOf, type Seen, seen, slotUnder } from "./ledger-replay.ts";
import type { EntryRequest } from "./model.ts";
import { createLine, type SeatRule, seatLine } from "./model-line.ts";
import { violations, violationsBetween } from "./model-violations.ts";
import { answerOf, ledgerState, modelState } from "./states.ts";
import * as stores from "./two-slots.ts";

const modelHistories = 1_500;
const ledgerHistories = 50;
const commandsEach = 40;
const peopleEach = 8;

let ledger: Ledger;
let setClock: (at: number) => Promise<void>;
beforeAll(async () => {
  ({ ledger, setClock } = await openStoppedLedger());
});
afterAll(() => ledger.close());

/** The seeds of a run: the one that is to be replayed, or so many after one that is printed. */
function seedsOf(count: number): number[] {
  const replayed = process.env.SIMULATION_SEED;
  if (replayed !== undefined) return [Number(replayed)];
  const first = Math.floor(Math.random() * 1_000_000_000);
  console.log(`SIMULATION_SEED=${first} and the ${count - 1} after it`);
  return Array.from({ length: count }, (_, position) => first + position);
}

/** Plays a history on the model alone and tells each step; answers what is wrong after the first that is. */
function walk(seed: number, told: Set<string>, seat: SeatRule = seatLine) {
  const [one, two] = stores.randomStoreRules(seed);
  let store: stores.Store = [createLine(one), createLine(two)];
  for (const step of stores.randomStoreCommands(seed, commandsEach, peopleEach)) {
    const after = stores.playInStore(store, step, seat);
    if ("move" in step) told.add("problem" in after.answer ? after.answer.problem : "moved");
    const before = store;
    store = after.store;
    const found = ([0, 1] as const).flatMap((slot) => [
      ...violations(store[slot]),
      ...violationsBetween(before[slot], store[slot]),
    ]);
    if (found.length > 0) return { found, where: `seed ${seed}: ${JSON.stringify(step)}` };
  }
  return null;
}

test("I1 to I5, I10, I12: moves between two slots keep them after every step, and end in every way", () => {
  const told = new Set<string>();
  for (const seed of seedsOf(modelHistories)) expect(walk(seed, told)).toBeNull();
  if (process.env.SIMULATION_SEED !== undefined) return;
  const ways = ["moved", "not-found", "already-ended", "closed", "already-confirmed", "already-in-line"];
  expect([...told]).toEqual(expect.arrayContaining([...ways, "party-too-large", "not-bookable"]));
});

test("I12: a move whose old seat goes to nobody is caught", () => {
  const idle: SeatRule = (line) => line;
  const found = seedsOf(300).flatMap((seed) => walk(seed, new Set(), idle)?.found ?? []);
  expect(found.map(({ invariant }) => invariant)).toContain("I12");
});

/** Two slots of one store under the rules, and how a step is played on them. */
async function storeUnder(seed: number, people: ReadonlyMap<string, PersonId>) {
  const [one, two] = stores.randomStoreRules(seed);
  const first = await slotUnder(ledger, one);
  const beside = { capacity: two.capacity, mostWaiting: two.maxWaiting, startsInMs: two.startsAt };
  const slots = [first, await ledger.slotBeside(first, beside)] as const;
  const replays = slots.map((slot) => replayOn(ledger, slot, people));

  async function move(from: stores.Which, { person, ticket }: EntryRequest): Promise<Seen> {
    const id = await reservationOf(ledger, slots[from], ticket);
    const who = people.get(person) as PersonId;
    const answer = await ledger.reservations.move(id, who, slots[stores.other(from)], randomUUID());
    if ("problem" in answer) return { problem: answer.problem };
    const entry = await ledger.line.mine(answer.slot, who);
    return entry === null || "problem" in entry ? {} : seen(entry);
  }
  return {
    slots,
    replay: (step: stores.StoreCommand) =>
      "move" in step ? move(step.slot, step.move) : replays[step.slot]?.(step.command),
  };
}

async function replayHistory(seed: number): Promise<void> {
  const [one, two] = stores.randomStoreRules(seed);
  const names = Array.from({ length: peopleEach }, (_, position) => `person ${position + 1}`);
  const ids = await ledger.people(names.length);
  await setClock(0);
  const { slots, replay } = await storeUnder(seed, new Map(names.map((name, at) => [name, ids[at] as PersonId])));
  let store: stores.Store = [createLine(one), createLine(two)];
  for (const [number, step] of stores.randomStoreCommands(seed, commandsEach, peopleEach).entries()) {
    await setClock("move" in step ? step.at : step.command.at);
    const expected = stores.playInStore(store, step);
    store = expected.store;
    const where = `seed ${seed}, step ${number}: ${JSON.stringify(step)}`;
    expect(await replay(step), where).toEqual(answerOf(expected.answer));
    for (const slot of [0, 1] as const) {
      if (!("problem" in expected.answer))
        expect(await ledgerState(ledger, slots[slot]), where).toEqual(modelState(store[slot]));
    }
  }
}

test("I1, I2, I3, I6, I12: the ledger moves people as the pure model does, over random histories", async () => {
  for (const seed of seedsOf(ledgerHistories)) await replayHistory(seed);
});
