/** The card of a slot in the simulated buffer, with all that is kept beside it: how it is made and renewed. */

import type { Card, Given, Held, Ticket } from "../../server/line/buffer/ports.ts";
import type { PersonId } from "../../shared/ids.ts";

export interface Mine extends Held {
  /** The key it was left with. */
  readonly leave: string | null;
}

export interface Kept {
  card: Card;
  next: number;
  /** The first ticket that the ledger does not have. */
  due: number;
  waiting: number;
  departed: number;
  /** The last ticket that a worker was given. */
  handed: number;
  /** Seats and line as they will be when all that was given a ticket is in the ledger. */
  seats: number;
  queue: number;
  /** How far the ledger's clock is ahead. */
  shift: number;
  readonly people: Map<PersonId, Mine>;
  readonly presses: Map<string, Ticket>;
  readonly standsFor: Map<number, { readonly person: PersonId; readonly real: number }>;
  stream: readonly Given[];
  returned: readonly Given[];
}

export function made(card: Card): Kept {
  const next = Math.max(card.next, card.first);
  return {
    ...{ card, next, due: card.next, waiting: card.waiting, departed: card.departed, handed: 0 },
    ...{ seats: card.free, queue: card.waiting, shift: 0, stream: [], returned: [] },
    ...{ people: new Map(), presses: new Map(), standsFor: new Map() },
  };
}

/** What the ledger says of its line now; what was read before a batch came to it says nothing of that. */
export function renew(kept: Kept, read: Card): void {
  const next = Math.max(read.next, read.first);
  const isIdle = kept.next === next && kept.returned.length === 0;
  const card = { ...read, staysDirect: read.staysDirect || kept.card.staysDirect || (read.isQuiet && isIdle) };
  const isOld = card.next < kept.due || card.departed < kept.departed || card.last < kept.card.last;
  kept.card = isOld ? { ...card, last: kept.card.last } : card;
  if (isOld) return;
  if (isIdle) [kept.seats, kept.queue] = [card.free, card.waiting];
  [kept.due, kept.waiting, kept.departed] = [card.next, card.waiting, card.departed];
}

/** For a read that is older than the last one by a message's way no moment that has come is ahead again. */
export function shiftOf({ shift }: Kept, { now, opensAt, closesAt, recoveringUntil }: Card, here: number): number {
  const before = here + shift;
  const isCrossed = [opensAt, closesAt, recoveringUntil].some((moment) => now < moment && moment <= before);
  return isCrossed && before - now <= 250 ? shift : now - here;
}
