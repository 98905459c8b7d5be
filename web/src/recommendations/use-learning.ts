import { useCallback, useEffect, useRef, useState } from "react";
import type { LearningDesk } from "../../../shared/learning.ts";
import { isProblem, read } from "../api.ts";
import { type Polling, startPolling } from "../polling.ts";

const everyMs = 15_000;
const whileLearningMs = 1_000;

/** What there is, asked for each quarter of a minute and each second while something is being learned. */
export function useLearning(): { readonly desk: LearningDesk | "absent" | null; hurry(): void } {
  const [desk, setDesk] = useState<LearningDesk | "absent" | null>(null);
  const polling = useRef<Polling | null>(null);
  const isLearning = typeof desk === "object" && desk !== null && desk.fit !== null && desk.fit.endedAt === null;
  useEffect(() => {
    let isGone = false;
    polling.current = startPolling(
      async () => {
        const answer = await read<LearningDesk>("/api/operations/recommendations");
        if (isGone) return true;
        if (!isProblem(answer)) setDesk(answer);
        else if (answer.problem === "forbidden") setDesk("absent");
        return !isProblem(answer);
      },
      isLearning ? whileLearningMs : everyMs,
    );
    return () => {
      isGone = true;
      polling.current?.stop();
    };
  }, [isLearning]);
  return { desk, hurry: useCallback(() => polling.current?.hurry(), []) };
}
