import type { SlotId } from "../../shared/ids.ts";

/** Slots of which is remembered whose turns they take; past it all are asked about again. */
const mostSlots = 10_000;

/**
 * Batches of the slots of one store that limits the places of a person are committed one after the other: each would
 * wait for the store's row anyway, with a connection that others could use. Which store that is an answer says; until
 * then, and where none is limited, batches go side by side.
 */
export function createTurns() {
  const storeOf = new Map<SlotId, string>();
  const last = new Map<string, Promise<unknown>>();

  return {
    async take<Answer extends { readonly limited: string | null }>(slot: SlotId, commit: () => Promise<Answer>) {
      const store = storeOf.get(slot);
      const before = store === undefined ? undefined : last.get(store);
      const mine = (before ?? Promise.resolve()).then(commit, commit);
      if (store !== undefined) last.set(store, mine);
      try {
        const answer = await mine;
        if (storeOf.size >= mostSlots) storeOf.clear();
        if (answer.limited === null) storeOf.delete(slot);
        else storeOf.set(slot, answer.limited);
        return answer;
      } finally {
        if (store !== undefined && last.get(store) === mine) last.delete(store);
      }
    },
  };
}
