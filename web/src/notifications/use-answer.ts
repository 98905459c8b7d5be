import { useEffect, useState } from "react";
import { isPassing, isProblem, read } from "../api.ts";
import { startPolling } from "../polling.ts";

/** Nobody answered yet: it is asked again, as often as failures are, until somebody has. */
const lookAgainMs = 8_000;

/**
 * What the API says there: null until it has said so, `lost` while nobody answers. Asked for anew for each number of
 * `looks`.
 */
export function useAnswer<Body>(path: string, looks = 0): Body | "absent" | "lost" | null {
  const [answer, setAnswer] = useState<Body | "absent" | "lost" | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    async function look(): Promise<boolean> {
      const found = await read<Body>(`${path}#${looks}`, gone.signal).catch(() => null);
      if (found === null) return false;
      if (isProblem(found) && isPassing(found)) {
        setAnswer("lost");
        return false;
      }
      polling.stop();
      setAnswer(isProblem(found) ? "absent" : found);
      return true;
    }
    const polling = startPolling(look, lookAgainMs);
    return () => {
      polling.stop();
      gone.abort();
    };
  }, [path, looks]);
  return answer;
}
