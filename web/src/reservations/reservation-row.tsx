import type { Reservation } from "../../../shared/reservations.ts";
import { write } from "../api.ts";
import { usePlaceTexts } from "../line/texts.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { Poster } from "../stores/poster.tsx";
import { formatMoment } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { CancelReservation } from "./cancel-reservation.tsx";
import { useMovingTexts } from "./moving-texts.ts";

interface ReservationRowState {
  readonly reservation: Reservation;
  /** Whether the visit is still to come. */
  readonly isUpcoming: boolean;
  readonly onChanged: () => void;
}

/** A reservation: which store, when, for how many, and what can be done with it. */
export function ReservationRow({ reservation, isUpcoming, onChanged }: ReservationRowState) {
  const { people, reservations } = useMessages();
  const { calledOff, pass, place } = usePlaceTexts();
  const moving = useMovingTexts();
  const language = useLanguage();
  const { id, storeId, startsAt, timeZone, partySize, ticket, state, storeName, movedTo, cancelledByHost } =
    reservation;
  const said = cancelledByHost ? calledOff.row : reservations.states[state];
  return (
    <li className={isUpcoming ? "reservation" : "reservation past"}>
      <Poster store={{ id: storeId }} />
      <div className="reservation-copy">
        <p className={isUpcoming ? "seat mine" : "seat out"}>{typeof movedTo === "string" ? moving.moved : said}</p>
        <h3>
          <Link to={`/stores/${storeId}`}>{storeName}</Link>
        </h3>
        <p className="reservation-when">{formatMoment(startsAt, timeZone, language)}</p>
        <p className="sub small">{`${people(partySize)} · ${pass.ticket} ${place.ticketNumber(ticket)}`}</p>
      </div>
      <div className="row-actions">
        {isUpcoming && (
          <>
            <Link className="button primary" to={`/reservations/${id}`}>
              {reservations.open}
            </Link>
            <CancelReservation reservationId={id} partySize={partySize} onChanged={onChanged} />
          </>
        )}
        {!isUpcoming && <RemoveReservation id={id} onChanged={onChanged} />}
      </div>
    </li>
  );
}

function RemoveReservation({ id, onChanged }: { id: string; onChanged: () => void }) {
  const { reservations, problems } = useMessages();
  const removing = useAction<null>(onChanged, onChanged);
  const remove = () => removing.run(() => write<null>("DELETE", `/api/reservations/${id}`));
  return (
    <>
      <button className="button ghost" type="button" disabled={removing.isBusy} onClick={remove}>
        {reservations.remove}
      </button>
      {removing.problem !== null && (
        <p className="problem" role="alert">
          {problems[removing.problem.problem]}
        </p>
      )}
    </>
  );
}
