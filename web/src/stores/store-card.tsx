import type { Store } from "../../../shared/stores.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useSlots } from "../slots/read-slots.ts";
import { SlotList } from "../slots/slot-list.tsx";
import { shortDay } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";

const everyMs = 30_000;
const slotsShown = 3;

/** A store in the list: what it is, and the next times it can be visited. */
export function StoreCard({ store }: { store: Store }) {
  const { stores } = useMessages();
  const slots = useSlots(store.id, everyMs);
  return (
    <li className="store">
      <StoreHeading store={store} />
      {slots === null && <div className="slots-loading" />}
      {slots?.length === 0 && <p className="sub small">{stores.noSlots}</p>}
      {slots !== null && slots.length > 0 && <SlotList slots={slots.slice(0, slotsShown)} />}
      {slots !== null && slots.length > slotsShown && (
        <Link className="more" to={`/stores/${store.id}`} aria-label={`${store.name}, ${stores.allTimes}`}>
          {stores.allTimes}
        </Link>
      )}
    </li>
  );
}

function StoreHeading({ store }: { store: Store }) {
  const { stores } = useMessages();
  return (
    <div>
      <p className="meta">{`${store.district} · ${stores.categories[store.category]}`}</p>
      <h2>
        <Link to={`/stores/${store.id}`}>{store.name}</Link>
      </h2>
      <p className="dates">{stores.dates(shortDay(store.startsOn), shortDay(store.endsOn))}</p>
    </div>
  );
}
