/** The ledger of one buffered slot as the model: presses that have their tickets, and the life of its entrance. */

import type { Card, Entrances, Given, Written } from "../../server/line/buffer/ports.ts";
import type { Line } from "../../server/line/ports.ts";
import { makeEntryId, type PersonId, readEntryId, type SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import type { Refused } from "../../shared/problems.ts";
import { seatedSince } from "../history/model-history.ts";
import {
  type EntryRequest,
  join,
  knownEntry,
  leave,
  type ModelPlace,
  type ModelStep,
  ownEntry,
  placeOf,
} from "./model.ts";
import * as lines from "./model-line.ts";
import { createLine, type ModelLine, type SlotRules, settle } from "./model-line.ts";

const recoveryMs = 60_000;
const mostTakenEveryMs = 5_000;
/** So long after its opening a slot that nobody came to is direct again. */
const mostQuietMs = 600_000;

/** Redis may be so many tickets ahead. */
const ticketsAhead = ({ capacity, maxWaiting }: ModelLine) => capacity + maxWaiting + 10_000;

/** Whoever has a ticket was let in by the rules as they were then. */
const withoutRules = { listOpen: true, largestParty: 99, opensAt: 0, closesAt: Number.POSITIVE_INFINITY };

export function createSimulatedLedger(slot: SlotId, now: () => number, rules: SlotRules) {
  let line = createLine(rules);
  let seated: readonly number[] = [];
  let departed = 0;
  let entrance = { isBuffered: false, epoch: 1, since: 0, first: 1, last: 0, recoveringUntil: 0 };
  /** Its store limits the places of a person, as it may from one moment to the next. */
  let isLimited = false;
  const staysDirect = () => isLimited || (!entrance.isBuffered && line.entries.length > 0);
  function isQuiet(): boolean {
    const isLong = Math.max(line.opensAt, entrance.since) < now() - mostQuietMs;
    return isLong && line.nextTicket <= entrance.first && line.entries.length === 0;
  }
  const leaves = new Map<string, ModelStep["answer"]>();

  function becomes(next: ModelLine): void {
    const waiting = line.entries.filter(lines.waits).map(({ ticket }) => ticket);
    const still = new Set(next.entries.filter(lines.waits).map(({ ticket }) => ticket));
    departed += waiting.filter((ticket) => !still.has(ticket)).length;
    line = next;
    seated = [...seated, ...seatedSince(seated, line)];
  }
  function entryOf({ person: _, ...place }: ModelPlace): Entry {
    const names = { id: makeEntryId(slot, place.ticket), slotId: slot, reservationId: null, movedTo: null };
    return { ...place, ...names, offerExpiresAt: null, departed, cancelledByHost: false };
  }
  const shown = (entry: lines.ModelEntry | undefined) => (entry ? entryOf(placeOf(line, entry)) : null);

  /** One press that has its ticket; null where its ticket was passed over. */
  function writeOne({ ticket, person, partySize, key, gone }: Given): Entry | null {
    const known = knownEntry(line, { person, partySize, key });
    if (known === undefined && ticket < line.nextTicket) return null;
    if (known === undefined && gone) {
      const entry = { ticket, person, partySize, key, state: "left", offerExpiresAt: null } as const;
      becomes({ ...line, entries: [...line.entries, entry], nextTicket: ticket + 1 });
      return shown(entry);
    }
    const { listOpen, largestParty, opensAt, closesAt, maxWaiting, nextTicket } = line;
    const relaxed = { ...line, ...withoutRules, maxWaiting: Number.POSITIVE_INFINITY, nextTicket: ticket };
    const { line: after, answer } = join(relaxed, { person, partySize, key }, now());
    const next = known === undefined ? after.nextTicket : nextTicket;
    becomes({ ...after, listOpen, largestParty, opensAt, closesAt, maxWaiting, nextTicket: next });
    return "entry" in answer ? entryOf(answer.entry) : null;
  }

  const entrances: Entrances = {
    known: async (_slot, presses) =>
      presses.map((press) => knownEntry(line, { ...press, partySize: 1 })?.ticket ?? null),
    async cards() {
      const { isBuffered, epoch, first, last, recoveringUntil } = entrance;
      const card: Card = {
        ...{
          slot,
          isBuffered,
          staysDirect: staysDirect(),
          isQuiet: isQuiet(),
          epoch,
          first,
          last,
          recoveringUntil,
          next: line.nextTicket,
        },
        ...{ opensAt: line.opensAt, closesAt: line.closesAt, startsAt: line.startsAt, now: now(), departed },
        ...{ largest: Math.min(line.largestParty, line.capacity), mostWaiting: line.maxWaiting, paused: line.paused },
        ...{ listOpen: line.listOpen, fillsGaps: line.fillsGaps, waiting: lines.waitingCount(line) },
        free: line.capacity - lines.heldSeats(line),
      };
      return [card];
    },
    async take(_slot, lost) {
      const since = now();
      if (!entrance.isBuffered && staysDirect()) return false;
      if (!entrance.isBuffered) {
        const last = line.nextTicket + ticketsAhead(line);
        entrance = { ...entrance, isBuffered: true, since, first: line.nextTicket, last, recoveringUntil: 0 };
        return true;
      }
      if (entrance.epoch !== lost || entrance.since > since - mostTakenEveryMs) return false;
      const first = Math.max(entrance.last + 1, line.nextTicket);
      const { recoveringUntil: before } = entrance;
      const mayHaveLost = since >= line.opensAt || before > since || line.entries.length > 0;
      const recoveringUntil = mayHaveLost ? since + recoveryMs : 0;
      const epoch = entrance.epoch + 1;
      entrance = { isBuffered: true, epoch, since, first, last: first + ticketsAhead(line), recoveringUntil };
      if (!mayHaveLost) becomes({ ...line, nextTicket: first });
      return true;
    },
    async handBack(_slot, epoch) {
      const isOver = entrance.isBuffered && entrance.epoch === epoch && entrance.recoveringUntil <= now();
      if (!isOver) return false;
      becomes({ ...line, nextTicket: Math.max(line.nextTicket, entrance.first) });
      entrance = { ...entrance, isBuffered: false, epoch: epoch + 1 };
      return true;
    },
    async buffered() {
      return entrance.isBuffered ? [slot] : [];
    },
    async aboutToOpen() {
      const isSoon = line.opensAt <= now() + 300_000;
      return isSoon && !entrance.isBuffered && !staysDirect() ? [slot] : [];
    },
    async write(_slot, epoch, given): Promise<Written> {
      becomes(settle(line, now()));
      const isOurs = entrance.isBuffered && epoch === entrance.epoch && entrance.recoveringUntil <= now();
      if (!isOurs) return { refused: "other-entrance" };
      const next = Math.max(line.nextTicket, entrance.first);
      if ((given[0] as Given).ticket > next) return { refused: "out-of-turn" };
      const entries = given.map(writeOne);
      const last = (given.at(-1) as Given).ticket;
      becomes({ ...line, nextTicket: Math.max(line.nextTicket, last + 1) });
      entrance = { ...entrance, last: Math.max(entrance.last, last + ticketsAhead(line)) };
      const free = line.capacity - lines.heldSeats(line);
      return { refused: null, entries, waiting: lines.waitingCount(line), departed, free };
    },
  };

  const own = (request: EntryRequest) => ownEntry(line, request);
  const direct: Pick<Line, "join" | "place" | "mine" | "act"> = {
    async join(_slot, request) {
      if (entrance.isBuffered) return { problem: "unavailable", retryAfterSeconds: 1 };
      const { line: after, answer } = join(line, request, now());
      becomes(after);
      return "entry" in answer ? { entry: entryOf(answer.entry), fresh: answer.created === true } : (answer as Refused);
    },
    place: async (id, person) => shown(own({ person, ticket: Number(readEntryId(id).ticket) })),
    async mine(_slot, person: PersonId) {
      const all = line.entries.filter((entry) => entry.person === person);
      return shown(all.find(lines.isLive) ?? all.at(-1));
    },
    async act(_verb, id, person, key) {
      const request = { person, ticket: Number(readEntryId(id).ticket) };
      const step = leaves.has(key) ? null : leave(line, request, now());
      if (step !== null) becomes(step.line);
      const answer = step?.answer ?? leaves.get(key);
      if (answer === undefined || !("entry" in answer))
        return { problem: answer && "problem" in answer ? answer.problem : "not-found" };
      leaves.set(key, answer);
      return entryOf(answer.entry);
    },
  };
  const limit = (isSet: boolean) => {
    isLimited = isSet;
  };
  /** Its host has it open later, whoever is in it already. */
  const putOff = (byMs: number) => {
    line = { ...line, opensAt: now() + byMs };
  };
  return { entrances, direct, limit, putOff, line: () => line, seated: () => seated, epoch: () => entrance.epoch };
}
