import { useCallback, useEffect, useState } from "react";
import type { Edition } from "../../../../shared/editions.ts";
import type { Page } from "../../../../shared/lists.ts";
import type { Slot } from "../../../../shared/slots.ts";
import { isProblem, read } from "../../api.ts";

/** Twenty pages are all the times that can be made at once. */
const mostPages = 20;
/** And so long after nobody has answered it is asked again. */
const againMs = 5_000;

export interface HostSlots {
  readonly edition: Edition;
  readonly slots: readonly Slot[];
}

/** All times that are not over, page by page; null when somebody did not answer. */
async function readAll(storeId: string): Promise<Slot[] | null> {
  const slots: Slot[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const after: string = cursor === null ? "" : `&cursor=${cursor}`;
    const answer = await read<Page<Slot>>(`/api/stores/${storeId}/slots?limit=100${after}`);
    if (isProblem(answer)) return null;
    slots.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return slots;
}

/** A store with its times as its owner sees them; null while they are asked for. */
export function useHostSlots(storeId: string) {
  const [known, setKnown] = useState<HostSlots | "absent" | "lost" | null>(null);
  const refresh = useCallback(async () => {
    const [edition, slots] = await Promise.all([read<Edition>(`/api/stores/${storeId}/edition`), readAll(storeId)]);
    if (isProblem(edition)) setKnown((before) => (edition.problem === "not-found" ? "absent" : (before ?? "lost")));
    else if (slots !== null) setKnown({ edition, slots });
    else setKnown((before) => before ?? "lost");
  }, [storeId]);
  useEffect(() => void refresh(), [refresh]);
  useEffect(() => {
    if (known !== "lost") return;
    const timer = setInterval(() => void refresh(), againMs);
    return () => clearInterval(timer);
  }, [known, refresh]);
  return { known, refresh };
}
