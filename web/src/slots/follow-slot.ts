import { useCallback, useEffect, useRef, useState } from "react";
import type { Entry } from "../../../shared/line.ts";
import type { SlotFrame } from "../../../shared/live.ts";
import { placeAfter } from "../../../shared/live-place.ts";
import type { Store } from "../../../shared/stores.ts";
import { type Session, useSession } from "../accounts/session.tsx";
import { type Answer, isProblem, read } from "../api.ts";
import { createKeeper, type Keeper, kept, showKept } from "../kept.ts";
import { neverFartherBack } from "../line/rank.ts";
import { orByReceipt } from "../line/receipt.ts";
import { type LiveMessage, live } from "../live.ts";
import { type Polling, startPolling } from "../polling.ts";
import { endPass } from "../reservations/keep-pass.ts";
import { createAsking } from "./ask-place.ts";
import { isLive, type KeptPlace, placeName } from "./kept-place.ts";
import { keepClock, readSlot } from "./read-slot.ts";
import { afterFrame, afterLook, afterRefusal, isNews, type Look, nothing, type Seen, type Who } from "./seen.ts";

const everyMs = 1_500;
/** With a socket the looks only make sure of what the messages said. */
const everyMsLive = 15_000;

export interface Followed extends Seen {
  /** Takes over what the server just answered about my entry; older answers still under way no longer count. */
  keep(entry: Entry): void;
  hurry(): void;
}

/** A slot and my place in it: by live messages, and by asking every 1.5 s while there is no socket. */
export function useSlot(slotId: string): Followed {
  const { person, isUnknown, hasExpired, expire } = useSession();
  const { seen, current, change } = useSeen();
  const personId = person?.id ?? null;
  const who = whoLooks({ isUnknown, hasExpired });
  const { hurry, overtake } = useLooks({ slotId, personId, who, expire, current, change });
  const keepSeen = useKeepSeen({ slotId, personId, current, change });
  const keep = useCallback(
    (entry: Entry) => {
      overtake();
      change((before) => ({ ...before, entry: neverFartherBack(before.entry ?? null, entry) }));
      keepSeen();
      if (!live.isOpen()) hurry();
    },
    [change, hurry, overtake, keepSeen],
  );
  useLive({ slotId, personId, isUnknown, current, change, keep, hurry, overtake });
  useEffect(() => keepClock(slotId), [slotId]);
  return { ...seen, keep, hurry };
}

function whoLooks({ isUnknown, hasExpired }: Pick<Session, "isUnknown" | "hasExpired">): Who {
  if (isUnknown) return "unknown";
  return hasExpired ? "expired" : "known";
}

type Change = (next: (before: Seen) => Seen) => void;

/** What is seen, to render and, at any moment, to decide with. */
function useSeen() {
  const [seen, setSeen] = useState(nothing);
  const latest = useRef(nothing);
  const change = useCallback<Change>((next) => {
    latest.current = next(latest.current);
    setSeen(latest.current);
  }, []);
  const current = useCallback(() => latest.current, []);
  return { seen, current, change };
}

interface Looking {
  readonly slotId: string;
  readonly personId: string | null;
  readonly who: Who;
  readonly expire: () => void;
  readonly current: () => Seen;
  readonly change: Change;
}

/** Asks for the slot and my entry again and again. `overtake`: what is under way will be older than what is known. */
function useLooks({ slotId, personId, who, expire, current, change }: Looking) {
  const answers = useRef(0);
  const polling = useRef<Polling | null>(null);
  const store = useRef<Store | null>(null);
  useEffect(() => {
    let isGone = false;
    const look = async () => {
      const asked = answers.current;
      const keeper = createKeeper();
      const looked = lookAt(slotId, personId, store.current, current().entry ?? null);
      showKept<KeptPlace>(placeName(slotId), looked, (last) => !isGone && change((before) => orKept(before, last)));
      const found = await looked;
      // What somebody else's session was told is not for whoever is here now.
      if (isGone) return true;
      if (found === "signed-out") expire();
      if (found === "absent" || found === "taken-away") polling.current?.stop();
      if (typeof found !== "string") store.current = found.store;
      const isOvertaken = () => asked !== answers.current;
      if (typeof found !== "string" && isNews(current(), found)) live.doubt();
      change((before) => afterLook(before, found, isOvertaken(), who));
      // As long as nobody knows who looks, an answer says nothing of whoever's place is kept.
      await keepPlace(keeper, { slotId, found, change, isOvertaken: () => who === "unknown" || isOvertaken() });
      return found !== "lost";
    };
    polling.current = startPolling(look, () => (live.isOpen() ? everyMsLive : everyMs));
    return () => {
      isGone = true;
      polling.current?.stop();
    };
  }, [slotId, personId, who, expire, current, change]);
  const hurry = useCallback(() => polling.current?.hurry(), []);
  const overtake = useCallback(() => {
    answers.current += 1;
  }, []);
  return { hurry, overtake };
}

