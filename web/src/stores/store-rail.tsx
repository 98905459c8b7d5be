import { useId } from "react";
import type { StoreCard as Card } from "../../../shared/stores.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Link } from "../ui/router.tsx";
import { StoreCard } from "./store-card.tsx";
import { stateOf } from "./store-state.ts";

/** What people want most now, side by side; each says why it is here. */
export function StoreRail({ cards, now }: { cards: readonly Card[]; now: number }) {
  const { stores, waiters } = useMessages();
  const titleId = useId();
  // How many wait for a sold-out one its badge says.
  const reasonOf = (card: Card) =>
    card.waiting > 0 && stateOf(card, now) !== "sold-out"
      ? stores.wanted(waiters(card.waiting, card.largestParty > 1))
      : stores.booked(card.capacity - card.seatsLeft);
  return (
    <section className="wrap section" aria-labelledby={titleId}>
      <div className="section-head">
        <h2 id={titleId}>{stores.popular}</h2>
        <Link to="/explore">{stores.more}</Link>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <ul className="rail" tabIndex={0} aria-labelledby={titleId}>
        {cards.map((card) => (
          <StoreCard key={card.id} card={card} now={now} reason={reasonOf(card)} />
        ))}
      </ul>
    </section>
  );
}
