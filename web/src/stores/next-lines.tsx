import { useId } from "react";
import type { StoreCard } from "../../../shared/stores.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { Link } from "../ui/router.tsx";
import { openingWords } from "./opening-words.ts";
import { Poster } from "./poster.tsx";

/** The openings that follow. */
export function NextLines({ cards, now }: { cards: readonly StoreCard[]; now: number }) {
  const messages = useMessages();
  const language = useLanguage();
  const titleId = useId();
  const { stores, waiters } = messages;
  const sizeOf = ({ waiting, largestParty, capacity }: StoreCard) =>
    waiting > 0 ? waiters(waiting, largestParty > 1) : stores.capacity(capacity);
  return (
    <section className="next" aria-labelledby={titleId}>
      <h2 id={titleId}>{stores.following}</h2>
      <ol>
        {cards.map((card) => (
          <li key={card.id}>
            <Link to={`/stores/${card.id}`}>
              <Poster store={card} />
              <span className="next-name">
                <b>{card.name}</b>
                <span>{`${stores.district(card.district)} · ${openingWords(card, now, messages, language)}`}</span>
              </span>
              <span className="next-size">{sizeOf(card)}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
