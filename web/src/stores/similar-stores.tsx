import { useEffect, useRef, useState } from "react";
import type { StoreCard as Card } from "../../../shared/stores.ts";
import { serverClock } from "../clock.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { isOpeningNear } from "../slots/near-opening.ts";
import { useComesNear } from "../ui/use-comes-near.ts";
import { readSimilar, recommendedTexts } from "./recommended.ts";
import { StoreCard } from "./store-card.tsx";

/** What is like this store and has a seat, asked for once whoever reads comes near; nothing where there is none. */
export function SimilarStores({ storeId }: { storeId: string }) {
  const { similar } = recommendedTexts[useLanguage()];
  const [cards, setCards] = useState<readonly Card[]>([]);
  const place = useRef<HTMLDivElement>(null);
  const isNear = useComesNear(place);
  useEffect(() => {
    if (!isNear || isOpeningNear()) return;
    let isGone = false;
    void readSimilar(storeId).then((found) => isGone || setCards(found));
    return () => {
      isGone = true;
    };
  }, [storeId, isNear]);
  return (
    <div ref={place}>
      {cards.length > 0 && (
        <section className="section" aria-labelledby="similar">
          <div className="section-head">
            <h2 id="similar">{similar}</h2>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
          <ul className="rail" tabIndex={0} aria-labelledby="similar">
            {cards.map((card) => (
              <StoreCard key={card.id} card={card} now={serverClock.now()} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
