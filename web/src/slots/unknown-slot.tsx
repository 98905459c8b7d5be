import { useEffect, useState } from "react";
import { type Listed, listedPlace } from "../line/kept-entry.ts";
import { KeptPlaceView } from "../line/kept-place-view.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { ReservationPage } from "../reservations/reservation-page.tsx";
import { NoAnswer } from "../ui/no-answer.tsx";
import { PlaceFrame } from "../ui/place-frame.tsx";

/** So long an answer may take before what my lists kept is shown instead. */
const patienceMs = 3_000;

interface UnknownSlotState {
  readonly slotId: string;
  /** Null for nobody, and as long as nobody has said who it is. */
  readonly personId: string | null;
  readonly isLost: boolean;
}

/** A slot of which nothing is known yet; while nobody answers, my place in it as my lists had it last. */
export function UnknownSlot({ slotId, personId, isLost }: UnknownSlotState) {
  const listed = useListed(slotId, personId, isLost);
  if (listed !== null && "reservationId" in listed) return <ReservationPage reservationId={listed.reservationId} />;
  return (
    <PlaceFrame isLost={isLost || listed !== null} shape="one">
      {listed !== null && <KeptPlaceView place={listed.place} />}
      {listed === null && (
        <>
          <NoAnswer isLost={isLost} />
          <Skeleton />
        </>
      )}
    </PlaceFrame>
  );
}

function useListed(slotId: string, personId: string | null, isLost: boolean): Listed | null {
  const [listed, setListed] = useState<Listed | null>(null);
  useEffect(() => {
    if (personId === null) return;
    let isGone = false;
    async function show(): Promise<void> {
      const found = await listedPlace(slotId);
      if (!isGone) setListed(found);
    }
    const timer = setTimeout(show, isLost ? 0 : patienceMs);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [slotId, personId, isLost]);
  return listed;
}

function Skeleton() {
  const { site } = useMessages();
  return (
    <div className="skeleton">
      <h1 className="hidden">{site.loading}</h1>
      <span />
      <span />
      <span />
    </div>
  );
}
