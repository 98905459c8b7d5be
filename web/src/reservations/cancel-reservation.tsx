import { useState } from "react";
import type { Reservation } from "../../../shared/reservations.ts";
import { write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useAction } from "../ui/use-action.ts";
import { useUndo } from "../ui/use-undo.ts";

interface Cancelling {
  readonly reservationId: string;
  readonly partySize: number;
  /** Told after a cancel and after a refusal: either way the page no longer shows what is. */
  readonly onChanged: () => void;
}

/** Cancels after naming what it means, and 5 s later: until then it can be taken back, after that never. */
export function CancelReservation({ reservationId, partySize, onChanged }: Cancelling) {
  const { reservations, problems } = useMessages();
  const [isAsking, setIsAsking] = useState(false);
  const cancelling = useAction<Reservation>(onChanged, onChanged);
  const { isPending, start, undo } = useUndo((isLeaving) => {
    const path = `/api/reservations/${reservationId}/cancel`;
    const send = () => write<Reservation>("POST", path, { keepalive: isLeaving });
    if (isLeaving) void send();
    else cancelling.run(send);
  });
  function cancel(): void {
    setIsAsking(false);
    start();
  }
  if (isPending) {
    return (
      <div className="undo" role="status">
        <span>{reservations.cancelSoon}</span>
        <button className="button line" type="button" onClick={undo}>
          {reservations.undo}
        </button>
      </div>
    );
  }
  return (
    <>
      <button className="button line" type="button" disabled={cancelling.isBusy} onClick={() => setIsAsking(true)}>
        {reservations.cancel}
      </button>
      {cancelling.problem !== null && (
        <p className="problem" role="alert">
          {problems[cancelling.problem.problem]}
        </p>
      )}
      {isAsking && (
        <Confirm
          title={reservations.cancelTitle}
          consequence={reservations.cancelWhy(partySize)}
          yes={reservations.cancel}
          no={reservations.cancelNo}
          onYes={cancel}
          onNo={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
