import { useCallback, useEffect, useState } from "react";
import type { Page } from "../../../../shared/lists.ts";
import type { Invitation, StaffMember } from "../../../../shared/staff.ts";
import type { StoreCard } from "../../../../shared/stores.ts";
import { isProblem, read } from "../../api.ts";
import { untilAnswered } from "../../until-answered.ts";

/** As many as there can be (server/stores/staff/rules.ts). */
const most = 50;

export interface StaffShown {
  readonly storeName: string;
  readonly members: readonly StaffMember[];
  /** Null for whoever is not the store's owner. */
  readonly invitations: readonly Invitation[] | null;
}

/** Who works at a store; `absent` where one has no part in it, null until there is an answer. */
export function useStaff(storeId: string) {
  const [staff, setStaff] = useState<StaffShown | "absent" | null>(null);
  const refresh = useCallback(
    (signal: AbortSignal) => void readStaff(storeId, signal).then(setStaff, () => undefined),
    [storeId],
  );
  useEffect(() => {
    const leaving = new AbortController();
    refresh(leaving.signal);
    return () => leaving.abort();
  }, [refresh]);
  return { staff, refresh: () => refresh(new AbortController().signal) };
}

async function readStaff(storeId: string, signal: AbortSignal): Promise<StaffShown | "absent" | null> {
  const of = `/api/stores/${storeId}`;
  const ask = () =>
    Promise.all([
      read<StoreCard>(of, signal),
      read<Page<StaffMember>>(`${of}/staff?limit=${most}`, signal),
      read<Page<Invitation>>(`${of}/staff/invitations?limit=${most}`, signal),
    ]);
  const [store, members, invitations] = await untilAnswered(ask, signal);
  if (isProblem(members)) return members.problem === "not-found" ? "absent" : null;
  if (isProblem(store)) return null;
  return {
    storeName: store.name,
    members: members.items,
    invitations: isProblem(invitations) ? null : invitations.items,
  };
}
