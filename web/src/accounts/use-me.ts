import { useCallback, useEffect, useState } from "react";
import type { Me } from "../../../shared/accounts.ts";
import { isProblem, read } from "../api.ts";
import { startPolling } from "../polling.ts";
import { useSession } from "./session.tsx";

const againMs = 2_000;

export interface KnownMe {
  readonly me: Me | null;
  /** How often it was asked for anew; a form that shows it begins again with each. */
  readonly edition: number;
  /** The server has answered a change. */
  know(me: Me): void;
  /** Something else changed it. */
  askAgain(): void;
}

/** All that is stored of me, asked for until there is an answer. */
export function useMe(): KnownMe {
  const { expire } = useSession();
  const [me, setMe] = useState<Me | null>(null);
  const [asked, setAsked] = useState(0);
  const [edition, setEdition] = useState(0);
  useEffect(() => {
    const polling = startPolling(async () => {
      const answer = await read<Me>("/api/me");
      if (isProblem(answer) && answer.problem === "sign-in-needed") expire();
      else if (isProblem(answer)) return false;
      else {
        setMe(answer);
        setEdition(asked);
      }
      polling.stop();
      return true;
    }, againMs);
    return polling.stop;
  }, [expire, asked]);
  const askAgain = useCallback(() => setAsked((times) => times + 1), []);
  return { me, edition, know: setMe, askAgain };
}
