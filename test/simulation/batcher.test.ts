import { expect, test } from "vitest";
import { checkHistory } from "../../load/history/check-history.ts";
import type { Answer, History } from "../../load/history/history.ts";
import type { Admitted, JoinAnswer, JoinRequest } from "../../server/line/ports.ts";
import { createBatcher } from "../../server/platform/batcher.ts";
import { createChance } from "../../server/platform/chance.ts";
import type { PersonId, SlotId } from "../../shared/ids.ts";
import { finalOf } from "../history/model-history.ts";
import { slotId } from "../history/story.ts";
import { Crash, createCrashingLedger, createRecord, people } from "./crashing-ledger.ts";
import type { ModelLine, SlotRules } from "./model-line.ts";
import { violations } from "./model-violations.ts";

const histories = 2_000;
const presses = 24;
const slot = slotId as SlotId;

const isAway = (answer: JoinAnswer) => "problem" in answer && answer.problem === "unavailable";

function told(answer: JoinAnswer): Answer {
  if ("problem" in answer) return { status: isAway(answer) ? 503 : 409, problem: answer.problem };
  return { status: answer.fresh ? 201 : 200, entry: answer.entry };
}

/** Everybody's presses: some twice with one key and some with two, alone or as a party. */
function randomPresses(seed: number): JoinRequest[] {
  const chance = createChance(seed ^ 0xbeef);
  return Array.from({ length: presses }, (_, position) => ({
    person: `person ${chance.whole(1, people)}` as PersonId,
    partySize: chance.whole(1, 3),
    key: chance.oneIn(4) ? `k${Math.max(0, position - 1)}` : `k${position}`,
  }));
}

function factsOf({ capacity, fillsGaps, largestParty, startsAt }: SlotRules, { settledAt }: ModelLine) {
  return { slotId, capacity, fillsGaps, largestParty, begun: settledAt >= startsAt };
}

/** People press, and again with the same key, until each has an answer that is not a crash. */
async function playHistory(seed: number): Promise<{ history: History; line: ModelLine; seen: Set<string> }> {
  const record = createRecord();
  const { admit, rules, line, seated, seen } = createCrashingLedger(seed, record);
  const batcher = createBatcher<SlotId, JoinRequest, Admitted>({
    commit: admit,
    onceEach: ({ person }) => person,
    mayPass: (error) => error instanceof Crash,
    clock: { wait: async () => undefined },
    mostPerBatch: 1 + (seed % 8),
    mostQueued: 1_000,
  });

  async function press(request: JoinRequest): Promise<void> {
    const { person: personId, key, partySize } = request;
    const asked = { kind: "join", personId, slotId, key, partySize, sentAt: record.now() } as const;
    const answer = await batcher.add(slot, request);
    record.events.push({ ...asked, answeredAt: record.now(), answer: told(answer) });
    if (!isAway(answer)) return;
    seen.add("a press, told 503");
    await press(request);
  }
  await Promise.all(randomPresses(seed).map(press));

  const slots = [factsOf(rules, line())];
  const final = finalOf(line(), seated());
  return { history: { slots, events: record.events, ranks: [], final }, line: line(), seen };
}

const everythingWorthSeeing = [
  ...["one person", "a party", "pause", "resume", "addSeats", "changeCapacity", "changeList"],
  ...["leave", "cancel", "accept", "decline", "a press, told 503"],
  ...["a batch", "leave", "cancel"].flatMap((what) => [
    `${what}, lost before its commit`,
    `${what}, lost after its commit`,
  ]),
];

test("I1 to I6, I9, I12: what crashes before or after its commit loses nobody and takes nobody twice", async () => {
  const first = Number(process.env.SIMULATION_SEED ?? Math.floor(Math.random() * 1_000_000_000));
  console.log(`SIMULATION_SEED=${first} and the ${histories - 1} after it`);
  const seen = new Set<string>();
  let judged = 0;
  for (let seed = first; seed < first + histories; seed += 1) {
    const played = await playHistory(seed);
    for (const each of played.seen) seen.add(each);
    expect(violations(played.line), `seed ${seed}`).toEqual([]);
    const found = checkHistory(played.history);
    if (found.some(({ invariant }) => invariant === "vacuous")) continue;
    expect(found, `seed ${seed}`).toEqual([]);
    judged += 1;
  }
  expect(judged).toBeGreaterThan(histories * 0.8);
  expect([...seen]).toEqual(expect.arrayContaining(everythingWorthSeeing));
});
