import { useEffect, useState } from "react";
import { isProblem, read } from "../api.ts";

/** What the API says there; null until it has said so. Asked for anew for each number of `looks`. */
export function useAnswer<Body>(path: string, looks = 0): Body | "absent" | null {
  const [answer, setAnswer] = useState<Body | "absent" | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    read<Body>(`${path}#${looks}`, gone.signal).then(
      (found) => setAnswer(isProblem(found) ? "absent" : found),
      () => undefined,
    );
    return () => gone.abort();
  }, [path, looks]);
  return answer;
}
