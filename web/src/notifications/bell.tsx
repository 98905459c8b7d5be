import { useEffect, useState } from "react";
import type { NotificationsPage } from "../../../shared/notifications.ts";
import { isProblem, read } from "../api.ts";
import { useMessages } from "../messages/use-messages.ts";
import { isOpeningNear } from "../slots/near-opening.ts";
import { Icon } from "../ui/icon.tsx";
import { Link, usePath } from "../ui/router.tsx";

const listPath = "/notifications";

/** The way to what I was told, on every page, with a dot while some of it is new. */
export function Bell({ isSignedIn }: { isSignedIn: boolean }) {
  return isSignedIn ? <MyBell /> : <BellLink unread={0} />;
}

/** Long enough for a page to have said which opening it is about. */
const settledMs = 1_000;

/**
 * Asked with each page that is opened and stays: it may have been read on the last one. Near an opening its pages ask
 * nothing: they are opened by everybody at once, and the mark is what was heard last.
 */
function MyBell() {
  const path = usePath();
  const [unread, setUnread] = useState(0);
  useEffect(() => {
    if (path === listPath) return setUnread(0);
    const gone = new AbortController();
    const timer = setTimeout(async () => {
      if (isOpeningNear()) return;
      const answer = await read<NotificationsPage>("/api/me/notifications?limit=1", gone.signal).catch(() => null);
      if (answer !== null && !isProblem(answer)) setUnread(answer.unread);
    }, settledMs);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [path]);
  return <BellLink unread={unread} />;
}

function BellLink({ unread }: { unread: number }) {
  const { site } = useMessages();
  const isHere = usePath() === listPath;
  return (
    <Link
      className="icon bell"
      to={listPath}
      aria-label={site.notifications(isHere ? 0 : unread)}
      aria-current={isHere ? "page" : undefined}
    >
      <Icon name="bell" />
      {unread > 0 && !isHere && <span className="dot" />}
    </Link>
  );
}
