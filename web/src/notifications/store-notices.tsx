import { useEffect, useState } from "react";
import type { Page } from "../../../shared/lists.ts";
import type { Notice } from "../../../shared/notifications.ts";
import { isProblem, read } from "../api.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { formatMoment } from "../ui/moments.ts";
import { useNotificationTexts } from "./texts.ts";
import "./notifications.css";

const mostShown = 3;

/** What the host told everybody lately; nothing where nothing was told. */
export function StoreNotices({ storeId, timeZone }: { storeId: string; timeZone: string }) {
  const texts = useNotificationTexts();
  const language = useLanguage();
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  useEffect(() => {
    const gone = new AbortController();
    read<Page<Notice>>(`/api/stores/${storeId}/notices?limit=${mostShown}`, gone.signal).then(
      (answer) => {
        if (!isProblem(answer)) setNotices(answer.items);
      },
      () => undefined,
    );
    return () => gone.abort();
  }, [storeId]);
  if (notices.length === 0) return null;
  return (
    <section className="store-notices" aria-labelledby="notices">
      <h2 id="notices">{texts.notices}</h2>
      <ul>
        {notices.map(({ id, text, createdAt }) => (
          <li key={id}>
            <time className="fine" dateTime={createdAt}>
              {formatMoment(createdAt, timeZone, language)}
            </time>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
