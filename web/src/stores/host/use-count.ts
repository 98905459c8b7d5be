import { useEffect, useState } from "react";
import type { AddedSlots, NewSlots } from "../../../../shared/slots.ts";
import { isProblem, write } from "../../api.ts";

const calmMs = 300;

/**
 * What the server says a plan would add, once its host pauses; null while that is not known. `turn` changes when
 * something was added, and the same plan has to be counted again.
 */
export function useCount(storeId: string, wish: NewSlots | null, turn: number | null): AddedSlots | null {
  const [counted, setCounted] = useState<AddedSlots | null>(null);
  const asked = wish === null ? null : JSON.stringify(wish);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan is compared by what it says; `turn` asks again.
  useEffect(() => {
    setCounted(null);
    if (asked === null) return;
    const leaving = new AbortController();
    const timer = setTimeout(async () => {
      const body = { ...JSON.parse(asked), dryRun: true };
      const sent = write<AddedSlots>("POST", `/api/stores/${storeId}/slots`, { body, signal: leaving.signal });
      const answer = await sent.catch(() => null);
      if (answer !== null && !leaving.signal.aborted && !isProblem(answer)) setCounted(answer);
    }, calmMs);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [storeId, asked, turn]);
  return counted;
}
