import type { Doer } from "../../shared/audit.ts";
import type { PersonId, SlotId, StoreId } from "../../shared/ids.ts";
import { limitOf, type Page, type PageQuery, pageOf } from "../../shared/lists.ts";
import { isDay } from "../../shared/moments.ts";
import type { Refused } from "../../shared/problems.ts";
import type { AddedSlots, NewSlots, Slot, SlotChange } from "../../shared/slots.ts";
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
  /** Called after a store got slots or lost one, or a slot of it has other seats. */
  readonly onChanged: (store: StoreId) => void;
}

export function createSlots({ book, line, onChanged }: World) {
  async function find(id: SlotId, by: PersonId | null = null): Promise<Slot | Refused> {
    const slot = await book.find(id, by);
    return slot === null ? { problem: "not-found" } : toSlot(slot);
  }

  return {
    find,

    /** A draft's are its owner's; to others it is absent, as a store that is not there. */
    async list(
      store: StoreId,
      date: string | null,
      query: PageQuery,
      by: PersonId | null = null,
    ): Promise<Page<Slot> | Refused> {
      if (date !== null && !isDay(date)) return { problem: "bad-request", fields: ["date"] };
      const limit = limitOf(query);
      const rows = await book.list({ store, date, cursor: query.cursor ?? null, limit: limit + 1, by });
      return rows === null ? { problem: "not-found" } : pageOf(rows.map(toSlot), limit, ({ startsAt }) => startsAt);
    },

    /** Adds what of the plan is not there yet, or only counts it. Somebody else's store is absent. */
    async add(store: StoreId, host: Doer, wish: NewSlots, key: string): Promise<AddedSlots | Refused> {
      const plan = planSlots(wish);
      if ("problem" in plan) return plan;
      if (wish.dryRun) return book.count(store, host.id, plan);
      const answer = await book.add(store, host, plan, key);
      if (!("problem" in answer)) onChanged(store);
      return answer;
    },

    /** Seats, pause and waiting list; the slot as it is afterwards. */
    async change(id: SlotId, host: Doer, change: SlotChange, key: string): Promise<Slot | Refused> {
      const answer = await line.change(id, host, change, key);
      if ("problem" in answer) return answer;
      const slot = await find(id, host.id);
      if (!("problem" in slot)) onChanged(slot.storeId);
      return slot;
    },

    /** Null when the slot will not take place; whoever had a place in it was told. */
    async close(id: SlotId, host: Doer, knowingly: boolean, key: string): Promise<Refused | null> {
      const slot = await find(id, host.id);
      const answer = await book.close(id, host, knowingly, key);
      if ("problem" in answer) return answer;
      line.seatsChanged(id);
      if (!("problem" in slot)) onChanged(slot.storeId);
      return null;
    },
  };
}
