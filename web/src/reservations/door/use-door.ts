import { useCallback, useEffect, useState } from "react";
import type { Attendee } from "../../../../shared/check-ins.ts";
import type { Page } from "../../../../shared/lists.ts";
import type { Slot } from "../../../../shared/slots.ts";
import type { StoreCard } from "../../../../shared/stores.ts";
import { useSession } from "../../accounts/session.tsx";
import { type Answer, isProblem, type Problem, read } from "../../api.ts";
import { serverClock } from "../../clock.ts";
import { createKeeper, kept } from "../../kept.ts";
import { type Polling, startPolling } from "../../polling.ts";
import { dayOf } from "../../ui/moments.ts";

const everyMs = 20_000;
/** 2,000 attendees a day; more are known to the server alone. */
const mostPages = 20;

/** The store's day as its door has it. */
export interface DoorDay {
  readonly store: Pick<StoreCard, "name" | "timeZone" | "largestParty">;
  readonly attendees: readonly Attendee[];
  readonly slots: readonly Slot[];
}

interface Known {
  readonly day: DoorDay | null;
  readonly isAbsent: boolean;
  /** Nobody answers: what is shown is what was known last, on this page or before on this device. */
  readonly isLost: boolean;
}

/** Today's attendees and slots, asked for about every 20 s and kept on the device, so that the door opens offline. */
export function useDoor(storeId: string) {
  const { expire } = useSession();
  const [known, setKnown] = useState<Known>({ day: null, isAbsent: false, isLost: false });
  const [polling, setPolling] = useState<Polling | null>(null);
  useEffect(() => {
    let isGone = false;
    const name = `door/${storeId}`;
    const started = startPolling(async () => {
      const keeper = createKeeper();
      const answer = await readDay(storeId);
      if (isGone) return true;
      if (!isProblem(answer)) {
        setKnown({ day: answer, isAbsent: false, isLost: false });
        void keeper.keep(name, answer);
      } else if (answer.problem === "sign-in-needed") expire();
      else if (answer.problem === "not-found") setKnown({ day: null, isAbsent: true, isLost: false });
      else {
        const last = await kept<DoorDay>(name);
        setKnown((before) => ({ ...before, day: before.day ?? last, isLost: true }));
      }
      return !isProblem(answer) || answer.problem === "not-found";
    }, everyMs);
    setPolling(started);
    return () => {
      isGone = true;
      started.stop();
    };
  }, [storeId, expire]);
  const refresh = useCallback(() => polling?.hurry(), [polling]);
  const lose = useCallback(() => setKnown((before) => ({ ...before, isLost: true })), []);
  return { ...known, refresh, lose };
}

async function readDay(storeId: string): Promise<Answer<DoorDay>> {
  const store = await read<StoreCard>(`/api/stores/${storeId}`);
  if (isProblem(store)) return store;
  const date = dayOf(serverClock.now(), store.timeZone);
  const [attendees, slots] = await Promise.all([
    readAttendees(`/api/stores/${storeId}/reservations?date=${date}&limit=100`),
    read<Page<Slot>>(`/api/stores/${storeId}/slots?date=${date}&limit=100`),
  ]);
  if (isProblem(attendees)) return attendees;
  if (isProblem(slots)) return slots;
  const { name, timeZone, largestParty } = store;
  return { store: { name, timeZone, largestParty }, attendees, slots: slots.items };
}

async function readAttendees(url: string): Promise<readonly Attendee[] | Problem> {
  const found: Attendee[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page: Answer<Page<Attendee>> = await read(cursor === null ? url : `${url}&cursor=${cursor}`);
    if (isProblem(page)) return page;
    found.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return found;
}
