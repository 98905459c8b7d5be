import { afterAll, beforeAll, expect, test } from "vitest";
import type { Admitted } from "../../server/line/ports.ts";
import { type Chance, createChance } from "../../server/platform/chance.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Ledger } from "../services/ledger.ts";
import { openStoppedLedger, replayOn, type Seen, seen, slotUnder } from "./ledger-replay.ts";
import { type ModelAnswer, placeOf } from "./model.ts";
import { draw, nextMoment, play, randomRules } from "./model-commands.ts";
import { createLine, type ModelEntry, type ModelLine } from "./model-line.ts";
import { answerOf, ledgerState, modelState } from "./states.ts";

const histories = 25;
/** Each a batch, and something else that happens to the line after it. */
const roundsEach = 4;
const names = Array.from({ length: 16 }, (_, position) => `person ${position + 1}`);

let ledger: Ledger;
let setClock: (at: number) => Promise<void>;
beforeAll(async () => {
  ({ ledger, setClock } = await openStoppedLedger());
});
afterAll(() => ledger.close());

interface Played {
  readonly slot: SlotId;
  readonly people: ReadonlyMap<string, PersonId>;
  /** In how many batches of several outcomes each came up. */
  readonly outcomes: Map<string, number>;
}

/** Half of all people press together; a third of them under a key that they may have used before. */
function drawBatch(chance: Chance) {
  const drawKey = () => (chance.oneIn(3) ? chance.whole(1, 3) : chance.whole(4, 1_000_000_000));
  const pressing = names.filter(() => chance.oneIn(2));
  return pressing.map((person) => ({ person, partySize: chance.pick([1, 1, 2, 3, 4]), key: `key ${drawKey()}` }));
}

/** Everybody in a batch is told the line after it. */
function asAfter(line: ModelLine, answer: ModelAnswer): Seen {
  if (!("entry" in answer)) return answerOf(answer);
  const entry = line.entries.find(({ ticket }) => ticket === answer.entry.ticket) as ModelEntry;
  return seen(placeOf(line, entry));
}

const told = (answer: Admitted | Refused): Seen =>
  "problem" in answer ? { problem: answer.problem } : seen(answer.entry);

/** The reservation of each answer's ticket is the one that the rows have. */
async function expectReservations(slot: SlotId, answers: readonly (Admitted | Refused)[], where: string) {
  const text = "select ticket, id from reservation where slot_id = $1";
  const rows = await ledger.run<{ ticket: number; id: string }>(text, [slot]);
  const byTicket = new Map(rows.map(({ ticket, id }) => [ticket, id]));
  const entries = answers.flatMap((answer) => ("entry" in answer ? [answer.entry] : []));
  expect(
    entries.map(({ reservationId }) => reservationId),
    where,
  ).toEqual(entries.map(({ ticket }) => byTicket.get(ticket) ?? null));
}

/** One batch on the ledger, the same presses one after the other on the model. */
async function playBatch({ slot, people, outcomes }: Played, before: ModelLine, chance: Chance, at: number) {
  const batch = drawBatch(chance);
  let line = before;
  const expected = batch.map((press) => {
    const step = play(line, { verb: "join", at, lost: false, ...press });
    line = step.line;
    return step.answer;
  });
  const where = `${JSON.stringify(batch)} on ${JSON.stringify(before)}`;
  const answers = await Promise.all(
    batch.map((press) => ledger.line.join(slot, { ...press, person: people.get(press.person) as PersonId })),
  );
  expect(answers.map(told), where).toEqual(expected.map((answer) => asAfter(line, answer)));
  await expectReservations(slot, answers, where);
  const ends = new Set(answers.map((answer) => ("problem" in answer ? answer.problem : answer.entry.state)));
  for (const end of ends.size > 1 ? ends : []) outcomes.set(end, 1 + (outcomes.get(end) ?? 0));
  return line;
}

async function playHistory(seed: number, outcomes: Map<string, number>): Promise<void> {
  const chance = createChance(seed);
  // Whatever the first seed is, some lines are soon full.
  const maxWaiting = [0, 2, 6, 1_000][seed % 4] as number;
  const rules = { ...randomRules(seed), capacity: chance.whole(1, 14), maxWaiting };
  await setClock(0);
  const ids = await ledger.people(names.length);
  const people = new Map(names.map((name, position) => [name, ids[position] as PersonId]));
  const slot = await slotUnder(ledger, rules);
  const replay = replayOn(ledger, slot, people);
  let line = createLine(rules);
  let at = rules.opensAt;
  for (let round = 0; round < roundsEach; round += 1) {
    at = nextMoment(chance, line, at);
    await setClock(at);
    line = await playBatch({ slot, people, outcomes }, line, chance, at);
    at = nextMoment(chance, line, at);
    await setClock(at);
    const command = draw(chance, line, { at, lost: false }, names.length);
    const step = play(line, command);
    line = step.line;
    const where = `seed ${seed}, round ${round}: ${JSON.stringify(command)}`;
    expect(await replay(command), where).toEqual(answerOf(step.answer));
    expect(await ledgerState(ledger, slot), where).toEqual(modelState(line));
  }
}

test("I1, I2, I3, I9, S22: a batch is told what the pure model tells its presses one after the other", async () => {
  const replayed = process.env.SIMULATION_SEED;
  const first = replayed === undefined ? Math.floor(Math.random() * 1_000_000_000) : Number(replayed);
  const count = replayed === undefined ? histories : 1;
  console.log(`SIMULATION_SEED=${first} and the ${count - 1} after it`);
  const outcomes = new Map<string, number>();
  for (let seed = first; seed < first + count; seed += 1) await playHistory(seed, outcomes);
  const mixed = [...outcomes.keys()];
  if (replayed === undefined) expect(mixed).toEqual(expect.arrayContaining(["confirmed", "waitlisted", "line-full"]));
});
