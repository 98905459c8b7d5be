import type { StoreCard } from "../../../shared/stores.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { dayOf } from "../ui/moments.ts";
import { openingWords } from "./opening-words.ts";
import { isNearlyFull, stateOf } from "./store-state.ts";

/** One word on a store: when it opens, seats left, how many wait, or that it is over. */
export function SeatBadge({ card, now }: { card: StoreCard; now: number }) {
  const messages = useMessages();
  const language = useLanguage();
  const { stores, waiters } = messages;
  const state = stateOf(card, now);
  if (state === "upcoming") {
    return <span className="seat soon">{stores.opens(openingWords(card, now, messages, language))}</span>;
  }
  if (state === "closed") {
    const isOver = dayOf(now, card.timeZone) > card.endsOn;
    return <span className="seat out">{isOver ? stores.states.closed : stores.closed}</span>;
  }
  if (state === "sold-out") {
    const inLine = card.waiting > 0 ? waiters(card.waiting, card.largestParty > 1) : null;
    return <span className="seat out">{stores.soldOut(inLine)}</span>;
  }
  if (isNearlyFull(card)) return <span className="seat low">{stores.fewLeft(card.seatsLeft)}</span>;
  return <span className="seat">{stores.bookable(card.seatsLeft)}</span>;
}
