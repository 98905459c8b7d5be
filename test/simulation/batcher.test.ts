import { expect, test } from "vitest";
import { createBatcher, type JoinAnswer } from "../../server/line/batcher.ts";
import type { JoinRequest } from "../../server/line/ports.ts";
import { createChance } from "../../server/platform/chance.ts";
import { makeEntryId, type PersonId, type SlotId } from "../../shared/ids.ts";
import { join } from "./model.ts";
import { randomRules } from "./model-commands.ts";
import { createLine, type ModelLine } from "./model-line.ts";
import { violations } from "./model-violations.ts";

const histories = 2_000;
const presses = 24;
const slot = "1" as SlotId;

class Crash extends Error {}

/** The ledger as the model, which crashes before or after a commit as the seed says. */
function crashingLedger(seed: number) {
  const chance = createChance(seed);
  const rules = randomRules(seed);
  let line: ModelLine = createLine(rules);
  let crashes = 0;

  function commit({ person, partySize, key }: JoinRequest): JoinAnswer {
    const step = join(line, { person, partySize, key }, rules.opensAt);
    line = step.line;
    if ("problem" in step.answer) return { problem: step.answer.problem };
    if (!("entry" in step.answer)) throw new Error("a join answers an entry or a problem");
    const { ticket, state, ahead, behind } = step.answer.entry;
    const entry = { id: makeEntryId(slot, ticket), slotId: slot, ticket, state, ahead, behind, partySize };
    return {
      entry: { ...entry, reservationId: null, offerExpiresAt: null, departed: 0 },
      fresh: step.answer.created ?? false,
    };
  }

  return {
    line: () => line,
    crashes: () => crashes,
    async admit(_: SlotId, batch: readonly JoinRequest[]): Promise<JoinAnswer[]> {
      const fate = chance.whole(1, 10);
      if (fate <= 2) crashes += 1;
      if (fate === 1) throw new Crash("before the commit");
      const answers = batch.map(commit);
      if (fate === 2) throw new Crash("after the commit, before the answer");
      return answers;
    },
  };
}

/** People press, some twice with one key and some with two, until every press has an answer that is not a crash. */
async function playHistory(seed: number): Promise<{ crashes: number }> {
  const chance = createChance(seed ^ 0xbeef);
  const ledger = crashingLedger(seed);
  const batcher = createBatcher({
    admit: ledger.admit,
    mayPass: (error) => error instanceof Crash,
    clock: { wait: async () => undefined },
    mostPerBatch: chance.whole(1, 8),
    mostQueued: 1_000,
  });
  async function press(request: JoinRequest): Promise<JoinAnswer> {
    const answer = await batcher.add(slot, request);
    return "problem" in answer && answer.problem === "unavailable" ? press(request) : answer;
  }

  const requests = Array.from({ length: presses }, (_, position) => ({
    person: `p${chance.whole(1, 12)}` as PersonId,
    partySize: chance.whole(1, 3),
    key: chance.oneIn(4) ? `k${Math.max(0, position - 1)}` : `k${position}`,
  }));
  const answers = await Promise.all(requests.map(press));

  const line = ledger.line();
  expect(violations(line), `seed ${seed}`).toEqual([]);
  for (const [position, answer] of answers.entries()) {
    if ("problem" in answer) continue;
    const row = line.entries.find(({ ticket }) => ticket === answer.entry.ticket);
    expect(row, `seed ${seed}, press ${position}`).toMatchObject({
      person: requests[position]?.person,
      state: answer.entry.state,
    });
  }
  const people = line.entries.map(({ person }) => person);
  expect(new Set(people).size, `seed ${seed}: one entry a person`).toBe(people.length);
  return { crashes: ledger.crashes() };
}

test("I3, I4, I5, I9: batches that crash before or after their commit lose nobody and take nobody twice", async () => {
  const first = Number(process.env.SIMULATION_SEED ?? Math.floor(Math.random() * 1_000_000_000));
  console.log(`SIMULATION_SEED=${first} and the ${histories - 1} after it`);
  let crashes = 0;
  for (let seed = first; seed < first + histories; seed += 1) crashes += (await playHistory(seed)).crashes;
  expect(crashes).toBeGreaterThan(histories / 2);
});
