import type { Message } from "../../../shared/chat.ts";

/** Whoever is this near the end of the log reads along: it stays at the end when something comes. */
const nearEndPx = 100;
/** More are not counted. */
const mostUnread = 99;

export const isAtEnd = (log: Pick<HTMLElement, "scrollTop" | "clientHeight" | "scrollHeight">): boolean =>
  log.scrollHeight - log.scrollTop - log.clientHeight <= nearEndPx;

/** What others said after what was seen; at most 99. */
export function unreadAfter(messages: readonly Message[], seenSeq: number, guest: number | null): number {
  let unread = 0;
  for (let at = messages.length - 1; at >= 0 && unread < mostUnread; at -= 1) {
    const message = messages[at];
    if (message === undefined || message.seq <= seenSeq) break;
    if (message.kind === "talk" && !message.isHidden && message.sender.guest !== guest) unread += 1;
  }
  return unread;
}

/**
 * Tells the server how far I read, at most every `everyMs` and once more when I leave. What is known to be read already
 * is not told again.
 */
export function createReadMark(tell: (upTo: number, isLeaving: boolean) => void, everyMs: number) {
  let told = 0;
  let seen = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(isLeaving: boolean): void {
    clearTimeout(timer);
    timer = undefined;
    if (seen <= told) return;
    told = seen;
    tell(seen, isLeaving);
  }
  return {
    see(upTo: number): void {
      seen = Math.max(seen, upTo);
      if (seen > told) timer ??= setTimeout(() => flush(false), everyMs);
    },
    leave: () => flush(true),
  };
}
