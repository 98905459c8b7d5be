import { useId } from "react";
import { Icon } from "../../ui/icon.tsx";
import { hoursIn, type Plan } from "./slot-plan.ts";
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
      {exceptions.map((exception, at) => (
        <Exception
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name, and are only added at the end.
          key={at}
          exception={exception}
          onSay={(some) => change(at, some)}
          onRemove={() => onChange(exceptions.filter((_, position) => position !== at))}
        />
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

interface ExceptionContent {
  readonly exception: Plan["exceptions"][number];
  readonly onSay: (some: Partial<Plan["exceptions"][number]>) => void;
  readonly onRemove: () => void;
}

function Exception({ exception: { date, times }, onSay, onRemove }: ExceptionContent) {
  const texts = useHostSlotTexts();
  const id = useId();
  const isWrong = hoursIn(times) === null;
  return (
    <div className="host-exception">
      <input
        type="date"
        aria-label={texts.exceptionDate}
        value={date}
        onChange={(event) => onSay({ date: event.currentTarget.value })}
      />
      <input
        aria-label={texts.exceptionTimes}
        aria-describedby={id}
        aria-invalid={isWrong}
        placeholder={texts.exceptionExample}
        maxLength={600}
        autoComplete="off"
        value={times}
        onChange={(event) => onSay({ times: event.currentTarget.value })}
      />
      <button
        className="quiet"
        type="button"
        aria-label={texts.removeException(date || texts.exceptionDate)}
        onClick={onRemove}
      >
        <Icon name="close" size={18} />
      </button>
      <div id={id}>
        {isWrong && <p className="problem">{texts.exceptionWrong}</p>}
        {times.trim() === "" && date !== "" && <p className="fine">{texts.dayOff}</p>}
      </div>
    </div>
  );
}
