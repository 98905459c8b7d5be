import { useEffect, useState } from "react";
import type { Entry } from "../../../shared/line.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { isProblem, read } from "../api.ts";
import { startPolling } from "../polling.ts";
import { SlotPage } from "../slots/slot-page.tsx";
import { Absent } from "../ui/absent.tsx";
import { Loading } from "../ui/loading.tsx";
import { NoAnswer } from "../ui/no-answer.tsx";
import { PlaceFrame } from "../ui/place-frame.tsx";

const againMs = 2_000;

/** My place by its own address: it opens the slot in which it is. Somebody else's looks absent. */
export function EntryPage({ entryId }: { entryId: string }) {
  const { person, isUnknown } = useSession();
  const [slotId, setSlotId] = useState<string | null>(null);
  const [isAbsent, setIsAbsent] = useState(false);
  const personId = person?.id ?? null;
  useEffect(() => {
    if (personId === null) return;
    const polling = startPolling(async () => {
      const entry = await read<Entry>(`/api/entries/${entryId}`);
      if (!isProblem(entry)) setSlotId(entry.slotId);
      else if (entry.problem === "not-found" || entry.problem === "bad-request") setIsAbsent(true);
      else return false;
      polling.stop();
      return true;
    }, againMs);
    return polling.stop;
  }, [entryId, personId]);
  if (slotId !== null) return <SlotPage slotId={slotId} />;
  return (
    <PlaceFrame isLost={false} shape="one">
      {isAbsent && <Absent />}
      {!isAbsent && !isUnknown && person === null && <SignIn to="place" />}
      {!isAbsent && (isUnknown || person !== null) && (
        <>
          <NoAnswer />
          <Loading />
        </>
      )}
    </PlaceFrame>
  );
}
