import type { Entry } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { useDocumentTitle } from "../ui/heading-focus.ts";
import { formatDay, formatHere, formatTime } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { CancelReservation } from "./cancel-reservation.tsx";

interface PassState {
  readonly slot: Slot;
  readonly store: Store;
  readonly entry: Entry;
  readonly onChanged: () => void;
}

/** The seat is mine: what to show at the door, and how to give it back. */
export function Pass({ slot, store, entry, onChanged }: PassState) {
  const { pass, people, place, site, slots } = useMessages();
  const language = useLanguage();
  useDocumentTitle(pass.documentTitle(store.name));
  const here = formatHere(slot.startsAt, slot.timeZone, language);
  const facts = [
    { name: pass.date, value: formatDay(slot.startsAt, slot.timeZone, language) },
    { name: pass.time, value: formatTime(slot.startsAt, slot.timeZone, language) },
    { name: pass.party, value: people(entry.partySize) },
    { name: pass.number, value: entry.reservationId ?? "" },
  ];
  return (
    <>
      <header>
        <h1 className="big" tabIndex={-1}>
          {pass.title}
        </h1>
        <p className="sub">{pass.why}</p>
      </header>
      <article className="pass" aria-label={pass.label}>
        <div className="pass-body">
          <h2>{store.name}</h2>
          <dl>
            {facts.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        <p className="pass-stub">
          <span>{pass.ticket}</span>
          <b>{place.ticketNumber(entry.ticket)}</b>
        </p>
      </article>
      {here !== null && <p className="fine">{slots.hereTime(here)}</p>}
      <div className="pair">
        <Link className="button line" to="/reservations">
          {site.reservations}
        </Link>
        {entry.reservationId !== null && (
          <CancelReservation reservationId={entry.reservationId} partySize={entry.partySize} onChanged={onChanged} />
        )}
      </div>
    </>
  );
}
