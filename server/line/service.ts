import type { EntryId, PersonId, SlotId } from "../../shared/ids.ts";
import type { Entry } from "../../shared/line.ts";
import type { Refused } from "../../shared/problems.ts";
import type { Admitted, EntryVerb, Line, LineChange } from "./ports.ts";
import { partyToAsk } from "./rules.ts";

export type LineService = ReturnType<typeof createLine>;

/** The line's verbs. Whose entry it is comes from the session; somebody else's looks absent. */
export function createLine(line: Line) {
  return {
    /** Takes a place. When it answers, the entry is committed. Joining again answers the live entry. */
    async join(slot: SlotId, person: PersonId, partySize: number, key: string): Promise<Admitted | Refused> {
      const asked = partyToAsk(partySize);
      if (asked === null) return { problem: "bad-request", fields: ["partySize"] };
      return line.join(slot, { person, partySize: asked, key });
    },
    async place(entry: EntryId, person: PersonId): Promise<Entry | Refused> {
      return (await line.place(entry, person)) ?? { problem: "not-found" };
    },
    async mine(slot: SlotId, person: PersonId): Promise<Entry | Refused> {
      return (await line.mine(slot, person)) ?? { problem: "not-found" };
    },
    /** Leaves the line, accepts or declines an offer. */
    act: (verb: EntryVerb, entry: EntryId, person: PersonId, key: string) => line.act(verb, entry, person, key),
    /** Adds or takes away seats, pauses, resumes; only the store's host may. */
    change: (slot: SlotId, host: PersonId, change: LineChange, key: string) => line.change(slot, host, change, key),
    settleDue: () => line.settleDue(),
  };
}
