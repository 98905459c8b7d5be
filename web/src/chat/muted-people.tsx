import type { RoomDesk } from "../../../shared/chat.ts";
import { write } from "../api.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { formatMoment } from "../ui/moments.ts";
import { useAction } from "../ui/use-action.ts";
import { useDeskTexts } from "./desk-texts.ts";
import { useChatTexts } from "./texts.ts";

interface MutedShown {
  readonly storeId: string;
  readonly muted: RoomDesk["muted"];
  readonly timeZone: string;
  readonly onChanged: () => void;
}

/** Who may not talk now, and until when. */
export function MutedPeople({ storeId, muted, timeZone, onChanged }: MutedShown) {
  const texts = useDeskTexts();
  const chat = useChatTexts();
  const { problems } = useMessages();
  const language = useLanguage();
  const { isBusy, problem, run } = useAction<null>(onChanged);
  return (
    <section aria-labelledby="desk-muted">
      <h2 className="section-title" id="desk-muted">
        {texts.muted}
      </h2>
      {muted.length === 0 && <p className="sub">{texts.noMuted}</p>}
      <ul className="desk-list">
        {muted.map(({ guest, name, until }) => (
          <li key={guest} className="desk-row">
            <div>
              <b>{chat.name(name)}</b>
              <p className="fine">
                {until === null ? texts.banned : texts.until(formatMoment(until, timeZone, language))}
              </p>
            </div>
            <button
              className="button ghost"
              type="button"
              disabled={isBusy}
              aria-label={texts.unmuteOf(chat.name(name))}
              onClick={() => run(() => write("POST", `/api/stores/${storeId}/room/guests/${guest}/unmute`))}
            >
              {texts.unmute}
            </button>
          </li>
        ))}
      </ul>
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
    </section>
  );
}
