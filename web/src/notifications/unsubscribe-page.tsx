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
  const path = `/api/notifications/unsubscribe?token=${encodeURIComponent(token)}`;
  const isInvalid = kind === undefined || ending.problem?.problem === "not-found";
  const asked = isInvalid ? "invalid" : "title";
  const state = isDone ? "done" : asked;
  useDocumentTitle(`${unsubscribe[state]} | ${site.name}`);
  useHeadingFocus(state);
  return (
    <div className="narrow unsubscribe">
      <h1 className="page-title" tabIndex={-1}>
        {unsubscribe[state]}
      </h1>
      {isInvalid ? (
        <p className="sub" role="alert">
          {unsubscribe.invalidWhy}
        </p>
      ) : (
        <p className="sub">{isDone ? unsubscribe.doneWhy : unsubscribe.why(texts.kinds[kind])}</p>
      )}
      {!isInvalid && ending.problem !== null && (
        <p className="problem" role="alert">
          {problems[ending.problem.problem]}
        </p>
      )}
      {!isInvalid && !isDone && (
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
