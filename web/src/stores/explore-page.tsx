import { useMessages } from "../messages/use-messages.ts";
import { Empty } from "../ui/empty.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { Note } from "../ui/note.tsx";
import { useQuery } from "../ui/router.tsx";
import { ExploreFilters } from "./explore-filters.tsx";
import { chosenIn } from "./explore-query.ts";
import { StoreCard } from "./store-card.tsx";
import { useStores } from "./use-stores.ts";

/** Every store, page by page, narrowed by what the address says. */
export function ExplorePage() {
  const { site, stores, problems } = useMessages();
  const chosen = chosenIn(useQuery());
  const { cards, now, hasNext, isLost, districts, readMore, end } = useStores(chosen);
  useDocumentTitle(`${stores.explore} | ${site.name}`);
  useHeadingFocus("explore");
  return (
    <div className="explore">
      <div className="section-head">
        <h1 className="page-title" tabIndex={-1}>
          {stores.explore}
        </h1>
        <p className="sub small" role="status">
          {cards === null || hasNext ? "" : stores.count(cards.length)}
        </p>
      </div>
      <ExploreFilters chosen={chosen} districts={districts} />
      {isLost && (
        <Note icon="network" title={stores.lost}>
          {problems.unreachable}
        </Note>
      )}
      {cards === null && !isLost && <LoadingBars />}
      {cards?.length === 0 && (
        <Empty title={stores.nothing} why={stores.nothingWhy} action={{ to: "/explore", label: stores.seeAll }} />
      )}
      <ul className="grid">
        {cards?.map((card) => (
          <StoreCard key={card.id} card={card} now={now} level={2} />
        ))}
      </ul>
      {hasNext && (
        <button className="button ghost more" type="button" ref={end} onClick={readMore}>
          {stores.more}
        </button>
      )}
    </div>
  );
}
