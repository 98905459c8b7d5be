import { useCallback, useEffect, useRef, useState } from "react";

const undoMs = 5_000;

/**
 * Does something 5 s after it was asked for, so that it can be taken back, or at once when the page is left: nothing
 * that was asked for is forgotten. `isLeaving` says that nobody will be there for the answer.
 */
export function useUndo(act: (isLeaving: boolean) => void) {
  const [isPending, setIsPending] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);

  const stop = useCallback((): boolean => {
    if (timer.current === null) return false;
    clearTimeout(timer.current);
    timer.current = null;
    setIsPending(false);
    return true;
  }, []);
  const start = useCallback(() => {
    stop();
    setIsPending(true);
    timer.current = setTimeout(() => {
      if (stop()) latest.current(false);
    }, undoMs);
  }, [stop]);
  useEffect(() => {
    const leave = () => {
      if (stop()) latest.current(true);
    };
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [stop]);
  return { isPending, start, undo: stop };
}
