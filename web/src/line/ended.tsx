import type { EndState, Entry } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { HereTime } from "../slots/here-time.tsx";
import { Elsewhere } from "../slots/other-times.tsx";
import { useDocumentTitle } from "../ui/heading-focus.ts";
import { formatMoment } from "../ui/moments.ts";
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
  const end = entry.state as EndState;
  useDocumentTitle(`${ended[end]} | ${site.name}`);
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
      <ReserveForm slot={slot} store={store} press={press} />
      <Elsewhere slot={slot} />
    </>
  );
}
