import type { NotificationsPage } from "../../../shared/notifications.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";
import { Link, usePath } from "../ui/router.tsx";
import { useAnswer } from "./use-answer.ts";

/** The way to what I was told, on every page, with a dot while some of it is new. */
export function Bell({ isSignedIn }: { isSignedIn: boolean }) {
  return isSignedIn ? <MyBell /> : <BellLink unread={0} />;
}

/** Asked with each page that is opened: it may have been read on the last one. */
function MyBell() {
  const path = usePath();
  const answer = useAnswer<NotificationsPage>(`/api/me/notifications?limit=1#${path}`);
  return <BellLink unread={answer === null || answer === "absent" ? 0 : answer.unread} />;
}

function BellLink({ unread }: { unread: number }) {
  const { site } = useMessages();
  const isHere = usePath() === "/notifications";
  return (
    <Link
      className="icon bell"
      to="/notifications"
      aria-label={site.notifications(isHere ? 0 : unread)}
      aria-current={isHere ? "page" : undefined}
    >
      <Icon name="bell" />
      {unread > 0 && !isHere && <span className="dot" />}
    </Link>
  );
}
