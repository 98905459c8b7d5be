import type { Slot } from "../../../shared/slots.ts";
import { serverClock } from "../clock.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { formatDay, formatTime } from "../ui/moments.ts";
import { Link } from "../ui/router.tsx";
import { useSlots } from "./read-slots.ts";
import { SlotSeats } from "./slot-seats.tsx";
import { stageOf } from "./slot-stage.ts";

const everyMs = 15_000;
const mostShown = 3;

interface Left {
  readonly slot: Pick<Slot, "id" | "storeId">;
}

/** Where to go from a slot that has nothing for me now: never a dead end. */
export function Elsewhere({ slot }: Left) {
  const { slots } = useMessages();
  return (
    <>
      <OtherTimes slot={slot} />
      <div className="pair">
        <Link className="button line" to={`/stores/${slot.storeId}`}>
          {slots.seeOtherTimes}
        </Link>
        <Link className="button line" to="/">
          {slots.otherStores}
        </Link>
      </div>
    </>
  );
}

/** Up to three other times of the same store, those with seats first. */
function OtherTimes({ slot }: Left) {
  const messages = useMessages();
  const language = useLanguage();
  const slots = useSlots(slot.storeId, everyMs) ?? [];
  const others = slots
    .filter(({ id }) => id !== slot.id)
    .filter((other) => stageOf(other, serverClock.now()) !== "closed")
    .sort((one, other) => Number(other.bookableNow > 0) - Number(one.bookableNow > 0))
    .slice(0, mostShown);
  if (others.length === 0) return null;
  return (
    <ul className="other-times" aria-label={messages.slots.otherTimes}>
      {others.map((other) => (
        <li key={other.id}>
          <Link to={`/slots/${other.id}`}>
            <span>{formatDay(other.startsAt, other.timeZone, language)}</span>
            <b>{formatTime(other.startsAt, other.timeZone, language)}</b>
            <SlotSeats slot={other} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
