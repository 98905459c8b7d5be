import { useCallback, useEffect, useRef, useState } from "react";
import type { Entry } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { useSession } from "../accounts/session.tsx";
import { isProblem, read } from "../api.ts";
import { serverClock } from "../clock.ts";
import { neverFartherBack } from "../line/rank.ts";
import { type Polling, startPolling } from "../polling.ts";
import { readSlot, sampleClock } from "./read-slot.ts";

const everyMs = 1_500;

interface Seen {
  readonly slot: Slot | null;
  readonly store: Store | null;
  /** Mine; null when I have none, undefined as long as nobody has said. */
  readonly entry: Entry | null | undefined;
  readonly isLost: boolean;
  readonly isAbsent: boolean;
}

export interface Followed extends Seen {
  /** Takes over what the server just answered about my entry; older answers still under way no longer count. */
  keep(entry: Entry): void;
  hurry(): void;
}

const nothing: Seen = { slot: null, store: null, entry: undefined, isLost: false, isAbsent: false };

/** A slot and my place in it, asked about every 1.5 s while the page is visible. */
export function useSlot(slotId: string): Followed {
  const { person, isUnknown, expire } = useSession();
  const [seen, setSeen] = useState(nothing);
  const answers = useRef(0);
  const polling = useRef<Polling | null>(null);
  const store = useRef<Store | null>(null);
  const personId = person?.id ?? null;

  useEffect(() => {
    let isGone = false;
    const look = async () => {
      const asked = answers.current;
      const found = await lookAt(slotId, personId, store.current);
      // What somebody else's session was told is not for whoever is here now.
      if (isGone) return true;
      if (found === "signed-out") expire();
      if (found === "absent") polling.current?.stop();
      if (typeof found !== "string") store.current = found.store;
      const isStale = asked !== answers.current;
      setSeen((before) => afterLook(before, found, isStale, isUnknown));
      return found !== "lost";
    };
    polling.current = startPolling(look, everyMs);
    return () => {
      isGone = true;
      polling.current?.stop();
    };
  }, [slotId, personId, isUnknown, expire]);

  useClockSamples(slotId);

  const keep = useCallback((entry: Entry) => {
    answers.current += 1;
    setSeen((before) => ({ ...before, entry: neverFartherBack(before.entry ?? null, entry) }));
    polling.current?.hurry();
  }, []);
  const hurry = useCallback(() => polling.current?.hurry(), []);
  return { ...seen, keep, hurry };
}

type Look =
  | { readonly slot: Slot; readonly store: Store; readonly entry: Entry | null }
  | "lost"
  | "absent"
  | "signed-out";

async function lookAt(slotId: string, personId: string | null, known: Store | null): Promise<Look> {
  const [slot, entry] = await Promise.all([
    readSlot(slotId),
    personId === null ? null : read<Entry>(`/api/slots/${slotId}/entries/mine`),
  ]);
  if (isProblem(slot)) return slot.problem === "not-found" ? "absent" : "lost";
  const store = known ?? (await read<Store>(`/api/stores/${slot.storeId}`));
  if (isProblem(store)) return "lost";
  if (entry === null || !isProblem(entry)) return { slot, store, entry };
  if (entry.problem === "sign-in-needed") return "signed-out";
  return entry.problem === "not-found" ? { slot, store, entry: null } : "lost";
}

/** What is known after a look: a stale one was overtaken by an answer about my entry and only proves the connection. */
function afterLook(before: Seen, found: Look, isStale: boolean, isUnknown: boolean): Seen {
  if (typeof found === "string") return { ...before, isLost: found === "lost", isAbsent: found === "absent" };
  if (isStale) return { ...before, isLost: false };
  // As long as nobody has said who is signed in, the slot counts but an entry cannot be known.
  const entry = isUnknown ? undefined : found.entry;
  return { ...nothing, ...found, entry: entry ? neverFartherBack(before.entry ?? null, entry) : entry };
}

/** Five samples when the page comes, and again whenever it wakes, when the device may have slept. */
function useClockSamples(slotId: string): void {
  useEffect(() => {
    function sample(): void {
      if (document.hidden) return;
      serverClock.distrust();
      void sampleClock(slotId);
    }
    sample();
    document.addEventListener("visibilitychange", sample);
    return () => document.removeEventListener("visibilitychange", sample);
  }, [slotId]);
}
