import { makeEntryId, type PersonId, type SlotId } from "../../../shared/ids.ts";
import type { Refused } from "../../../shared/problems.ts";
import { createBatcher } from "../../platform/batcher.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Admitted, Line } from "../ports.ts";
import type { createEntrance } from "./entrance.ts";
import { inTime, LedgerSilent } from "./in-time.ts";
import type { Buffer, Entrances, Head, Press, Pressed } from "./ports.ts";

export const mostPerBatch = 1_000;
const mostQueued = 20_000;

const later: Refused = { problem: "unavailable", retryAfterSeconds: 1 };

/** A press that has a ticket: what Redis says of it; or what the ledger does, which gave it or has it. */
export type Answer =
  | Admitted
  | { readonly pressed: Exclude<Pressed, { kind: "refused" | "ending" | "unknown" }>; readonly head: Head };

interface World {
  readonly buffer: Pick<Buffer, "press">;
  readonly entrances: Pick<Entrances, "known">;
  readonly direct: Pick<Line, "join" | "place">;
  readonly entrance: Pick<ReturnType<typeof createEntrance>, "open" | "isDirect">;
  readonly clock: Pick<Clock, "wait">;
  /** Whether a failure may pass, so that the batch is tried again. */
  readonly mayPass: (error: unknown) => boolean;
}

/** Null where only the ledger knows. */
function answerOf(pressed: Exclude<Pressed, { kind: "ending" }>, head: Head): Answer | Refused | null {
  if (pressed.kind === "unknown") return null;
  if (pressed.kind !== "refused") return { pressed, head };
  const { problem, inMs } = pressed;
  if (problem === "recovering") return { problem: "unavailable", retryAfterSeconds: Math.ceil(inMs / 1000) };
  return problem === "not-open" ? { problem, opensInMs: inMs } : { problem };
}

/** Gives a batch of presses of one slot their tickets; of a slot that Redis does not know yet, once it is opened. */
function createGiving({ buffer, direct, entrance }: World) {
  /** With Redis away the ledger answers where it gives the tickets. */
  async function directOr(slot: SlotId, away: unknown): Promise<"direct"> {
    if (await entrance.isDirect(slot)) return "direct";
    throw away;
  }

  /** Of a silent ledger everybody is to press again at once: waiting for it once more helps nobody. */
  function orLater(silent: unknown): Refused {
    if (!(silent instanceof LedgerSilent)) throw silent;
    return later;
  }

  return async function give(slot: SlotId, batch: readonly Press[]): Promise<(Answer | Refused | null)[]> {
    if (batch.length === 0) return [];
    const first = await buffer.press(slot, batch).catch((away: unknown) => directOr(slot, away));
    if (first === "direct") return Promise.all(batch.map((press) => direct.join(slot, press)));
    const isElsewhere = first === null || first.pressed.some(({ kind }) => kind === "ending");
    const opened = isElsewhere ? await entrance.open(slot).catch(orLater) : "buffered";
    const given = first === null && opened === "buffered" ? await buffer.press(slot, batch) : first;
    const answerTo = (press: Press, one: Pressed | undefined) => {
      if (given !== null && one !== undefined && one.kind !== "ending") return answerOf(one, given.head);
      if (opened === "direct") return direct.join(slot, press);
      return opened === "buffered" ? later : opened;
    };
    return Promise.all(batch.map((press, at) => answerTo(press, given?.pressed[at])));
  };
}

/**
 * Gives presses their tickets, a batch of a slot at a time. A slot whose tickets Redis gives no more is the ledger's,
 * as soon as all that it gave are there. After a loss Redis does not know whom the ledger has, so that is asked before
 * anybody else gets a ticket or is refused: nobody has two.
 */
export function createTicketBatcher(world: World) {
  const { entrances, direct, clock, mayPass } = world;
  const give = createGiving(world);
  /** Slots of which the ledger was asked and has not answered. */
  const asking = new Set<SlotId>();

  async function entryAt(slot: SlotId, ticket: number, person: PersonId): Promise<Admitted | Refused> {
    const entry = await direct.place(makeEntryId(slot, ticket), person);
    return entry === null ? later : { entry, fresh: false };
  }

  /** While the ledger cannot say, these are to press again; the others of their batch are answered. */
  async function askLedger(slot: SlotId, presses: readonly Press[]) {
    if (asking.has(slot)) return null;
    asking.add(slot);
    const answer = entrances.known(slot, presses).finally(() => asking.delete(slot));
    return inTime(answer, clock).catch((error: unknown) => {
      if (!mayPass(error)) throw error;
      return null;
    });
  }

  async function knownOrGiven(slot: SlotId, presses: readonly Press[]): Promise<(Answer | Refused)[]> {
    if (presses.length === 0) return [];
    const tickets = await askLedger(slot, presses);
    if (tickets === null) return presses.map(() => later);
    const isNew = (_: Press, at: number) => tickets[at] == null;
    const given = (
      await give(
        slot,
        presses.filter(isNew).map((press) => ({ ...press, isNew: true })),
      )
    ).values();
    const answerTo = ({ person }: Press, ticket: number | null) =>
      ticket === null ? (given.next().value ?? later) : entryAt(slot, ticket, person);
    return Promise.all(presses.map((press, at) => answerTo(press, tickets[at] ?? null)));
  }

  async function commit(slot: SlotId, batch: readonly Press[]): Promise<(Answer | Refused)[]> {
    const first = await give(slot, batch);
    const unknown = batch.filter((_, at) => first[at] === null);
    const rest = (await knownOrGiven(slot, unknown)).values();
    return first.map((answer) => answer ?? rest.next().value ?? later);
  }

  return createBatcher<SlotId, Press, Answer>({
    commit,
    onceEach: ({ person }) => person,
    mayPass,
    clock,
    mostPerBatch,
    mostQueued,
  });
}
