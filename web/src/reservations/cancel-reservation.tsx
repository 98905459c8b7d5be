import { useEffect, useState } from "react";
import type { Reservation } from "../../../shared/reservations.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useAction } from "../ui/use-action.ts";
import { useKeptFocus } from "../ui/use-kept-focus.ts";
import { useUndo } from "../ui/use-undo.ts";
import { useCancellingTexts } from "./cancelling-texts.ts";
import { holdWindow, leaveCancel, sendCancel } from "./send-cancel.ts";

interface Cancelling {
  readonly reservationId: string;
  readonly partySize: number;
  /** Told after a cancel and after a refusal: either way the page no longer shows what is. */
  readonly onChanged: () => void;
  /** Whether a cancel can still be taken back or is being sent: nothing else may be done with the seat meanwhile. */
  readonly onUnderWay?: (isUnderWay: boolean) => void;
}

/** Cancels after naming what it means, and 5 s later: until then it can be taken back, after that never. */
export function CancelReservation({ reservationId, partySize, onChanged, onUnderWay }: Cancelling) {
  const { reservations, problems } = useMessages();
  const [isAsking, setIsAsking] = useState(false);
  const { phase, problem, start, undo, says } = useCancel(reservationId, onChanged);
  const isUnderWay = phase !== "idle";
  useEffect(() => onUnderWay?.(isUnderWay), [isUnderWay, onUnderWay]);
  const focus = useKeptFocus(isAsking ? "asking" : phase);
  function cancel(): void {
    setIsAsking(false);
    start();
  }
  if (isUnderWay) {
    return (
      <div className="undo" role="status" tabIndex={-1} ref={phase === "sending" ? focus : null}>
        <span>{says}</span>
        {phase === "undoable" && (
          <button className="button line" type="button" onClick={undo} ref={focus}>
            {reservations.undo}
          </button>
        )}
      </div>
    );
  }
  return (
    <>
      <button className="button line" type="button" onClick={() => setIsAsking(true)} ref={focus}>
        {reservations.cancel}
      </button>
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
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

/** A cancel on its way: first it can be taken back, then it is sent, when there is no network once it is back. */
function useCancel(reservationId: string, onChanged: () => void) {
  const { reservations } = useMessages();
  const texts = useCancellingTexts();
  const [isWaiting, setIsWaiting] = useState(false);
  const { isBusy, problem, run } = useAction<Reservation>(onChanged, onChanged);
  const { isPending, start, undo } = useUndo((isLeaving) => {
    if (isLeaving) return leaveCancel(reservationId);
    setIsWaiting(false);
    run(() => sendCancel(reservationId, () => setIsWaiting(true)));
  });
  useEffect(() => (isPending ? holdWindow() : undefined), [isPending]);
  const way = { problem, start, undo };
  if (isPending) return { ...way, phase: "undoable", says: reservations.cancelSoon };
  return { ...way, phase: isBusy ? "sending" : "idle", says: isWaiting ? texts.waits : texts.underWay };
}
