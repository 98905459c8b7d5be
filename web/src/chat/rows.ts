import type { Message } from "../../../shared/chat.ts";
import type { Badge } from "../../../shared/chat-codes.ts";
import type { Send, Sends } from "./sends.ts";

/** What somebody says without a longer pause stands together under their name. */
const togetherMs = 180_000;

interface Told {
  readonly key: string;
}
export interface TalkRow extends Told {
  readonly kind: "talk";
  /** Null while it is on its way. */
  readonly message: Message | null;
  readonly send: Send | null;
  readonly name: string | null;
  readonly badge: Badge | null;
  readonly text: string | null;
  readonly at: string;
  readonly isOwn: boolean;
  /** The first and the last of what the same person says in a row. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}
export interface NoticeRow extends Told {
  readonly kind: "join" | "leave";
  readonly name: string | null;
  readonly others: number;
}
interface DayRow extends Told {
  readonly kind: "day";
  readonly at: string;
}
interface UnreadRow extends Told {
  readonly kind: "unread";
}
export type Row = TalkRow | NoticeRow | DayRow | UnreadRow;

interface Reading {
  /** Who I am in this room; null where that is not known. */
  readonly guest: number | null;
  /** What comes after this was not read when the room was opened; null where everything was. */
  readonly readSeq: number | null;
  /** The calendar day of a moment. */
  readonly dayOf: (at: string) => string;
}

/** What the log shows, from the oldest on: days, the end of what was read, notices, and what was said. */
export function rowsOf(messages: readonly Message[], sends: Sends, reading: Reading): Row[] {
  const rows: Row[] = [];
  let day = "";
  let isUnread = false;
  const isOthers = ({ sender }: Message) => sender.guest !== reading.guest;
  for (const message of messages) {
    const its = reading.dayOf(message.at);
    if (its !== day) rows.push({ kind: "day", key: `day ${its}`, at: message.at });
    day = its;
    if (reading.readSeq !== null && !isUnread && message.seq > reading.readSeq && isOthers(message)) {
      rows.push({ kind: "unread", key: "unread" });
      isUnread = true;
    }
    if (message.kind === "talk") rows.push(talkOf(message, reading));
    else addNotice(rows, message);
  }
  return withTurns([...rows, ...sends.map(ownOf)]);
}

function talkOf(message: Message, { guest }: Reading): TalkRow {
  const { seq, clientId, sender, text, at } = message;
  const key = clientId ?? String(seq);
  const isOwn = sender.guest === guest;
  return { kind: "talk", key, message, send: null, ...sender, text, at, isOwn, isFirst: true, isLast: true };
}

function ownOf(send: Send): TalkRow {
  const { clientId, text, at } = send;
  const [isOwn, isFirst, isLast] = [true, true, true];
  return {
    kind: "talk",
    key: clientId,
    message: null,
    send,
    name: null,
    badge: null,
    text,
    at,
    isOwn,
    isFirst,
    isLast,
  };
}

/** One notice stands for all of its kind that follow each other; whoever came first is named. */
function addNotice(rows: Row[], { kind, seq, sender, others }: Message): void {
  if (kind === "talk") return;
  const last = rows.at(-1);
  const isSame = last !== undefined && last.kind === kind;
  if (isSame) rows[rows.length - 1] = { ...last, others: last.others + others + 1 };
  else rows.push({ kind, key: String(seq), name: sender.name, others });
}

function withTurns(rows: readonly Row[]): Row[] {
  return rows.map((row, at) => {
    if (row.kind !== "talk") return row;
    return { ...row, isFirst: !isTogether(rows[at - 1], row), isLast: !isTogether(row, rows[at + 1]) };
  });
}

function isTogether(one: Row | undefined, next: Row | undefined): boolean {
  if (one?.kind !== "talk" || next?.kind !== "talk") return false;
  const isSame = one.isOwn ? next.isOwn : one.message?.sender.guest === next.message?.sender.guest;
  return isSame && Date.parse(next.at) - Date.parse(one.at) < togetherMs;
}
