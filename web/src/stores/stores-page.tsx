import { useEffect, useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import type { Store } from "../../../shared/stores.ts";
import { isProblem, read } from "../api.ts";
import { backOffMs, pause } from "../back-off.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Empty } from "../ui/empty.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { StoreCard } from "./store-card.tsx";

/** Every store, page by page, each with its next slots. */
export function StoresPage() {
  const { site, stores } = useMessages();
  const { items, hasNext, readMore } = useStores();
  useDocumentTitle(site.title);
  useHeadingFocus("stores");
  return (
    <>
      <header className="page-head">
        <div>
          <h1 className="page-title" tabIndex={-1}>
            {stores.title}
          </h1>
          <p className="sub">{stores.lead}</p>
        </div>
        <p className="sub small" role="status">
          {items === null || hasNext ? "" : stores.count(items.length)}
        </p>
      </header>
      {items === null && <StoresSkeleton />}
      {items?.length === 0 && <Empty title={stores.empty} why={stores.emptyWhy} />}
      <ul className="stores">
        {items?.map((store) => (
          <StoreCard key={store.id} store={store} />
        ))}
      </ul>
      {hasNext && (
        <button className="button ghost" type="button" onClick={readMore}>
          {stores.more}
        </button>
      )}
    </>
  );
}

function StoresSkeleton() {
  const { site } = useMessages();
  return (
    <div className="stores" role="status" aria-label={site.loading}>
      <div className="slots-loading" />
      <div className="slots-loading" />
    </div>
  );
}

function useStores() {
  const [items, setItems] = useState<readonly Store[] | null>(null);
  const [next, setNext] = useState<{ cursor: string | null; hasNext: boolean }>({ cursor: null, hasNext: false });
  /** Which page is wanted: undefined for none, null for the first. */
  const [wanted, setWanted] = useState<string | null | undefined>(null);
  useEffect(() => {
    if (wanted === undefined) return;
    const leaving = new AbortController();
    readStores(wanted, leaving.signal).then(
      (page) => {
        setItems((before) => (wanted === null ? page.items : [...(before ?? []), ...page.items]));
        setNext({ cursor: page.nextCursor, hasNext: page.hasNext });
        setWanted(undefined);
      },
      () => undefined,
    );
    return () => leaving.abort();
  }, [wanted]);
  return { items, hasNext: next.hasNext, readMore: () => setWanted(next.cursor) };
}

async function readStores(cursor: string | null, signal: AbortSignal): Promise<Page<Store>> {
  const query = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
  for (let failures = 0; ; failures += 1) {
    const page = await read<Page<Store>>(`/api/stores${query}`, signal);
    if (!isProblem(page)) return page;
    await pause(backOffMs(failures), signal);
  }
}
