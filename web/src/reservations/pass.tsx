import { useState } from "react";
import type { Reservation } from "../../../shared/reservations.ts";
import { useWayTexts } from "../chat/way-texts.ts";
import { usePlaceTexts } from "../line/texts.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { HereTime } from "../slots/here-time.tsx";
import { Icon } from "../ui/icon.tsx";
import { formatDay, formatTime } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { ShareButton } from "../ui/share-button.tsx";
import { CancelReservation } from "./cancel-reservation.tsx";
import { MoveReservation } from "./move-reservation.tsx";

interface PassState {
  readonly reservation: Reservation;
  readonly onChanged: () => void;
}

/** Whether there is still something to show at the door. */
const isGood = ({ state }: Reservation) => state === "confirmed" || state === "checked_in";

/** The seat is mine: what to show at the door, how to keep it in mind, and how to give it back. */
export function Pass({ reservation, onChanged }: PassState) {
  const { site } = useMessages();
  const { pass } = usePlaceTexts();
  const ways = useWayTexts();
  const { id, storeId, storeName, partySize, startsAt, timeZone, state } = reservation;
  const [isCancelling, setIsCancelling] = useState(false);
  return (
    <>
      <PassCard reservation={reservation} />
      <HereTime moment={startsAt} timeZone={timeZone} />
      <div className="pass-acts">
        {isGood(reservation) && (
          <div className="pass-keep">
            <a className="button primary" href={`/api/reservations/${id}/calendar.ics`} download={`popline-${id}.ics`}>
              <Icon name="calendar" size={20} />
              {pass.addToCalendar}
            </a>
            <ShareButton name={storeName} path={`/stores/${storeId}`} />
          </div>
        )}
        <Link className="button line pass-chat" to={`/stores/${storeId}/room`}>
          <Icon name="chat" size={20} />
          {ways.chat}
        </Link>
        <Link className="button line" to="/reservations">
          {site.reservations}
        </Link>
        {state === "confirmed" && (
          <CancelReservation
            reservationId={id}
            partySize={partySize}
            onChanged={onChanged}
            onUnderWay={setIsCancelling}
          />
        )}
        {state === "confirmed" && !isCancelling && <MoveReservation reservation={reservation} />}
      </div>
    </>
  );
}

function PassCard({ reservation }: { reservation: Reservation }) {
  const { people, stores } = useMessages();
  const { pass } = usePlaceTexts();
  const language = useLanguage();
  const { id, code, storeId, storeName, district, address, startsAt, timeZone, partySize } = reservation;
  const facts = [
    { name: pass.date, value: formatDay(startsAt, timeZone, language) },
    { name: pass.time, value: formatTime(startsAt, timeZone, language) },
    { name: pass.party, value: people(partySize) },
    { name: pass.number, value: code },
    { name: stores.facts.place, value: address || stores.district(district) },
  ];
  return (
    <article className={isGood(reservation) ? "pass" : "pass over"} aria-label={pass.label}>
      <img className="pass-art" src={`/posters/${storeId}.svg`} alt="" width="300" height="400" />
      <div className="pass-body">
        <h2>{storeName}</h2>
        <dl>
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {isGood(reservation) && (
        <div className="torn pass-stub">
          <img src={`/api/reservations/${id}/pass.svg`} alt={pass.picture(code)} width="168" height="168" />
        </div>
      )}
    </article>
  );
}
