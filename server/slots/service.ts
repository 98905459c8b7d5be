import type { Doer } from "../../shared/audit.ts";
import type { SlotId, StoreId } from "../../shared/ids.ts";
import { limitOf, type Page, type PageQuery, pageOf } from "../../shared/lists.ts";
import { isDay } from "../../shared/moments.ts";
import type { Refused } from "../../shared/problems.ts";
import type { NewSlots, Slot, SlotChange } from "../../shared/slots.ts";
import { bookableNow, type LineService } from "../line/index.ts";
import type { SlotBook, StoredSlot } from "./ports.ts";
import { planSlots } from "./rules.ts";

export type Slots = ReturnType<typeof createSlots>;

function toSlot({ fillsGaps, largestParty, ...slot }: StoredSlot): Slot {
  return { ...slot, bookableNow: bookableNow({ ...slot, fillsGaps, largestParty }) };
}

interface World {
  readonly book: SlotBook;
  readonly line: LineService;
  /** Called after a store got slots, or a slot of it other seats. */
  readonly onChanged: (store: StoreId) => void;
}

export function createSlots({ book, line, onChanged }: World) {
  async function find(id: SlotId): Promise<Slot | Refused> {
    const slot = await book.find(id);
    return slot === null ? { problem: "not-found" } : toSlot(slot);
  }

  return {
    find,

    async list(store: StoreId, date: string | null, query: PageQuery): Promise<Page<Slot> | Refused> {
      if (date !== null && !isDay(date)) return { problem: "bad-request", fields: ["date"] };
      const limit = limitOf(query);
      const rows = await book.list(store, date, query.cursor ?? null, limit + 1);
      return pageOf(rows.map(toSlot), limit);
    },

    /** Adds every date with every time that is not there yet, or only counts them. Somebody else's store is absent. */
    async add(
      store: StoreId,
      host: Doer,
      wish: NewSlots,
      key: string,
    ): Promise<{ count: number; slotIds: SlotId[] } | Refused> {
      const plan = planSlots(wish);
      if ("problem" in plan) return plan;
      if (wish.dryRun) {
        const count = await book.count(store, host.id, plan);
        return count === null ? { problem: "not-found" } : { count, slotIds: [] };
      }
      const answer = await book.add(store, host, plan, key);
      if ("problem" in answer) return answer;
      onChanged(store);
      return { count: answer.slotIds.length, ...answer };
    },

    /** Seats, pause and waiting list; the slot as it is afterwards. */
    async change(id: SlotId, host: Doer, change: SlotChange, key: string): Promise<Slot | Refused> {
      const answer = await line.change(id, host, change, key);
      if ("problem" in answer) return answer;
      const slot = await find(id);
      if (!("problem" in slot)) onChanged(slot.storeId);
      return slot;
    },
  };
}
