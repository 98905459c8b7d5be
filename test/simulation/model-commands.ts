/**
 * Random histories for the model and for whatever is compared with it. The generator walks the model while it draws, so
 * that it can aim: at entries that exist, at the exact moment an offer expires, at the edges of the opening.
 */

import { type Chance, createChance } from "../../server/platform/chance.ts";
import * as model from "./model.ts";
import {
  createLine,
  isLive,
  type ModelEntry,
  type ModelLine,
  type SeatRule,
  type SlotRules,
  seatLine,
} from "./model-line.ts";

/** `lost`: the verb took effect and its answer did not arrive, so the same person sends the same press again later. */
export type ModelCommand =
  | (model.JoinRequest & { readonly verb: "join"; readonly at: number; readonly lost: boolean })
  | (model.EntryRequest & { readonly verb: EntryVerb; readonly at: number; readonly lost: boolean })
  | { readonly verb: "changeCapacity"; readonly at: number; readonly capacity: number }
  | (model.ListWish & { readonly verb: "changeList"; readonly at: number })
  | { readonly verb: "addSeats"; readonly at: number; readonly seats: number }
  | { readonly verb: "appear" | "disappear"; readonly at: number; readonly person: string }
  | { readonly verb: "pause" | "resume" | "settle"; readonly at: number };

export type EntryVerb = "leave" | "cancel" | "accept" | "decline";

const entryVerbs = { leave: model.leave, cancel: model.cancel, accept: model.accept, decline: model.decline };

export interface CommandOptions {
  /** Drawn from the seed when absent. */
  readonly rules?: SlotRules;
  /** Different people who press; fewer people meet more of their own earlier entries. */
  readonly people?: number;
}

/** A rule set drawn from the seed: small capacities, so that lines form within a few presses. */
export function randomRules(seed: number): SlotRules {
  const chance = createChance(seed ^ 0x5eed);
  const opensAt = 60_000;
  const closesAt = opensAt + chance.pick([20_000, 600_000, 7_200_000]);
  return {
    capacity: chance.whole(1, 8),
    fillsGaps: chance.oneIn(2),
    largestParty: chance.pick([1, 2, 4, 20]),
    maxWaiting: chance.pick([0, 2, 6, 1_000]),
    offerMinutes: chance.pick([0, 1, 10, 60, 840, 1_440]),
    opensAt,
    closesAt,
    startsAt: closesAt + chance.pick([0, 10_000, 3_600_000, 200_000_000]),
  };
}

/**
 * `length` commands in the order of their moments. Each lost one is followed by its repetition before the end. Moments
 * are even milliseconds, so that half of what is left until the start, the bound of an offer, is a whole one.
 */
export function randomCommands(seed: number, length: number, options: CommandOptions = {}): ModelCommand[] {
  const chance = createChance(seed);
  let line = createLine(options.rules ?? randomRules(seed));
  let at = line.opensAt - chance.pick([0, 0, 2, 5_000]);
  const unanswered: ModelCommand[] = [];
  const commands: ModelCommand[] = [];
  while (commands.length < length) {
    at = nextMoment(chance, line, at);
    const mustRepeat = unanswered.length >= length - commands.length;
    const repeated = mustRepeat || chance.oneIn(3) ? unanswered.shift() : undefined;
    const mayBeLost = length - commands.length > unanswered.length + 1;
    const command = repeated
      ? { ...repeated, at, lost: false }
      : draw(chance, line, { at, lost: mayBeLost && chance.oneIn(6) }, options.people ?? 8);
    if ("lost" in command && command.lost) unanswered.push(command);
    line = play(line, command).line;
    commands.push(command);
  }
  return commands;
}

/** One command on the model. */
export function play(line: ModelLine, command: ModelCommand, seat: SeatRule = seatLine): model.ModelStep {
  switch (command.verb) {
    case "join": {
      const { person, partySize, key } = command;
      return model.join(line, { person, partySize, key }, command.at, seat);
    }
    case "changeCapacity":
      return model.changeCapacity(line, command.capacity, command.at, seat);
    case "changeList":
      return model.changeList(line, command, command.at, seat);
    case "addSeats":
      return model.addSeats(line, command.seats, command.at, seat);
    case "pause":
      return model.pause(line, command.at, seat);
    case "resume":
      return model.resume(line, command.at, seat);
    case "settle":
      return model.settleNow(line, command.at, seat);
    case "appear":
    case "disappear":
      return model.look(line, command.person, command.verb === "appear");
    default:
      return entryVerbs[command.verb](line, command, command.at, seat);
  }
}

