import type { SlotId } from "../../../shared/ids.ts";
import type { Refused } from "../../../shared/problems.ts";
import type { Clock } from "../../platform/clock.ts";
import { inTime } from "./in-time.ts";
import type { Card, Cards, Entrances } from "./ports.ts";

/** Cards that are read, and then renewed side by side: few enough to come to Redis while they are fresh. */
const slotsAtOnce = 50;
/** With so many buffered slots none is taken before its first press: all of their cards are renewed each second. */
const mostTakenAhead = 5_000;
/** After so many failures the rest is left to the next round. */
const mostFailures = 3;
/** What is read of a slot counts only when it comes to Redis this soon: its clock is set by it. */
const freshForMs = 250;
const mostReads = 3;
/** So long after a slot began Redis may have tickets of it. */
const keptForMs = 3_600_000;

interface World {
  readonly buffer: Cards;
  readonly entrances: Pick<Entrances, "cards" | "take" | "handBack" | "buffered" | "aboutToOpen">;
  readonly clock: Pick<Clock, "wait">;
  readonly elapsedMs: () => number;
}

/** Another process has the slot's card on its way, or what was read is too old by now; that passes. */
class CardOnItsWay extends Error {
  readonly code = "ECONNREFUSED";
}

/** Reads cards of slots, and puts those of slots that it takes while they are fresh. */
function createTaking({ buffer, entrances, clock, elapsedMs }: World) {
  async function readCard(slot: SlotId): Promise<{ readonly card: Card | undefined; readonly readAt: number }> {
    const readAt = elapsedMs();
    const [card] = await inTime(entrances.cards([slot]), clock);
    return { card, readAt };
  }

  const isOld = (readAt: number) => elapsedMs() - readAt > freshForMs;

  /** Puts the card of an entrance that was just taken; without it the slot stands still, so it is read again. */
  async function put(slot: SlotId): Promise<void> {
    for (let reads = 0; reads < mostReads; reads += 1) {
      const { card, readAt } = await readCard(slot);
      if (card === undefined) return;
      if (!isOld(readAt)) return void (await buffer.keep(card, true));
    }
    throw new CardOnItsWay("what was read of the slot is old by now");
  }

  /** Whether this process took it and has put its card, and not another in this very moment. */
  async function tryTake(slot: SlotId, lost: number | null): Promise<boolean> {
    const isOurs = await entrances.take(slot, lost);
    if (isOurs) await put(slot);
    return isOurs;
  }

  async function take(slot: SlotId, lost: number | null): Promise<void> {
    if (!(await tryTake(slot, lost))) throw new CardOnItsWay("the slot's card is on its way");
  }

  return { readCard, isOld, tryTake, take };
}

/**
 * Sees to it that Redis has the cards of buffered slots. A card that is gone, or that has lost tickets which the ledger
 * knows, means that tickets may be lost: another epoch begins, under the slot's row lock. A slot that is to be direct,
 * since its host closed it or has other rules, is handed back once Redis has given its last ticket and all are written.
 */
