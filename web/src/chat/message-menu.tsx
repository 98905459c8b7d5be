import { type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import type { Message } from "../../../shared/chat.ts";
import { muteSteps, reportReasons } from "../../../shared/chat-codes.ts";
import { write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useAction } from "../ui/use-action.ts";
import { useChatTexts } from "./texts.ts";

interface MenuState {
  readonly storeId: string;
  readonly message: Message;
  readonly isOwn: boolean;
  readonly isPinned: boolean;
  readonly mayModerate: boolean;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** What can be done about a message: report it; whoever looks after the room also hides, pins, and mutes its writer. */
export function MessageMenu({ storeId, message, isOwn, isPinned, mayModerate, onChanged, onClose }: MenuState) {
  const { acts, name } = useChatTexts();
  const { problems } = useMessages();
  const [done, setDone] = useState<string | null>(null);
  const action = useAction<unknown>(onChanged);
  const path = `/api/stores/${storeId}`;
  const of = `${path}/messages/${message.seq}`;
  function act(said: string, send: () => Promise<unknown>): void {
    action.run(async () => {
      const answer = await send();
      if (answer === null || typeof answer !== "object" || !("problem" in answer)) setDone(said);
      return answer;
    });
  }
  const post = (what: string, body?: object) => write<null>("POST", `${of}/${what}`, { body });
  const pin = () => write("PATCH", `${path}/room`, { body: { pinned: isPinned ? null : message.seq } });
  return (
    <Sheet title={acts.title} onClose={onClose}>
      <output className="sheet-done">{done}</output>
      {done === null && (
        <>
          <blockquote className="sheet-quote">
            <b>{name(message.sender.name)}</b>
            <span>{message.text}</span>
          </blockquote>
          {mayModerate && (
            <div className="sheet-acts">
              <Act label={acts.hide} isBusy={action.isBusy} onPress={() => act(acts.done, () => post("hide"))} />
              <Act
                label={isPinned ? acts.unpin : acts.pin}
                isBusy={action.isBusy}
                onPress={() => act(acts.done, pin)}
              />
            </div>
          )}
          {mayModerate && !isOwn && (
            <Choice title={acts.mute}>
              {[...muteSteps, null].map((minutes) => (
                <Act
                  key={minutes}
                  label={minutes === null ? acts.ban : acts.muteFor[minutes]}
                  isBusy={action.isBusy}
                  onPress={() => act(acts.done, () => post("mute", { minutes }))}
                />
              ))}
            </Choice>
          )}
          {!isOwn && (
            <Choice title={acts.report} why={acts.reportWhy}>
              {reportReasons.map((reason) => (
                <Act
                  key={reason}
                  label={acts.reasons[reason]}
                  isBusy={action.isBusy}
                  onPress={() => act(acts.reported, () => post("report", { reason }))}
                />
              ))}
            </Choice>
          )}
        </>
      )}
      {action.problem !== null && (
        <p className="problem" role="alert">
          {problems[action.problem.problem]}
        </p>
      )}
    </Sheet>
  );
}

function Choice({ title, why, children }: { title: string; why?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {why !== undefined && <p className="fine">{why}</p>}
      <div className="sheet-acts">{children}</div>
    </section>
  );
}

function Act({ label, isBusy, onPress }: { label: string; isBusy: boolean; onPress: () => void }) {
  return (
    <button className="button ghost" type="button" disabled={isBusy} onClick={onPress}>
      {label}
    </button>
  );
}

/** Comes up from below on a phone, and stands in the middle elsewhere. */
function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const texts = useChatTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed while it still stands in the page: only then does the browser give the focus back to what opened it.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog className="sheet" ref={dialog} aria-labelledby={titleId} onCancel={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children}
      <button className="button line wide" type="button" onClick={onClose}>
        {texts.acts.close}
      </button>
    </dialog>
  );
}
