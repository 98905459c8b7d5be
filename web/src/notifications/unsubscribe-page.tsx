import { useState } from "react";
import { optionalKinds } from "../../../shared/notification-codes.ts";
import { write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { Link } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { useNotificationTexts } from "./texts.ts";

/** Where the link at the end of a mail leads. Only the button ends something. */
export function UnsubscribePage() {
  const texts = useNotificationTexts();
  const { site, problems } = useMessages();
  const [token] = useState(() => new URLSearchParams(location.search).get("token") ?? "");
  const [isDone, setIsDone] = useState(false);
  const ending = useAction<null>(() => setIsDone(true));
  const kind = optionalKinds.find((one) => token.split(".")[1] === one);
  const { unsubscribe } = texts;
  useDocumentTitle(`${unsubscribe.title} | ${site.name}`);
  useHeadingFocus(isDone ? "done" : "asked");
  const path = `/api/notifications/unsubscribe?token=${encodeURIComponent(token)}`;
  const isInvalid = kind === undefined || ending.problem?.problem === "not-found";
  return (
    <div className="narrow">
      <h1 className="page-title" tabIndex={-1}>
        {isDone ? unsubscribe.done : unsubscribe.title}
      </h1>
      {kind !== undefined && <p className="sub">{isDone ? unsubscribe.doneWhy : unsubscribe.why(texts.kinds[kind])}</p>}
      {isInvalid && <p role="alert">{unsubscribe.invalid}</p>}
      {!isInvalid && ending.problem !== null && <p role="alert">{problems[ending.problem.problem]}</p>}
      {kind !== undefined && !isDone && (
        <button
          className="button primary"
          type="button"
          disabled={ending.isBusy}
          onClick={() => ending.run(() => write("POST", path))}
        >
          {unsubscribe.yes}
        </button>
      )}
      <Link className="button ghost" to="/notifications">
        {unsubscribe.toSettings}
      </Link>
    </div>
  );
}
