import { type EntryId, makeEntryId, type PersonId, readEntryId, type SlotId } from "../../../shared/ids.ts";
import { type Entry, liveStates } from "../../../shared/line.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Line } from "../ports.ts";
import { inTime } from "./in-time.ts";
import type { Buffer, Head, Held, Ticket } from "./ports.ts";
import type { Receipts } from "./receipts.ts";

interface World {
  readonly direct: Pick<Line, "place" | "mine" | "act">;
  readonly buffer: Pick<Buffer, "look" | "leave">;
  readonly receipts: Pick<Receipts, "sign">;
  readonly clock: Pick<Clock, "wait">;
  /** Whether the ledger has all places of a slot. */
  readonly hasAll: (slot: SlotId) => Promise<boolean>;
}

export const isLive = ({ state }: Entry) => (liveStates as readonly string[]).includes(state);
export const isWritten = ({ ticket }: Ticket, { due }: Head) => ticket < due;

/** Everybody in front of a ticket that is not in the ledger: those who wait there, and all tickets in between. */
function placeBefore({ first, due, next, waiting, back }: Head, ticket: number) {
  if (ticket < first) return { ahead: waiting + ticket - due, behind: next - first };
  return { ahead: waiting + back + ticket - Math.max(due, first), behind: next - 1 - ticket };
}

/** Of a slot whose data went in this very moment. */
const emptyHead: Head = {
  ...{ epoch: 0, first: 1, due: 1, next: 1, waiting: 0, departed: 0, handed: 0, back: 0, afterLoss: false },
};

/** The entry of a ticket that is not in the ledger yet. */
function unwritten(slot: SlotId, { ticket, partySize, hasLeft }: Held & { hasLeft: boolean }, head: Head): Entry {
  const { ahead, behind } = placeBefore(head, ticket);
  return {
    id: makeEntryId(slot, ticket),
    slotId: slot,
    ticket,
    state: hasLeft ? "left" : "waiting",
    ahead: hasLeft ? null : ahead,
    behind: hasLeft ? null : Math.max(0, behind),
    partySize,
    reservationId: null,
    offerExpiresAt: null,
    departed: head.departed,
    movedTo: null,
    cancelledByHost: false,
  };
}

/** Places that Redis has and the ledger does not have yet, and those of the ledger behind them. */
export function createPlaces({ direct, buffer, receipts, clock, hasAll }: World) {
  /** With Redis away: nobody has a ticket there of a slot whose places are all in the ledger. */
  async function noneIfAll(slot: SlotId, away: unknown): Promise<null> {
    if (await hasAll(slot)) return null;
    throw away;
  }

  /**
   * The ledger's entry of a ticket that a worker was given; null where it has none. It may have it before Redis hears
   * so, and a place that was once shown as written is not one that waits to be written again.
   */
  const inLedger = async (slot: SlotId, person: PersonId, { ticket }: Ticket, { handed }: Head) =>
    ticket <= handed ? inTime(direct.place(makeEntryId(slot, ticket), person), clock) : null;

  /** The entry of a ticket that Redis has not heard to be written, with its receipt while the ledger lacks it. */
  async function shown(slot: SlotId, person: PersonId, held: Held & { hasLeft: boolean }, head: Head): Promise<Entry> {
    const entry = await inLedger(slot, person, held, head).catch(() => null);
    if (entry !== null) return entry;
    const waits = unwritten(slot, held, head);
    if (held.hasLeft) return waits;
    const receipt = receipts.sign(slot, person, { epoch: head.epoch, ...held });
    return { ...waits, receipt, ...(head.afterLoss && { afterLoss: true }) };
  }

  /** The ledger's entry of a ticket, or the one it stands for. */
  async function written(slot: SlotId, ticket: number, person: PersonId): Promise<Entry | null> {
    const entry = await direct.place(makeEntryId(slot, ticket), person);
    if (entry !== null) return entry;
    const looked = await buffer.look(slot, person, ticket).catch((away: unknown) => noneIfAll(slot, away));
    const standsFor = looked?.standsFor ?? null;
    return standsFor === null ? null : direct.place(makeEntryId(slot, standsFor), person);
  }

  /** My ticket in Redis while the ledger does not have it. */
  async function waitingIn(slot: SlotId, person: PersonId, ticket: number | null): Promise<Entry | null> {
    const looked = await buffer.look(slot, person, 0);
    if (looked === null || looked.mine === null || isWritten(looked.mine, looked.head)) return null;
    const { head, mine } = looked;
    return ticket === null || mine.ticket === ticket ? shown(slot, person, mine, head) : null;
  }

  async function place(id: EntryId, person: PersonId): Promise<Entry | null> {
    const { slot, ticket } = readEntryId(id);
    return known(
      slot,
      () => waitingIn(slot, person, Number(ticket)),
      () => written(slot, Number(ticket), person),
    );
  }

  /** Leaves before the ledger knows; whoever it knows, or has just been handed, leaves there. */
  async function leave(id: EntryId, person: PersonId, key: string): Promise<Entry | Refused> {
    const { slot, ticket } = readEntryId(id);
    const { outcome, partySize } = await buffer
      .leave(slot, person, Number(ticket), key)
      .catch(() => ({ outcome: "elsewhere", partySize: 1 }) as const);
    if (outcome === "ended") return { problem: "already-ended" };
    if (outcome === "left") {
      const looked = await buffer.look(slot, person, 0);
      return unwritten(slot, { ticket: Number(ticket), partySize, key, hasLeft: true }, looked?.head ?? emptyHead);
    }
    const entry = await written(slot, Number(ticket), person);
    if (entry !== null) return direct.act("leave", entry.id, person, key);
    // Handed over, and not committed yet.
    const waits = waitingIn(slot, person, Number(ticket));
    const isOnItsWay = (await waits.catch((away: unknown) => noneIfAll(slot, away))) !== null;
    return isOnItsWay ? { problem: "unavailable", retryAfterSeconds: 1 } : { problem: "not-found" };
  }

  /** What Redis knows of a place, else the ledger; with Redis away the ledger's answer, if it has one. */
  async function known<Known>(
    slot: SlotId,
    here: () => Promise<Entry | null>,
    there: () => Promise<Known | null>,
  ): Promise<Entry | Known | null> {
    const [waiting] = await Promise.allSettled([here()]);
    if (waiting.status === "fulfilled" && waiting.value !== null) return waiting.value;
    const entry = await there();
    return entry === null && waiting.status === "rejected" ? noneIfAll(slot, waiting.reason) : entry;
  }

  return {
    inLedger,
    shown,
    written,
    place,
    leave,
    mine: (slot: SlotId, person: PersonId): Promise<Entry | null | Refused> =>
      known(
        slot,
        () => waitingIn(slot, person, null),
        () => direct.mine(slot, person),
      ),
  };
}
