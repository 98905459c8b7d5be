import type { Slot } from "../../../shared/slots.ts";
import { useLanguage } from "../messages/use-messages.ts";
import { Icon } from "../ui/icon.tsx";
import { formatDay, formatTime } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { SlotSeats } from "./slot-seats.tsx";

/** The times of a store, each a link to its slot. */
export function SlotList({ slots }: { slots: readonly Slot[] }) {
  const language = useLanguage();
  return (
    <ul className="slots">
      {slots.map((slot) => (
        <li key={slot.id}>
          <Link to={`/slots/${slot.id}`}>
            <span className="slot-when">
              <b>{formatTime(slot.startsAt, slot.timeZone, language)}</b>
              <span>{formatDay(slot.startsAt, slot.timeZone, language)}</span>
            </span>
            <SlotSeats slot={slot} />
            <Icon name="chevron" size={18} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
