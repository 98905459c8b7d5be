import type { Language } from "../../../shared/languages.ts";
import { notificationTexts } from "../../../shared/messages/notifications.ts";
import type { Notification } from "../../../shared/notifications.ts";
import { formatMoment } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { useNotificationTexts } from "./texts.ts";

/** Where somebody goes who wants to know more. */
function placeOf({ kind, storeId, entryId, reservationId }: Notification): string {
  if (kind === "offer" && entryId !== null) return `/entries/${entryId}`;
  return reservationId === null ? `/stores/${storeId}` : `/reservations/${reservationId}`;
}

export function NotificationRow({ item, language }: { item: Notification; language: Language }) {
  const texts = useNotificationTexts();
  const { kind, storeName, timeZone, opensAt, startsAt, offerExpiresAt, createdAt, isUnread, text } = item;
  const moment = (at: string | null) => (at === null ? "" : formatMoment(at, timeZone, language));
  const words = { store: storeName, slot: moment(startsAt), until: moment(offerExpiresAt), opens: moment(opensAt) };
  const said = notificationTexts[language][kind];
  const lead = kind === "offer" && offerExpiresAt === null ? words.slot : said.lead(words);
  return (
    <li>
      <Link to={placeOf(item)}>
        <b>
          {isUnread && (
            <>
              <i className="new" aria-hidden="true" />
              <span className="hidden">{texts.isNew}</span>
            </>
          )}
          {said.title(words)}
        </b>
        <p>{text ?? lead}</p>
        <time className="fine" dateTime={createdAt}>
          {formatMoment(createdAt, undefined, language)}
        </time>
      </Link>
    </li>
  );
}
