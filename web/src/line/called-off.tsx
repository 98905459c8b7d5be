import type { Entry } from "../../../shared/line.ts";
import { isInLine } from "../../../shared/live-place.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { HereTime } from "../slots/here-time.tsx";
import { Elsewhere } from "../slots/other-times.tsx";
import { useDocumentTitle } from "../ui/heading-focus.ts";
import { formatMoment } from "../ui/moments.ts";
import { Note } from "../ui/note.tsx";
import { usePlaceTexts } from "./texts.ts";

interface CalledOffState {
  readonly slot: Slot;
  readonly store: Store;
  readonly entry: Entry | null;
}

/** What went with the slot: whoever gave their place up before, let an offer run out or never had one, lost nothing. */
function lossOf(entry: Entry | null): "seat" | "line" | "offer" | null {
  if (entry === null) return null;
  if (isInLine(entry) || entry.state === "missed") return "line";
  if (entry.state === "offered") return "offer";
  if (!entry.cancelledByHost) return null;
  return entry.state === "expired" ? "offer" : "seat";
}

/** A slot that its host closed: what that means for me, and where to go from here. */
export function CalledOff({ slot, store, entry }: CalledOffState) {
  const { site } = useMessages();
  const { calledOff } = usePlaceTexts();
  const language = useLanguage();
  const loss = lossOf(entry);
  useDocumentTitle(`${calledOff.title} | ${site.name}`);
  return (
    <>
      <header>
        <h1 className="big" tabIndex={-1}>
          {calledOff.title}
        </h1>
        <p className="sub">{`${store.name}, ${formatMoment(slot.startsAt, slot.timeZone, language)}`}</p>
        <HereTime moment={slot.startsAt} timeZone={slot.timeZone} />
      </header>
      <Note icon="clock" title={calledOff.why}>
        {loss === null ? calledOff.onward : `${calledOff[loss]} ${calledOff.done} ${calledOff.onward}`}
      </Note>
      <Elsewhere slot={slot} />
    </>
  );
}
