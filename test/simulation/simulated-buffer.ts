/**
 * Redis before the ledger as a model: one slot's data in memory, each step whole as a script is. What the scripts say
 * is compared with it step by step in `server/line/buffer/buffer.redis.test.ts`.
 */

import type { Buffer, Given, Head, Press, Pressed, Ticket } from "../../server/line/buffer/ports.ts";
import type { SlotId } from "../../shared/ids.ts";
import { type Kept, made, renew, shiftOf } from "./simulated-card.ts";

/** Of one person so many presses are known again; the scripts bound it too. */
const mostKeys = 200;

const headOf = ({ card, due, next, waiting, departed, handed, returned }: Kept): Head => ({
  ...{ epoch: card.epoch, first: card.first, due, next, waiting, departed, handed },
  back: returned.filter(({ ticket }) => ticket >= due).length,
  afterLoss: card.recoveringUntil > 0,
});
const nameOf = ({ person, key }: Pick<Press, "person" | "key">) => `${person} ${key}`;

function remember(kept: Kept, press: Press, { ticket, partySize }: Ticket): void {
  const count = [...kept.presses.keys()].filter((name) => name.startsWith(`${press.person} `)).length;
  if (count < mostKeys) kept.presses.set(nameOf(press), { ticket, partySize });
}

/** Takes a seat, or a place in the line, of those that will be left. */
function foresee(kept: Kept, partySize: number): boolean {
  const isSeated = !kept.card.paused && (kept.card.fillsGaps || kept.queue === 0) && partySize <= kept.seats;
  if (isSeated) kept.seats -= partySize;
  else kept.queue += 1;
  return isSeated;
}

function refusalOf(kept: Kept, partySize: number, now: number): Pressed | null {
  const { card, next } = kept;
  if (card.staysDirect) return { kind: "ending" };
  const refuse = (problem: Extract<Pressed, { kind: "refused" }>["problem"], inMs = 0): Pressed => ({
    ...{ kind: "refused", problem, inMs },
  });
  if (now < card.opensAt) return refuse("not-open", Math.ceil(card.opensAt - now));
  if (now >= card.closesAt) return refuse("closed");
  if (partySize > card.largest) return refuse("party-too-large");
  if (card.recoveringUntil > now) return refuse("recovering", Math.ceil(card.recoveringUntil - now));
  if (next > card.last) return refuse("line-full");
  const before = kept.queue;
  if (foresee(kept, partySize) || (card.listOpen && before < card.mostWaiting)) return null;
  kept.queue = before;
  return refuse(card.listOpen ? "line-full" : "list-closed");
}

/** Whoever was given a ticket before the epoch that is; null where that is no reason to give it again. */
function comeBack(kept: Kept, press: Press, now: number): Pressed | null {
  const { returning: ticket, person, partySize, key } = press;
  if (ticket === 0 || ticket >= kept.card.first) return null;
  const same = { kind: "same", ticket, partySize, key, hasLeft: false } as const;
  if (ticket < kept.due) return same;
  if (kept.card.recoveringUntil <= now || ticket <= kept.handed) return null;
  if (kept.returned.some((one) => one.ticket === ticket)) return null;
  const given = { ticket, person, partySize, key, gone: false };
  kept.returned = [...kept.returned, given].toSorted((one, other) => one.ticket - other.ticket);
  kept.people.set(person, { ticket, partySize, key, leave: null });
  remember(kept, press, given);
  foresee(kept, partySize);
  return same;
}

/** The ticket that a press has already. */
function knownTo(kept: Kept, press: Press): Pressed | null {
  const { checked } = press;
  const ended = checked?.lives === false ? checked.ticket : null;
  const same = kept.presses.get(nameOf(press));
  const mine = kept.people.get(press.person);
  if (same !== undefined && same.ticket !== ended) {
    const stands = mine?.ticket === same.ticket && mine.leave === null;
    return { kind: "same", ...same, key: stands ? mine.key : press.key, hasLeft: !stands };
  }
  if (mine === undefined || mine.leave !== null || mine.ticket === ended) return null;
  const { ticket, partySize, key } = mine;
  if ((ticket >= kept.due && ticket > kept.handed) || (checked?.lives && checked.ticket === ticket))
    remember(kept, press, mine);
  return { kind: "mine", ticket, partySize, key, hasLeft: false };
}

function pressOn(kept: Kept, press: Press, now: number): Pressed {
  const { person, partySize, key } = press;
  const isKnown = kept.card.recoveringUntil === 0 || press.isNew;
  const unknown: Pressed | null = isKnown ? null : { kind: "unknown" };
  const answer = knownTo(kept, press) ?? comeBack(kept, press, now) ?? unknown ?? refusalOf(kept, partySize, now);
  if (answer !== null) return answer;
  const ticket = kept.next;
  kept.next += 1;
  kept.stream = [...kept.stream, { ticket, person, partySize, key, gone: false }];
  kept.people.set(person, { ticket, partySize, key, leave: null });
  remember(kept, press, { ticket, partySize });
  return { kind: "new", ticket, partySize, key, hasLeft: false };
}

