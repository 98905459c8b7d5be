/** Turns a random history of the model into one that clients of a real server could have recorded. */

import type { FinalState, History, HistoryEvent, RankObservation } from "../../load/history/history.ts";
import { createChance } from "../../server/platform/chance.ts";
import type { ModelAnswer, ModelPlace } from "../simulation/model.ts";
import { countersOf, placeOf } from "../simulation/model.ts";
import { type ModelCommand, play, randomCommands, randomRules } from "../simulation/model-commands.ts";
import { createLine, isLive, type ModelLine, type SeatRule, seatLine } from "../simulation/model-line.ts";
import { entryId, slotId } from "./story.ts";

/**
 * Each command takes effect ten after the one before; it was sent and answered up to forty away from that, so that many
 * are in flight together and their order can be seen only in part. Another rule of seating than the line's
 * is for a test of the checker.
 */
export function recordModel(seed: number, length: number, seat: SeatRule = seatLine): History {
  const chance = createChance(seed);
  const rules = randomRules(seed);
  const events: HistoryEvent[] = [];
  const ranks: RankObservation[] = [];
  let line = createLine(rules);
  let seated: readonly number[] = [];
  randomCommands(seed, length).forEach((command, index) => {
    const at = 100 + index * 10;
    const step = play(line, command, seat);
    const times = { sentAt: at - chance.whole(0, 40), answeredAt: at + chance.whole(0, 40) };
    events.push(...recorded(command, step.answer, times, line.capacity));
    line = step.line;
    seated = [...seated, ...seatedSince(seated, line)];
    const live = line.entries.filter(isLive).map((entry) => placeOf(line, entry));
    if (live.length > 0) ranks.push(observed(chance.pick(live), times));
  });
  const begun = line.settledAt >= line.startsAt;
  const { capacity, fillsGaps, largestParty } = rules;
  return { slots: [{ slotId, capacity, fillsGaps, largestParty, begun }], events, ranks, final: finalOf(line, seated) };
}

/** Who has a reservation and had none before: of one verb in the order of the line. */
export function seatedSince(before: readonly number[], { entries }: ModelLine): number[] {
  const reserved = entries.filter(({ state }) => state === "confirmed" || state === "cancelled");
  return reserved.map(({ ticket }) => ticket).filter((ticket) => !before.includes(ticket));
}

export interface Times {
  readonly sentAt: number;
  readonly answeredAt: number;
}

function observed(place: ModelPlace, { sentAt, answeredAt }: Times): RankObservation {
  const { ticket, person: personId, ahead } = place;
  return { personId, entryId: entryId(ticket), ticket, ahead: ahead ?? 0, askedAt: sentAt, observedAt: answeredAt };
}

/** One command and its answer as events; `capacity` as it was before. Some are none of a client's business. */
export function recorded(command: ModelCommand, answer: ModelAnswer, times: Times, capacity: number): HistoryEvent[] {
  const facts = { slotId, ...times, answer: answered(answer) };
  switch (command.verb) {
    case "settle":
    case "changeList":
    case "appear":
    case "disappear":
      return [];
    case "changeCapacity":
      return [{ ...facts, kind: "addSeats", personId: "host", seats: command.capacity - capacity }];
    case "addSeats":
    case "pause":
    case "resume":
      return [
        { ...facts, kind: command.verb, personId: "host", seats: "seats" in command ? command.seats : undefined },
      ];
    default: {
      const { verb: kind, person: personId, lost } = command;
      const target = "ticket" in command ? { entryId: entryId(command.ticket) } : { partySize: command.partySize };
      const press = { ...facts, ...target, kind, personId, key: "key" in command ? command.key : null };
      return [lost ? { ...press, answer: "lost", answeredAt: null } : press];
    }
  }
}

function answered(answer: ModelAnswer): Exclude<HistoryEvent["answer"], "lost"> {
  if ("problem" in answer) return { status: 409, problem: answer.problem };
  return "entry" in answer ? { status: answer.created ? 201 : 200, entry: answer.entry } : { status: 200 };
}

/** The rows of a line; `seated` are the tickets with a reservation as they came to it. */
export function finalOf(line: ModelLine, seated: readonly number[]): FinalState {
  const entries = line.entries.map(({ person, ticket, partySize, state, key }) => {
    return { slotId, ticket, personId: person, partySize, state, key };
  });
  const reservations = entries.flatMap(({ state, key: _key, ...seat }) =>
    state === "confirmed" || state === "cancelled"
      ? [{ ...seat, state, id: `${seated.indexOf(seat.ticket) + 1}` }]
      : [],
  );
  return { entries, reservations, slotLines: [{ slotId, ...countersOf(line) }] };
}
