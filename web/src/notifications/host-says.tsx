import { useEffect, useState } from "react";
import type { Notice } from "../../../shared/notifications.ts";
import { live } from "../live.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { formatTime } from "../ui/moments.ts";
import { Note } from "../ui/note.tsx";
import { useNotificationTexts } from "./texts.ts";
import "./notifications.css";

/** What the host said last, within a day, to whoever waits: there without asking, spoken once. */
export function HostSays({ storeId, timeZone }: { storeId: string; timeZone: string }) {
  const texts = useNotificationTexts();
  const language = useLanguage();
  const [notice, setNotice] = useState<Notice | null>(null);
  useEffect(
    () =>
      live.follow(`notices:${storeId}`, (message) => {
        if (message.notice?.storeId === storeId) setNotice(message.notice);
      }),
    [storeId],
  );
  return (
    <div role="status">
      {notice !== null && (
        <Note icon="person" title={`${texts.notices} · ${formatTime(notice.createdAt, timeZone, language)}`}>
          <span className="said-text">{notice.text}</span>
        </Note>
      )}
    </div>
  );
}
