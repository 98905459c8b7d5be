import { mostSlotsAtOnce } from "../../../../shared/slots.ts";
import type { Problem } from "../../api.ts";
import { useLanguage } from "../../messages/use-messages.ts";
import { formatCalendarDay, formatMoment } from "../../ui/moments.ts";
import { refusalOf, useHostRefusals, useHostSlotTexts } from "./texts.ts";
import type { Count } from "./use-count.ts";

interface CountContent extends Count {
  readonly hasWish: boolean;
  readonly timeZone: string;
}

const mostShown = 3;

/** What would come of the plan: how many times, the first of them, and what is left out and why. */
export function PlanCount({ counted, problem, hasWish, timeZone }: CountContent) {
  const texts = useHostSlotTexts();
  const language = useLanguage();
  if (problem !== null) return <Uncounted problem={problem} />;
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

function Uncounted({ problem }: { problem: Problem }) {
  const texts = useHostSlotTexts();
  const refusals = useHostRefusals();
  const isTooMuch = problem.problem === "bad-request" && problem.fields?.includes("times") === true;
  return (
    <p className="host-count problem" role="status">
      {isTooMuch ? texts.tooMany(mostSlotsAtOnce) : refusals[refusalOf(problem)]}
    </p>
  );
}
