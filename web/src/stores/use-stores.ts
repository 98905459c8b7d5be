import { useCallback, useEffect, useRef, useState } from "react";
import type { StoreCard } from "../../../shared/stores.ts";
import { isProblem } from "../api.ts";
import { backOffMs, pause } from "../back-off.ts";
import { serverClock } from "../clock.ts";
import { startPolling } from "../polling.ts";
import { addressOf, type Chosen } from "./explore-query.ts";
import { readStores } from "./use-home.ts";

const perPage = 24;
/** As many as the API answers at once. */
const mostPerPage = 100;
const everyMs = 30_000;
const mostKept = 20;

interface Shown {
  readonly cards: readonly StoreCard[] | null;
  readonly cursor: string | null;
  readonly hasNext: boolean;
  readonly now: number;
}

/** Lists by their address, so that going back shows what was there, as far down as it was. At most 20. */
const kept = new Map<string, Shown>();

/** The stores that fit, page by page; more are read when `end` comes near or by `readMore`. */
export function useStores(chosen: Chosen) {
  const address = addressOf(chosen);
  const [known, setKnown] = useState<Known>({ address, shown: shownFor(address) });
  const [wanted, setWanted] = useState(0);
  const [isLost, setIsLost] = useState(false);
  const shown = known.address === address ? known.shown : shownFor(address);
  const isWanted = shown.cards === null || wanted > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address says everything that `chosen` does.
  useEffect(() => {
    if (!isWanted) return;
    const leaving = new AbortController();
    readPage(chosen, shown, leaving.signal, setIsLost).then(
      (next) => {
        keep(address, next);
        setWanted(0);
        setKnown({ address, shown: next });
      },
      () => undefined,
    );
    return () => leaving.abort();
  }, [address, isWanted]);
  useFreshList(chosen, shown.cards?.length ?? null, setKnown);
  const readMore = useCallback(() => setWanted((count) => count + 1), []);
  return { ...shown, isLost, readMore, end: useNearness(readMore) };
}

interface Known {
  readonly address: string;
  readonly shown: Shown;
}

/** Reads the list anew when it is older than 30 s or the reader comes back; `count` is how long it is, null unread. */
function useFreshList(chosen: Chosen, count: number | null, onRead: (known: Known) => void): void {
  const address = addressOf(chosen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address says everything that `chosen` does.
  useEffect(() => {
    if (count === null) return;
    let isGone = false;
    const isFresh = serverClock.now() - shownFor(address).now < everyMs;
    const polling = startPolling(
      async () => {
        const next = await readAgain(chosen, shownFor(address));
        // A list that was read or grew meanwhile is newer than this one.
        if (isGone || next === null) return isGone;
        keep(address, next);
        onRead({ address, shown: next });
        return true;
      },
      everyMs,
      isFresh,
    );
    return () => {
      isGone = true;
      polling.stop();
    };
  }, [address, count]);
}

function shownFor(address: string): Shown {
  return kept.get(address) ?? { cards: null, cursor: null, hasNext: false, now: serverClock.now() };
}

function keep(address: string, shown: Shown): void {
  kept.delete(address);
  kept.set(address, shown);
  const oldest = kept.keys().next().value;
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
}

/** The same list as it is now; of a long one the first hundred. Null without an answer. */
async function readAgain(chosen: Chosen, { cards, cursor, hasNext }: Shown): Promise<Shown | null> {
  const limit = Math.min(mostPerPage, Math.max(perPage, cards?.length ?? 0));
  const page = await readStores({ ...chosen, limit: String(limit) });
  if (isProblem(page)) return null;
  const now = serverClock.now();
  const isRead = new Set(page.items.map(({ id }) => id));
  const rest = (cards ?? []).slice(limit).filter(({ id }) => !isRead.has(id));
  if (rest.length > 0) return { cards: [...page.items, ...rest], cursor, hasNext, now };
  return { cards: page.items, cursor: page.nextCursor, hasNext: page.hasNext, now };
}

/** Reads what comes after what is shown until somebody answers; a page may be short and not the last. */
async function readPage(
  chosen: Chosen,
  shown: Shown,
  signal: AbortSignal,
  onLost: (isLost: boolean) => void,
): Promise<Shown> {
  const cards = new Map((shown.cards ?? []).map((card) => [card.id, card]));
  const enough = cards.size + perPage;
  let { cursor } = shown;
  for (let failures = 0; ; ) {
    const after = cursor === null ? {} : { cursor };
    const page = await readStores({ ...chosen, ...after, limit: String(perPage) }, signal);
    onLost(isProblem(page));
    if (isProblem(page)) {
      await pause(backOffMs(failures), signal);
      failures += 1;
      continue;
    }
    for (const card of page.items) cards.set(card.id, card);
    cursor = page.nextCursor;
    if (cards.size >= enough || !page.hasNext) {
      return { cards: [...cards.values()], cursor, hasNext: page.hasNext, now: serverClock.now() };
    }
  }
}

/** For the element at the end of a list: calls when it comes within a screen of what people see. */
function useNearness(onNear: () => void): (element: HTMLElement | null) => void {
  const observer = useRef<IntersectionObserver | null>(null);
  return useCallback(
    (element) => {
      observer.current?.disconnect();
      if (element === null) return;
      const look = ([entry]: IntersectionObserverEntry[]) => entry?.isIntersecting && onNear();
      observer.current = new IntersectionObserver(look, { rootMargin: "100% 0px" });
      observer.current.observe(element);
    },
    [onNear],
  );
}
