import type { OwnEntry } from "../../../shared/line.ts";
import { useRemaining } from "../clock.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { Poster } from "../stores/poster.tsx";
import { formatCountdown, formatMoment } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { rankOf } from "./rank.ts";
import { usePlaceTexts } from "./texts.ts";

/** A line I stand in, or a seat that is held for me: where, when, how far on, and the way there. */
export function StandingRow({ entry }: { entry: OwnEntry }) {
  const { people } = useMessages();
  const { place, offer, standing } = usePlaceTexts();
  const language = useLanguage();
  const { slotId, storeId, storeName, startsAt, timeZone, partySize, ticket } = entry;
  const isOffered = entry.state === "offered";
  return (
    <li className="reservation">
      <Poster store={{ id: storeId }} />
      <div className="reservation-copy">
        <p className="seat mine">{isOffered ? offer.title : place.rank(rankOf(entry))}</p>
        <h3>
          <Link to={`/stores/${storeId}`}>{storeName}</Link>
        </h3>
        <p className="reservation-when">{formatMoment(startsAt, timeZone, language)}</p>
        <p className="sub small">{`${people(partySize)} · ${place.ticket} ${place.ticketNumber(ticket)}`}</p>
        {entry.offerExpiresAt !== null && <TimeLeft until={entry.offerExpiresAt} />}
      </div>
      <div className="row-actions">
        <Link className={isOffered ? "button primary" : "button line"} to={`/slots/${slotId}`}>
          {isOffered ? standing.answer : standing.open}
        </Link>
      </div>
    </li>
  );
}

function TimeLeft({ until }: { until: string }) {
  const { offer } = usePlaceTexts();
  return <p className="sub small">{`${offer.left} ${formatCountdown(useRemaining(until))}`}</p>;
}
