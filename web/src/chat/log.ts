import type { Message } from "../../../shared/chat.ts";
import { mostHiddenNamed } from "../../../shared/chat-codes.ts";

/** What is known of a room's messages. */
export interface Log {
  /** The oldest first and without a gap, up to the newest that can be shown. */
  readonly messages: readonly Message[];
  /** What came although something before it has not: it waits for that. */
  readonly early: ReadonlyMap<number, Message>;
  /** The newest there is, as far as anybody said. */
  readonly lastSeq: number;
  readonly hidden: ReadonlySet<number>;
}

/** A log begins with a page of the newest messages, and in an empty room with none. */
export function beginLog(messages: readonly Message[], hidden: ReadonlySet<number> = new Set()): Log {
  return { messages: messages.map(orHidden(hidden)), early: new Map(), lastSeq: endOf(messages), hidden };
}

/** The newest message that is shown; 0 where there is none. */
export const newestOf = ({ messages }: Log): number => endOf(messages);
/** The oldest message that is shown; 0 where there is none. */
export const oldestOf = ({ messages }: Log): number => messages[0]?.seq ?? 0;

/** Takes in what came, in whatever order and however often. */
export function withMessages(log: Log, arrived: readonly Message[]): Log {
  const messages = [...log.messages];
  const early = new Map(log.early);
  for (const message of arrived.map(orHidden(log.hidden))) {
    if (message.seq > endOf(messages)) early.set(message.seq, message);
    else putAgain(messages, message);
  }
  for (let next = early.get(endOf(messages) + 1); next !== undefined; next = early.get(endOf(messages) + 1)) {
    early.delete(next.seq);
    messages.push(next);
  }
  const lastSeq = Math.max(log.lastSeq, endOf(messages), ...early.keys());
  return { ...log, messages, early, lastSeq };
}

/** What is missing between what is shown and what came or is said to be there; both ends are known. */
export function gapIn(log: Log): { after: number; before: number } | null {
  const after = newestOf(log);
  const before = Math.min(log.lastSeq + 1, ...log.early.keys());
  return before > after + 1 ? { after, before } : null;
}

/** Puts a page before the oldest; one that does not end right before it is of another time. */
export function withOlder(log: Log, page: readonly Message[]): Log {
  if (page.length === 0 || endOf(page) !== oldestOf(log) - 1) return log;
  return { ...log, messages: [...page.map(orHidden(log.hidden)), ...log.messages] };
}

/** Somebody said what the newest is. */
export const withLastSeq = (log: Log, seq: number): Log => (seq > log.lastSeq ? { ...log, lastSeq: seq } : log);

/** What was hidden is not shown any more, nor when it comes late. */
export function withHidden(log: Log, seqs: readonly number[]): Log {
  if (seqs.every((seq) => log.hidden.has(seq))) return log;
  const hidden = new Set([...log.hidden, ...seqs]);
  const early = new Map([...log.early].map(([seq, message]) => [seq, orHidden(hidden)(message)]));
  return { ...log, hidden, early, messages: log.messages.map(orHidden(hidden)) };
}

/** Whether more may be hidden than these, which are named the last first: as many as can be, and all of them news. */
export const leavesOutHidden = ({ hidden }: Log, seqs: readonly number[]): boolean =>
  seqs.length >= mostHiddenNamed && !seqs.some((seq) => hidden.has(seq));

/** Lets go of the oldest beyond so many; they can be read again. */
export const withoutOldest = (log: Log, most: number): Log =>
  log.messages.length > most ? { ...log, messages: log.messages.slice(-most) } : log;

const endOf = (messages: readonly Message[]): number => messages.at(-1)?.seq ?? 0;

const orHidden =
  (hidden: ReadonlySet<number>) =>
  (message: Message): Message =>
    hidden.has(message.seq) && !message.isHidden ? { ...message, text: null, isHidden: true } : message;

/** Only hiding changes a message. */
function putAgain(messages: Message[], again: Message): void {
  const at = again.seq - (messages[0]?.seq ?? 0);
  const known = messages[at];
  if (again.isHidden && known !== undefined && !known.isHidden) messages[at] = again;
}
