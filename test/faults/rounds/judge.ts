import { historyOf } from "../../../load/crowd/crowd.ts";
import { checkHistory } from "../../../load/history/check-history.ts";
import type { HistoryEvent } from "../../../load/history/history.ts";
import type { Message } from "../../../shared/chat.ts";
import type { FinalRows } from "../../services/ledger.ts";
import type { LineKind } from "./house.ts";
import { largestParty } from "./load.ts";

interface Drop {
  readonly line: LineKind;
  readonly slotId: string;
  readonly capacity: number;
  readonly people: number;
  readonly unanswered: number;
  readonly events: readonly HistoryEvent[];
  readonly rows: FinalRows;
}

/** What is wrong with the line after a round: the checker's word, and every answer that was not honest. */
export function wrongInLine({ line, slotId, capacity, people, unanswered, events, rows }: Drop): string[] {
  const rules = { fillsGaps: false, largestParty, hasOffers: false, isBuffered: line === "buffered" };
  const slot = { slotId, capacity, ...rules };
  const violations = checkHistory(historyOf(slot, events, rows));
  const strange = events.filter(({ answer }) => answer !== "lost" && answer.status >= 500 && !isHonest(answer));
  return [
    ...violations.map(({ invariant, message }) => `${invariant}: ${message}`),
    ...strange.map(({ kind, answer }) => `${kind} was answered ${JSON.stringify(answer)}`),
    ...(unanswered > 0 ? [`I5: ${unanswered} were never answered`] : []),
    ...(rows.entries.length === people ? [] : [`I5: ${people} joined, and ${rows.entries.length} have a row`]),
  ];
}

const isHonest = ({ status, retryAfterSeconds = 0 }: Exclude<HistoryEvent["answer"], "lost">) =>
  status === 503 && retryAfterSeconds >= 1;

export interface Kept {
  readonly seq: number;
  readonly text: string | null;
  readonly client: string | null;
}

interface Talk {
  readonly kept: readonly Kept[];
  readonly said: readonly { readonly text: string; readonly clientId: string }[];
  /** What each of those who talk saw under each number. */
  readonly seen: readonly ReadonlyMap<number, readonly Message[]>[];
}

/** I8: what is kept is numbered without a gap, is what was said, once each, and is what everybody saw. */
export function wrongInRoom({ kept, said, seen }: Talk): string[] {
  const gaps = kept.filter(({ seq }, at) => seq !== at + 1).map(({ seq }) => `I8: number ${seq} follows a gap`);
  const words = (all: readonly (string | null)[]) => all.toSorted().join("\n");
  const talks = kept.filter(({ client }) => client !== null);
  const isAll = words(talks.map(({ client, text }) => `${client} ${text}`)) === words(said.map(lineOf));
  const differing = seen.flatMap((shown, who) =>
    kept.flatMap(({ seq, text, client }) => {
      const times = shown.get(seq) ?? [];
      const isSame = times.length > 0 && times.every((each) => each.text === text && each.clientId === client);
      return isSame ? [] : [`I8: talker ${who} saw number ${seq} ${times.length} times, not always as it is kept`];
    }),
  );
  return [...gaps, ...(isAll ? [] : [`I8: ${said.length} were said and ${talks.length} are kept`]), ...differing];
}
const lineOf = ({ text, clientId }: Talk["said"][number]) => `${clientId} ${text}`;
