import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { isPassing } from "../api.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { Empty } from "../ui/empty.tsx";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { LoadingBars } from "../ui/loading.tsx";
import { NoAnswer } from "../ui/no-answer.tsx";
import { NotificationRow } from "./notification-row.tsx";
import { Settings } from "./settings.tsx";
import { useNotificationTexts } from "./texts.ts";
import { useNotifications } from "./use-notifications.ts";
import "./notifications.css";

/** What I was told, and how I want to be told. */
export function NotificationsPage() {
  const texts = useNotificationTexts();
  const { site } = useMessages();
  const { person, isUnknown } = useSession();
  useDocumentTitle(`${texts.title} | ${site.name}`);
  useHeadingFocus(isUnknown ? null : (person?.id ?? "nobody"));
  return (
    <div className="narrow notifications">
      <h1 className="page-title" tabIndex={-1}>
        {texts.title}
      </h1>
      {person === null ? (
        !isUnknown && <SignIn to="notifications" why={texts.signInWhy} />
      ) : (
        <>
          <List key={person.id} />
          <Settings key={`settings ${person.id}`} />
        </>
      )}
    </div>
  );
}

function List() {
  const texts = useNotificationTexts();
  const { problems } = useMessages();
  const language = useLanguage();
  const { list, problem, more, moreProblem } = useNotifications();
  if (list === null) {
    if (problem === null) return <LoadingBars />;
    return isPassing(problem) ? <NoAnswer isLost /> : <p role="alert">{problems[problem.problem]}</p>;
  }
  if (list.items.length === 0) return <Empty title={texts.empty} why={texts.emptyWhy} />;
  return (
    <>
      <p className="sub">{list.unread > 0 ? texts.unread(list.unread) : texts.allRead}</p>
      <ul className="notification-list">
        {list.items.map((item) => (
          <NotificationRow key={item.id} item={item} language={language} />
        ))}
      </ul>
      {list.next !== null && (
        <button className="button line" type="button" onClick={more}>
          {texts.more}
        </button>
      )}
      {moreProblem !== null && (
        <p className="problem" role="alert">
          {problems[moreProblem.problem]}
        </p>
      )}
    </>
  );
}
