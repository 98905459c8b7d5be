import { Absent } from "../ui/absent.tsx";
import { MailboxPage } from "./mailbox-page.tsx";
import { NotificationsPage } from "./notifications-page.tsx";
import { UnsubscribePage } from "./unsubscribe-page.tsx";

/** The pages of this room by their address; one program, so that the home page has one line about them. */
export function NotificationPages({ path }: { path: string }) {
  if (path === "/notifications") return <NotificationsPage />;
  if (path === "/unsubscribe") return <UnsubscribePage />;
  if (path === "/demo/mailbox") return <MailboxPage mailId={null} />;
  const mailId = /^\/demo\/mailbox\/([1-9][0-9]{0,17})$/.exec(path)?.[1];
  return mailId === undefined ? <Absent /> : <MailboxPage mailId={mailId} />;
}
