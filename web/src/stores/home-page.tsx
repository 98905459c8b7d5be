import { useMessages } from "../messages/use-messages.ts";
import { Empty } from "../ui/empty.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Note } from "../ui/note.tsx";
import { HomeHero } from "./home-hero.tsx";
import { everyStore, heroOf, nextOf, popularOf } from "./home-lists.ts";
import { HomeRail } from "./home-rail.tsx";
import { HomeSkeleton } from "./home-skeleton.tsx";
import { NextLines } from "./next-lines.tsx";
import { StoreGrid } from "./store-grid.tsx";
import { useHome } from "./use-home.ts";

/** The next opening, those that follow, what one may like, and every store. */
export function HomePage() {
  const { site, stores } = useMessages();
  const { home, now, isLost, hurry } = useHome();
  useDocumentTitle(site.title);
  useHeadingFocus(home === null ? null : "home");
  if (home === null) {
    return (
      <>
        {isLost && (
          <div className="wrap" role="alert">
            <Note icon="network" title={stores.lost}>
              {stores.lostWhy}
            </Note>
          </div>
        )}
        <HomeSkeleton />
      </>
    );
  }
  const hero = heroOf(home, now);
  const next = nextOf(home, hero, now);
  const every = everyStore(home);
  if (hero === null) {
    return (
      <div className="wrap">
        <h1 className="page-title" tabIndex={-1}>
          {stores.title}
        </h1>
        <Empty title={stores.empty} why={stores.emptyWhy} />
      </div>
    );
  }
  return (
    <>
      <div className="hero wrap">
        <HomeHero key={hero.id} card={hero} onOpen={hurry} />
        {next.length > 0 && <NextLines cards={next} now={now} />}
      </div>
      <HomeRail popular={popularOf(home.stores, now)} known={every} now={now} />
      <StoreGrid cards={every} now={now} hasMore={home.hasMore} />
    </>
  );
}
