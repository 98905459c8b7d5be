import { describe, expect, test } from "vitest";
import { type ModelCommand, play, randomCommands, randomRules } from "./model-commands.ts";
import { createLine, type ModelEntry, type ModelLine } from "./model-line.ts";
import { violations, violationsBetween } from "./model-violations.ts";

/** Commands in one history, and histories in one run: a few seconds on one core. */
const historyLength = 60;
const fixedHistories = 2_000;
const freshHistories = 1_000;

const givenSeed = process.env.SIMULATION_SEED;
const freshBase = Math.floor(Date.now() / 1_000) % 1_000_000_000;

/** Plays one history and stops at the first step that violates something, with all one needs to see it again. */
function simulate(seed: number): { line: ModelLine; commands: readonly ModelCommand[] } {
  const commands = randomCommands(seed, historyLength);
  let line = createLine(randomRules(seed));
  commands.forEach((command, step) => {
    const after = play(line, command).line;
    const found = [...violations(after), ...violationsBetween(line, after)];
    if (found.length > 0) throw new Error(explain(seed, commands.slice(0, step + 1), found));
    line = after;
  });
  return { line, commands };
}

function explain(seed: number, commands: readonly ModelCommand[], found: readonly unknown[]): string {
  const told = commands.map((command) => JSON.stringify(command)).join("\n");
  return `seed ${seed}: ${JSON.stringify(found)}\nreplay with SIMULATION_SEED=${seed}\n${told}`;
}

const seedsFrom = (base: number, count: number) => Array.from({ length: count }, (_, index) => base + index);

describe("random histories keep I1, I2, I3, I4, I5, I10 and I12 at every step", () => {
  if (givenSeed !== undefined) {
    test(`seed ${givenSeed}, given by SIMULATION_SEED`, () => void simulate(Number(givenSeed)));
    return;
  }
  test(`seeds 1 to ${fixedHistories}, the same in every run`, () => {
    for (const seed of seedsFrom(1, fixedHistories)) simulate(seed);
  });
  test(`${freshHistories} seeds from ${freshBase}, new in every run`, () => {
    for (const seed of seedsFrom(freshBase, freshHistories)) simulate(seed);
  });
});

describe("the generator", () => {
  test("gives the same history for the same seed and another for another", () => {
    expect(randomCommands(7, 50)).toEqual(randomCommands(7, 50));
    expect(randomCommands(7, 50)).not.toEqual(randomCommands(8, 50));
  });

  test("repeats every lost press later with the same key", () => {
    for (const seed of seedsFrom(1, 200)) {
      const commands = randomCommands(seed, historyLength);
      commands.forEach((command, index) => {
        if (!("lost" in command) || !command.lost) return;
        const { at: _at, lost: _lost, ...press } = command;
        expect(commands.slice(index + 1), `seed ${seed}`).toContainEqual(expect.objectContaining(press));
      });
    }
  });

  test("reaches every state, every answer and every edge", () => {
    const seen = new Set<string>();
    for (const seed of seedsFrom(1, 1_000)) {
      let line = createLine(randomRules(seed));
      for (const command of randomCommands(seed, historyLength)) {
        const step = play(line, command);
        if ("problem" in step.answer) seen.add(`${command.verb} ${step.answer.problem}`);
        if ("created" in step.answer) seen.add(`${command.verb} ${step.answer.created} ${step.answer.entry.state}`);
        for (const entry of step.line.entries) seen.add(entry.state);
        if (step.line.entries.some(isUntilNine)) seen.add("offered until nine");
        if (line.entries.some((entry) => entry.offerExpiresAt === command.at)) seen.add("at the expiry");
        for (const edge of ["opensAt", "closesAt", "startsAt"] as const) if (line[edge] === command.at) seen.add(edge);
        line = step.line;
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(everythingWorthSeeing));
  });
});

const isUntilNine = ({ offerExpiresAt }: ModelEntry) => offerExpiresAt !== null && offerExpiresAt % 86_400_000 === 0;

const everythingWorthSeeing = [
  "offered until nine",
  ...["waiting", "waitlisted", "offered", "confirmed", "left", "declined", "expired", "cancelled", "missed"],
  ...["opensAt", "closesAt", "startsAt", "at the expiry"],
  ...["join true confirmed", "join true waitlisted", "join true waiting"],
  ...["join false confirmed", "join false offered", "join false left", "join false cancelled", "join false missed"],
  ...[
    "join not-open",
    "join closed",
    "join party-too-large",
    "join line-full",
    "join list-closed",
    "changeCapacity capacity-too-small",
  ],
  ...["leave already-confirmed", "leave already-ended", "leave not-found", "accept no-offer", "decline no-offer"],
  ...["cancel already-ended", "cancel closed", "cancel not-found", "accept not-found", "decline not-found"],
];
