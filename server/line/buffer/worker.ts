import type { PersonId, SlotId } from "../../../shared/ids.ts";
import type { Entry } from "../../../shared/line.ts";
import type { Buffer, Entrances, Given, Void, Written } from "./ports.ts";

/** A lease that has not moved for so long, by the clock of whoever watches it, is free. */
export const leaseMs = 3_000;
/** Connections that this may hold of those that joins and rounds share. */
const slotsAtOnce = 4;
/** Slots of which a lease is remembered here. */
const mostWatched = 1_000;

interface World {
  readonly buffer: Pick<Buffer, "busy" | "claim" | "handOver">;
  readonly entrances: Pick<Entrances, "write">;
  /** This worker's name, like no other's. */
  readonly name: string;
  readonly mostPerBatch: number;
  /** Milliseconds that only ever grow: a clock that is set moves no lease. */
  readonly elapsedMs: () => number;
  /** The ledger has these people's entries now. */
  readonly onWritten: (slot: SlotId, entries: readonly { person: PersonId; entry: Entry }[]) => void;
  /** The slot's epoch is another, or its data is gone: look at its card anew. */
  readonly onOtherEpoch: (slot: SlotId) => Promise<void>;
  /** The ledger has refused tickets of this epoch that were not next: it lacks some that it had. */
  readonly onOutOfTurn: (slot: SlotId, epoch: number) => Promise<void>;
}

/** A person is in a batch of `admit` at most once: whoever left and came again is in the next. */
function firstOfEach(given: readonly Given[]): readonly Given[] {
  const seen = new Set<PersonId>();
  const again = given.findIndex(({ person }) => seen.size === seen.add(person).size);
  return again === -1 ? given : given.slice(0, again);
}

function voidsOf(given: readonly Given[], { entries }: Extract<Written, { refused: null }>): Void[] {
  return given.flatMap(({ ticket, person }, at) => {
    const entry = entries[at] ?? null;
    return entry?.ticket === ticket ? [] : [{ ticket, person, instead: entry }];
  });
}

/**
 * Hands what has tickets to the ledger, slot by slot, in ticket order. Of all processes one works for a slot: its lease
 * moves with each step, and whoever sees it stand still for 3 s takes over. The lease only saves work: should two hand
 * over the same slot, the ledger refuses what is out of turn and knows what it has (`admit`). What is handed over stays
 * in Redis until it is committed, so a worker may be killed at any moment.
 */
export function createWorker(world: World) {
  const { buffer, entrances, name, mostPerBatch, elapsedMs, onWritten, onOtherEpoch, onOutOfTurn } = world;
  const leases = new Map<SlotId, { readonly lease: string; readonly since: number }>();

  /** The lease to take over: one that has stood still for long enough. */
  function staleLease(slot: SlotId): string {
    const seen = leases.get(slot);
    return seen !== undefined && elapsedMs() - seen.since >= leaseMs ? seen.lease : "";
  }
  function watchLease(slot: SlotId, lease: string): void {
    if (leases.get(slot)?.lease === lease) return;
    if (leases.size >= mostWatched) leases.clear();
    leases.set(slot, { lease, since: elapsedMs() });
  }

  /** One batch of a slot; whether there may be another. */
  async function step(slot: SlotId): Promise<boolean> {
    const claimed = await buffer.claim(slot, name, staleLease(slot), mostPerBatch);
    if (claimed.state === "held") watchLease(slot, claimed.lease);
    else leases.delete(slot);
    if (claimed.state !== "work") return false;
    const given = firstOfEach(claimed.given);
    const { epoch } = claimed;
    const written = await entrances.write(slot, epoch, given);
    if (written.refused !== null) {
      if (written.refused === "out-of-turn") await onOutOfTurn(slot, epoch);
      else await onOtherEpoch(slot);
      return false;
    }
    const { entries, waiting, departed, free } = written;
    const last = (given.at(-1) as Given).ticket;
    const left = await buffer.handOver({
      ...{ slot, epoch, last, waiting, departed, free },
      voids: voidsOf(given, written),
    });
    const told = given.flatMap(({ person }, at) => {
      const entry = entries[at];
      return entry ? [{ person, entry }] : [];
    });
    if (told.length > 0) onWritten(slot, told);
    return left !== null && left > 0;
  }

  /** One batch of each slot, unless it is to end before; whether there may be more. */
  async function turn(isToEnd: () => boolean): Promise<boolean> {
    const failures: unknown[] = [];
    const slots = await buffer.busy();
    let isMore = false;
    for (let start = 0; start < slots.length && !isToEnd(); start += slotsAtOnce) {
      for (const outcome of await Promise.allSettled(slots.slice(start, start + slotsAtOnce).map(step))) {
        if (outcome.status === "rejected") failures.push(outcome.reason);
        else isMore ||= outcome.value;
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, "some tickets are not in the ledger yet");
    return isMore;
  }

  return {
    /**
     * Works until nothing is left that is its own, or it is told to end: turn by turn a batch of each slot, a few slots
     * side by side, so that none waits for the crowd of another. What failed is told after the turn.
     */
    async work(isToEnd: () => boolean = () => false): Promise<void> {
      let isMore = true;
      while (isMore && !isToEnd()) isMore = await turn(isToEnd);
    },
  };
}