/** Keeps a place that an answer or a message has told of: whoever just got it may lose the network before a look. */
function useKeepSeen({ slotId, personId, current, change }: Omit<Looking, "who" | "expire">): () => void {
  const mine = useRef<Keeper | null>(null);
  useEffect(() => {
    mine.current = personId === null ? null : createKeeper();
  }, [personId]);
  return useCallback(() => {
    const { slot, store, entry } = current();
    if (mine.current === null || slot === null || store === null || !entry) return;
    const isOvertaken = () => false;
    void keepPlace(mine.current, { slotId, found: { slot, store, entry }, change, isOvertaken });
  }, [slotId, current, change]);
}

interface Listening {
  readonly slotId: string;
  readonly personId: string | null;
  readonly isUnknown: boolean;
  readonly current: () => Seen;
  readonly change: Change;
  readonly keep: (entry: Entry) => void;
  readonly hurry: () => void;
  readonly overtake: () => void;
}

/** Follows the slot, and my own entries when I am signed in. When the socket comes or goes, the place is asked for. */
function useLive({ slotId, personId, isUnknown, current, change, keep, hurry, overtake }: Listening): void {
  useEffect(() => {
    if (isUnknown) return;
    const asking = createAsking(hurry);
    function takeFrame(frame: SlotFrame): void {
      const mine = current().entry ?? null;
      const place = mine === null ? null : placeAfter(mine, frame);
      change((before) => ({
        ...afterFrame(before, frame),
        ...(place === null || place === "ask" ? {} : { entry: place }),
      }));
      if (place === "ask") asking.about(frame);
    }
    function takeRefusal(): void {
      overtake();
      change(afterRefusal);
      asking.likeAllOthers();
    }
    function hear({ slot, entry, error }: LiveMessage): void {
      if (error?.topic === `slot:${slotId}` && error.type === "/problems/not-found") takeRefusal();
      if (slot?.id === slotId) takeFrame(slot);
      if (entry?.slotId === slotId) keep(entry);
    }
    // The socket speaks for whoever was signed in when it was opened.
    live.renew();
    const ends = [live.follow(`slot:${slotId}`, hear), live.onChange(hurry)];
    if (personId !== null) ends.push(live.follow("me", () => undefined));
    return () => {
      asking.stop();
      for (const end of ends) end();
    };
  }, [slotId, personId, isUnknown, current, change, keep, hurry, overtake]);
}

interface Looked {
  readonly slotId: string;
  readonly found: Look;
  readonly change: Change;
  /** Something newer was told meanwhile, and is kept: an old answer must not take its place. */
  readonly isOvertaken: () => boolean;
}

const orKept = (before: Seen, last: KeptPlace): Seen =>
  before.slot === null ? { ...before, ...last, isLost: true } : before;

/**
 * A place is kept on the device, and shown as it was kept while nobody has answered. What became of it since is kept
 * in its stead: a seat that was given up must not look like one.
 */
async function keepPlace(keeper: Keeper, { slotId, found, change, isOvertaken }: Looked): Promise<void> {
  const name = placeName(slotId);
  if (found === "lost") {
    const last = await kept<KeptPlace>(name);
    if (last !== null) change((before) => orKept(before, last));
  }
  if (typeof found === "string" || isOvertaken()) return;
  const { entry } = found;
  if (entry?.state === "cancelled") await endPass(keeper, entry);
  if (entry !== null && isLive(entry)) return keeper.keep(name, found);
  if ((await kept(name)) !== null && !isOvertaken())
    await (entry === null ? keeper.forget(name) : keeper.keep(name, found));
}

/** A page that was just opened holds the receipt that the device kept of the one before it. */
async function readMine(slotId: string, before: Entry | null): Promise<Answer<Entry | null>> {
  const found = await read<Entry | null>(`/api/slots/${slotId}/entries/mine`);
  return orByReceipt(found, before ?? (await kept<KeptPlace>(placeName(slotId)))?.entry ?? null);
}

async function lookAt(
  slotId: string,
  personId: string | null,
  known: Store | null,
  before: Entry | null,
): Promise<Look> {
  const [slot, entry] = await Promise.all([readSlot(slotId), personId === null ? null : readMine(slotId, before)]);
  if (isProblem(slot)) return slot.problem === "not-found" ? lookAtStore(known) : "lost";
  const store = known ?? (await read<Store>(`/api/stores/${slot.storeId}`));
  if (isProblem(store)) return "lost";
  if (entry === null || !isProblem(entry)) return { slot, store, entry };
  return entry.problem === "sign-in-needed" ? "signed-out" : "lost";
}

/** Whether a slot that is gone went alone, or its store with it; one that was never seen is merely absent. */
async function lookAtStore(known: Store | null): Promise<Look> {
  if (known === null) return "absent";
  const store = await read<Store>(`/api/stores/${known.id}`);
  if (!isProblem(store)) return "taken-away";
  return store.problem === "not-found" ? "absent" : "lost";
}
