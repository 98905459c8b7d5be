import type { PersonId, SlotId } from "../shared/ids.ts";
import type { Entry } from "../shared/line.ts";
import type { SlotRows } from "./grounds.ts";
import type { Answer, Load } from "./load/load.ts";
import type { Facts } from "./rounds.ts";

/** Who presses, in order; a person who presses again is there twice. */
export interface Presses {
  readonly people: readonly PersonId[];
  readonly cookies: readonly string[];
}

/** Every person once, and after every fiftieth press one of somebody who pressed 25 presses ago: 2 % repeats. */
export function pressesOf(people: readonly PersonId[], cookies: readonly string[]): Presses {
  const order = people.flatMap((_, place) => (place % 50 === 49 ? [place, place - 25] : [place]));
  return {
    people: order.map((place) => people[place] as PersonId),
    cookies: order.map((place) => cookies[place] as string),
  };
}

const body = JSON.stringify({ partySize: 1 });

/** Everybody presses once per entry of `presses`, on a route that takes a join's body. */
export function pressLoad(urls: readonly string[], path: string, connections: number, presses: Presses): Load {
  return {
    urls,
    method: "POST",
    connections,
    requests: presses.people.length,
    paths: [path],
    bodies: [body],
    cookies: presses.cookies,
  };
}

export const joinPath = (slot: SlotId) => `/api/slots/${slot}/entries`;
/** The do-nothing route for anyone, without a session. */
export const nobodyPath = (slot: SlotId) => `/api/bench/${slot}/nobody`;
export const nothingPath = (slot: SlotId) => `/api/bench/${slot}/nothing`;

function insist(condition: boolean, complaint: string): void {
  if (!condition) throw new Error(`A wrong run: ${complaint}`);
}

/** Every answer has this status. */
export function checkStatus(answers: readonly Answer[], status: number): void {
  const other = answers.find((answer) => answer.status !== status);
  insist(other === undefined, `expected ${status} only, got ${other?.status} ${JSON.stringify(other?.body)}`);
}

/**
 * A fast wrong run is no result. Every press was answered 201 or 200, each person has exactly one 201 and one ticket,
 * the database holds exactly the entries people were told of, and as many seats are given as there are or were wanted.
 * Answers how many joins shared a commit.
 */
export function checkJoins(presses: Presses, answers: readonly Answer[], rows: SlotRows, seats: number): Facts {
  const tickets = new Map<PersonId, number>();
  let created = 0;
  for (const [place, { status, body: told }] of answers.entries()) {
    insist(status === 201 || status === 200, `press ${place} was answered ${status} ${JSON.stringify(told)}`);
    const person = presses.people[place] as PersonId;
    const { ticket } = told as Entry;
    insist((tickets.get(person) ?? ticket) === ticket, `person ${person} was told two tickets`);
    tickets.set(person, ticket);
    if (status === 201) created += 1;
  }
  insist(created === tickets.size, `${tickets.size} people but ${created} new entries`);
  insist(rows.entries.length === tickets.size, `${tickets.size} people but ${rows.entries.length} rows`);
  const stateOf = new Map(answers.map(({ body: told }) => [(told as Entry).ticket, (told as Entry).state]));
  for (const { ticket, person, state } of rows.entries) {
    insist(tickets.get(person) === ticket, `person ${person} holds ticket ${ticket} but was told another`);
    insist(stateOf.get(ticket) === state, `ticket ${ticket} is ${state} but was told ${stateOf.get(ticket)}`);
  }
  const confirmed = rows.entries.filter(({ state }) => state === "confirmed").length;
  const expected = Math.min(seats, tickets.size);
  insist(confirmed === expected, `${confirmed} people seated where ${expected} should be`);
  insist(rows.reservations === expected && rows.told === expected, "reservations or outbox differ from the seats");
  insist(rows.held === expected && rows.waiting === tickets.size - expected, "the line's counts differ from its rows");
  return { "joins a batch": tickets.size / rows.changes };
}
