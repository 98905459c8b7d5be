import { useId } from "react";
import type { StoreCard as Card } from "../../../shared/stores.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Link } from "../ui/router.tsx";
import { StoreCard } from "./store-card.tsx";
import { stateOf } from "./store-state.ts";

interface StoreRailContent {
  readonly title: string;
  /** Each with why it is here; null where that is how many want it. */
  readonly items: readonly { readonly card: Card; readonly reason: string | null }[];
  /** The server's clock. */
  readonly now: number;
}

/** Stores side by side; each says why it is here. */
export function StoreRail({ title, items, now }: StoreRailContent) {
  const { stores, waiters } = useMessages();
  const titleId = useId();
  // How many wait for a sold-out one its badge says.
  const demandOf = (card: Card) =>
    card.waiting > 0 && stateOf(card, now) !== "sold-out"
      ? stores.wanted(waiters(card.waiting, card.largestParty > 1))
      : stores.booked(card.capacity - card.seatsLeft);
  return (
    <section className="wrap section" aria-labelledby={titleId}>
      <div className="section-head">
        <h2 id={titleId}>{title}</h2>
        <Link to="/explore">{stores.more}</Link>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <ul className="rail" tabIndex={0} aria-labelledby={titleId}>
        {items.map(({ card, reason }) => (
          <StoreCard key={card.id} card={card} now={now} reason={reason ?? demandOf(card)} />
        ))}
      </ul>
    </section>
  );
}
