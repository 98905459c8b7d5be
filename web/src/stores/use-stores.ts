import { useCallback, useEffect, useRef, useState } from "react";
import type { StoreCard } from "../../../shared/stores.ts";
import { isProblem } from "../api.ts";
import { backOffMs, pause } from "../back-off.ts";
import { serverClock } from "../clock.ts";
import { addressOf, type Chosen } from "./explore-query.ts";
import { districtsOf } from "./store-filters.ts";
import { readStores } from "./use-home.ts";

const perPage = "24";
const mostKept = 20;

interface Shown {
  readonly cards: readonly StoreCard[] | null;
  readonly cursor: string | null;
  readonly hasNext: boolean;
  readonly now: number;
}

/** Lists by their address, so that going back shows what was there, as far down as it was. At most 20. */
const kept = new Map<string, Shown>();
let districts: readonly string[] = [];

/** The stores that fit, page by page; more are read when `end` comes near or by `readMore`. */
export function useStores(chosen: Chosen) {
  const address = addressOf(chosen);
  const [known, setKnown] = useState<{ address: string; shown: Shown }>({ address, shown: shownFor(address) });
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
  const readMore = useCallback(() => setWanted((count) => count + 1), []);
  return { ...shown, isLost, districts, readMore, end: useNearness(readMore) };
}

function shownFor(address: string): Shown {
  return kept.get(address) ?? { cards: null, cursor: null, hasNext: false, now: serverClock.now() };
}

function keep(address: string, shown: Shown): void {
  kept.delete(address);
  kept.set(address, shown);
  const oldest = kept.keys().next().value;
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  if (districts.length === 0) districts = districtsOf(shown.cards ?? []);
}

/** Reads the page after what is shown, again and again until somebody answers. */
async function readPage(
  chosen: Chosen,
  shown: Shown,
  signal: AbortSignal,
  onLost: (isLost: boolean) => void,
): Promise<Shown> {
  const cursor = shown.cursor === null ? {} : { cursor: shown.cursor };
  for (let failures = 0; ; failures += 1) {
    const page = await readStores({ ...chosen, ...cursor, limit: perPage }, signal);
    onLost(isProblem(page));
    if (!isProblem(page)) {
      const cards = new Map([...(shown.cards ?? []), ...page.items].map((card) => [card.id, card]));
      return { cards: [...cards.values()], cursor: page.nextCursor, hasNext: page.hasNext, now: serverClock.now() };
    }
    await pause(backOffMs(failures), signal);
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
