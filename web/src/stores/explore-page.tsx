import { useMessages } from "../messages/use-messages.ts";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { Note } from "../ui/note.tsx";
import { Link, useQuery } from "../ui/router.tsx";
import { ExploreEmpty } from "./explore-empty.tsx";
import { ExploreFilters } from "./explore-filters.tsx";
import { ExploreFinder } from "./explore-finder.tsx";
import { addressOf, chosenIn } from "./explore-query.ts";
import { useExploreTexts } from "./explore-texts.ts";
import { StoreCard } from "./store-card.tsx";
import { useKeptScroll } from "./use-kept-scroll.ts";
import { useStores } from "./use-stores.ts";
import "./explore.css";

/** Every store, page by page, narrowed by what the address says. */
export function ExplorePage() {
  const { site, stores, problems } = useMessages();
  const texts = useExploreTexts();
  const chosen = chosenIn(useQuery());
  const address = addressOf(chosen);
  const { cards, now, hasNext, isLost, readMore, end } = useStores(chosen);
  const list = useKeptScroll(address, cards !== null);
  useDocumentTitle(`${stores.explore} | ${site.name}`);
  useHeadingFocus("explore");
  return (
    <div className="explore">
      <div className="section-head">
        <h1 className="page-title" tabIndex={-1}>
          {stores.explore}
        </h1>
        {address !== "/explore" && <Link to="/explore">{texts.reset}</Link>}
      </div>
      <ExploreFinder chosen={chosen} />
      <ExploreFilters chosen={chosen} now={now} />
      <p className="explore-count sub small" role="status">
        {cards !== null && cards.length > 0 && countWords(stores.count(cards.length), hasNext, texts.sofar)}
      </p>
      {isLost && (
        <Note icon="network" title={stores.lost}>
          {problems.unreachable}
        </Note>
      )}
      {cards === null && !isLost && <LoadingBars />}
      {cards?.length === 0 && !hasNext && <ExploreEmpty chosen={chosen} />}
      <ul className="grid" ref={list}>
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

const countWords = (count: string, hasNext: boolean, sofar: (count: string) => string) =>
  hasNext ? sofar(count) : count;
