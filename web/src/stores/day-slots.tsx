import { useEffect, useState } from "react";
import type { OwnEntry } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { StoreCard } from "../../../shared/stores.ts";
import { usePlaceTexts } from "../line/texts.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { SlotSeats } from "../slots/slot-seats.tsx";
import { Icon } from "../ui/icon.tsx";
import { dayOf, formatCalendarDay, formatHere, formatTime } from "../ui/moments.ts";
import { useRendered } from "../ui/page-data.tsx";
import { Link } from "../ui/router.tsx";
import { followDay } from "./follow-day.ts";

interface DaySlotsContent {
  readonly store: StoreCard;
  readonly day: string;
  /** Slots read before, to begin with. */
  readonly known: readonly Slot[];
  /** My places, at this store or elsewhere. */
  readonly mine: readonly OwnEntry[];
}

/** The times of one day with the seats they have now; each leads to its line. */
export function DaySlots({ store, day, known, mine }: DaySlotsContent) {
  const { stores } = useMessages();
  const language = useLanguage();
  const [slots, setSlots] = useState<readonly Slot[] | null>(() => {
    const ofDay = known.filter(({ startsAt }) => dayOf(Date.parse(startsAt), store.timeZone) === day);
    return ofDay.length > 0 ? ofDay : null;
  });
  useEffect(() => followDay(store.id, day, setSlots), [store.id, day]);
  return (
    <>
      <h3 className="day-title">{formatCalendarDay(day, language)}</h3>
      {slots === null && <div className="slots-loading" />}
      {slots?.length === 0 && <p className="sub">{stores.noSlotsThatDay}</p>}
      {slots !== null && slots.length > 0 && (
        <ul className="slots">
          {slots.map((slot) => (
            <li key={slot.id}>
              <SlotLink
                slot={slot}
                countedDown={store.opensAt}
                place={mine.find(({ slotId }) => slotId === slot.id) ?? null}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** `countedDown`: the moment to which the page counts down already. */
function SlotLink({ slot, countedDown, place }: { slot: Slot; countedDown: string; place: OwnEntry | null }) {
  const { slots } = useMessages();
  const texts = usePlaceTexts();
  const language = useLanguage();
  const timeOf = (moment: string) => formatTime(moment, slot.timeZone, language);
  // The reader's own zone is known in the browser only, so it is said once the page has been drawn there.
  const isDrawn = useRendered() === null;
  const here = isDrawn ? formatHere(slot.startsAt, slot.timeZone, language) : null;
  return (
    <Link to={`/slots/${slot.id}`}>
      <span className="slot-when">
        <b>{`${timeOf(slot.startsAt)} – ${timeOf(slot.endsAt)}`}</b>
        {here !== null && <span>{slots.hereTime(here)}</span>}
      </span>
      {place !== null && (
        <span className="seat mine">{place.state === "confirmed" ? texts.standing.seat : texts.place.mine}</span>
      )}
      <SlotSeats slot={slot} countedDown={countedDown} />
      <Icon name="chevron" size={18} />
    </Link>
  );
}
