import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonId } from "../../shared/ids.ts";
import type { Ledger } from "../services/ledger.ts";
import { openStoppedLedger, replayOn, slotUnder } from "./ledger-replay.ts";
import { type ModelCommand, play, randomCommands, randomRules } from "./model-commands.ts";
import { createLine } from "./model-line.ts";
import { answerOf, ledgerState, modelState } from "./states.ts";

/** Others each time, so that the runs of days add up. */
const histories = 120;
const commandsEach = 40;
const names = Array.from({ length: 8 }, (_, position) => `p${position}`);

let ledger: Ledger;
let setClock: (at: number) => Promise<void>;

beforeAll(async () => {
  ({ ledger, setClock } = await openStoppedLedger());
});
afterAll(() => ledger.close());

/** People of the history, in whatever way the generator names them. */
async function peopleOf(commands: readonly ModelCommand[]): Promise<Map<string, PersonId>> {
  const named = new Set([...names, ...commands.flatMap((command) => ("person" in command ? [command.person] : []))]);
  const ids = await ledger.people(named.size);
  return new Map([...named].map((name, position) => [name, ids[position] as PersonId]));
}

async function replayHistory(seed: number): Promise<void> {
  const rules = randomRules(seed);
  const commands = randomCommands(seed, commandsEach);
  await setClock(0);
  const slot = await slotUnder(ledger, rules);
  const replay = replayOn(ledger, slot, await peopleOf(commands));
  let line = createLine(rules);
  for (const [step, command] of commands.entries()) {
    await setClock(command.at);
    const expected = play(line, command);
    line = expected.line;
    const where = `seed ${seed}, step ${step}: ${JSON.stringify(command)}`;
    const key = randomUUID();
    expect(await replay(command, key), where).toEqual(answerOf(expected.answer));
    // The answer was lost: the same press again is told the same and has no second effect, as the state below shows.
    if ("lost" in command && command.lost) {
      expect(await replay(command, key), `${where}, again`).toEqual(answerOf(expected.answer));
    }
    if (!("problem" in expected.answer)) expect(await ledgerState(ledger, slot), where).toEqual(modelState(line));
  }
}

test("I1, I2, I3, I6, I9, I12: the ledger does what the pure model does, over random histories", async () => {
  const replayed = process.env.SIMULATION_SEED;
  const first = replayed === undefined ? Math.floor(Math.random() * 1_000_000_000) : Number(replayed);
  const count = replayed === undefined ? histories : 1;
  console.log(`SIMULATION_SEED=${first} and the ${count - 1} after it`);
  for (let seed = first; seed < first + count; seed += 1) await replayHistory(seed);
});
