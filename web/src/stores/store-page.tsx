import { useEffect, useState } from "react";
import type { Store } from "../../../shared/stores.ts";
import { type Answer, isPassing, isProblem, read } from "../api.ts";
import { backOffMs, pause } from "../back-off.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useSlots } from "../slots/read-slots.ts";
import { SlotList } from "../slots/slot-list.tsx";
import { Absent } from "../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { shortDay } from "../ui/moments.ts";

const everyMs = 5_000;

/** One store with all its times. */
export function StorePage({ storeId }: { storeId: string }) {
  const { site } = useMessages();
  const store = useStore(storeId);
  useHeadingFocus(store === null ? null : storeId);
  if (store === null) return <p className="sub">{site.loading}</p>;
  return isProblem(store) ? <Absent /> : <StoreTimes store={store} />;
}

function StoreTimes({ store }: { store: Store }) {
  const { site, stores } = useMessages();
  const slots = useSlots(store.id, everyMs);
  useDocumentTitle(`${store.name} | ${site.name}`);
  return (
    <div className="narrow">
      <header>
        <p className="meta">{`${store.district} · ${stores.categories[store.category]}`}</p>
        <h1 className="page-title" tabIndex={-1}>
          {store.name}
        </h1>
        <p className="dates">{stores.dates(shortDay(store.startsOn), shortDay(store.endsOn))}</p>
      </header>
      {store.bio !== "" && <p>{store.bio}</p>}
      {slots === null && <div className="slots-loading" />}
      {slots?.length === 0 && <p className="sub">{stores.noSlots}</p>}
      {slots !== null && <SlotList slots={slots} />}
    </div>
  );
}

/** The store, null until somebody has answered; a refusal only when it does not exist. */
function useStore(storeId: string): Answer<Store> | null {
  const [store, setStore] = useState<Answer<Store> | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    readStore(storeId, leaving.signal).then(setStore, () => undefined);
    return () => leaving.abort();
  }, [storeId]);
  return store;
}

async function readStore(storeId: string, signal: AbortSignal): Promise<Answer<Store>> {
  for (let failures = 0; ; failures += 1) {
    const store = await read<Store>(`/api/stores/${storeId}`, signal);
    if (!isProblem(store) || !isPassing(store)) return store;
    await pause(backOffMs(failures), signal);
  }
}
