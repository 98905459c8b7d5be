import type { StoreCard } from "../../../shared/stores.ts";
import { useRemaining } from "../clock.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Countdown } from "../slots/countdown.tsx";
import { shortDay } from "../ui/moments.ts";
import { ShareButton } from "../ui/share-button.tsx";
import { SeatBadge } from "./seat-badge.tsx";

/** What the store is called, where and when it is, and when its reservations open. */
export function StoreHeading({ store, now }: { store: StoreCard; now: number }) {
  const { countdown, stores } = useMessages();
  const remaining = useRemaining(store.opensAt);
  const lead = [stores.district(store.district), stores.dates(shortDay(store.startsOn), shortDay(store.endsOn))];
  return (
    <header className="store-heading">
      <p className="meta">{`${stores.categories[store.category]} · ${stores.by(store.hostName)}`}</p>
      <div className="store-title">
        <h1 tabIndex={-1}>{store.name}</h1>
        <ShareButton name={store.name} />
      </div>
      <p className="lead">{lead.join(" · ")}</p>
      {remaining > 0 ? (
        <div className="opening">
          <p className="kick">
            <span className="pulse" aria-hidden="true" />
            {countdown.opensIn}
          </p>
          <Countdown remainingMs={remaining} label={countdown.opensIn} />
          <p className="fine">{countdown.clock}</p>
        </div>
      ) : (
        <SeatBadge card={store} now={Math.max(now, Date.parse(store.opensAt))} />
      )}
    </header>
  );
}
