import type { Doer } from "../../shared/audit.ts";
import type { EntryId, PersonId, SlotId } from "../../shared/ids.ts";
import { type Entry, mostOwnEntries, type OwnEntry } from "../../shared/line.ts";
import type { Page } from "../../shared/lists.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Bus } from "../platform/bus/bus.ts";
import type { Admitted, EntryVerb, JoinRequest, Line, LineChange, LineChanged } from "./ports.ts";
import { partyToAsk } from "./rules.ts";

export type LineService = ReturnType<typeof createLine>;

/** What happened to lines is published here, after the commit. */
export const lineChannel = "line";

/** The line's verbs. Whose entry it is comes from the session; somebody else's looks absent. */
export function createLine(line: Line, bus: Pick<Bus, "publish">) {
  function changed(slot: SlotId, person?: PersonId, entry: Entry | null = null): void {
    const of = (entry: Entry | null): LineChanged => ({
      slot,
      people: person === undefined ? [] : [{ person, entry }],
    });
    // What other processes are told may come late there, past something newer: they ask for the entry.
    const elsewhere: LineChanged = { ...of(null), isElsewhere: true };
    bus.publish(lineChannel, of(entry), elsewhere);
  }

  return {
    /**
     * Takes a place. When it answers, the entry is committed; one with a receipt is a ticket of a buffered slot, whose
     * outcome comes later (decision 0039). Joining again answers the live entry.
     */
    async join(slot: SlotId, press: JoinRequest): Promise<Admitted | Refused> {
      const { person } = press;
      const partySize = partyToAsk(press.partySize);
      if (partySize === null) return { problem: "bad-request", fields: ["partySize"] };
      const answer = await line.join(slot, { ...press, partySize });
      if ("problem" in answer) return answer;
      if (answer.fresh) changed(slot, person, answer.entry);
      // A repeated press whose entry was cancelled since: the batch does not know by whom.
      if (answer.entry.state !== "cancelled") return answer;
      return { ...answer, entry: (await line.place(answer.entry.id, person)) ?? answer.entry };
    },
    async place(entry: EntryId, person: PersonId): Promise<Entry | Refused> {
      return (await line.place(entry, person)) ?? { problem: "not-found" };
    },
    mine: (slot: SlotId, person: PersonId): Promise<Entry | null | Refused> => line.mine(slot, person),
    /** Every live place of theirs in slots to come, wherever it is, on one page. */
    async all(person: PersonId): Promise<Page<OwnEntry>> {
      return { items: await line.all(person, mostOwnEntries), nextCursor: null, hasNext: false };
    },
    /** Leaves the line, accepts or declines an offer. */
    async act(verb: EntryVerb, entry: EntryId, person: PersonId, key: string): Promise<Entry | Refused> {
      const answer = await line.act(verb, entry, person, key);
      if (!("problem" in answer)) changed(answer.slotId, person, answer);
      return answer;
    },
    /** Adds or takes away seats, pauses, resumes, closes the list; only the store's host may. */
    async change(slot: SlotId, host: Doer, change: LineChange, key: string): Promise<{ slot: SlotId } | Refused> {
      const answer = await line.change(slot, host, change, key);
      if (!("problem" in answer)) changed(slot);
      return answer;
    },
    /** To be told when another room changed a line: a reservation of this person was cancelled or made there. */
    changedFor: (slot: SlotId, person: PersonId) => changed(slot, person),
    /** The same for seats that were taken or given back at the door, where nobody follows a place of their own. */
    seatsChanged: (slot: SlotId) => changed(slot),
    async settleDue(): Promise<number> {
      const settled = await line.settleDue();
      for (const slot of settled) changed(slot);
      return settled.length;
    },
  };
}
