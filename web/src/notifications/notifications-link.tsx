import type { NotificationsPage } from "../../../shared/notifications.ts";
import { Icon } from "../ui/icon.tsx";
import { Link } from "../ui/router.tsx";
import { useNotificationTexts } from "./texts.ts";
import { useAnswer } from "./use-answer.ts";

/** The way to what I was told, with how much of it is new. */
export function NotificationsLink() {
  const texts = useNotificationTexts();
  const answer = useAnswer<NotificationsPage>("/api/me/notifications?limit=1");
  const unread = answer === null || typeof answer === "string" ? 0 : answer.unread;
  return (
    <Link to="/notifications">
      <Icon name="bell" />
      <span>
        {texts.title}
        {unread > 0 && <small className="fine">{texts.unread(unread)}</small>}
      </span>
      <Icon name="chevron" size={18} />
    </Link>
  );
}
