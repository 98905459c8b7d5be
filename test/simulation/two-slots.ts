/**
 * Two slots of one store, so that somebody can move from one to the other: the model of the move, and random histories
 * in which both lines live.
 */
import { createChance } from "../../server/platform/chance.ts";
import type { ProblemName } from "../../shared/problems.ts";
import * as model from "./model.ts";
import { draw, type ModelCommand, nextMoment, play, randomRules } from "./model-commands.ts";
import * as lines from "./model-line.ts";
import { type ModelEntry, type ModelLine, type SlotRules, seatLine, settle, turned, withEntry } from "./model-line.ts";

export type Which = 0 | 1;
export type Store = readonly [ModelLine, ModelLine];
/** In which slot it happens; a move leaves that slot for the other. */
export type StoreCommand =
  | { readonly slot: Which; readonly command: ModelCommand }
  | { readonly slot: Which; readonly move: model.EntryRequest; readonly at: number };

export interface StoreStep {
  readonly store: Store;
  readonly answer: model.ModelAnswer;
}

export const other = (slot: Which): Which => (slot === 0 ? 1 : 0);

const withLines = (from: Which, left: ModelLine, entered: ModelLine): Store =>
  from === 0 ? [left, entered] : [entered, left];

/** Gives up the seat of an entry for one in the other slot, which must be free for it at once. */
export function move(store: Store, from: Which, request: model.EntryRequest, now: number, seat = seatLine): StoreStep {
  const known = model.ownEntry(store[from], request);
  if (known?.state !== "confirmed" && known?.state !== "cancelled") return { store, answer: { problem: "not-found" } };
  const left = settle(store[from], now, seat);
  const target = settle(store[other(from)], now, seat);
  const problem = moveProblem(left, target, known, now);
  if (problem !== null) return { store: withLines(from, left, target), answer: { problem } };
  const moved: ModelEntry = { ...known, ticket: target.nextTicket, key: null };
  const entered = { ...target, nextTicket: moved.ticket + 1, entries: [...target.entries, moved] };
  const given = seat(withEntry(left, turned(known, "cancelled")), now);
  return { store: withLines(from, given, entered), answer: { entry: model.placeOf(entered, moved) } };
}

function moveProblem(left: ModelLine, target: ModelLine, entry: ModelEntry, now: number): ProblemName | null {
  if (entry.state === "cancelled") return "already-ended";
  if (lines.hasBegun(left, now)) return "closed";
  if (now < target.opensAt) return "not-open";
  if (now >= target.closesAt || lines.hasBegun(target, now)) return "closed";
  const there = target.entries.find(
    ({ person, ...other }) => person === entry.person && lines.isLive({ person, ...other }),
  );
  if (there !== undefined) return there.state === "confirmed" ? "already-confirmed" : "already-in-line";
  if (entry.partySize > Math.min(target.largestParty, target.capacity)) return "party-too-large";
  const isPassing = lines.waitingCount(target) > 0 && !target.fillsGaps;
  const isFull = entry.partySize > target.capacity - lines.heldSeats(target);
  return target.paused || isPassing || isFull ? "not-bookable" : null;
}

/** One step of a history. Whoever looks on looks at both slots. */
export function playInStore(store: Store, step: StoreCommand, seat = seatLine): StoreStep {
  if ("move" in step) return move(store, step.slot, step.move, step.at, seat);
  const { slot, command } = step;
  const here = play(store[slot], command, seat);
  const isLook = command.verb === "appear" || command.verb === "disappear";
  const there = isLook ? play(store[other(slot)], command, seat).line : store[other(slot)];
  return { store: withLines(slot, here.line, there), answer: here.answer };
}

/** What two slots of a store share, and what each has of its own. */
export function randomStoreRules(seed: number): readonly [SlotRules, SlotRules] {
  const chance = createChance(seed ^ 0x2510);
  const first = randomRules(seed);
  // Well within the hour that the first lasts: when it is over the ledger forgets its line, which the model does not.
  const startsAt = first.startsAt + chance.pick([10_000, 600_000]);
  return [first, { ...first, startsAt, capacity: chance.whole(1, 8), maxWaiting: chance.pick([0, 2, 1_000]) }];
}

/** `length` commands over both slots, a fifth of them moves, in the order of their moments. Nothing is lost here. */
export function randomStoreCommands(seed: number, length: number, people: number): StoreCommand[] {
  const chance = createChance(seed);
  const [one, two] = randomStoreRules(seed);
  let store: Store = [lines.createLine(one), lines.createLine(two)];
  let at = one.opensAt - chance.pick([0, 2]);
  const commands: StoreCommand[] = [];
  while (commands.length < length) {
    const slot = chance.pick([0, 1] as const);
    at = nextMoment(chance, store[slot], at);
    const { entries } = store[slot];
    const seated = entries.filter(({ state }) => state === "confirmed");
    const target = chance.oneIn(6) ? entries : seated;
    const step: StoreCommand =
      target.length > 0 && chance.oneIn(5)
        ? { slot, move: moveOf(chance.pick(target)), at }
        : { slot, command: draw(chance, store[slot], { at, lost: false }, people) };
    store = playInStore(store, step).store;
    commands.push(step);
  }
  return commands;
}

const moveOf = ({ person, ticket }: ModelEntry): model.EntryRequest => ({ person, ticket });
