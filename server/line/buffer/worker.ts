import type { PersonId, SlotId } from "../../../shared/ids.ts";
import type { Entry } from "../../../shared/line.ts";
import type { Buffer, Entrances, Given, Void, Written } from "./ports.ts";
import { createSlotTurns, type Turns } from "./slot-turns.ts";

/** A lease that has not moved for so long, by the clock of whoever watches it, is free. */
export const leaseMs = 3_000;
/** Slots of which a lease is remembered here. */
const mostWatched = 1_000;

interface World extends Pick<Turns, "onFailed" | "clock" | "elapsedMs"> {
  readonly buffer: Pick<Buffer, "busy" | "claim" | "handOver">;
  readonly entrances: Pick<Entrances, "write">;
  /** This worker's name, like no other's. */
  readonly name: string;
  readonly mostPerBatch: number;
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

  return createSlotTurns({ ...world, busy: buffer.busy, step });
}
