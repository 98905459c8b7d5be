import type { RoomDesk } from "../../../shared/chat.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { formatMoment } from "../ui/moments.ts";
import { useDeskTexts } from "./desk-texts.ts";
import { useChatTexts } from "./texts.ts";

/** What was done in the room, by whom and when, the newest first. */
export function Deeds({ deeds, timeZone }: { deeds: RoomDesk["deeds"]; timeZone: string }) {
  const texts = useDeskTexts();
  const chat = useChatTexts();
  const language = useLanguage();
  return (
    <section aria-labelledby="desk-deeds">
      <h2 className="section-title" id="desk-deeds">
        {texts.deeds}
      </h2>
      {deeds.length === 0 && <p className="sub">{texts.noDeeds}</p>}
      <ol className="desk-list">
        {deeds.map(({ at, by, deed, seq }) => (
          <li key={`${at} ${deed} ${seq}`}>
            <p>
              <b>{texts.deedNames[deed] ?? deed}</b>
              {seq !== null && ` · ${texts.ofMessage(seq)}`}
            </p>
            <p className="fine">{`${formatMoment(at, timeZone, language)} · ${chat.name(by)}`}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
