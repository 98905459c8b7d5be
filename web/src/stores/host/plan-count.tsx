import type { AddedSlots } from "../../../../shared/slots.ts";
import { useLanguage } from "../../messages/use-messages.ts";
import { formatCalendarDay, formatMoment } from "../../ui/moments.ts";
import { useHostSlotTexts } from "./texts.ts";

interface CountContent {
  readonly counted: AddedSlots | null;
  readonly hasWish: boolean;
  readonly timeZone: string;
}

const mostShown = 3;

/** What would come of the plan: how many times, the first of them, and what is left out and why. */
export function PlanCount({ counted, hasWish, timeZone }: CountContent) {
  const texts = useHostSlotTexts();
  const language = useLanguage();
  if (counted === null) {
    return (
      <p className="host-count sub" role="status">
        {hasWish ? texts.counting : texts.nothingNew}
      </p>
    );
  }
  const starts = counted.first.slice(0, mostShown).map(({ startsAt }) => formatMoment(startsAt, timeZone, language));
  return (
    <div className="host-count" role="status">
      <b>{counted.count === 0 ? texts.nothingNew : texts.willBe(counted.count)}</b>
      {starts.length > 0 && <p className="sub small">{texts.firstOnes(starts.join(" · "))}</p>}
      {counted.leftOutCount > 0 && (
        <>
          <p className="problem">{texts.leftOut(counted.leftOutCount)}</p>
          <ul className="fine">
            {counted.leftOut.slice(0, mostShown).map(({ date, time, reason }) => (
              <li key={`${date} ${time}`}>
                {`${formatCalendarDay(date, language)} ${time}: ${texts.reasons[reason]}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
