import { useCallback, useEffect, useState } from "react";
import type { SessionShown } from "../../../shared/accounts.ts";
import { isProblem, read, write } from "../api.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { formatMoment } from "../ui/moments.ts";
import { useAction } from "../ui/use-action.ts";
import { browserNames, systemNames } from "./device-names.ts";
import { useSession } from "./session.tsx";
import { useProfileTexts } from "./texts.ts";

/** Where somebody is signed in, and a way to end each of it or all. */
export function SessionList() {
  const texts = useProfileTexts();
  const { problems } = useMessages();
  const { expire, end: signOut } = useSession();
  const [items, setItems] = useState<readonly SessionShown[] | null>(null);
  const refresh = useCallback(async () => {
    const answer = await read<{ items: SessionShown[] }>("/api/me/sessions");
    if (!isProblem(answer)) setItems(answer.items);
    else if (answer.problem === "sign-in-needed") expire();
  }, [expire]);
  useEffect(() => void refresh(), [refresh]);
  const end = useAction<null>(() => void refresh());
  const { problem } = end;
  return (
    <section className="sessions" aria-labelledby="sessions-title">
      <h2 className="section-title" id="sessions-title">
        {texts.sessions}
      </h2>
      <p className="sub small">{texts.sessionsWhy}</p>
      <ul>
        {(items ?? []).map((item) => (
          <SessionRow key={item.id} item={item} onEnd={() => end.run(() => endOf(item.id))} />
        ))}
      </ul>
      {problem !== null && (
        <p className="problem" role="alert">
          {problems[problem.problem]}
        </p>
      )}
      <button className="button line" type="button" onClick={() => void signOut("everywhere")}>
        {texts.endAll}
      </button>
    </section>
  );
}

/** Ended already is as good as ended now. */
async function endOf(id: string) {
  const answer = await write<null>("DELETE", `/api/me/sessions/${id}`);
  return isProblem(answer) && answer.problem === "not-found" ? null : answer;
}

function SessionRow({ item, onEnd }: { item: SessionShown; onEnd: () => void }) {
  const texts = useProfileTexts();
  const language = useLanguage();
  const device = texts.device(browserNames[item.browser], systemNames[item.system]) || texts.unknownDevice;
  return (
    <li>
      <div>
        <b>{device}</b>
        <p className="fine">
          {item.isCurrent ? texts.here : texts.lastSeen(formatMoment(item.lastSeenAt, undefined, language))}
        </p>
      </div>
      {!item.isCurrent && (
        <button className="quiet" type="button" aria-label={texts.endSessionOf(device)} onClick={onEnd}>
          {texts.endSession}
        </button>
      )}
    </li>
  );
}
