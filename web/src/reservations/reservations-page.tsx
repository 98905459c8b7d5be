import { useCallback, useEffect, useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import type { Reservation } from "../../../shared/reservations.ts";
import { useSession } from "../accounts/session.tsx";
import { SignInForm } from "../accounts/sign-in-form.tsx";
import { isProblem, read } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { type Polling, startPolling } from "../polling.ts";
import { Empty } from "../ui/empty.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { ReservationRow } from "./reservation-row.tsx";

const everyMs = 15_000;
const mostShown = 100;

export function ReservationsPage() {
  const { reservations, site } = useMessages();
  const { person, isUnknown } = useSession();
  useDocumentTitle(`${reservations.title} | ${site.name}`);
  useHeadingFocus("reservations");
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {reservations.title}
      </h1>
      {isUnknown && <p className="sub">{site.loading}</p>}
      {!isUnknown && (person === null ? <SignInForm /> : <Mine key={person.id} />)}
    </div>
  );
}

function useReservations() {
  const { expire } = useSession();
  const [mine, setMine] = useState<readonly Reservation[] | null>(null);
  const [polling, setPolling] = useState<Polling | null>(null);
  useEffect(() => {
    const started = startPolling(async () => {
      const page = await read<Page<Reservation>>(`/api/reservations?limit=${mostShown}`);
      if (!isProblem(page)) setMine(page.items);
      else if (page.problem === "sign-in-needed") expire();
      return !isProblem(page);
    }, everyMs);
    setPolling(started);
    return started.stop;
  }, [expire]);
  const onChanged = useCallback(() => polling?.hurry(), [polling]);
  return { mine, onChanged };
}

function Mine() {
  const { reservations, site } = useMessages();
  const { mine, onChanged } = useReservations();
  if (mine === null) return <p className="sub">{site.loading}</p>;
  if (mine.length === 0) {
    return <Empty title={reservations.empty} why={reservations.emptyWhy} action={{ to: "/", label: site.toStores }} />;
  }
  const isUpcoming = ({ state }: Reservation) => state === "confirmed";
  const upcoming = mine.filter(isUpcoming).sort((one, other) => one.startsAt.localeCompare(other.startsAt));
  const past = mine.filter((reservation) => !isUpcoming(reservation));
  return (
    <>
      <section>
        <h2 className="section-title">{reservations.upcoming}</h2>
        {upcoming.length === 0 && <p className="sub">{reservations.noneUpcoming}</p>}
        <ul className="reservations">
          {upcoming.map((reservation) => (
            <ReservationRow key={reservation.id} reservation={reservation} onChanged={onChanged} />
          ))}
        </ul>
      </section>
      {past.length > 0 && (
        <section>
          <h2 className="section-title">{reservations.past}</h2>
          <ul className="reservations">
            {past.map((reservation) => (
              <ReservationRow key={reservation.id} reservation={reservation} onChanged={onChanged} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
