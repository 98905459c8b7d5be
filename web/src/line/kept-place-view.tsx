import type { OwnEntry } from "../../../shared/line.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { useDocumentTitle, useHeadingFocus } from "../ui/heading-focus.ts";
import { formatMoment } from "../ui/moments.ts";
import { Note } from "../ui/note.tsx";
import { rankOf } from "./rank.ts";
import { RankSide } from "./rank-side.tsx";
import { usePlaceTexts } from "./texts.ts";

/** A place as my list of lines had it last, while nobody answers. */
export function KeptPlaceView({ place: entry }: { place: OwnEntry }) {
  const { waiters } = useMessages();
  const { place, offer } = usePlaceTexts();
  const isOffered = entry.state === "offered";
  const { storeName, behind, partySize } = entry;
  useDocumentTitle(isOffered ? offer.documentTitle(storeName) : place.title(rankOf(entry), storeName));
  useHeadingFocus(entry.state);
  return (
    <>
      {isOffered ? (
        <Offered entry={entry} />
      ) : (
        <RankSide
          at={entry}
          entry={entry}
          facts={[{ name: place.behind, value: waiters(behind ?? 0, partySize > 1) }]}
          isOld
        />
      )}
      <Note icon="network" title={place.lostTitle} tone="warn">
        {place.lostWhy}
      </Note>
    </>
  );
}

function Offered({ entry }: { entry: OwnEntry }) {
  const { people } = useMessages();
  const { offer } = usePlaceTexts();
  const language = useLanguage();
  const { storeName, startsAt, timeZone, partySize } = entry;
  return (
    <header>
      <h1 className="big" tabIndex={-1}>
        {offer.title}
      </h1>
      <p className="sub">{`${storeName}, ${formatMoment(startsAt, timeZone, language)}, ${people(partySize)}`}</p>
    </header>
  );
}
