import { useEffect, useRef, useState } from "react";
import { createRankSpeaker } from "./rank-speaker.ts";
import { usePlaceTexts } from "./texts.ts";

/** What a screen reader hears while somebody waits: the first rank, then milestones, and when the connection breaks. */
export function SpokenRank({ rank, isLost }: { rank: number; isLost: boolean }) {
  const { place } = usePlaceTexts();
  const [words, setWords] = useState("");
  const texts = useRef(place);
  const [speaker] = useState(() =>
    createRankSpeaker((word, saidRank) => {
      const { spoken, spokenLost, spokenBack } = texts.current;
      setWords({ rank: spoken(saidRank), lost: spokenLost, back: spokenBack }[word]);
    }),
  );
  useEffect(() => {
    texts.current = place;
  }, [place]);
  useEffect(() => speaker.tell({ rank, isLost }), [speaker, rank, isLost]);
  useEffect(() => speaker.stop, [speaker]);
  return (
    <p className="hidden" role="status" aria-atomic="true">
      {words}
    </p>
  );
}
