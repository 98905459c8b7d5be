import { Icon } from "../../ui/icon.tsx";
import type { Plan } from "./slot-plan.ts";
import { useHostSlotTexts } from "./texts.ts";

interface ExceptionsContent {
  readonly exceptions: Plan["exceptions"];
  readonly onChange: (exceptions: Plan["exceptions"]) => void;
}

/** As many as a store has days would be another plan. */
const mostExceptions = 60;

/** Days off and days with other hours, a row for each. */
export function Exceptions({ exceptions, onChange }: ExceptionsContent) {
  const texts = useHostSlotTexts();
  const change = (at: number, some: Partial<Plan["exceptions"][number]>) =>
    onChange(exceptions.map((each, position) => (position === at ? { ...each, ...some } : each)));
  return (
    <fieldset className="field host-exceptions">
      <legend>{texts.exceptions}</legend>
      <p>{texts.exceptionsWhy}</p>
      {exceptions.map(({ date, times }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name, and are only added at the end.
        <div className="host-exception" key={at}>
          <input
            type="date"
            aria-label={texts.exceptionDate}
            value={date}
            onChange={(event) => change(at, { date: event.currentTarget.value })}
          />
          <input
            aria-label={texts.exceptionTimes}
            placeholder={texts.exceptionExample}
            maxLength={600}
            autoComplete="off"
            value={times}
            onChange={(event) => change(at, { times: event.currentTarget.value })}
          />
          <button
            className="quiet"
            type="button"
            aria-label={texts.removeException(date || texts.exceptionDate)}
            onClick={() => onChange(exceptions.filter((_, position) => position !== at))}
          >
            <Icon name="close" size={18} />
          </button>
          {times.trim() === "" && date !== "" && <p className="fine">{texts.dayOff}</p>}
        </div>
      ))}
      <button
        className="button line"
        type="button"
        disabled={exceptions.length >= mostExceptions}
        onClick={() => onChange([...exceptions, { date: "", times: "" }])}
      >
        {texts.addException}
      </button>
    </fieldset>
  );
}
