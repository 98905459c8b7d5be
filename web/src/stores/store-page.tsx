import { useState } from "react";
import type { Slot } from "../../../shared/slots.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { RoomLink } from "../chat/room-link.tsx";
import { serverClock } from "../clock.ts";
import { useOwnEntries } from "../line/own-entries.ts";
import { useMessages } from "../messages/use-messages.ts";
import { FollowStore } from "../notifications/follow-store.tsx";
import { StoreNotices } from "../notifications/store-notices.tsx";
import { useOpeningHere } from "../slots/near-opening.ts";
import { Absent } from "../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Loading } from "../ui/loading.tsx";
import { NoAnswer } from "../ui/no-answer.tsx";
import { useRendered } from "../ui/page-data.tsx";
import { DayPicker } from "./day-picker.tsx";
import { DaySlots } from "./day-slots.tsx";
import { slotsInOverview } from "./home-lists.ts";
import { Poster } from "./poster.tsx";
import { SimilarStores } from "./similar-stores.tsx";
import { daysOf, firstDay } from "./store-days.ts";
import { StoreFacts } from "./store-facts.tsx";
import { StoreHeading } from "./store-heading.tsx";
import { useStore } from "./use-store.ts";
import { useViewed } from "./use-viewed.ts";

/** One store: what it is, when it can be visited, and the way to a seat. */
export function StorePage({ storeId }: { storeId: string }) {
  const { data, isLost } = useStore(storeId);
  useHeadingFocus(data === null ? null : storeId);
  if (data === null) {
    return (
      <>
        <div className="narrow">
          <NoAnswer isLost={isLost} />
        </div>
        <Loading />
      </>
    );
  }
  return data.store === null ? <Absent /> : <StoreView store={data.store} slots={data.slots} />;
}

function StoreView({ store, slots }: { store: StoreCard; slots: readonly Slot[] }) {
  const { site, stores } = useMessages();
  const rendered = useRendered();
  const [chosen, setChosen] = useState<string | null>(null);
  const now = rendered === null ? serverClock.now() : Date.parse(rendered.now);
  useDocumentTitle(`${store.name} | ${site.name}`);
  useOpeningHere(store.opensAt);
  const mine = useOwnEntries(store.opensAt);
  useViewed(store.id, store.opensAt);
  const days = daysOf(store, slots, slots.length < Number(slotsInOverview), now);
  const day = chosen ?? firstDay(days);
  return (
    <>
      <article className="store">
        <div className="store-art">
          <Poster store={store} isFirst />
        </div>
        <div className="store-copy">
          <StoreHeading store={store} now={now} />
          {Date.parse(store.opensAt) > now && <FollowStore storeId={store.id} opensAt={store.opensAt} />}
          {store.bio !== "" && <p className="store-bio">{store.bio}</p>}
          <section className="store-times" aria-labelledby="times">
            <h2 id="times">{stores.chooseDay}</h2>
            {day === null ? (
              <p className="sub">{stores.noSlots}</p>
            ) : (
              <>
                <DayPicker days={days} chosen={day} onChoose={setChosen} />
                <DaySlots key={day} store={store} day={day} known={slots} mine={mine} />
              </>
            )}
          </section>
          {slots.length > 0 && <RoomLink storeId={store.id} opensAt={store.opensAt} />}
          <StoreNotices storeId={store.id} timeZone={store.timeZone} />
          <StoreFacts store={store} />
        </div>
      </article>
      <SimilarStores storeId={store.id} />
    </>
  );
}
