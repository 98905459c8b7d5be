import { useCallback, useEffect, useRef, useState } from "react";
import type { Reservation } from "../../../shared/reservations.ts";
import { useSession } from "../accounts/session.tsx";
import { isProblem, read } from "../api.ts";
import { createKeeper, kept, showKept } from "../kept.ts";
import { type LiveMessage, live } from "../live.ts";
import { type Polling, startPolling } from "../polling.ts";
import { forgetPass, keepListedPass, passName } from "./keep-pass.ts";

const everyMs = 30_000;

interface Known {
  readonly reservation: Reservation | null;
  readonly isAbsent: boolean;
  /** Nobody answers: what is shown is what was known last, on this page or before on this device. */
  readonly isLost: boolean;
}

const orKept = (before: Known, last: Reservation | null): Known => {
  return { ...before, reservation: before.reservation ?? last, isLost: true };
};

/** One of my reservations, asked for about every 30 s: a host or another window may have changed it. */
export function useReservation(id: string) {
  const { expire } = useSession();
  const [known, setKnown] = useState<Known>({ reservation: null, isAbsent: false, isLost: false });
  const polling = useRef<Polling | null>(null);
  useEffect(() => {
    let isGone = false;
    const started = startPolling(async () => {
      const keeper = createKeeper();
      const asked = read<Reservation>(`/api/reservations/${id}`);
      showKept<Reservation>(passName(id), asked, (last) => !isGone && setKnown((before) => orKept(before, last)));
      const answer = await asked;
      if (isGone) return true;
      if (!isProblem(answer)) {
        setKnown({ reservation: answer, isAbsent: false, isLost: false });
        void keepListedPass(keeper, answer);
      } else if (answer.problem === "sign-in-needed") expire();
      else if (answer.problem === "not-found") {
        setKnown({ reservation: null, isAbsent: true, isLost: false });
        void forgetPass(keeper, id);
      } else {
        const last = await kept<Reservation>(passName(id));
        setKnown((before) => orKept(before, last));
      }
      return !isProblem(answer) || answer.problem === "not-found";
    }, everyMs);
    polling.current = started;
    return () => {
      isGone = true;
      started.stop();
    };
  }, [id, expire]);
  const refresh = useCallback(() => polling.current?.hurry(), []);
  return { ...known, refresh };
}

/**
 * Hears at once when this seat is given up in another window, moved, or closed by its host: for a page where nothing
 * else follows my entries.
 */
export function useEndElsewhere(id: string, refresh: () => void): void {
  useEffect(() => {
    function hear({ entry }: LiveMessage): void {
      if (entry?.reservationId === id && entry.state !== "confirmed") refresh();
    }
    // The socket speaks for whoever was signed in when it was opened.
    live.renew();
    const ends = [live.follow("me", hear), live.onChange(refresh)];
    return () => {
      for (const end of ends) end();
    };
  }, [id, refresh]);
}