export function createEntrance(world: World) {
  const { buffer, entrances, elapsedMs } = world;
  const { readCard, isOld, tryTake, take } = createTaking(world);

  /** The ledger is behind what Redis gave in this epoch, as one that was restored is: that counts as a loss too. */
  const startOver = async (slot: SlotId, epoch: number): Promise<void> => void (await tryTake(slot, epoch));

  /** Only after it the card goes: should this process end in between, whoever presses next sees to that. */
  async function handBack({ slot, epoch }: Card): Promise<"there" | "direct"> {
    if (!(await entrances.handBack(slot, epoch))) return "there";
    await buffer.drop(slot, epoch + 1);
    return "direct";
  }

  /** Renews the card of a slot that is buffered, unless it is to be direct; one that is gone has to be made anew. */
  async function keep(card: Card, readAt: number): Promise<"there" | "gone" | "direct"> {
    if (isOld(readAt)) throw new CardOnItsWay("what was read of the slot is old by now");
    const kept = await buffer.keep(card, false);
    if (kept === "drained") return handBack(card);
    // Either it began since the card was read, which the ledger knows, or the ledger has forgotten it.
    if (kept === "later") await startOver(card.slot, card.epoch);
    return kept === "there" || kept === "later" || card.startsAt <= card.now ? "there" : "gone";
  }

  /** Renews the cards of these slots, and makes one after the other those that are gone; what failed. */
  async function renew(slots: readonly SlotId[]): Promise<unknown[]> {
    const readAt = elapsedMs();
    const cards = slots.length === 0 ? [] : await entrances.cards(slots);
    const failures: unknown[] = [];
    const fail = (error: unknown) => void failures.push(error);
    const gone: Card[] = [];
    const noteGone = async (card: Card) => void ((await keep(card, readAt)) === "gone" && gone.push(card));
    await Promise.all(cards.map((card) => noteGone(card).catch(fail)));
    for (const { slot, epoch } of gone) await take(slot, epoch).catch(fail);
    return failures;
  }

  async function open(slot: SlotId): Promise<"buffered" | "direct" | Refused> {
    const { card, readAt } = await readCard(slot);
    if (card?.isBuffered !== true) await buffer.drop(slot, card?.epoch ?? Number.MAX_SAFE_INTEGER);
    if (card === undefined) return { problem: "not-found" };
    if (isDirect(card)) return "direct";
    const kept = card.isBuffered ? await keep(card, readAt) : "gone";
    if (kept === "direct") return "direct";
    if (kept === "gone") await take(slot, card.isBuffered ? card.epoch : null);
    return "buffered";
  }

  /**
   * Makes the cards of slots that open soon, as their first presses would: the ledger may be away when these come. With
   * Redis away none is taken, whose card would be missed as if it had been lost.
   */
  async function takeAhead(isToEnd: () => boolean): Promise<unknown[]> {
    const failures: unknown[] = [];
    const fail = (error: unknown) => void (error instanceof CardOnItsWay || failures.push(error));
    for (const slot of await entrances.aboutToOpen(slotsAtOnce)) {
      if (isToEnd() || failures.length >= mostFailures) break;
      await open(slot).catch(fail);
    }
    return failures;
  }

  /** Whether a slot's tickets are the ledger's to give, whatever Redis may have to say. */
  const isDirect = (card: Card) =>
    card.isBuffered ? card.startsAt <= card.now : card.staysDirect || card.closesAt <= card.now;

  return {
    /** Makes sure that the slot has a card, or says that its tickets are the ledger's to give. */
    open,
    startOver,
    /** With Redis away: whether the ledger answers who presses. */
    async isDirect(slot: SlotId): Promise<boolean> {
      const { card } = await readCard(slot);
      return card !== undefined && isDirect(card);
    },
    /**
     * With Redis away: whether nobody can have a place that is only there. Who has none of the ledger yet when the slot
     * begins has missed it once that is written, and Redis has them for an hour.
     */
    async hasAll(slot: SlotId): Promise<boolean> {
      const { card } = await readCard(slot);
      if (card === undefined) return false;
      return card.isBuffered ? card.startsAt + keptForMs <= card.now : isDirect(card);
    },
    /**
     * To be called each second: what hosts have changed and what the ledger has done comes to Redis, and so do slots
     * that open soon.
     */
    async renewAll(isToEnd: () => boolean = () => false): Promise<void> {
      const failures: unknown[] = [];
      let [slots, count]: [readonly SlotId[], number] = [[], 0];
      do {
        slots = await entrances.buffered(slots.at(-1) ?? null, slotsAtOnce);
        count += slots.length;
        failures.push(...(await renew(slots)));
      } while (slots.length === slotsAtOnce);
      if (count < mostTakenAhead) failures.push(...(await takeAhead(isToEnd)));
      if (failures.length > 0) throw new AggregateError(failures, "some cards could not be renewed");
    },
  };
}
