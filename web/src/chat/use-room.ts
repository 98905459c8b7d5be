import { useEffect, useRef, useState } from "react";
import { useSession } from "../accounts/session.tsx";
import { read, write } from "../api.ts";
import { live } from "../live.ts";
import { createConversation, nothingYet } from "./conversation.ts";
import { createReadMark } from "./reading.ts";

/** How far I read is told at most this often. */
const markEveryMs = 5_000;

type Conversation = ReturnType<typeof createConversation>;
type Acts = Pick<Conversation, "say" | "sayAgain" | "drop" | "older" | "refresh"> & {
  /** I have seen everything up to there. */
  see(seq: number): void;
};

/**
 * The room of a store, as long as the page is open. `isAlong` says whether its reader stands at the end. What is shown
 * stays while somebody signs in where they stand.
 */
export function useRoom(storeId: string, isAlong: () => boolean) {
  const { person, isUnknown, expire } = useSession();
  const [talk, setTalk] = useState(nothingYet);
  const [readTo, setReadTo] = useState<number | null>();
  const acts = useRef<Acts | null>(null);
  const personId = person?.id ?? null;
  useEffect(() => {
    if (isUnknown) return;
    const listener = { isSignedIn: personId !== null, isAlong, onChange: setTalk, onSignedOut: expire };
    const conversation = createConversation(storeId, { read, write, live }, listener);
    const mark = createReadMark((upTo, isLeaving) => {
      if (personId === null) return;
      void write("POST", `/api/stores/${storeId}/room/read`, { body: { upTo }, keepalive: isLeaving });
    }, markEveryMs);
    acts.current = { ...conversation, see: mark.see };
    conversation.start();
    window.addEventListener("pagehide", mark.leave);
    return () => {
      window.removeEventListener("pagehide", mark.leave);
      mark.leave();
      conversation.end();
      acts.current = null;
    };
  }, [storeId, personId, isUnknown, isAlong, expire]);

  const { room } = talk;
  useEffect(() => {
    if (room === null) return;
    // Where reading stopped is marked once; what comes while the page is open is read on it.
    const { unread = 0, readSeq = null } = room.mine ?? {};
    const stoppedAt = unread > 0 ? readSeq : null;
    setReadTo((before) => (before === undefined ? stoppedAt : before));
  }, [room]);
  return { ...talk, readTo: readTo ?? null, acts };
}