/** `losesHandedOut` is the control: presses are let go of when a worker is given them, not when they are written. */
export function createSimulatedBuffer(slot: SlotId, now: () => number, { losesHandedOut = false } = {}) {
  let kept: Kept | null = null;
  /** The epoch that was when a card was taken away: no older one comes late. */
  let over = 0;
  let isBusy = false;
  let lease: { readonly owner: string; readonly beat: number } | null = null;
  const leaseName = () => (lease === null ? "" : `${lease.owner} ${lease.beat}`);
  const isGone = ({ people }: Kept, { person, ticket }: Given) => {
    const mine = people.get(person);
    return mine?.ticket !== ticket || mine.leave !== null;
  };

  const buffer: Buffer = {
    async keep(card, mayMake) {
      if (Math.max(kept?.card.epoch ?? 0, over) > card.epoch) return "later";
      if (kept === null || kept.card.epoch < card.epoch) {
        if (!mayMake) return "absent";
        kept = { ...made(card), shift: card.now - now() };
      } else if (kept.next < Math.max(card.next, card.first)) return "lost";
      else renew(kept, card);
      kept.shift = shiftOf(kept, card, now());
      const isEmpty = kept.stream.length + kept.returned.length === 0;
      return isEmpty && kept.card.staysDirect && card.now >= card.recoveringUntil ? "drained" : "there";
    },
    async drop(_slot, epoch) {
      if (kept !== null && kept.card.epoch < epoch) [kept, over] = [null, epoch];
    },
    async press(_slot, presses) {
      const known = kept;
      if (known === null) return null;
      const pressed = presses.map((press) => pressOn(known, press, now() + known.shift));
      isBusy ||= known.stream.length + known.returned.length > 0;
      return { head: headOf(known), pressed };
    },
    async look(_slot, person, ticket) {
      if (kept === null) return null;
      const mine = kept.people.get(person);
      const instead = kept.standsFor.get(ticket);
      const standsFor = instead?.person === person ? instead.real : null;
      if (mine === undefined) return { head: headOf(kept), mine: null, standsFor };
      const { leave, ...held } = mine;
      return { head: headOf(kept), mine: { ...held, hasLeft: leave !== null }, standsFor };
    },
    async leave(_slot, person, ticket, key) {
      const mine = kept?.people.get(person);
      if (kept === null || mine?.ticket !== ticket) return { outcome: "elsewhere", partySize: 1 };
      const { partySize, leave } = mine;
      if (leave !== null) return { outcome: leave === key ? "left" : "ended", partySize };
      if (ticket <= kept.handed) return { outcome: "elsewhere", partySize: 1 };
      kept.people.set(person, { ...mine, leave: key });
      return { outcome: "left", partySize };
    },
    async claim(_slot, worker, stale, most) {
      const known = kept;
      if (known === null) {
        isBusy = false;
        return { state: "idle", lease: "" };
      }
      if (lease !== null && lease.owner !== worker && leaseName() !== stale) {
        return { state: "held", lease: leaseName() };
      }
      lease = { owner: worker, beat: (lease?.beat ?? 0) + 1 };
      if (now() + known.shift < known.card.recoveringUntil) return { state: "wait", lease: leaseName() };
      const all = known.returned.length > 0 ? known.returned : known.stream;
      if (all.length === 0) {
        [lease, isBusy] = [null, false];
        return { state: "idle", lease: "" };
      }
      const given = all.slice(0, most).map((one) => ({ ...one, gone: isGone(known, one) }));
      known.handed = Math.max(known.handed, (given.at(-1) as Given).ticket);
      if (losesHandedOut) known.stream = known.stream.filter(({ ticket }) => ticket > known.handed);
      return { state: "work", lease: leaseName(), epoch: known.card.epoch, given };
    },
    async handOver({ epoch, last, waiting, departed, free, voids }) {
      if (kept?.card.epoch !== epoch) return null;
      const known = kept;
      known.stream = known.stream.filter(({ ticket }) => ticket > last);
      known.returned = known.returned.filter(({ ticket }) => ticket > last);
      const isLatest = last + 1 > known.due || (last + 1 === known.due && departed >= known.departed);
      if (isLatest) [known.due, known.waiting, known.departed] = [last + 1, waiting, departed];
      for (const { ticket, person, instead } of voids) {
        known.standsFor.set(ticket, { person, real: instead?.ticket ?? 0 });
        if (known.people.get(person)?.ticket !== ticket) continue;
        known.people.delete(person);
        if (instead !== null) known.people.set(person, { ...instead, key: "-", leave: null });
      }
      const left = known.stream.length + known.returned.length;
      if (left > 0 || !isLatest) return left;
      [known.seats, known.queue, lease, isBusy] = [free, waiting, null, false];
      return 0;
    },
    async busy() {
      return isBusy ? [slot] : [];
    },
  };
  return {
    buffer,
    wipe(): void {
      [kept, over, lease, isBusy] = [null, 0, null, false];
    },
    isIdle: () => kept === null || kept.stream.length + kept.returned.length === 0,
  };
}
