import { useCallback, useEffect, useRef, useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import type { HomeData } from "../../../shared/pages.ts";
import type { StoreCard, StoresQuery } from "../../../shared/stores.ts";
import { type Answer, isProblem, read } from "../api.ts";
import { serverClock } from "../clock.ts";
import { type Polling, startPolling } from "../polling.ts";
import { useRendered } from "../ui/page-data.tsx";
import { newestQuery, upcomingQuery } from "./home-lists.ts";

const everyMs = 30_000;

interface Seen {
  readonly home: HomeData | null;
  /** The server's clock when this was read. */
  readonly now: number;
  readonly isLost: boolean;
}

/** What the page showed last, so that coming back to it shows it at once, as far down as it was. */
let last: Seen | null = null;

/** The lists of the home page, asked for again every 30 s and whenever the page becomes visible. */
export function useHome(): Seen & { hurry(): void } {
  const rendered = useRendered();
  const [seen, setSeen] = useState<Seen>(() => {
    if (rendered?.home) return { home: rendered.home, now: Date.parse(rendered.now), isLost: false };
    return last ?? { home: null, now: serverClock.now(), isLost: false };
  });
  const polling = useRef<Polling | null>(null);
  const isFresh = useRef(seen.home !== null && seen !== last);
  useEffect(() => {
    let isGone = false;
    polling.current = startPolling(
      async () => {
        const home = await readHome();
        if (isGone) return true;
        setSeen((before) => {
          last = home === null ? { ...before, isLost: true } : { home, now: serverClock.now(), isLost: false };
          return last;
        });
        return home !== null;
      },
      everyMs,
      isFresh.current,
    );
    return () => {
      isGone = true;
      polling.current?.stop();
    };
  }, []);
  const hurry = useCallback(() => polling.current?.hurry(), []);
  return { ...seen, hurry };
}

/** Null when somebody did not answer. */
async function readHome(): Promise<HomeData | null> {
  const [upcoming, newest] = await Promise.all([readStores(upcomingQuery), readStores(newestQuery)]);
  if (isProblem(upcoming) || isProblem(newest)) return null;
  return { upcoming: upcoming.items, stores: newest.items, hasMore: newest.hasNext };
}

export function readStores(query: StoresQuery, signal?: AbortSignal): Promise<Answer<Page<StoreCard>>> {
  return read<Page<StoreCard>>(`/api/stores?${new URLSearchParams(query as Record<string, string>)}`, signal);
}
