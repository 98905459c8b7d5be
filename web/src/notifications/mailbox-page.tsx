import { useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import type { MailboxItem, MailboxMail } from "../../../shared/notifications.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { Absent } from "../ui/absent.tsx";
import { Empty } from "../ui/empty.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { formatMoment } from "../ui/moments.ts";
import { NoAnswer } from "../ui/no-answer.tsx";
import { useIsDemo } from "../ui/page-data.tsx";
import { Link } from "../ui/router.tsx";
import { MailFrame } from "./mail-frame.tsx";
import { useNotificationTexts } from "./texts.ts";
import { useAnswer } from "./use-answer.ts";
import "./mail.css";
import "./notifications.css";

/** Every mail of the demo, or one of them. There is none of it outside the demo. */
export function MailboxPage({ mailId }: { mailId: string | null }) {
  const { mailbox } = useNotificationTexts();
  const { site } = useMessages();
  const isDemo = useIsDemo();
  useDocumentTitle(`${mailbox.title} | ${site.name}`);
  if (!isDemo) return <Absent />;
  return mailId === null ? <Mails /> : <Mail key={mailId} mailId={mailId} />;
}

function Mails() {
  const { mailbox } = useNotificationTexts();
  const language = useLanguage();
  const [looks, setLooks] = useState(0);
  const mails = useAnswer<Page<MailboxItem>>("/api/demo/mailbox?limit=100", looks);
  useHeadingFocus("mails");
  if (mails === "absent") return <Absent />;
  const items = mails === null || mails === "lost" ? [] : mails.items;
  return (
    <div className="narrow mailbox">
      <h1 className="page-title" tabIndex={-1}>
        {mailbox.title}
      </h1>
      <p className="sub">{mailbox.why}</p>
      <button className="button line" type="button" onClick={() => setLooks(looks + 1)}>
        {mailbox.refresh}
      </button>
      {mails === null && <LoadingBars />}
      {mails === "lost" && <NoAnswer isLost />}
      {mails !== null && mails !== "lost" && items.length === 0 && (
        <Empty title={mailbox.empty} why={mailbox.emptyWhy} />
      )}
      <ul className="notification-list">
        {items.map(({ id, subject, name, recipient, at }) => (
          <li key={id}>
            <Link to={`/demo/mailbox/${id}`}>
              <b>{subject}</b>
              <p className="recipient">{mailbox.to(name, recipient)}</p>
              <time className="fine" dateTime={at}>
                {formatMoment(at, undefined, language)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Mail({ mailId }: { mailId: string }) {
  const { mailbox } = useNotificationTexts();
  const path = `/api/demo/mailbox/${encodeURIComponent(mailId)}`;
  const mail = useAnswer<MailboxMail>(path);
  const [view, setView] = useState<"page" | "text">("page");
  useHeadingFocus(mail === null ? null : "mail");
  if (mail === "absent") return <Absent />;
  if (mail === null) return <LoadingBars />;
  if (mail === "lost") return <NoAnswer isLost />;
  return (
    <article className="narrow mail">
      <Link className="quiet" to="/demo/mailbox">
        {mailbox.back}
      </Link>
      <h1 className="page-title" tabIndex={-1}>
        {mail.subject}
      </h1>
      <p className="sub">{mailbox.to(mail.name, mail.recipient)}</p>
      <fieldset className="mail-view">
        <legend className="hidden">{mailbox.view}</legend>
        {(["page", "text"] as const).map((each) => (
          <label key={each}>
            <input type="radio" name="view" checked={view === each} onChange={() => setView(each)} />
            {mailbox[each]}
          </label>
        ))}
      </fieldset>
      {view === "page" ? <MailFrame title={mail.subject} src={`${path}/page`} /> : <pre>{mail.text}</pre>}
      {mail.attachments.map(({ name, text }) => (
        <details key={name}>
          <summary>{mailbox.attachment(name)}</summary>
          <pre>{text}</pre>
        </details>
      ))}
    </article>
  );
}
