import { useEffect, useState } from "react";
import type { Entry } from "../../../shared/line.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { isProblem, read } from "../api.ts";
import { showMeanwhile } from "../kept.ts";
import { startPolling } from "../polling.ts";
import { ReservationPage } from "../reservations/reservation-page.tsx";
import { SlotPage } from "../slots/slot-page.tsx";
import { Absent } from "../ui/absent.tsx";
import { useHeadingFocus } from "../ui/heading-focus.ts";
import { Loading } from "../ui/loading.tsx";
import { NoAnswer } from "../ui/no-answer.tsx";
import { PlaceFrame } from "../ui/place-frame.tsx";
import { keptEntry, type Whereabouts } from "./kept-entry.ts";
import { KeptPlaceView } from "./kept-place-view.tsx";

const againMs = 2_000;

/** My place by its own address: it opens the slot in which it is. Somebody else's looks absent. */
export function EntryPage({ entryId }: { entryId: string }) {
  const { person, isUnknown } = useSession();
  const { found, isAbsent, isLost } = useWhereabouts(entryId, person?.id ?? null);
  const needsSignIn = !isUnknown && person === null;
  const signingIn = needsSignIn ? "sign-in" : null;
  useHeadingFocus(isAbsent ? "absent" : signingIn);
  if (found !== null && "slotId" in found) return <SlotPage slotId={found.slotId} />;
  if (found !== null && "reservationId" in found) return <ReservationPage reservationId={found.reservationId} />;
  const isWaiting = !isAbsent && (isUnknown || person !== null);
  return (
    <PlaceFrame isLost={isLost} shape="one">
      {isAbsent && <Absent />}
      {!isAbsent && needsSignIn && <SignIn to="place" isPage />}
      {isWaiting && found !== null && <KeptPlaceView place={found.place} />}
      {isWaiting && found === null && (
        <>
          <NoAnswer isLost={isLost} />
          <Loading />
        </>
      )}
    </PlaceFrame>
  );
}

/** Asks for the place until it is answered; while nobody answers, what this device has kept of it. */
function useWhereabouts(entryId: string, personId: string | null) {
  const [found, setFound] = useState<Whereabouts | null>(null);
  const [isAbsent, setIsAbsent] = useState(false);
  const [isLost, setIsLost] = useState(false);
  useEffect(() => {
    if (personId === null) return;
    const find = () => keptEntry(entryId);
    const polling = startPolling(async () => {
      const answer = read<Entry>(`/api/entries/${entryId}`);
      showMeanwhile(answer, find, (known) => {
        setIsLost(true);
        setFound(known);
      });
      const entry = await answer;
      const isAnswered = !isProblem(entry) || entry.problem === "not-found" || entry.problem === "bad-request";
      setIsLost(!isAnswered);
      if (!isProblem(entry)) setFound({ slotId: entry.slotId });
      else if (isAnswered) {
        setFound(null);
        setIsAbsent(true);
      } else {
        const known = await find();
        setFound(known);
        // A page of its own goes on asking.
        if (known === null || "place" in known) return false;
      }
      polling.stop();
      return true;
    }, againMs);
    return polling.stop;
  }, [entryId, personId]);
  return { found, isAbsent, isLost };
}
