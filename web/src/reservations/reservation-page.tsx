import { useSession } from "../accounts/session.tsx";
import { SignInForm } from "../accounts/sign-in-form.tsx";
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
  return (
    <PlaceFrame isLost={false} shape="one">
      {needsSignIn ? <SignInForm /> : <Mine reservationId={reservationId} />}
    </PlaceFrame>
  );
}

function Mine({ reservationId }: { reservationId: string }) {
  const { pass, reservations } = useMessages();
  const { reservation, isAbsent, refresh } = useReservation(reservationId);
  useDocumentTitle(reservation === null ? pass.label : pass.documentTitle(reservation.storeName));
  useHeadingFocus(reservation === null ? null : "pass");
  if (isAbsent) return <Absent />;
  if (reservation === null) return <Loading isRoom={false} />;
  return (
    <>
      <h1 className="big" tabIndex={-1}>
        {reservation.state === "confirmed" ? pass.label : reservations.states[reservation.state]}
      </h1>
      <Pass reservation={reservation} onChanged={refresh} />
    </>
  );
}
