import type { Entry } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { write } from "../api.ts";
import { useRemaining } from "../clock.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { Countdown } from "../slots/countdown.tsx";
import { HereTime } from "../slots/here-time.tsx";
import { useDocumentTitle } from "../ui/heading-focus.ts";
import { formatMoment } from "../ui/moments.ts";
import { useAction } from "../ui/use-action.ts";
import { usePlaceTexts } from "./texts.ts";

interface OfferState {
  readonly slot: Slot;
  readonly store: Store;
  readonly entry: Entry;
  readonly onEntry: (entry: Entry) => void;
  /** The offer may have passed on meanwhile: look again. */
  readonly onRefused: () => void;
}

/** A seat came back and is held for me until the time shown. */
export function Offer({ slot, store, entry, onEntry, onRefused }: OfferState) {
  const { people, problems } = useMessages();
  const { offer } = usePlaceTexts();
  const language = useLanguage();
  const remaining = useRemaining(entry.offerExpiresAt);
  const answering = useAction<Entry>(onEntry, onRefused);
  useDocumentTitle(offer.documentTitle(store.name));
  const answer = (verb: "accept" | "decline") =>
    answering.run(() => write<Entry>("POST", `/api/entries/${entry.id}/${verb}`));
  return (
    <>
      <h1 className="big" tabIndex={-1}>
        {offer.title}
      </h1>
      <p className="sub">
        {`${store.name}, ${formatMoment(slot.startsAt, slot.timeZone, language)}, ${people(entry.partySize)}`}
        <HereTime moment={slot.startsAt} timeZone={slot.timeZone} />
      </p>
      {remaining > 0 ? (
        <div>
          <p className="kick">{offer.left}</p>
          <Countdown remainingMs={remaining} label={offer.left} />
        </div>
      ) : (
        <p className="kick">{offer.over}</p>
      )}
      <p className="sub small">{offer.why}</p>
      <div className="pair">
        <button className="button primary" type="button" disabled={answering.isBusy} onClick={() => answer("accept")}>
          {offer.accept}
        </button>
        <button className="button line" type="button" disabled={answering.isBusy} onClick={() => answer("decline")}>
          {offer.decline}
        </button>
      </div>
      {answering.problem !== null && (
        <p className="problem" role="alert">
          {problems[answering.problem.problem]}
        </p>
      )}
    </>
  );
}
