import { useId, useState } from "react";
import type { StoreCard as Card } from "../../../shared/stores.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Link } from "../ui/router.tsx";
import { filterLabel } from "./filter-label.ts";
import { StoreCard } from "./store-card.tsx";
import { filterKey, filtersFor, fits, type StoreFilter } from "./store-filters.ts";

const shownAtFirst = 24;
const shownMore = 24;

interface StoreGridContent {
  readonly cards: readonly Card[];
  /** The server's clock. */
  readonly now: number;
  readonly hasMore: boolean;
}

/** Every store the page knows, narrowed by the chip that is pressed. */
export function StoreGrid({ cards, now, hasMore }: StoreGridContent) {
  const messages = useMessages();
  const { stores } = messages;
  const titleId = useId();
  const [filter, setFilter] = useState<StoreFilter>({ by: "all" });
  const [most, setMost] = useState(shownAtFirst);
  const fitting = cards.filter((card) => fits(card, filter, now));
  function choose(next: StoreFilter): void {
    setFilter(next);
    setMost(shownAtFirst);
  }
  return (
    <section className="wrap section" aria-labelledby={titleId}>
      <div className="section-head">
        <h2 id={titleId}>{stores.title}</h2>
        <p className="sub small" role="status">
          {stores.count(fitting.length)}
        </p>
      </div>
      <fieldset className="chips">
        <legend className="hidden">{stores.filter}</legend>
        {filtersFor(cards, now).map((each) => (
          <button
            key={filterKey(each)}
            type="button"
            aria-pressed={filterKey(each) === filterKey(filter)}
            onClick={() => choose(each)}
          >
            {filterLabel(each, messages)}
          </button>
        ))}
      </fieldset>
      <ul className="grid">
        {fitting.slice(0, most).map((card) => (
          <StoreCard key={card.id} card={card} now={now} />
        ))}
      </ul>
      {fitting.length > most && (
        <button className="button ghost more" type="button" onClick={() => setMost(most + shownMore)}>
          {stores.more}
        </button>
      )}
      {fitting.length <= most && hasMore && (
        <Link className="button ghost more" to="/explore">
          {stores.seeAll}
        </Link>
      )}
    </section>
  );
}
