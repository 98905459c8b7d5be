import { useCallback } from "react";
import type { Entry } from "../../../shared/line.ts";
import { isInLine } from "../../../shared/live-place.ts";
import type { Slot } from "../../../shared/slots.ts";
import { useSession } from "../accounts/session.tsx";
import { CalledOff } from "../line/called-off.tsx";
import { Ended } from "../line/ended.tsx";
import { LinePlace } from "../line/line-place.tsx";
import { Offer } from "../line/offer.tsx";
import { usePress } from "../line/use-press.ts";
import { Confirmed } from "../reservations/confirmed.tsx";
import { Absent } from "../ui/absent.tsx";
import { useHeadingFocus } from "../ui/heading-focus.ts";
import { PlaceFrame } from "../ui/place-frame.tsx";
import { useSlot } from "./follow-slot.ts";
import { Lobby } from "./lobby.tsx";
import { isCalledOff } from "./slot-stage.ts";
import { UnknownSlot } from "./unknown-slot.tsx";

type View = "lobby" | "line" | "offer" | "pass" | "ended" | "called-off";

function viewOf(slot: Slot, entry: Entry | null): View {
  // Whoever moved on before lost nothing by it.
  if (isCalledOff(slot) && !entry?.movedTo) return "called-off";
  if (entry === null) return "lobby";
  if (isInLine(entry)) return "line";
  if (entry.state === "offered") return "offer";
  return entry.state === "confirmed" ? "pass" : "ended";
}

/** One address for a slot and for my place in it: what it shows follows from my entry. */
export function SlotPage({ slotId }: { slotId: string }) {
  const { person, isUnknown, expire } = useSession();
  const { slot, store, entry, here, isLost, isAbsent, keep, hurry } = useSlot(slotId);
  const press = usePress(slotId, { onEntry: keep, onSignInNeeded: expire });
  const refresh = useCallback(() => hurry(), [hurry]);
  const isKnown = slot !== null && store !== null && entry !== undefined && !isUnknown;
  const view = isKnown ? viewOf(slot, entry) : null;
  useHeadingFocus(view === "ended" ? `ended ${entry?.state}` : view);

  if (isAbsent) {
    return (
      <PlaceFrame isLost={false} shape="one">
        <Absent />
      </PlaceFrame>
    );
  }
  const personId = person?.id ?? null;
  // What the lists of one person kept is not for whoever comes after them.
  if (!isKnown) return <UnknownSlot key={personId} slotId={slotId} personId={personId} isLost={isLost} />;
  const place = { slot, store };
  return (
    <PlaceFrame isLost={isLost} isInLine={view === "line"} shape={view === "line" ? "two" : "one"}>
      {entry === null && view === "lobby" && <Lobby {...place} press={press} here={here} />}
      {entry !== null && view === "line" && <LinePlace {...place} entry={entry} isLost={isLost} onEntry={keep} />}
      {entry !== null && view === "offer" && <Offer {...place} entry={entry} onEntry={keep} onRefused={refresh} />}
      {entry !== null && entry.reservationId !== null && view === "pass" && (
        <Confirmed reservationId={entry.reservationId} storeName={store.name} onChanged={refresh} />
      )}
      {view === "called-off" && <CalledOff {...place} entry={entry} />}
      {entry !== null && view === "ended" && <Ended {...place} entry={entry} press={press} />}
    </PlaceFrame>
  );
}
