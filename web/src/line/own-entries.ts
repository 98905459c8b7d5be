import { useEffect, useState } from "react";
import type { OwnEntry } from "../../../shared/line.ts";
import type { Page } from "../../../shared/lists.ts";
import { useSession } from "../accounts/session.tsx";
import { type Answer, isProblem, read } from "../api.ts";
import { isNearOpening } from "../slots/near-opening.ts";

/** Every live place of mine, in whatever slot that has not begun. */
export const readOwnEntries = (signal?: AbortSignal): Promise<Answer<Page<OwnEntry>>> =>
  read<Page<OwnEntry>>("/api/me/entries", signal);

/**
 * Mine at a store whose line opens at this moment, asked for once: nobody is asked who is not signed in, and nothing
 * near the opening, when a crowd would ask.
 */
export function useOwnEntries(opensAt: string): readonly OwnEntry[] {
  const { person } = useSession();
  const [entries, setEntries] = useState<readonly OwnEntry[]>([]);
  const id = person?.id;
  useEffect(() => {
    const gone = new AbortController();
    setEntries([]);
    if (id === undefined || isNearOpening(opensAt)) return;
    readOwnEntries(gone.signal).then(
      (answer) => {
        if (!isProblem(answer)) setEntries(answer.items);
      },
      () => undefined,
    );
    return () => gone.abort();
  }, [id, opensAt]);
  return entries;
}
