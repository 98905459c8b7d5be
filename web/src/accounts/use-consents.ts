import { useCallback, useEffect, useState } from "react";
import type { Consents } from "../../../shared/privacy.ts";
import { isProblem, read } from "../api.ts";

export interface KnownConsents {
  readonly consents: Consents | null;
  /** The server has answered a change. */
  know(consents: Consents): void;
  /** Something else changed them. */
  askAgain(): void;
}

/** What I agreed to and took back. */
export function useConsents(): KnownConsents {
  const [consents, setConsents] = useState<Consents | null>(null);
  const refresh = useCallback(async () => {
    const answer = await read<Consents>("/api/me/consents");
    if (!isProblem(answer)) setConsents(answer);
  }, []);
  useEffect(() => void refresh(), [refresh]);
  return { consents, know: setConsents, askAgain: () => void refresh() };
}
