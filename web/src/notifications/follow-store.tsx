import { useEffect, useState } from "react";
import { useSession } from "../accounts/session.tsx";
import { isProblem, read, write } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { isNearOpening } from "../slots/near-opening.ts";
import { Icon } from "../ui/icon.tsx";
import { useAction } from "../ui/use-action.ts";
import { useNotificationTexts } from "./texts.ts";
import "./notifications.css";

interface FollowStoreContent {
  readonly storeId: string;
  readonly opensAt: string;
}

/**
 * To be told ten minutes before reservations open; who is not signed in is not asked. Mails need a consent apart. Who
 * opens the page within those ten minutes has nothing left to be told, and would ask together with everybody else.
 */
export function FollowStore({ storeId, opensAt }: FollowStoreContent) {
  const texts = useNotificationTexts();
  const { problems } = useMessages();
  const { person } = useSession();
  const [isFollowing, setIsFollowing] = useState<boolean | null>(null);
  const change = useAction<null>(() => setIsFollowing((before) => !before));
  const path = `/api/stores/${storeId}/follow`;
  const id = person?.id;
  useEffect(() => {
    const gone = new AbortController();
    setIsFollowing(null);
    if (id === undefined || isNearOpening(opensAt)) return;
    read<{ isFollowing: boolean }>(path, gone.signal).then(
      (answer) => {
        if (!isProblem(answer)) setIsFollowing(answer.isFollowing);
      },
      () => undefined,
    );
    return () => gone.abort();
  }, [id, path, opensAt]);
  if (isFollowing === null) return null;
  return (
    <div className="follow">
      <button
        className="button line"
        type="button"
        aria-pressed={isFollowing}
        disabled={change.isBusy}
        onClick={() => change.run(() => write(isFollowing ? "DELETE" : "PUT", path))}
      >
        <Icon name={isFollowing ? "check" : "plus"} size={18} />
        {isFollowing ? texts.following : texts.follow}
      </button>
      {isFollowing && (
        <>
          <p className="fine">{texts.followWhy}</p>
          <a className="quiet" href="/api/me/follows/openings.ics">
            {texts.openingsFile}
          </a>
        </>
      )}
      {change.problem !== null && <p role="alert">{problems[change.problem.problem]}</p>}
    </div>
  );
}
