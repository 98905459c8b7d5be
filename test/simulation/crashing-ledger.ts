/**
 * The ledger as the model, for a batcher: batches crash before or after their commit as the seed says, and between them
 * people and the host do all that is no press. Of that too some answers are lost, with the effect or before it, and the
 * same is asked again.
 */

import type { HistoryEvent } from "../../load/history/history.ts";
import type { JoinAnswer, JoinRequest } from "../../server/line/ports.ts";
import { type Chance, createChance } from "../../server/platform/chance.ts";
import { makeEntryId, type SlotId } from "../../shared/ids.ts";
import { recorded, seatedSince } from "../history/model-history.ts";
import { join } from "./model.ts";
import { draw, type ModelCommand, nextMoment, play, randomRules } from "./model-commands.ts";
import { createLine, type ModelLine } from "./model-line.ts";

export class Crash extends Error {}

/** Different people who press. */
export const people = 12;

/** What clients saw. Its clock goes on with every look at it, so that no two moments are one. */
export function createRecord() {
  let clock = 0;
  const now = () => {
    clock += 1;
    return clock;
  };
  return { events: [] as HistoryEvent[], now };
}
type Recording = ReturnType<typeof createRecord>;

interface World {
  line: ModelLine;
  /** Tickets with a reservation, as they came to it. */
  seated: readonly number[];
  at: number;
  readonly chance: Chance;
  /** Asked, and not answered yet. */
  readonly unanswered: ModelCommand[];
  /** All that happened in it, so that a run can tell whether it saw everything. */
  readonly seen: Set<string>;
}

function becomes(world: World, line: ModelLine): void {
  world.line = line;
  world.seated = [...world.seated, ...seatedSince(world.seated, line)];
}

/** Leaves, cancels, answers to offers, pauses, added seats: whatever is drawn, unless it is a press. */
function doSomethingElse(world: World, { events, now }: Recording): void {
  const { chance, line, seen, unanswered } = world;
  world.at = nextMoment(chance, line, world.at);
  const command = unanswered.shift() ?? draw(chance, line, { at: world.at, lost: false }, people);
  if (command.verb === "join") return;
  const isLost = "ticket" in command && chance.oneIn(6);
  const isUndone = isLost && chance.oneIn(2);
  const asked: ModelCommand = isLost ? { ...command, at: world.at, lost: true } : { ...command, at: world.at };
  const step = play(line, asked);
  events.push(...recorded(asked, step.answer, { sentAt: now(), answeredAt: now() }, line.capacity));
  if (!isUndone) becomes(world, step.line);
  if (isLost) unanswered.push(command);
  if ("problem" in step.answer) return;
  seen.add(isLost ? `${asked.verb}, lost ${isUndone ? "before" : "after"} its commit` : asked.verb);
}

function commit(world: World, slot: SlotId, { person, partySize, key }: JoinRequest): JoinAnswer {
  const step = join(world.line, { person, partySize, key }, world.at);
  becomes(world, step.line);
  if ("problem" in step.answer) return { problem: step.answer.problem };
  if (!("entry" in step.answer)) throw new Error("a join answers an entry or a problem");
  const { person: _, ...place } = step.answer.entry;
  world.seen.add(place.partySize > 1 ? "a party" : "one person");
  const names = { id: makeEntryId(slot, place.ticket), slotId: slot, reservationId: null, movedTo: null };
  const facts = { ...names, offerExpiresAt: null, departed: 0, cancelledByHost: false };
  return { entry: { ...place, ...facts }, fresh: step.answer.created ?? false };
}

/** One slot under rules of the seed; `seen` names all that happened in it. */
export function createCrashingLedger(seed: number, recording: Recording) {
  const rules = randomRules(seed);
  const line = createLine(rules);
  const chance = createChance(seed);
  // Of ten batches; with eight many are given up after all their retries.
  const crashes = chance.pick([2, 2, 2, 8]);
  const world: World = { line, seated: [], at: rules.opensAt, chance, unanswered: [], seen: new Set() };
  return {
    rules,
    seen: world.seen,
    line: () => world.line,
    seated: () => world.seated,
    /** Commits a batch and answers it, or crashes before or after. */
    async admit(slot: SlotId, batch: readonly JoinRequest[]): Promise<JoinAnswer[]> {
      while (chance.oneIn(2)) doSomethingElse(world, recording);
      const isLost = chance.whole(1, 10) <= crashes;
      const isUndone = isLost && chance.oneIn(2);
      if (isLost) world.seen.add(`a batch, lost ${isUndone ? "before" : "after"} its commit`);
      if (isUndone) throw new Crash("before the commit");
      const answers = batch.map((request) => commit(world, slot, request));
      if (isLost) throw new Crash("after the commit, before the answer");
      return answers;
    },
  };
}