/** Mostly the burst of one opening; sometimes exactly the edge of something that is due, or just beside it. */
export function nextMoment(chance: Chance, line: ModelLine, at: number): number {
  if (!chance.oneIn(12)) return at + 2 * chance.pick([0, 0, 1, 5, 500]);
  const edges = edgesAfter(chance, line, at);
  if (edges.length === 0) return at + 2_000;
  const aimed = chance.pick(edges) + chance.pick([-2, 0, 0, 2]);
  return Math.max(at, 2 * Math.ceil(aimed / 2));
}

/** The close and the start come up less often: after them little can happen, and a history should not begin there. */
function edgesAfter(chance: Chance, line: ModelLine, at: number): number[] {
  if (at < line.opensAt) return [line.opensAt];
  const offers = line.entries.flatMap((entry) => entry.offerExpiresAt ?? []);
  const ends = line.entries.length > 0 && chance.oneIn(2) ? [line.closesAt, line.startsAt] : [];
  return [...offers, ...ends].filter((edge) => edge > at);
}

interface Press {
  readonly at: number;
  readonly lost: boolean;
}

export function draw(chance: Chance, line: ModelLine, press: Press, people: number): ModelCommand {
  const { at } = press;
  const dice = chance.whole(1, 100);
  if (dice <= 50 || line.entries.length === 0) return drawJoin(chance, line, press, people);
  if (dice <= 86) return drawAnswer(chance, line, press, people);
  if (dice <= 90) return { verb: "addSeats", at, seats: chance.whole(1, 3) };
  if (dice <= 93) return { verb: "changeCapacity", at, capacity: Math.max(1, line.capacity + chance.whole(-3, 1)) };
  if (dice <= 94) return { verb: "pause", at };
  if (dice <= 95) return { verb: chance.pick(["appear", "appear", "disappear"]), at, person: somebody(chance, people) };
  if (dice <= 96) return { verb: "changeList", at, ...drawList(chance) };
  return { verb: line.paused || chance.oneIn(4) ? "resume" : "settle", at };
}

const drawList = (chance: Chance): model.ListWish =>
  chance.oneIn(2) ? { listOpen: chance.oneIn(2) } : { mostWaiting: chance.pick([0, 1, 3, 1_000]) };

const somebody = (chance: Chance, people: number) => `person ${chance.whole(1, people)}`;

/** A new press, a second press of the same finger, or a key that came back long after its entry ended. */
function drawJoin(chance: Chance, line: ModelLine, press: Press, people: number): ModelCommand {
  const earlier = line.entries.filter((entry) => entry.key !== null);
  const partySize = chance.pick([1, 1, 1, 2, 2, 3, 5]);
  if (earlier.length > 0 && chance.oneIn(6)) {
    const { person, key, partySize: same } = chance.pick(earlier);
    return { verb: "join", ...press, person, key, partySize: chance.oneIn(4) ? partySize : same };
  }
  const person = somebody(chance, people);
  const key = chance.oneIn(8) && !press.lost ? null : `key ${chance.whole(1, 1_000_000_000)}`;
  return { verb: "join", ...press, person, partySize, key };
}

/** The verb that suits the entry most of the time, and one that is wrong, late or not one's own the rest of it. */
function drawAnswer(chance: Chance, line: ModelLine, press: Press, people: number): ModelCommand {
  const live = line.entries.filter(isLive);
  const offered = live.filter((entry) => entry.state === "offered");
  const likely = [offered, live].filter((entries) => entries.length > 0 && chance.oneIn(2));
  const target = chance.pick(likely[0] ?? line.entries);
  const person = chance.oneIn(12) ? somebody(chance, people) : target.person;
  const ticket = chance.oneIn(20) ? line.nextTicket + 1 : target.ticket;
  return { verb: chance.pick(suitableVerbs(chance, target)), ...press, person, ticket };
}

function suitableVerbs(chance: Chance, { state }: ModelEntry): readonly EntryVerb[] {
  if (chance.oneIn(8)) return ["leave", "cancel", "accept", "decline"];
  if (state === "offered") return ["accept", "accept", "decline", "leave"];
  return state === "confirmed" ? ["cancel"] : ["leave"];
}
