import { Introduction } from "../accounts/introduction.tsx";
import { usePlaceTexts } from "../line/texts.ts";
import { useDocumentTitle } from "../ui/heading-focus.ts";
import { Pass } from "./pass.tsx";
import { useReservation } from "./read-reservation.ts";

interface ConfirmedState {
  readonly reservationId: string;
  readonly storeName: string;
  readonly onChanged: () => void;
}

/** The answer everybody waits for: the seat is mine, and this is its pass. */
export function Confirmed({ reservationId, storeName, onChanged }: ConfirmedState) {
  const { pass } = usePlaceTexts();
  const { reservation } = useReservation(reservationId);
  useDocumentTitle(pass.documentTitle(storeName));
  return (
    <>
      <header>
        <h1 className="big" tabIndex={-1}>
          {pass.title}
        </h1>
        <p className="sub">{pass.why}</p>
      </header>
      {reservation === null ? (
        <div className="pass-loading" />
      ) : (
        <Pass reservation={reservation} onChanged={onChanged} />
      )}
      {reservation !== null && <Introduction returnTo={`/slots/${reservation.slotId}`} />}
    </>
  );
}
