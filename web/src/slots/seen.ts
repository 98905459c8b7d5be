import type { Entry } from "../../../shared/line.ts";
import type { SlotFrame } from "../../../shared/live.ts";
import { isInLine } from "../../../shared/live-place.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { neverFartherBack } from "../line/rank.ts";

/** What this page knows of a slot. */
export interface Seen {
  readonly slot: Slot | null;
  readonly store: Store | null;
  /** Mine; null when I have none, undefined as long as nobody has said. */
  readonly entry: Entry | null | undefined;
  /** How many look at this slot now; null without a socket. */
  readonly here: number | null;
  readonly isLost: boolean;
  readonly isAbsent: boolean;
}

export type Look =
  | { readonly slot: Slot; readonly store: Store; readonly entry: Entry | null }
  | "lost"
  | "absent"
  | "taken-away"
  | "signed-out";

export const nothing: Seen = { slot: null, store: null, entry: undefined, here: null, isLost: false, isAbsent: false };

/** The newer of two: an answer can be overtaken by a live message. */
export function newerSlot(before: Slot | null, now: Slot): Slot {
  return before !== null && before.id === now.id && before.rev > now.rev ? before : now;
}

/** Whether a look has found something of the slot that no message has told. */
export function isNews({ slot }: Seen, found: { readonly slot: Slot }): boolean {
  return slot !== null && found.slot.rev > slot.rev;
}

/** Who looks: nobody has said yet, somebody or nobody, or somebody whose session has ended by itself. */
export type Who = "unknown" | "known" | "expired";

/** A slot of a store that is there still, but whose row is gone, was closed by its host since it was last seen. */
const calledOff = (slot: Slot | null) => slot && { ...slot, closedAt: slot.closedAt ?? slot.now };

/** What is known after a look: a stale one was overtaken by news of my entry and only proves the connection. */
export function afterLook(before: Seen, found: Look, isStale: boolean, who: Who): Seen {
  if (found === "taken-away") return { ...before, slot: calledOff(before.slot), isLost: false };
  if (typeof found === "string") return { ...before, isLost: found === "lost", isAbsent: found === "absent" };
  if (isStale) return { ...before, isLost: false };
  const entry = entryOf(before, found.entry, who);
  return {
    ...before,
    store: found.store,
    slot: newerSlot(before.slot, found.slot),
    entry: entry ? neverFartherBack(before.entry ?? null, entry) : entry,
    isLost: false,
    isAbsent: false,
  };
}

/**
 * As long as nobody has said who is signed in, the slot counts but an entry cannot be known. A place in the line stays
 * while its session has ended: the account still has it.
 */
function entryOf({ entry }: Seen, found: Entry | null, who: Who): Seen["entry"] {
  if (who === "unknown") return undefined;
  return who === "expired" && entry && isInLine(entry) ? entry : found;
}

/** A slot's seats and line as a live message says them; a message about another slot, or an older one, says nothing. */
export function slotAfter(slot: Slot, frame: SlotFrame): Slot {
  const { id, rev, held, capacity, waiting, bookableNow, paused, listOpen, filledAt, closedAt } = frame;
  if (id !== slot.id || rev < slot.rev) return slot;
  return { ...slot, rev, held, capacity, waiting, bookableNow, paused, listOpen, filledAt, closedAt };
}

/** What is seen of a slot after a live message about it. How many are here no look says: that counts before it too. */
export function afterFrame(before: Seen, frame: SlotFrame): Seen {
  const { slot } = before;
  if (slot === null) return { ...before, here: frame.here };
  if (slot.id !== frame.id) return before;
  return { ...before, here: frame.here, isLost: false, slot: slotAfter(slot, frame) };
}

/**
 * What is seen of a slot that can no longer be followed. Where messages came before, its host closed it; a draft's
 * never came, which only its owner can look at.
 */
export function afterRefusal(before: Seen): Seen {
  return before.here === null ? before : { ...before, here: null, slot: calledOff(before.slot) };
}
