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

/** How the log stood when it was looked at last, and what its reader sees first. */
interface Stood {
  readonly scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly seen: { readonly row: HTMLElement; readonly fromTop: number } | null;
}

/** Where the log stands, once there is something in it. */
export function useLogScroll(along: { current: boolean }, onStart: () => void): LogScroll {
  const log = useRef<HTMLDivElement>(null);
  const stood = useRef<Stood | null>(null);
  const [isAlong, setIsAlong] = useState(true);

  const remember = useCallback(() => {
    const shown = log.current;
    if (shown === null) return;
    const { scrollTop, scrollHeight, clientHeight } = shown;
    along.current = isAtEnd(shown);
    stood.current = { scrollTop, scrollHeight, clientHeight, seen: along.current ? null : firstSeen(shown) };
    setIsAlong(along.current);
  }, [along]);
  const toEnd = useCallback(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
    remember();
  }, [remember]);
  const settle = useCallback(() => {
    if (log.current === null) return;
    log.current.scrollTop = stood.current === null ? startOf(log.current) : settled(log.current, stood.current);
    remember();
  }, [remember]);

  // With every drawing: whoever reads along stays at the end, and what comes above moves nothing that is looked at.
  useLayoutEffect(settle);
  useEffect(() => {
    if (log.current === null) return;
    const observer = new ResizeObserver(settle);
    observer.observe(log.current);
    return () => observer.disconnect();
  }, [settle]);

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

/** Where a log goes that has changed. Its reader may have moved it since, which is told of later. */
function settled(log: HTMLElement, before: Stood): number {
  const { scrollTop } = log;
  if (isAtEnd({ ...before, scrollTop }) || isAtEnd(log)) return log.scrollHeight;
  if (before.seen === null || !log.contains(before.seen.row)) return scrollTop;
  return before.seen.row.offsetTop - before.seen.fromTop + scrollTop - before.scrollTop;
}

/**
 * The first message of which something can be seen: days and notices become others when more is read. They lie below
 * each other, so half of them are out with each look.
 */
function firstSeen(log: HTMLElement): Stood["seen"] {
  const rows = log.querySelectorAll<HTMLElement>(".said");
  let [from, to] = [0, rows.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    const row = rows[middle] as HTMLElement;
    if (row.offsetTop + row.offsetHeight > log.scrollTop) to = middle;
    else from = middle + 1;
  }
  const row = rows[from];
  return row === undefined ? null : { row, fromTop: row.offsetTop - log.scrollTop };
}
