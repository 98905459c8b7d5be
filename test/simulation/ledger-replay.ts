import { randomUUID } from "node:crypto";
import type { LineChange } from "../../server/line/ports.ts";
import { makeEntryId, type PersonId, type ReservationId, type SlotId } from "../../shared/ids.ts";
import { asDoer, type Ledger, openLedger } from "../services/ledger.ts";
import type { EntryRequest, JoinRequest } from "./model.ts";
import type { EntryVerb, ModelCommand } from "./model-commands.ts";
import type { SlotRules } from "./model-line.ts";

/** Nine in the morning in Seoul, where the model's days begin. */
const origin = Date.UTC(2030, 0, 1);
const nowhere = "999999999";

/** The parts of an answer that the model and the ledger both know, in one shape. */
export interface Seen {
  readonly problem?: string;
  readonly ticket?: number;
  readonly state?: string;
  readonly partySize?: number;
  readonly ahead?: number | null;
  readonly behind?: number | null;
  readonly offerExpiresAt?: number | null;
}

/**
 * Replaces the ledger's clock by one that stands where the test puts it, in milliseconds of the model's time. Presses
 * are kept by it too, or their day would be over at once.
 */
async function stopClock(ledger: Ledger): Promise<(at: number) => Promise<void>> {
  await ledger.run("create table stopped_clock as select clock_timestamp() as moment");
  await ledger.run(`create or replace function ${ledger.database.code}.clock() returns timestamptz language sql volatile
    as $$ select moment from stopped_clock $$`);
  await ledger.run(`alter table press alter column created_at set default ${ledger.database.code}.clock()`);
  let stands = Number.NaN;
  return async (at) => {
    if (at === stands) return;
    stands = at;
    await ledger.run("update stopped_clock set moment = $1", [new Date(origin + at).toISOString()]);
  };
}

/** A ledger on PostgreSQL whose clock stands at the beginning of the model's time until it is set. */
export async function openStoppedLedger() {
  const ledger = await openLedger("server");
  const setClock = await stopClock(ledger);
  await setClock(0);
  return { ledger, setClock };
}

/** A fresh slot under the model's rules; its moments are the model's. */
export async function slotUnder(ledger: Ledger, rules: SlotRules): Promise<SlotId> {
  return ledger.slot({
    capacity: rules.capacity,
    fillsGaps: rules.fillsGaps,
    largestParty: rules.largestParty,
    offerMinutes: rules.offerMinutes,
    timeZone: "Asia/Seoul",
    mostWaiting: rules.maxWaiting,
    opensInMs: rules.opensAt,
    closesInMs: rules.closesAt,
    startsInMs: rules.startsAt,
  });
}

interface EntryLike {
  readonly ticket: number;
  readonly state: string;
  readonly partySize: number;
  readonly ahead: number | null;
  readonly behind: number | null;
  readonly offerExpiresAt: number | string | null;
}

/** An entry as either side answers it. */
export function seen({ ticket, state, partySize, ahead, behind, offerExpiresAt }: EntryLike): Seen {
  const until = typeof offerExpiresAt === "string" ? Date.parse(offerExpiresAt) - origin : offerExpiresAt;
  return { ticket, state, partySize, ahead, behind, offerExpiresAt: until };
}

/** The person's page is open from now on, or no longer. */
async function look(ledger: Ledger, person: PersonId, isHere: boolean): Promise<Seen> {
  const text = `insert into presence (person_id, until) values ($1, $2)
    on conflict (person_id) do update set until = excluded.until`;
  await ledger.run(text, [person, isHere ? "infinity" : "-infinity"]);
  return {};
}

async function changeAsHost(ledger: Ledger, slot: SlotId, wish: LineChange, key: string): Promise<Seen> {
  const answer = await ledger.line.change(slot, asDoer(ledger.host), wish, key);
  return "problem" in answer ? { problem: answer.problem } : {};
}

async function addSeats(ledger: Ledger, slot: SlotId, seats: number, key: string): Promise<Seen> {
  const text = "select capacity from slot_line where slot_id = $1";
  const [line] = await ledger.run<{ capacity: number }>(text, [slot]);
  return changeAsHost(ledger, slot, { capacity: Number(line?.capacity) + seats }, key);
}

async function join(ledger: Ledger, slot: SlotId, person: PersonId, request: JoinRequest, key: string): Promise<Seen> {
  const answer = await ledger.line.join(slot, { person, partySize: request.partySize, key: request.key ?? key });
  return "problem" in answer ? { problem: answer.problem } : seen(answer.entry);
}

/** The reservation of a ticket, or one that is not there. */
export async function reservationOf({ database }: Ledger, slot: SlotId, ticket: number): Promise<ReservationId> {
  const text = "select id from reservation where slot_id = $1 and ticket = $2";
  const [row] = await database.query<{ id: ReservationId }>({ name: "reservation_of", text, values: [slot, ticket] });
  return row?.id ?? (nowhere as ReservationId);
}

/**
 * Plays one command on the ledger as a client would, under a key for the press; host's commands answer nothing but a
 * refusal.
 */
export function replayOn(ledger: Ledger, slot: SlotId, people: ReadonlyMap<string, PersonId>) {
  const personOf = (name: string) => people.get(name) as PersonId;
  async function act(verb: Exclude<EntryVerb, "cancel">, { ticket, person }: EntryRequest, key: string): Promise<Seen> {
    const answer = await ledger.line.act(verb, makeEntryId(slot, ticket), personOf(person), key);
    return "problem" in answer ? { problem: answer.problem } : seen(answer);
  }

  async function cancel({ ticket, person }: EntryRequest, key: string): Promise<Seen> {
    const id = await reservationOf(ledger, slot, ticket);
    const answer = await ledger.reservations.cancel(id, personOf(person), key);
    if ("problem" in answer) return { problem: answer.problem };
    const entry = await ledger.line.place(makeEntryId(slot, ticket), personOf(person));
    return entry === null ? {} : seen(entry);
  }

  return async function replay(command: ModelCommand, key: string = randomUUID()): Promise<Seen> {
    const change = (wish: LineChange) => changeAsHost(ledger, slot, wish, key);
    if (command.verb === "appear" || command.verb === "disappear") {
      return look(ledger, personOf(command.person), command.verb === "appear");
    }
    if (command.verb === "join") return join(ledger, slot, personOf(command.person), command, key);
    if (command.verb === "pause" || command.verb === "resume") return change({ paused: command.verb === "pause" });
    if (command.verb === "changeCapacity") return change({ capacity: command.capacity });
    if (command.verb === "changeList") {
      const { verb: _verb, at: _at, ...wish } = command;
      return change(wish);
    }
    if (command.verb === "addSeats") return addSeats(ledger, slot, command.seats, key);
    if (!("ticket" in command)) {
      await ledger.run(`select ${ledger.database.code}.open_line($1)`, [slot]);
      return {};
    }
    return command.verb === "cancel" ? cancel(command, key) : act(command.verb, command, key);
  };
}
