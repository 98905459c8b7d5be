import type { HistoryQuery, Message } from "../../shared/chat.ts";
import { itemsPerPage, type Page } from "../../shared/lists.ts";

/** Between which messages one reads: after one, before one, both or none. */
export interface Span {
  readonly after: number | null;
  readonly before: number | null;
}

const numberOf = (text: string | undefined) => (text === undefined ? null : Number(text));

/** What a request for history asks for; its patterns were checked. */
export function spanOf({ after, before, limit }: HistoryQuery): { span: Span; limit: number } {
  return {
    span: { after: numberOf(after), before: numberOf(before) },
    limit: numberOf(limit ?? String(itemsPerPage)) as number,
  };
}

/**
 * A page of history from rows read with one too many. Read forwards, the cursor is the last message's number, for the
 * next `after`; else the first one's, for the next `before`.
 */
export function pageOfHistory(rows: readonly Message[], { after }: Span, limit: number): Page<Message> {
  const hasNext = rows.length > limit;
  const items = after === null ? rows.slice(-limit) : rows.slice(0, limit);
  const edge = after === null ? items[0] : items.at(-1);
  return { items, hasNext, nextCursor: hasNext && edge !== undefined ? String(edge.seq) : null };
}
