import { type SubmitEvent, useState } from "react";
import type { Message, Room, RoomChange } from "../../../shared/chat.ts";
import { longestWord, mostWords, slowSteps } from "../../../shared/chat-codes.ts";
import { write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";
import { useAction } from "../ui/use-action.ts";
import { useDeskTexts } from "./desk-texts.ts";
import { useChatTexts } from "./texts.ts";

interface RuleState {
  readonly storeId: string;
  readonly onChanged: () => void;
}

function useRoomChange({ storeId, onChanged }: RuleState) {
  const { problems } = useMessages();
  const { isBusy, problem, run } = useAction<Room>(onChanged);
  const change = (body: RoomChange) => run(() => write("PATCH", `/api/stores/${storeId}/room`, { body }));
  const refusal = problem !== null && (
    <p className="problem" role="alert">
      {problems[problem.problem]}
    </p>
  );
  return { isBusy, change, refusal };
}

/** How long everybody waits between two messages. */
export function SlowMode({ slowSeconds, ...rule }: RuleState & { readonly slowSeconds: number }) {
  const texts = useDeskTexts();
  const { isBusy, change, refusal } = useRoomChange(rule);
  return (
    <fieldset className="desk-rule">
      <legend className="section-title">{texts.slow}</legend>
      <p className="sub small">{texts.slowWhy}</p>
      <div className="desk-steps">
        {slowSteps.map((seconds) => (
          <label key={seconds}>
            <input
              type="radio"
              name="slow"
              checked={seconds === slowSeconds}
              disabled={isBusy}
              onChange={() => change({ slowSeconds: seconds })}
            />
            <span>{texts.slowStep(seconds)}</span>
          </label>
        ))}
      </div>
      {refusal}
    </fieldset>
  );
}

/** What stands above the room now. */
export function PinnedNow({ pinned, ...rule }: RuleState & { readonly pinned: Message | null }) {
  const texts = useDeskTexts();
  const chat = useChatTexts();
  const { isBusy, change, refusal } = useRoomChange(rule);
  return (
    <section className="desk-rule" aria-labelledby="desk-pinned">
      <h2 className="section-title" id="desk-pinned">
        {texts.pinned}
      </h2>
      <p className="sub small">{texts.pinnedWhy}</p>
      {pinned === null ? (
        <p className="sub">{texts.noPinned}</p>
      ) : (
        <div className="desk-pinned">
          <p>
            <b>{chat.name(pinned.sender.name)}</b>
          </p>
          <p className="desk-said">{pinned.text}</p>
          <button className="button ghost" type="button" disabled={isBusy} onClick={() => change({ pinned: null })}>
            {texts.unpin}
          </button>
        </div>
      )}
      {refusal}
    </section>
  );
}

/** What nobody may say. */
export function Words({ words, ...rule }: RuleState & { readonly words: readonly string[] }) {
  const texts = useDeskTexts();
  const [word, setWord] = useState("");
  const { isBusy, change, refusal } = useRoomChange(rule);
  function add(event: SubmitEvent): void {
    event.preventDefault();
    const added = word.trim();
    if (added === "" || isBusy) return;
    setWord("");
    if (!words.includes(added)) change({ words: [...words, added] });
  }
  return (
    <section className="desk-rule" aria-labelledby="desk-words">
      <h2 className="section-title" id="desk-words">
        {texts.words}
      </h2>
      <p className="sub small">{texts.wordsWhy}</p>
      <form className="desk-word" onSubmit={add}>
        <input
          aria-label={texts.word}
          placeholder={texts.word}
          maxLength={longestWord}
          value={word}
          disabled={words.length >= mostWords}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
        <button className="button line" type="submit" disabled={isBusy || word.trim() === ""}>
          {texts.addWord}
        </button>
      </form>
      <ul className="desk-words">
        {words.map((known) => (
          <li key={known}>
            <button
              type="button"
              disabled={isBusy}
              aria-label={texts.removeWord(known)}
              onClick={() => change({ words: words.filter((other) => other !== known) })}
            >
              {known}
              <Icon name="close" size={16} />
            </button>
          </li>
        ))}
      </ul>
      {refusal}
    </section>
  );
}
