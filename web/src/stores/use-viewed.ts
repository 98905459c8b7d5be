import { useEffect } from "react";
import { useSession } from "../accounts/session.tsx";
import { write } from "../api.ts";
import { isNearOpening } from "../slots/near-opening.ts";

/** Says once that whoever is signed in has opened this store's page; the server keeps it of whoever agreed alone. */
export function useViewed(storeId: string, opensAt: string): void {
  const { person } = useSession();
  const id = person?.id;
  useEffect(() => {
    // A crowd would all say it.
    if (id === undefined || isNearOpening(opensAt)) return;
    void write<null>("POST", `/api/stores/${storeId}/views`, { keepalive: true });
  }, [id, storeId, opensAt]);
}
