import {
  type KeyboardEvent,
  type ReactNode,
  type RefCallback,
  type SubmitEvent,
  useEffect,
  useId,
  useState,
} from "react";
import type { Room } from "../../../shared/chat.ts";
import { longestText } from "../../../shared/chat-codes.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { useRemaining } from "../clock.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";
import { formatMoment } from "../ui/moments.ts";
import { Note } from "../ui/note.tsx";
import { useKeptFocus } from "../ui/use-kept-focus.ts";
import type { Talk } from "./conversation.ts";
import { keepDraft, keptDraft } from "./kept-draft.ts";
import { mayTalkAt } from "./pause.ts";
import { useChatTexts } from "./texts.ts";

/** What is left of a message is told from here on. */
const tellsFrom = 50;

interface ComposerState {
  readonly storeId: string;
  readonly room: Room;
  readonly talk: Pick<Talk, "log" | "sends" | "guest">;
  readonly isLost: boolean;
  readonly onSay: (text: string) => void;
}

/** Where one says something, or why one cannot now. What was written stays through all of it. */
export function Composer({ storeId, room, talk, isLost, onSay }: ComposerState) {
  const texts = useChatTexts();
  const { person, hasExpired } = useSession();
  const [isSigningIn, setIsSigningIn] = useState(false);
  const isMuted = useIsMuted(room);
  const focus = useKeptFocus(isSigningIn ? "signing in" : "writing");
  useEffect(() => setIsSigningIn(hasExpired), [hasExpired]);
  useEffect(() => {
    if (person !== null) setIsSigningIn(false);
  }, [person]);
  if (!room.isOpen) {
    return (
      <Shut>
        <Note icon="clock" title={texts.over}>
          {texts.overWhy}
        </Note>
      </Shut>
    );
  }
  if (isMuted) return <Muted room={room} />;
  if (isSigningIn) {
    return (
      <div className="composer-shut signing-in">
        <SignIn to="chat" why={texts.signInWhy} titleRef={focus} />
        <button className="quiet" type="button" onClick={() => setIsSigningIn(false)}>
          {texts.acts.close}
        </button>
      </div>
    );
  }
  return (
    <Field
      storeId={storeId}
      pause={{ slowSeconds: room.mine?.mayModerate ? 0 : room.slowSeconds, talk }}
      isLost={isLost}
      fieldRef={focus}
      onSay={person === null ? null : onSay}
      onSignIn={() => setIsSigningIn(true)}
    />
  );
}

function Shut({ children }: { children: ReactNode }) {
  return <div className="composer-shut">{children}</div>;
}

/** Until when it lasts is looked at by the server's clock. */
function useIsMuted({ mine }: Room): boolean {
  const remaining = useRemaining(mine?.mutedUntil ?? null);
  return mine !== null && (mine.isBanned || remaining > 0);
}

function Muted({ room: { mine } }: { room: Room }) {
  const texts = useChatTexts();
  const language = useLanguage();
  const until = mine?.isBanned ? null : (mine?.mutedUntil ?? null);
  return (
    <Shut>
      <Note icon="pause" title={until === null ? texts.banned : texts.muted(formatMoment(until, undefined, language))}>
        {until === null ? texts.bannedWhy : texts.mutedWhy}
      </Note>
    </Shut>
  );
}

interface FieldState {
  readonly storeId: string;
  readonly pause: { readonly slowSeconds: number; readonly talk: ComposerState["talk"] };
  readonly isLost: boolean;
  readonly fieldRef: RefCallback<HTMLElement>;
  /** Null for whoever is not signed in. */
  readonly onSay: ((text: string) => void) | null;
  readonly onSignIn: () => void;
}

function Field({ storeId, pause: { slowSeconds, talk }, isLost, fieldRef, onSay, onSignIn }: FieldState) {
  const texts = useChatTexts();
  const [text, setText] = useState(() => keptDraft(storeId));
  const waitMs = useRemaining(mayTalkAt(talk.log?.messages ?? [], talk.sends, talk.guest, slowSeconds));
  const waitSeconds = slowSeconds === 0 ? 0 : Math.ceil(waitMs / 1_000);
  const saidId = useId();
  const isOff = isLost || waitSeconds > 0 || text.trim() === "";
  const left = longestText - text.length;
  function change(next: string): void {
    // A message is one line.
    const line = next.replace(/[\r\n\u2028\u2029]+/g, " ").slice(0, longestText);
    setText(line);
    keepDraft(storeId, line);
  }
  function send(event?: SubmitEvent): void {
    event?.preventDefault();
    if (isOff) return;
    if (onSay === null) onSignIn();
    else {
      onSay(text.trim());
      change("");
    }
  }
  function onKey(event: KeyboardEvent): void {
    // The Enter that ends a syllable in Korean is the keyboard's own; Safari says so by a number only.
    if (event.key !== "Enter" || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (!event.shiftKey) send();
  }
  const said = waitSeconds > 0 ? texts.wait(waitSeconds) : texts.slow(slowSeconds);
  return (
    <form className="composer" onSubmit={send}>
      <p className="composer-said" role="status">
        {isLost && texts.offline}
      </p>
      <p className="composer-said" id={saidId}>
        {!isLost && slowSeconds > 0 && said}
      </p>
      <div>
        <textarea
          ref={fieldRef}
          rows={1}
          maxLength={longestText}
          aria-label={texts.field}
          aria-describedby={saidId}
          placeholder={texts.placeholder}
          enterKeyHint="send"
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={onKey}
        />
        <button
          className="composer-send"
          type="submit"
          aria-disabled={isOff}
          aria-label={onSay ? texts.send : texts.signIn}
        >
          <Icon name="up" />
        </button>
      </div>
      {left <= tellsFrom && <p className="composer-left">{texts.left(left)}</p>}
    </form>
  );
}
