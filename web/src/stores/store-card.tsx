import type { StoreCard as Card } from "../../../shared/stores.ts";
import { useMessages } from "../messages/use-messages.ts";
import { shortDay } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { Poster } from "./poster.tsx";
import { SeatBadge } from "./seat-badge.tsx";

interface StoreCardContent {
  readonly card: Card;
  /** The server's clock. */
  readonly now: number;
  /** Why it is shown here. */
  readonly reason?: string;
  /** Of its heading; the list's own heading is one above it. */
  readonly level?: 2 | 3;
  /** What stands in the place of what its host has not said yet: of its category, its days, its seats. */
  readonly untold?: { readonly category: string | null; readonly days: string | null; readonly seats: string | null };
}

/** A store in a list: its poster, what it is, and whether there is a seat. */
export function StoreCard({ card, now, reason, level = 3, untold }: StoreCardContent) {
  const { stores } = useMessages();
  const Heading = `h${level}` as const;
  const category = untold?.category ?? stores.categories[card.category];
  return (
    <li className="card">
      <Link to={`/stores/${card.id}`}>
        <Poster store={card} hasName />
        <p className="meta">{`${stores.district(card.district)} · ${category}`}</p>
        <Heading>{card.name}</Heading>
        <p className="dates">{untold?.days ?? stores.dates(shortDay(card.startsOn), shortDay(card.endsOn))}</p>
        {untold?.seats == null ? <SeatBadge card={card} now={now} /> : <span className="seat out">{untold.seats}</span>}
        {reason !== undefined && <p className="why">{reason}</p>}
      </Link>
    </li>
  );
}
