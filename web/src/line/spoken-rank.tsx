import { useEffect, useRef, useState } from "react";
import { useMessages } from "../messages/use-messages.ts";
import { isWorthSaying, type Spoken } from "./rank.ts";

/** What a screen reader hears while somebody waits: the first rank, then milestones, and when the connection breaks. */
export function SpokenRank({ rank, isLost }: { rank: number; isLost: boolean }) {
  const { place } = useMessages();
  const [words, setWords] = useState("");
  const last = useRef<Spoken | null>(null);
  const wasLost = useRef(false);
  useEffect(() => {
    if (isLost !== wasLost.current) {
      wasLost.current = isLost;
      setWords(isLost ? place.spokenLost : place.spokenBack);
      return;
    }
    const now = performance.now();
    if (isLost || !isWorthSaying(rank, last.current, now)) return;
    last.current = { rank, at: now };
    setWords(place.spoken(rank));
  }, [rank, isLost, place]);
  return (
    <p className="hidden" role="status" aria-atomic="true">
      {words}
    </p>
  );
}
