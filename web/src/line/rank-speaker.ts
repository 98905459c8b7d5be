import { dueInMs, type Standing, type Told } from "./rank.ts";

/** What to say now: a rank, or that the connection is lost or back. */
export type Word = "rank" | "lost" | "back";

/**
 * Says what somebody who waits must hear, one thing in 20 s (`dueInMs`): what comes in the quiet time is said after it,
 * as it is then. A connection that was lost and came back meanwhile is no news.
 */
export function createRankSpeaker(say: (word: Word, rank: number) => void) {
  let said: Told | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(now: Standing): void {
    clearTimeout(timer);
    const waitMs = dueInMs(now, said, performance.now());
    if (waitMs === null) return;
    if (waitMs > 0) timer = setTimeout(tell, waitMs, now);
    else speak(now);
  }
  function speak({ rank, isLost }: Standing): void {
    const isTurn = isLost !== (said?.isLost ?? false);
    // The rank last heard stays what it was: a milestone that was passed meanwhile comes next.
    said = { rank: isTurn ? (said?.rank ?? null) : rank, isLost, at: performance.now() };
    if (isTurn) say(isLost ? "lost" : "back", rank);
    else say("rank", rank);
    tell({ rank, isLost });
  }
  return { tell, stop: () => clearTimeout(timer) };
}
