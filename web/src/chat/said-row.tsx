import { memo } from "react";
import type { Message } from "../../../shared/chat.ts";
import type { Badge } from "../../../shared/chat-codes.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";
import { formatTime } from "../ui/moments.ts";
import type { TalkRow } from "./rows.ts";
import type { Send } from "./sends.ts";
import { refusalOf, useChatTexts, useRoomRefusals } from "./texts.ts";

interface SaidState {
  readonly row: TalkRow;
  readonly onAgain: (clientId: string) => void;
  readonly onDrop: (clientId: string) => void;
  readonly onChoose: ((message: Message) => void) | null;
}

/** One message, drawn again only when something about it changes: a busy room has hundreds. */
export const SaidRow = memo(
  Said,
  (before, now) =>
    before.row.message === now.row.message &&
    before.row.send === now.row.send &&
    before.row.isOwn === now.row.isOwn &&
    before.row.isFirst === now.row.isFirst &&
    before.row.isLast === now.row.isLast &&
    (before.onChoose === null) === (now.onChoose === null),
);

function Said({ row, onAgain, onDrop, onChoose }: SaidState) {
  const texts = useChatTexts();
  const language = useLanguage();
  const { message, send, name, badge, text, at, isOwn, isFirst, isLast } = row;
  const isHidden = message?.isHidden === true;
  const looks = ["said", isOwn && "own", isFirst && "first", send?.state];
  return (
    <li className={looks.filter(Boolean).join(" ")}>
      {isFirst && !isOwn && (
        <p className="said-by">
          <b>{texts.name(name)}</b>
          {badge !== null && <BadgeOf badge={badge} />}
        </p>
      )}
      <div className="said-line">
        {isHidden ? <p className="bubble gone">{texts.hidden}</p> : <p className="bubble">{text}</p>}
        {isLast && send === null && (
          <time className="said-at" dateTime={at}>
            {formatTime(at, undefined, language)}
          </time>
        )}
        {send?.state === "sending" && <span className="said-at">{texts.sending}</span>}
        {message !== null && onChoose !== null && !isHidden && (
          <button
            className="icon said-more"
            type="button"
            aria-label={texts.more(texts.name(name))}
            onClick={() => onChoose(message)}
          >
            <Icon name="more" size={20} />
          </button>
        )}
      </div>
      {send?.state === "failed" && <Failed send={send} onAgain={onAgain} onDrop={onDrop} />}
    </li>
  );
}

function BadgeOf({ badge }: { badge: Badge }) {
  const texts = useChatTexts();
  return (
    <span className={`said-badge ${badge}`}>
      {badge === "holder" && <Icon name="check" size={12} />}
      {texts.badges[badge]}
    </span>
  );
}

interface FailedState {
  readonly send: Send;
  readonly onAgain: (clientId: string) => void;
  readonly onDrop: (clientId: string) => void;
}

/** Why it is not there, and what can be done; the text stays until its writer lets go of it. */
function Failed({ send: { clientId, problem }, onAgain, onDrop }: FailedState) {
  const texts = useChatTexts();
  const refusals = useRoomRefusals();
  return (
    <div className="said-failed" role="alert">
      <p className="problem">{problem === null ? texts.failed : `${texts.failed}. ${refusals[refusalOf(problem)]}`}</p>
      <button className="quiet" type="button" onClick={() => onAgain(clientId)}>
        {texts.again}
      </button>
      <button className="quiet" type="button" onClick={() => onDrop(clientId)}>
        {texts.remove}
      </button>
    </div>
  );
}
