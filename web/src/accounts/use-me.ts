import { useEffect, useState } from "react";
import type { Me } from "../../../shared/accounts.ts";
import { isProblem, read } from "../api.ts";
import { startPolling } from "../polling.ts";
import { useSession } from "./session.tsx";

const againMs = 2_000;

/** All that is stored of me, asked for until there is an answer. */
export function useMe(): Me | null {
  const { expire } = useSession();
  const [me, setMe] = useState<Me | null>(null);
  useEffect(() => {
    const polling = startPolling(async () => {
      const answer = await read<Me>("/api/me");
      if (isProblem(answer) && answer.problem === "sign-in-needed") expire();
      else if (isProblem(answer)) return false;
      else setMe(answer);
      polling.stop();
      return true;
    }, againMs);
    return polling.stop;
  }, [expire]);
  return me;
}
