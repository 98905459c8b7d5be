import type { EntryId, PersonId, SlotId } from "../../shared/ids.ts";
import type { Refused } from "../../shared/problems.ts";
import { createBatcher } from "../platform/batcher.ts";
import type { Clock } from "../platform/clock.ts";
import { isPassingTrouble } from "../platform/database/index.ts";
import { createEntrance } from "./buffer/entrance.ts";
import { createPlaces, isLive, isWritten } from "./buffer/places.ts";
import type { Buffer, Entrances, Head, Press, Pressed } from "./buffer/ports.ts";
import type { Receipts } from "./buffer/receipts.ts";
import { createWorker } from "./buffer/worker.ts";
import type { createSqlLine } from "./line.sql.ts";
import type { Admitted, EntryVerb, JoinRequest, LineChanged } from "./ports.ts";

const mostPerBatch = 1_000;
const mostQueued = 20_000;
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
}

/** What Redis says of a press; or what the ledger does, where the slot is direct. */
type Answer = Admitted | { readonly pressed: Exclude<Pressed, { kind: "refused" | "ending" }>; readonly head: Head };

type Entrance = ReturnType<typeof createEntrance>;

/**
 * Gives presses their tickets, a batch of a slot at a time. A slot that Redis does not know yet is opened first; one
 * whose tickets it gives no more is the ledger's, as soon as all that it gave are there.
 */
function createTicketBatcher({ buffer, direct, clock }: World, entrance: Entrance) {
  /** With Redis away the ledger answers where it gives the tickets. */
  async function directOr(slot: SlotId, away: unknown): Promise<"direct"> {
    if (await entrance.isDirect(slot)) return "direct";
    throw away;
  }

  async function commit(slot: SlotId, batch: readonly Press[]): Promise<(Answer | Refused)[]> {
    const first = await buffer.press(slot, batch).catch((away: unknown) => directOr(slot, away));
    if (first === "direct") return Promise.all(batch.map((press) => direct.join(slot, press)));
    const isElsewhere = first === null || first.pressed.some(({ kind }) => kind === "ending");
    const opened = isElsewhere ? await entrance.open(slot) : "buffered";
    const given = first === null && opened === "buffered" ? await buffer.press(slot, batch) : first;
    const answerTo = (press: Press, one: Pressed | undefined): Answer | Refused | Promise<Admitted | Refused> => {
      if (given !== null && one !== undefined && one.kind !== "ending") return answerOf(one, given.head);
      if (opened === "direct") return direct.join(slot, press);
      return opened === "buffered" ? { problem: "unavailable", retryAfterSeconds: 1 } : opened;
    };
    return Promise.all(batch.map((press, at) => answerTo(press, given?.pressed[at])));
  }

  return createBatcher<SlotId, Press, Answer>({
    commit,
    onceEach: ({ person }) => person,
    mayPass: isPassingTrouble,
    clock,
    mostPerBatch,
    mostQueued,
  });
}

/**
 * The buffered line (decision 0039): Redis gives the tickets, `admit` seats them at the database's pace. What it
 * answers before that has a receipt. Everything that the ledger knows is answered from there, as by the direct line.
 */
export function createBufferedLine(world: World) {
  const { direct } = world;
  const places = createPlaces(world);
  const entrance = createEntrance(world);
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
  const batcher = createTicketBatcher(world, entrance);

  /** What a press is answered; null where the ticket it has in Redis has ended, so that it may have another. */
  async function answerTo(slot: SlotId, press: Press, answer: Exclude<Answer, Admitted>): Promise<Admitted | null> {
    const { pressed, head } = answer;
    if (!isWritten(pressed, head)) {
      // Another press is answered with a place only where it is sure that it still lives.
      const isOver = pressed.kind === "mine" && (await places.endOf(slot, press.person, pressed, head)) !== null;
      const entry = await places.shown(slot, press.person, pressed, head);
      return isOver ? null : { entry, fresh: pressed.kind === "new" };
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
    if (text === undefined) return { ...request, checked: null, returning: 0 };
    const receipt = world.receipts.read(slot, request.person, text);
    if (receipt === null) return null;
    const { partySize, key, ticket } = receipt;
    return { person: request.person, partySize, key, checked: null, returning: ticket };
  }

  /** A press that has a live entry gets it before any refusal, also where Redis does not know of it. */
  async function orLive(slot: SlotId, person: PersonId, refused: Refused): Promise<Admitted | Refused> {
    if (refused.problem !== "closed" && refused.problem !== "unavailable") return refused;
    const entry = await direct.mine(slot, person).catch(() => null);
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
    /** To be done all the time. */
    handOver: worker.work,
  };
}

function answerOf(pressed: Exclude<Pressed, { kind: "ending" }>, head: Head): Answer | Refused {
  if (pressed.kind !== "refused") return { pressed, head };
  const { problem, inMs } = pressed;
  if (problem === "recovering") return { problem: "unavailable", retryAfterSeconds: Math.ceil(inMs / 1000) };
  return problem === "not-open" ? { problem, opensInMs: inMs } : { problem };
}
