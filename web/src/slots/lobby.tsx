import { useState } from "react";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { useHasCome } from "../clock.ts";
import { ReserveForm } from "../line/reserve-form.tsx";
import { usePlaceTexts } from "../line/texts.ts";
import type { Press } from "../line/use-press.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { useDocumentTitle } from "../ui/heading-focus.ts";
import { formatMoment } from "../ui/moments.ts";
import { HereTime } from "./here-time.tsx";
import { Elsewhere } from "./other-times.tsx";
import { seatsForNewcomers, seatsLeft, shutAt } from "./slot-stage.ts";

interface LobbyState {
  readonly slot: Slot;
  readonly store: Store;
  readonly press: Press;
  /** How many look at this slot now; null when nobody can say. */
  readonly here: number | null;
}

/** A slot before I have a place in it. */
export function Lobby({ slot, store, press, here: lookers }: LobbyState) {
  const { figure, people, site, slots, stores, waiters } = useMessages();
  const { place } = usePlaceTexts();
  const language = useLanguage();
  useDocumentTitle(`${store.name} | ${site.name}`);
  const isClosed = useHasCome(shutAt(slot));
  const leads = isClosed || slot.bookableNow === 0;
  // A thumb that is on the button when the seats run out must not find another slot there.
  const [cameBefore] = useState(!leads);
  return (
    <>
      <header>
        <img className="lobby-art" src={`/posters/${store.id}.svg`} alt="" width="300" height="400" />
        <p className="sub small">{stores.district(store.district)}</p>
        <h1 className="big" tabIndex={-1}>
          {store.name}
        </h1>
        <p className="sub when">{formatMoment(slot.startsAt, slot.timeZone, language)}</p>
        <HereTime moment={slot.startsAt} timeZone={slot.timeZone} />
      </header>
      {!isClosed && (
        <dl className="facts">
          <div>
            <dt>{slots.left}</dt>
            <dd>{figure(slot.paused ? seatsLeft(slot) : seatsForNewcomers(slot))}</dd>
          </div>
          <div>
            <dt>{slots.inLine}</dt>
            <dd>{waiters(slot.waiting, store.largestParty > 1)}</dd>
          </div>
          <div>
            <dt>{slots.capacity}</dt>
            <dd>{figure(slot.capacity)}</dd>
          </div>
        </dl>
      )}
      {!isClosed && <p className="crowd">{lookers !== null && lookers > 1 && place.here(people(lookers))}</p>}
      <ReserveForm slot={slot} store={store} press={press} />
      {leads && (
        <div className={cameBefore && !isClosed ? "elsewhere below" : "elsewhere"}>
          <Elsewhere slot={slot} />
        </div>
      )}
    </>
  );
}
