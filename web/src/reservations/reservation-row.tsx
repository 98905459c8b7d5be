import type { Reservation } from "../../../shared/reservations.ts";
import { write } from "../api.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { formatMoment } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { CancelReservation } from "./cancel-reservation.tsx";

interface ReservationRowState {
  readonly reservation: Reservation;
  readonly onChanged: () => void;
}

export function ReservationRow({ reservation, onChanged }: ReservationRowState) {
  const { people, place, reservations } = useMessages();
  const language = useLanguage();
  const { id, slotId, startsAt, timeZone, partySize, ticket, state, storeName } = reservation;
  const facts = [formatMoment(startsAt, timeZone, language), people(partySize), place.ticketNumber(ticket)];
  return (
    <li>
      <p className={state === "confirmed" ? "seat mine" : "seat out"}>{reservations.states[state]}</p>
      <h3>{storeName}</h3>
      <p className="sub">{facts.join(" · ")}</p>
      <div className="row-actions">
        {state === "confirmed" ? (
          <>
            <Link className="button ghost" to={`/slots/${slotId}`}>
              {reservations.open}
            </Link>
            <CancelReservation reservationId={id} partySize={partySize} onChanged={onChanged} />
          </>
        ) : (
          <RemoveReservation id={id} onChanged={onChanged} />
        )}
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
