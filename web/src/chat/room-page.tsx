import { useCallback, useEffect, useRef, useState } from "react";
import type { Message, Room } from "../../../shared/chat.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { useSession } from "../accounts/session.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { useAnswer } from "../notifications/use-answer.ts";
import { Absent } from "../ui/absent.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { NoAnswer } from "../ui/no-answer.tsx";
import { useRendered } from "../ui/page-data.tsx";
import { PageFrame } from "../ui/page-frame.tsx";
import { ChatFrame } from "./chat-frame.tsx";
import { Composer } from "./composer.tsx";
import { newestOf } from "./log.ts";
import { MessageMenu } from "./message-menu.tsx";
import { PinnedMessage } from "./pinned-message.tsx";
import { RoomLog } from "./room-log.tsx";
import { useChatTexts } from "./texts.ts";
import { useRoom } from "./use-room.ts";
import "./chat.css";
import "./bubbles.css";
import "./composer.css";

/** The room of a store: what was said in it, and what one has to say. */
export function RoomPage({ storeId }: { storeId: string }) {
  const texts = useChatTexts();
  const { site } = useMessages();
  const rendered = useRendered();
  const [isDrawnAbsent] = useState(rendered?.store?.store === null);
  const store = useAnswer<StoreCard>(`/api/stores/${storeId}`);
  const along = useRef(true);
  const room = useRoom(
    storeId,
    useCallback(() => along.current, []),
  );
  const isAbsent = room.isAbsent || store === "absent" || (store === null && isDrawnAbsent);
  const known = typeof store === "object" ? store : null;
  const title = known === null ? `${texts.title} | ${site.name}` : texts.documentTitle(known.name);
  useDocumentTitle(isAbsent ? site.absent : title);
  useHeadingFocus(isAbsent ? "absent" : known && storeId);
  if (isAbsent) {
    return (
      <PageFrame>
        <Absent />
      </PageFrame>
    );
  }
  return (
    <ChatFrame storeId={storeId} store={known} room={room.room} isLost={room.isLost}>
      {room.room === null || room.log === null ? (
        <div className="chat-loading">
          <NoAnswer isLost={room.isLost} />
          <LoadingBars />
        </div>
      ) : (
        <Conversation storeId={storeId} room={room.room} talk={room} along={along} />
      )}
    </ChatFrame>
  );
}

interface ConversationState {
  readonly storeId: string;
  readonly room: Room;
  readonly talk: ReturnType<typeof useRoom>;
  readonly along: { current: boolean };
}

function Conversation({ storeId, room, talk, along }: ConversationState) {
  const { person } = useSession();
  const [chosen, setChosen] = useState<Message | null>(null);
  const [said, setSaid] = useState(0);
  const { acts, log, sends, guest, readTo, isLost } = talk;
  const newest = log === null ? 0 : newestOf(log);
  // What is seen while nobody is signed in is nobody's.
  const see = useCallback((seq: number) => acts.current?.see(seq), [acts]);
  const isHere = person !== null && room.mine !== null;
  useEffect(() => {
    if (chosen !== null && !isHere) setChosen(null);
  }, [chosen, isHere]);
  function say(text: string): void {
    acts.current?.say(text);
    setSaid((times) => times + 1);
  }
  return (
    <>
      {room.pinned !== null && <PinnedMessage message={room.pinned} />}
      {log !== null && (
        <RoomLog
          log={log}
          sends={sends}
          reader={{ guest, readTo, newest }}
          along={along}
          said={said}
          acts={{
            older: () => void acts.current?.older(),
            again: (id) => acts.current?.sayAgain(id),
            drop: (id) => acts.current?.drop(id),
            see,
            choose: isHere ? setChosen : null,
          }}
        />
      )}
      <Composer storeId={storeId} room={room} talk={{ log, sends, guest }} isLost={isLost} onSay={say} />
      {chosen !== null && (
        <MessageMenu
          storeId={storeId}
          message={chosen}
          isOwn={chosen.sender.guest === guest}
          isPinned={room.pinned?.seq === chosen.seq}
          mayModerate={room.mine?.mayModerate === true}
          onChanged={() => acts.current?.refresh()}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}
