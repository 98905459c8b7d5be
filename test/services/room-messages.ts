import type { Message } from "../../shared/chat.ts";
import type { StoreId } from "../../shared/ids.ts";

/** A message of a room that says its number, unless it is to say something else. */
export function said(seq: number, other: Partial<Message> = {}): Message {
  return {
    room: "5" as StoreId,
    seq,
    kind: "talk",
    sender: { guest: 1, name: "지수", badge: null },
    others: 0,
    text: String(seq),
    at: new Date(Date.UTC(2026, 10, 28, 3, 0, seq)).toISOString(),
    clientId: null,
    isHidden: false,
    ...other,
  };
}
