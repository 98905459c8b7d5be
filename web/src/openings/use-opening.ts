import { useEffect, useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import { openingSeconds } from "../../../shared/opening-bounds.ts";
import type { Opening, OpeningFrame, OpeningSummary } from "../../../shared/openings.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { isProblem, read } from "../api.ts";
import { live } from "../live.ts";
import { untilAnswered } from "../until-answered.ts";

export interface OpeningPlace {
  readonly store: StoreCard;
  /** Only the owner pauses, adds seats and speaks to the line. */
  readonly isOwner: boolean;
}

/** The store whose opening it is; `absent` where one has no part in it, null until there is an answer. */
export function useOpeningPlace(storeId: string): OpeningPlace | "absent" | null {
  const [place, setPlace] = useState<OpeningPlace | "absent" | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    readPlace(storeId, leaving.signal).then(setPlace, () => undefined);
    return () => leaving.abort();
  }, [storeId]);
  return place;
}

async function readPlace(storeId: string, signal: AbortSignal): Promise<OpeningPlace | "absent"> {
  const of = `/api/stores/${storeId}`;
  const ask = () =>
    Promise.all([
      read<StoreCard>(of, signal),
      read<Page<OpeningSummary>>(`${of}/openings?limit=1`, signal),
      read<Page<unknown>>(`${of}/staff/invitations?limit=1`, signal),
    ]);
  const [store, mine, owned] = await untilAnswered(ask, signal);
  return isProblem(store) || isProblem(mine) ? "absent" : { store, isOwner: !isProblem(owned) };
}

export interface Watched {
  readonly frame: OpeningFrame | null;
  /** Arrivals of each second since the opening, as they were seen and as the report had them before. */
  readonly seconds: readonly number[];
  readonly isLost: boolean;
}

/** What happens now, at most once a second over the page's one socket. */
export function useWatched(storeId: string): Watched {
  const [frame, setFrame] = useState<OpeningFrame | null>(null);
  const [seconds, setSeconds] = useState<readonly number[]>([]);
  const [isLost, setIsLost] = useState(false);
  useEffect(() => {
    const hear = (told: OpeningFrame) => {
      setFrame(told);
      if (told.second >= 0 && told.second < openingSeconds) setSeconds((before) => withSecond(before, told));
    };
    // The socket speaks for whoever was signed in when it was opened.
    live.renew();
    const ends = [
      live.follow(`opening:${storeId}`, ({ opening }) => {
        if (opening?.storeId === storeId) hear(opening);
      }),
      live.onChange(() => setIsLost(!live.isOpen())),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [storeId]);

  const openingId = frame?.openingId ?? null;
  useEffect(() => {
    if (openingId === null) return setSeconds([]);
    void read<Opening>(`/api/stores/${storeId}/openings/${openingId}`).then((opening) => {
      if (!isProblem(opening)) setSeconds((seen) => withEarlier(seen, opening.report.seconds));
    });
  }, [storeId, openingId]);
  return { frame, seconds, isLost };
}

/** A frame tells of the second before it. */
function withSecond(seconds: readonly number[], { second, all }: OpeningFrame): readonly number[] {
  const at = Math.max(0, second - 1);
  const joins = Math.round(all.joinsPerSecond);
  return Array.from({ length: Math.max(seconds.length, at + 1) }, (_, each) =>
    each === at ? Math.max(joins, seconds[each] ?? 0) : (seconds[each] ?? 0),
  );
}

/** What the rows say of seconds that are over is better than what was seen of them. */
function withEarlier(seen: readonly number[], told: readonly number[]): readonly number[] {
  return Array.from({ length: Math.max(seen.length, told.length) }, (_, at) => told[at] ?? seen[at] ?? 0);
}

export interface Reports {
  /** Newest first, at most 20. */
  readonly openings: readonly OpeningSummary[];
  readonly opening: Opening | null;
  choose(id: string): void;
}

/** The reports of the store, read again when `occasion` changes: an opening goes on, or is over. */
export function useReports(storeId: string, occasion: string): Reports {
  const [openings, setOpenings] = useState<readonly OpeningSummary[]>([]);
  const [opening, setOpening] = useState<Opening | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    // The occasion only says when to look.
    if (occasion === "") return;
    let isGone = false;
    async function look(): Promise<void> {
      const list = await read<Page<OpeningSummary>>(`/api/stores/${storeId}/openings`);
      if (isProblem(list) || isGone) return;
      setOpenings(list.items);
      const id = chosen ?? list.items[0]?.id;
      if (id === undefined) return;
      const answer = await read<Opening>(`/api/stores/${storeId}/openings/${id}`);
      if (!isProblem(answer) && !isGone) setOpening(answer);
    }
    void look();
    return () => {
      isGone = true;
    };
  }, [storeId, occasion, chosen]);
  return { openings, opening, choose: setChosen };
}
