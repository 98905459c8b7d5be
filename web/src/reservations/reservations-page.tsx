import { useCallback, useEffect, useRef, useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import type { Reservation } from "../../../shared/reservations.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { isProblem, read } from "../api.ts";
import { serverClock } from "../clock.ts";
import { createKeeper, kept, showKept } from "../kept.ts";
import { useStanding } from "../line/follow-standing.ts";
import type { Places } from "../line/standing.ts";
import { StandingRow } from "../line/standing-row.tsx";
import { usePlaceTexts } from "../line/texts.ts";
import { useMessages } from "../messages/use-messages.ts";
import { type Polling, startPolling } from "../polling.ts";
import { Empty } from "../ui/empty.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { Note } from "../ui/note.tsx";
import { keepReservations, mostListed, myReservations } from "./keep-pass.ts";
import { reservationLists } from "./reservation-lists.ts";
import { ReservationRow } from "./reservation-row.tsx";

const everyMs = 15_000;

export function ReservationsPage() {
  const { reservations, site } = useMessages();
  const { person, isUnknown } = useSession();
  useDocumentTitle(`${reservations.title} | ${site.name}`);
  useHeadingFocus(isUnknown ? null : (person?.id ?? "nobody"));
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {reservations.title}
      </h1>
      {isUnknown && <LoadingBars />}
      {!isUnknown && (person === null ? <SignIn to="reservations" /> : <Mine key={person.id} />)}
    </div>
  );
}

function useReservations() {
  const { expire } = useSession();
  const [mine, setMine] = useState<readonly Reservation[] | null>(null);
  const [isLost, setIsLost] = useState(false);
  const polling = useRef<Polling | null>(null);
  useEffect(() => {
    function orKept(last: readonly Reservation[] | null): void {
      setMine((now) => now ?? last);
      setIsLost(true);
    }
    const started = startPolling(async () => {
      const keeper = createKeeper();
      const names = keeper.names();
      const asked = read<Page<Reservation>>(`/api/reservations?limit=${mostListed}`);
      showKept<Reservation[]>(myReservations, asked, orKept);
      const page = await asked;
      setIsLost(isProblem(page) && page.problem !== "sign-in-needed");
      if (!isProblem(page)) {
        setMine(page.items);
        void keepReservations(keeper, page, await names);
      }
      if (isProblem(page) && page.problem === "sign-in-needed") expire();
      else if (isProblem(page)) orKept(await kept<Reservation[]>(myReservations));
      return !isProblem(page);
    }, everyMs);
    polling.current = started;
    return started.stop;
  }, [expire]);
  const onChanged = useCallback(() => polling.current?.hurry(), []);
  return { mine, isLost, onChanged };
}

function Mine() {
  const { reservations, site } = useMessages();
  const { mine, onChanged, ...list } = useReservations();
  const standing = useStanding(onChanged);
  const isLost = list.isLost || standing?.isLost === true;
  if (standing === null || (mine === null && !isLost)) return <LoadingBars />;
  if (mine === null) {
    return (
      <>
        <Lost />
        <Standing places={standing.places} />
      </>
    );
  }
  if (mine.length === 0 && standing.places.length === 0) {
    return (
      <>
        {isLost && <Lost />}
        <Empty title={reservations.empty} why={reservations.emptyWhy} action={{ to: "/", label: site.toStores }} />
      </>
    );
  }
  const { upcoming, past } = reservationLists(mine, serverClock.now());
  const rowOf = (reservation: Reservation) => (
    <ReservationRow
      key={reservation.id}
      reservation={reservation}
      isUpcoming={upcoming.includes(reservation)}
      onChanged={onChanged}
    />
  );
  return (
    <>
      {isLost && <Lost />}
      <Standing places={standing.places} />
      <section aria-labelledby="upcoming">
        <h2 className="section-title" id="upcoming">
          {reservations.upcoming}
        </h2>
        {upcoming.length === 0 && <p className="sub">{reservations.noneUpcoming}</p>}
        <ul className="reservations">{upcoming.map(rowOf)}</ul>
      </section>
      {past.length > 0 && (
        <section aria-labelledby="past">
          <h2 className="section-title" id="past">
            {reservations.past}
          </h2>
          <ul className="reservations">{past.map(rowOf)}</ul>
        </section>
      )}
    </>
  );
}

/** The lines I stand in: whoever left the page of a place finds the way back here. */
function Standing({ places }: { places: Places }) {
  const { standing } = usePlaceTexts();
  if (places.length === 0) return null;
  return (
    <section aria-labelledby="standing">
      <h2 className="section-title" id="standing">
        {standing.title}
      </h2>
      <ul className="reservations">
        {places.map((entry) => (
          <StandingRow key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

/** The list may be old, or is not there at all; it is asked for again by itself. */
function Lost() {
  const { reservations } = useMessages();
  return (
    <Note icon="network" title={reservations.lost}>
      {reservations.lostWhy}
    </Note>
  );
}
