import { useEffect, useMemo, useState } from "react";
import type { Message } from "../../../shared/chat.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";
import { formatDay } from "../ui/moments.ts";
import { hasOlder } from "./conversation.ts";
import { type Log, oldestOf } from "./log.ts";
import { unreadAfter } from "./reading.ts";
import { type Row, rowsOf } from "./rows.ts";
import { SaidRow } from "./said-row.tsx";
import type { Sends } from "./sends.ts";
import { useChatTexts } from "./texts.ts";
import { useIsShown } from "./use-is-shown.ts";
import { useLogScroll } from "./use-log-scroll.ts";

interface LogActs {
  older(): void;
  again(clientId: string): void;
  drop(clientId: string): void;
  see(seq: number): void;
  /** Null for whoever can do nothing about a message. */
  readonly choose: ((message: Message) => void) | null;
}
interface LogState {
  readonly log: Log;
  readonly sends: Sends;
  readonly reader: { readonly guest: number | null; readonly readTo: number | null; readonly newest: number };
  /** Whether the reader stands at the end, for whoever wants to know at any moment. */
  readonly along: { current: boolean };
  /** Grows when the reader says something, which they want to see. */
  readonly said: number;
  readonly acts: LogActs;
}

const dayOf = (at: string) => new Date(at).toDateString();

/** What was said, the newest at the end. */
export function RoomLog({ log, sends, reader, along, said, acts }: LogState) {
  const texts = useChatTexts();
  const { guest, readTo, newest } = reader;
  const first = oldestOf(log);
  const { isAlong, onScroll, toEnd, ...scroll } = useLogScroll(along, acts.older);
  const seen = useSeen(newest, isAlong, acts.see);
  const rows = useMemo(
    () => rowsOf(log.messages, sends, { guest, readSeq: readTo, dayOf }),
    [log.messages, sends, guest, readTo],
  );
  useEffect(() => {
    if (said > 0) toEnd();
  }, [said, toEnd]);
  return (
    <div className="chat-window">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard. */}
      <div className="chat-log" role="log" aria-label={texts.log} tabIndex={0} ref={scroll.log} onScroll={onScroll}>
        {rows.length === 0 && <Nothing />}
        {hasOlder(log) && (
          <button className="quiet older" type="button" onClick={acts.older}>
            {texts.older}
          </button>
        )}
        {first > 1 && !hasOlder(log) && <p className="chat-notice">{texts.oldest}</p>}
        <ol>
          {rows.map((row) => (
            <LogRow key={row.key} row={row} acts={acts} />
          ))}
        </ol>
      </div>
      {!isAlong && (
        <button className="button newest" type="button" onClick={toEnd}>
          <Icon name="down" size={18} />
          {texts.newest(unreadAfter(log.messages, seen ?? readTo ?? newest, guest))}
        </button>
      )}
    </div>
  );
}

/** The newest message that the reader has seen: at the end of the log, in a window that is shown. */
function useSeen(newest: number, isAlong: boolean, see: (seq: number) => void): number | null {
  const [seen, setSeen] = useState<number | null>(null);
  const isShown = useIsShown();
  useEffect(() => {
    if (!isAlong || !isShown || newest === 0) return;
    setSeen(newest);
    see(newest);
  }, [newest, isAlong, isShown, see]);
  return seen;
}

function LogRow({ row, acts }: { row: Row; acts: LogActs }) {
  const texts = useChatTexts();
  const language = useLanguage();
  if (row.kind === "talk") {
    return <SaidRow row={row} onAgain={acts.again} onDrop={acts.drop} onChoose={acts.choose} />;
  }
  if (row.kind === "day") {
    return (
      <li className="chat-day">
        <time dateTime={row.at.slice(0, 10)}>{formatDay(row.at, undefined, language)}</time>
      </li>
    );
  }
  if (row.kind === "unread") return <li className="chat-unread">{texts.unread}</li>;
  return <li className="chat-notice">{texts.came[row.kind](row.name, row.others)}</li>;
}

function Nothing() {
  const texts = useChatTexts();
  return (
    <div className="chat-empty">
      <p className="empty-title">{texts.empty}</p>
      <p className="sub">{texts.emptyWhy}</p>
    </div>
  );
}
