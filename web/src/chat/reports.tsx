import type { RoomDesk } from "../../../shared/chat.ts";
import { muteSteps } from "../../../shared/chat-codes.ts";
import { write } from "../api.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { formatMoment } from "../ui/moments.ts";
import { useAction } from "../ui/use-action.ts";
import { useDeskTexts } from "./desk-texts.ts";
import { useChatTexts } from "./texts.ts";

interface ReportsShown {
  readonly storeId: string;
  readonly reports: RoomDesk["reports"];
  readonly timeZone: string;
  readonly onChanged: () => void;
}

/** What visitors found wrong, the last first, and what can be done about it at once. */
export function Reports({ storeId, reports, timeZone, onChanged }: ReportsShown) {
  const texts = useDeskTexts();
  return (
    <section aria-labelledby="desk-reports">
      <h2 className="section-title" id="desk-reports">
        {texts.reports}
      </h2>
      {reports.length === 0 && <p className="sub">{texts.noReports}</p>}
      <ul className="desk-list">
        {reports.map((report) => (
          <ReportRow
            key={report.message.seq}
            storeId={storeId}
            report={report}
            timeZone={timeZone}
            onChanged={onChanged}
          />
        ))}
      </ul>
    </section>
  );
}

interface ReportShown extends Omit<ReportsShown, "reports"> {
  readonly report: RoomDesk["reports"][number];
}

function ReportRow({ storeId, report, timeZone, onChanged }: ReportShown) {
  const texts = useDeskTexts();
  const chat = useChatTexts();
  const { problems } = useMessages();
  const language = useLanguage();
  const { isBusy, problem, run } = useAction<null>(onChanged);
  const { message, count, reasons, at } = report;
  const name = chat.name(message.sender.name);
  const post = (what: string, body?: object) =>
    run(() => write("POST", `/api/stores/${storeId}/messages/${message.seq}/${what}`, { body }));
  return (
    <li>
      <p className="fine">{`${texts.reported(count)} · ${formatMoment(at, timeZone, language)}`}</p>
      <p>
        <b>{name}</b>
      </p>
      <p className={message.isHidden ? "desk-said sub" : "desk-said"}>{message.text ?? texts.isHidden}</p>
      <ul className="desk-reasons">
        {reasons.map((reason) => (
          <li key={reason} className="seat low">
            {chat.acts.reasons[reason]}
          </li>
        ))}
      </ul>
      <div className="desk-acts">
        {!message.isHidden && (
          <button
            className="button danger"
            type="button"
            disabled={isBusy}
            aria-label={texts.hideOf(name)}
            onClick={() => post("hide")}
          >
            {texts.hide}
          </button>
        )}
        {muteSteps.map((minutes) => (
          <button
            key={minutes}
            className="button ghost"
            type="button"
            disabled={isBusy}
            aria-label={texts.muteOf(name, chat.acts.muteFor[minutes])}
            onClick={() => post("mute", { minutes })}
          >
            {texts.mute(chat.acts.muteFor[minutes])}
          </button>
        ))}
      </div>
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
    </li>
  );
}
