import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { Absent } from "../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Loading } from "../ui/loading.tsx";
import { PlaceFrame } from "../ui/place-frame.tsx";
import { Pass } from "./pass.tsx";
import { useReservation } from "./read-reservation.ts";

/** A reservation by its own address, which also opens without a network once it has been seen. */
export function ReservationPage({ reservationId }: { reservationId: string }) {
  const { person, isUnknown, hasExpired } = useSession();
  const needsSignIn = !isUnknown && (person === null || hasExpired);
  if (!needsSignIn) return <Mine reservationId={reservationId} />;
  return (
    <PlaceFrame isLost={false} shape="one">
      <SignIn />
    </PlaceFrame>
  );
}

function Mine({ reservationId }: { reservationId: string }) {
  const { pass, reservations } = useMessages();
  const { reservation, isAbsent, isLost, refresh } = useReservation(reservationId);
  useDocumentTitle(reservation === null ? pass.label : pass.documentTitle(reservation.storeName));
  useHeadingFocus(reservation === null ? null : "pass");
  return (
    <PlaceFrame isLost={isLost} shape="one">
      {isAbsent && <Absent />}
      {!isAbsent && reservation === null && <Loading />}
      {reservation !== null && (
        <>
          <h1 className="big" tabIndex={-1}>
            {reservation.state === "confirmed" ? pass.label : reservations.states[reservation.state]}
          </h1>
          <Pass reservation={reservation} onChanged={refresh} />
        </>
      )}
    </PlaceFrame>
  );
}
