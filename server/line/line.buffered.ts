import type { EntryId, PersonId, SlotId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Clock } from "../platform/clock.ts";
import { isPassingTrouble } from "../platform/database/index.ts";
import { createEntrance } from "./buffer/entrance.ts";
import { inTime } from "./buffer/in-time.ts";
import { createPlaces, isLive, isWritten } from "./buffer/places.ts";
import type { Buffer, Entrances, Press } from "./buffer/ports.ts";
import type { Receipts } from "./buffer/receipts.ts";
import { type Answer, createTicketBatcher, mostPerBatch } from "./buffer/ticket-batcher.ts";
import { createWorker } from "./buffer/worker.ts";
import type { createSqlLine } from "./line.sql.ts";
import type { Admitted, EntryVerb, JoinRequest, LineChanged } from "./ports.ts";

/** A press is asked about at most so often: its ticket may end, or the ledger have it, between two questions. */
const mostTries = 3;

interface World {
  readonly direct: ReturnType<typeof createSqlLine>;
  readonly buffer: Buffer;
  readonly entrances: Entrances;
  readonly receipts: Receipts;
  readonly clock: Pick<Clock, "wait">;
  readonly elapsedMs: () => number;
  /** Of the worker in this process; like no other's. */
  readonly name: string;
  /** Entries have come to the ledger: their people are to be told. */
  readonly onWritten: (changed: LineChanged) => void;
  /** The ledger has refused tickets that were not next: it was restored to an earlier moment, or a ticket was lost. */
  readonly onOutOfTurn: (slot: SlotId) => void;
  /** A batch of a slot could not be handed over; it is tried again. */
  readonly onFailed: (slot: SlotId, error: unknown) => void;
}

/**
 * The buffered line (decision 0039): Redis gives the tickets, `admit` seats them at the database's pace. What it
 * answers before that has a receipt. Everything that the ledger knows is answered from there, as by the direct line.
 */
export function createBufferedLine(world: World) {
  const { direct } = world;
  const entrance = createEntrance(world);
  const places = createPlaces({ ...world, hasAll: entrance.hasAll });
  const worker = createWorker({
    ...world,
    mostPerBatch,
    onWritten: (slot, people) => world.onWritten({ slot, people }),
    onOtherEpoch: async (slot) => void (await entrance.open(slot)),
    async onOutOfTurn(slot, epoch) {
      world.onOutOfTurn(slot);
      await entrance.startOver(slot, epoch);
    },
  });
  const batcher = createTicketBatcher({ ...world, entrance, mayPass: isPassingTrouble });

  /** What a press is answered; null where the ticket it has in Redis has ended, so that it may have another. */
  async function answerTo(slot: SlotId, press: Press, answer: Exclude<Answer, Admitted>): Promise<Admitted | null> {
    const { pressed, head } = answer;
    if (!isWritten(pressed, head)) {
      // Another press is answered with a place only where it is sure that it still lives.
      const isAnother = pressed.kind === "mine";
      const known = isAnother ? await places.inLedger(slot, press.person, pressed, head) : null;
      if (known !== null && !isLive(known)) return null;
      return { entry: known ?? (await places.shown(slot, press.person, pressed, head)), fresh: pressed.kind === "new" };
    }
    const entry = await places.written(slot, pressed.ticket, press.person);
    return entry !== null && (pressed.kind === "same" || isLive(entry)) ? { entry, fresh: false } : null;
  }

  async function join(slot: SlotId, request: JoinRequest): Promise<Admitted | Refused> {
    let press = pressOf(slot, request);
    if (press === null) return { problem: "bad-request", fields: ["receipt"] };
    for (let tries = 0; tries < mostTries; tries += 1) {
      const answer = await batcher.add(slot, press);
      if ("problem" in answer) return orLive(slot, press.person, answer);
      if ("entry" in answer) return answer;
      const admitted = await answerTo(slot, press, answer);
      const { kind, ticket } = answer.pressed;
      // Its key is kept with the entry only now that it is known to live.
      if (admitted !== null && (kind !== "mine" || press.checked !== null)) return admitted;
      // The ledger has passed the receipt's ticket over, or given it to somebody else: a press like any other.
      const isLate: boolean = admitted === null && ticket === press.returning;
      press = isLate ? { ...press, returning: 0 } : { ...press, checked: { ticket, lives: admitted !== null } };
    }
    return { problem: "unavailable", retryAfterSeconds: 1 };
  }

  /** Whoever presents a receipt presses again what they pressed then. */
  function pressOf(slot: SlotId, { receipt: text, ...request }: JoinRequest): Press | null {
    if (text === undefined) return { ...request, checked: null, returning: 0, isNew: false };
    const receipt = world.receipts.read(slot, request.person, text);
    if (receipt === null) return null;
    const { partySize, key, ticket } = receipt;
    return { person: request.person, partySize, key, checked: null, returning: ticket, isNew: false };
  }

  /** A press that has a live entry gets it before any refusal, also where Redis does not know of it. */
  async function orLive(slot: SlotId, person: PersonId, refused: Refused): Promise<Admitted | Refused> {
    if (refused.problem !== "closed" && refused.problem !== "unavailable") return refused;
    const entry = await inTime(direct.mine(slot, person), world.clock).catch(() => null);
    return entry === null || "problem" in entry || !isLive(entry) ? refused : { entry, fresh: false };
  }

  return {
    ...direct,
    join,
    place: places.place,
    mine: places.mine,
    act: (verb: EntryVerb, id: EntryId, person: PersonId, key: string) =>
      verb === "leave" ? places.leave(id, person, key) : direct.act(verb, id, person, key),
    pressed: () => batcher.pressed() + direct.pressed(),
    drained: () => batcher.drained().then(direct.drained),
    /** To be done each second. */
    renewCards: entrance.renewAll,
    /** To be done all the time; between two batches it is asked whether it is to end. */
    handOver: worker.work,
  };
}
