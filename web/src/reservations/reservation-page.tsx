import type { Reservation } from "../../../shared/reservations.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { usePlaceTexts } from "../line/texts.ts";
import type { PlaceTexts } from "../messages/ko/place.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Elsewhere } from "../slots/other-times.tsx";
import { Absent } from "../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Loading } from "../ui/loading.tsx";
import { PlaceFrame } from "../ui/place-frame.tsx";
import { Link } from "../ui/router.tsx";
import { useMovingTexts } from "./moving-texts.ts";
import { Pass } from "./pass.tsx";
import { useEndElsewhere, useReservation } from "./read-reservation.ts";

/** A reservation by its own address, which also opens without a network once it has been seen. */
export function ReservationPage({ reservationId }: { reservationId: string }) {
  const { person, isUnknown, hasExpired } = useSession();
  const needsSignIn = !isUnknown && (person === null || hasExpired);
  useHeadingFocus(needsSignIn ? "sign-in" : null);
  if (!needsSignIn) return <Mine key={reservationId} reservationId={reservationId} />;
  return (
    <PlaceFrame isLost={false} shape="one">
      <SignIn to="pass" isPage />
    </PlaceFrame>
  );
}

type Headings = Readonly<Record<"pass" | "moved" | "byHost", string>>;

function headingOf(
  { state, movedTo, cancelledByHost }: Reservation,
  states: Readonly<Record<Reservation["state"], string>>,
  { pass, moved, byHost }: Headings,
): string {
  if (typeof movedTo === "string") return moved;
  if (cancelledByHost) return byHost;
  return state === "confirmed" ? pass : states[state];
}

function titleOf(reservation: Reservation | null, heading: string, { documentTitle }: PlaceTexts["pass"]): string {
  if (reservation === null) return heading;
  const { state, storeName } = reservation;
  return state === "confirmed" ? documentTitle(storeName) : `${heading} | ${storeName}`;
}

function Mine({ reservationId }: { reservationId: string }) {
  const { reservations } = useMessages();
  const { calledOff, pass } = usePlaceTexts();
  const moving = useMovingTexts();
  const { reservation, isAbsent, isLost, refresh } = useReservation(reservationId);
  useEndElsewhere(reservationId, refresh);
  const headings = { pass: pass.label, moved: moving.moved, byHost: calledOff.reservation };
  const heading = reservation === null ? pass.label : headingOf(reservation, reservations.states, headings);
  useDocumentTitle(titleOf(reservation, heading, pass));
  useHeadingFocus(isAbsent ? "absent" : (reservation?.state ?? null));
  return (
    <PlaceFrame isLost={isLost} shape="one">
      {isAbsent && <Absent />}
      {!isAbsent && reservation === null && <Loading />}
      {reservation !== null && (
        <>
          <header>
            <h1 className="big" tabIndex={-1}>
              {heading}
            </h1>
            {reservation.cancelledByHost && <p className="sub">{`${calledOff.why} ${calledOff.done}`}</p>}
          </header>
          {typeof reservation.movedTo === "string" && (
            <Link className="button primary" to={`/reservations/${reservation.movedTo}`}>
              {moving.toNew}
            </Link>
          )}
          <Pass reservation={reservation} onChanged={refresh} />
          {reservation.cancelledByHost && <Elsewhere slot={{ id: reservation.slotId, storeId: reservation.storeId }} />}
        </>
      )}
    </PlaceFrame>
  );
}
