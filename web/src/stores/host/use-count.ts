import { useEffect, useState } from "react";
import type { AddedSlots, NewSlots } from "../../../../shared/slots.ts";
import { isPassing, isProblem, type Problem, write } from "../../api.ts";

const calmMs = 300;
/** What may pass is asked again after this. */
const againMs = 5_000;

export interface Count {
  /** Null while it is not known. */
  readonly counted: AddedSlots | null;
  /** Why it is not, where somebody said so. */
  readonly problem: Problem | null;
}
const unknown: Count = { counted: null, problem: null };

/**
 * What the server says a plan would add, once its host pauses. `turn` changes when something was added, and the same
 * plan has to be counted again.
 */
export function useCount(storeId: string, wish: NewSlots | null, turn: number | null): Count {
  const [count, setCount] = useState(unknown);
  const asked = wish === null ? null : JSON.stringify(wish);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan is compared by what it says; `turn` asks again.
  useEffect(() => {
    setCount(unknown);
    if (asked === null) return;
    const leaving = new AbortController();
    let timer = setTimeout(ask, calmMs);
    async function ask(): Promise<void> {
      const body = { ...JSON.parse(asked as string), dryRun: true };
      const sent = write<AddedSlots>("POST", `/api/stores/${storeId}/slots`, { body, signal: leaving.signal });
      const answer = await sent.catch(() => null);
      if (answer === null || leaving.signal.aborted) return;
      setCount(isProblem(answer) ? { counted: null, problem: answer } : { counted: answer, problem: null });
      if (isProblem(answer) && isPassing(answer)) timer = setTimeout(ask, againMs);
    }
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [storeId, asked, turn]);
  return count;
}
