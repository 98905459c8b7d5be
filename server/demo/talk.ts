import type { PersonId, StoreId } from "../../shared/ids.ts";
import type { Chance } from "../platform/chance.ts";
import type { NewTalk } from "./ports.ts";
import talk from "./talk.json" with { type: "json" };

/** What was said in three rooms, by the store's name; a number is one of the demo's visitors. */
const conversations = talk as unknown as Readonly<Record<string, readonly (readonly ["host" | number, string])[]>>;
const minuteMs = 60_000;

interface Planned {
  readonly id: StoreId;
  readonly name: string;
  readonly owner: PersonId;
}

/** Those conversations as if they had just been held, the last message a few minutes ago. */
export function talkIn(
  stores: readonly Planned[],
  visitors: readonly PersonId[],
  now: number,
  chance: Chance,
): NewTalk[] {
  return stores.flatMap(({ id, name, owner }) => {
    let at = now - 2 * minuteMs;
    const lines = [...(conversations[name] ?? [])].reverse().map(([by, text]): Omit<NewTalk, "seq"> => {
      at -= Math.round(chance.between(0.2, 4) * minuteMs);
      return { store: id, person: by === "host" ? owner : (visitors[by] as PersonId), isHost: by === "host", text, at };
    });
    return lines.reverse().map((line, index) => ({ ...line, seq: index + 1 }));
  });
}
