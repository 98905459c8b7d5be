import { type ReactNode, useId, useState } from "react";
import type { ReservationId } from "../../../shared/ids.ts";
import type { EndState, Entry } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { HereTime } from "../slots/here-time.tsx";
import { Elsewhere } from "../slots/other-times.tsx";
import { useDocumentTitle } from "../ui/heading-focus.ts";
import { formatMoment } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { ReserveForm } from "./reserve-form.tsx";
import { usePlaceTexts } from "./texts.ts";
import type { Press } from "./use-press.ts";

interface EndedState {
  readonly slot: Slot;
  readonly store: Store;
  readonly entry: Entry;
  readonly press: Press;
}

/** What became of a place that ended, and where to go from here: never a dead end. */
export function Ended({ slot, store, entry, press }: EndedState) {
  const { site } = useMessages();
  const { ended } = usePlaceTexts();
  const language = useLanguage();
  const { movedTo } = entry;
  const end = movedTo ? "moved" : (entry.state as EndState);
  useDocumentTitle(`${ended[end]} | ${site.name}`);
  const form = <ReserveForm slot={slot} store={store} press={press} />;
  return (
    <>
      <header>
        <h1 className="big" tabIndex={-1}>
          {ended[end]}
        </h1>
        <p className="sub">{`${store.name}, ${formatMoment(slot.startsAt, slot.timeZone, language)}`}</p>
        <HereTime moment={slot.startsAt} timeZone={slot.timeZone} />
      </header>
      <p className="sub small">{ended[`${end}Why`]}</p>
      {movedTo && <Moved to={movedTo}>{form}</Moved>}
      {!movedTo && form}
      <Elsewhere slot={slot} />
    </>
  );
}

/** The new reservation first: whoever moved seldom wants a seat at the old time again, which `children` offer. */
function Moved({ to, children }: { to: ReservationId; children: ReactNode }) {
  const { reserve } = useMessages();
  const { ended } = usePlaceTexts();
  const againId = useId();
  const [isAgain, setIsAgain] = useState(false);
  return (
    <>
      <Link className="button primary wide" to={`/reservations/${to}`}>
        {ended.toNew}
      </Link>
      <button
        className="button line wide"
        type="button"
        aria-expanded={isAgain}
        aria-controls={againId}
        onClick={() => setIsAgain((before) => !before)}
      >
        {reserve.again}
      </button>
      <div id={againId} hidden={!isAgain}>
        {isAgain && children}
      </div>
    </>
  );
}
