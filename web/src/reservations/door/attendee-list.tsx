import { useState } from "react";
import type { Attendee } from "../../../../shared/check-ins.ts";
import { useLanguage, useMessages } from "../../messages/use-messages.ts";
import { formatTime } from "../../ui/moments.ts";
import { AttendeesFile } from "./attendees-file.tsx";
import { useDoorTexts } from "./texts.ts";

interface AttendeesShown {
  readonly storeId: string;
  readonly timeZone: string;
  readonly attendees: readonly Attendee[];
  readonly onUndo: (id: string) => void;
}

const isExpected = ({ state }: Attendee) => state !== "cancelled";

/** Everybody who is expected today, by hour; the search looks through what is here, so it works offline. */
export function AttendeeList({ storeId, timeZone, attendees, onUndo }: AttendeesShown) {
  const texts = useDoorTexts();
  const language = useLanguage();
  const [wanted, setWanted] = useState("");
  const sought = wanted.trim().toLocaleLowerCase(language);
  const fits = ({ name, ticket }: Attendee) =>
    sought === "" || String(ticket) === sought || (name ?? "").toLocaleLowerCase(language).includes(sought);
  const shown = attendees.filter((attendee) => isExpected(attendee) && fits(attendee));
  const hours = [...new Set(shown.map(({ startsAt }) => startsAt))];
  return (
    <>
      <div className="door-code">
        <label htmlFor="door-search">{texts.search}</label>
        <input id="door-search" type="search" value={wanted} onChange={({ target }) => setWanted(target.value)} />
      </div>
      {shown.length === 0 && <p className="sub">{attendees.some(isExpected) ? texts.notFound : texts.nobody}</p>}
      {hours.map((startsAt) => (
        <section key={startsAt} aria-label={formatTime(startsAt, timeZone, language)}>
          <h2 className="section-title">{formatTime(startsAt, timeZone, language)}</h2>
          <ul className="attendees">
            {shown
              .filter((attendee) => attendee.startsAt === startsAt)
              .map((attendee) => (
                <Row key={attendee.id} attendee={attendee} timeZone={timeZone} onUndo={onUndo} />
              ))}
          </ul>
        </section>
      ))}
      <AttendeesFile storeId={storeId} timeZone={timeZone} />
    </>
  );
}

type RowShown = { readonly attendee: Attendee } & Pick<AttendeesShown, "timeZone" | "onUndo">;

function Row({ attendee, timeZone, onUndo }: RowShown) {
  const texts = useDoorTexts();
  const { people, reservations } = useMessages();
  const language = useLanguage();
  const { id, name, partySize, ticket, state, checkedInAt, isWalkIn } = attendee;
  const shownName = name ?? (isWalkIn ? texts.walkInName : texts.nameless);
  const came = checkedInAt === null ? "" : ` ${formatTime(checkedInAt, timeZone, language)}`;
  return (
    <li>
      <div>
        <b>{shownName}</b>
        <p className="fine">{`${texts.ticket(ticket)} · ${people(partySize)}`}</p>
      </div>
      <span className={`attendee-state ${state}`}>{`${reservations.states[state]}${came}`}</span>
      {state === "checked_in" && (
        <button className="quiet" type="button" aria-label={texts.undoName(shownName)} onClick={() => onUndo(id)}>
          {texts.undo}
        </button>
      )}
    </li>
  );
}
