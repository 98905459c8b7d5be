import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { isAtEnd } from "./reading.ts";

/** So near its beginning the log asks for what was before. */
const nearStartPx = 240;

interface LogScroll {
  readonly log: RefObject<HTMLDivElement | null>;
  /** Whether the reader reads along, for drawing. */
  readonly isAlong: boolean;
  onScroll(): void;
  toEnd(): void;
}

/** Where the log stands. `first` is the oldest message that is shown, null until there is something to show. */
export function useLogScroll(first: number | null, along: { current: boolean }, onStart: () => void): LogScroll {
  const log = useRef<HTMLDivElement>(null);
  const was = useRef<{ first: number | null; fromEnd: number }>({ first: null, fromEnd: 0 });
  const [isAlong, setIsAlong] = useState(true);

  const remember = useCallback(() => {
    if (log.current === null) return;
    was.current.fromEnd = log.current.scrollHeight - log.current.scrollTop;
    along.current = isAtEnd(log.current);
    setIsAlong(along.current);
  }, [along]);
  const toEnd = useCallback(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
    remember();
  }, [remember]);

  // With every drawing: whoever reads along stays at the end, and what comes above moves nothing that is looked at.
  useLayoutEffect(() => {
    const shown = log.current;
    if (shown === null || first === null) return;
    const before = was.current.first;
    was.current.first = first;
    if (before === null) shown.scrollTop = startOf(shown);
    else if (along.current) shown.scrollTop = shown.scrollHeight;
    else if (first < before) shown.scrollTop = shown.scrollHeight - was.current.fromEnd;
    remember();
  });
  useEffect(() => {
    if (log.current === null) return;
    const observer = new ResizeObserver(() => {
      if (along.current) toEnd();
    });
    observer.observe(log.current);
    return () => observer.disconnect();
  }, [along, toEnd]);

  function onScroll(): void {
    remember();
    if (log.current !== null && log.current.scrollTop < nearStartPx) onStart();
  }
  return { log, isAlong, onScroll, toEnd };
}

/** Where reading stopped, if it did, else the end. */
function startOf(log: HTMLElement): number {
  const unread = log.querySelector<HTMLElement>(".chat-unread");
  return unread === null ? log.scrollHeight : unread.offsetTop;
}
