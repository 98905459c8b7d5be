import type { Message } from "../../../shared/chat.ts";
import { Icon } from "../ui/icon.tsx";
import { useChatTexts } from "./texts.ts";
import "./pinned.css";

/** What whoever looks after the room wants everybody to see; a long one opens. */
export function PinnedMessage({ message: { sender, text } }: { message: Message }) {
  const texts = useChatTexts();
  return (
    <details className="chat-pinned">
      <summary>
        <Icon name="tack" size={18} />
        <span>
          <b>{`${texts.pinned} · ${texts.name(sender.name)}`}</b>
          <span className="chat-pinned-text">{text}</span>
        </span>
      </summary>
    </details>
  );
}
