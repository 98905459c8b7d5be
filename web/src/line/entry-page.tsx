import { useEffect, useState } from "react";
import { type EntryId, readEntryId } from "../../../shared/ids.ts";
import type { Entry } from "../../../shared/line.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { isProblem, read } from "../api.ts";
import { kept, showKept } from "../kept.ts";
import { startPolling } from "../polling.ts";
import { passOf } from "../slots/follow-slot.ts";
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
  const [isLost, setIsLost] = useState(false);
  const personId = person?.id ?? null;
  useEffect(() => {
    if (personId === null) return;
    const { slot } = readEntryId(entryId as EntryId);
    const polling = startPolling(async () => {
      const answer = read<Entry>(`/api/entries/${entryId}`);
      showKept(passOf(slot), answer, () => setSlotId(slot));
      const entry = await answer;
      const isAnswered = !isProblem(entry) || entry.problem === "not-found" || entry.problem === "bad-request";
      setIsLost(!isAnswered);
      if (!isProblem(entry)) setSlotId(entry.slotId);
      else if (isAnswered) setIsAbsent(true);
      else if ((await kept(passOf(slot))) !== null) setSlotId(slot);
      else return false;
      polling.stop();
      return true;
    }, againMs);
    return polling.stop;
  }, [entryId, personId]);
  if (slotId !== null) return <SlotPage slotId={slotId} />;
  return (
    <PlaceFrame isLost={isLost} shape="one">
      {isAbsent && <Absent />}
      {!isAbsent && !isUnknown && person === null && <SignIn to="place" />}
      {!isAbsent && (isUnknown || person !== null) && (
        <>
          <NoAnswer isLost={isLost} />
          <Loading />
        </>
      )}
    </PlaceFrame>
  );
}
