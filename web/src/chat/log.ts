import type { Message, RoomFrame } from "../../../shared/chat.ts";
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
  /** Guests who were erased. */
  readonly nameless: ReadonlySet<number>;
}

/** A log begins with a page of the newest messages, and in an empty room with none. */
export function beginLog(messages: readonly Message[]): Log {
  return { messages, early: new Map(), lastSeq: endOf(messages), hidden: new Set(), nameless: new Set() };
}

/** A log begins anew with a newer page; what came while that was read stays, as does what is known to be there. */
export function begunAnew(log: Log | null, page: readonly Message[]): Log {
  const begun = beginLog(page);
  return log === null ? begun : withLastSeq(withMessages(begun, [...log.messages, ...log.early.values()]), log.lastSeq);
}

/** The newest message that is shown; 0 where there is none. */
export const newestOf = ({ messages }: Log): number => endOf(messages);
/** The oldest message that is shown; 0 where there is none. */
export const oldestOf = ({ messages }: Log): number => messages[0]?.seq ?? 0;

/** Takes in what came, in whatever order and however often. */
export function withMessages(log: Log, arrived: readonly Message[]): Log {
  const messages = [...log.messages];
  const early = new Map(log.early);
  for (const message of arrived.map(asNow(log))) {
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
  return { ...log, messages: [...page.map(asNow(log)), ...log.messages] };
}

/** Somebody said what the newest is. */
export const withLastSeq = (log: Log, seq: number): Log => (seq > log.lastSeq ? { ...log, lastSeq: seq } : log);

export type Gone = Pick<RoomFrame, "hidden" | "nameless">;

/** What was hidden is not shown any more, nor who was erased; nor when it comes late. */
export function withGone(log: Log, gone: Gone): Log {
  if (gone.hidden.every((seq) => log.hidden.has(seq)) && gone.nameless.every((guest) => log.nameless.has(guest)))
    return log;
  const hidden = new Set([...log.hidden, ...gone.hidden]);
  const nameless = new Set([...log.nameless, ...gone.nameless]);
  const known = { ...log, hidden, nameless };
  const early = new Map([...log.early].map(([seq, message]) => [seq, asNow(known)(message)]));
  return { ...known, early, messages: log.messages.map(asNow(known)) };
}

/** Whether more may be gone than these, which are named the last first: as many as can be, and all of them news. */
export const leavesOutGone = (log: Log, { hidden, nameless }: Gone): boolean =>
  isAllNews(log.hidden, hidden) || isAllNews(log.nameless, nameless);

const isAllNews = (known: ReadonlySet<number>, named: readonly number[]) =>
  named.length >= mostHiddenNamed && !named.some((one) => known.has(one));

/** Lets go of the oldest beyond so many; they can be read again. */
export const withoutOldest = (log: Log, most: number): Log =>
  log.messages.length > most ? { ...log, messages: log.messages.slice(-most) } : log;

const endOf = (messages: readonly Message[]): number => messages.at(-1)?.seq ?? 0;

const asNow =
  ({ hidden, nameless }: Pick<Log, "hidden" | "nameless">) =>
  (message: Message): Message => {
    const shown = hidden.has(message.seq) && !message.isHidden ? { ...message, text: null, isHidden: true } : message;
    const { sender } = shown;
    const isErased = sender.name !== null && nameless.has(sender.guest);
    return isErased ? { ...shown, sender: { ...sender, name: null } } : shown;
  };

/** Only hiding changes a message, and that its sender was erased. */
function putAgain(messages: Message[], again: Message): void {
  const at = again.seq - (messages[0]?.seq ?? 0);
  const known = messages[at];
  if (known === undefined) return;
  const hasLost = (again.isHidden && !known.isHidden) || (again.sender.name === null && known.sender.name !== null);
  if (hasLost) messages[at] = again;
}
