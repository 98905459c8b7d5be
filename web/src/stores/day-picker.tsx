import { useId } from "react";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { formatCalendarDay, weekdayNames } from "../ui/moments.ts";
import type { StoreDay } from "./store-days.ts";

interface DayPickerContent {
  readonly days: readonly StoreDay[];
  readonly chosen: string;
  readonly onChoose: (day: string) => void;
}

/** A calendar of the days that are left. One stop for the keyboard; the arrows move from day to day. */
export function DayPicker({ days, chosen, onChoose }: DayPickerContent) {
  const { stores } = useMessages();
  const language = useLanguage();
  const name = useId();
  return (
    <fieldset className="days">
      <legend className="hidden">{stores.chooseDay}</legend>
      {weekdayNames(language).map((weekday) => (
        <span key={weekday} className="weekday" aria-hidden="true">
          {weekday}
        </span>
      ))}
      {days.map(({ day, weekday, seats }, position) => (
        <label key={day} className="day" data-weekday={weekday} data-seats={seats}>
          <input
            type="radio"
            name={name}
            value={day}
            checked={day === chosen}
            disabled={seats === "none"}
            aria-label={`${formatCalendarDay(day, language)}, ${stores.daySeats[seats]}`}
            onChange={() => onChoose(day)}
          />
          {position === 0 || day.endsWith("-01") ? (
            <span className="month" aria-hidden="true">
              {monthAndDay(day)}
            </span>
          ) : (
            <span aria-hidden="true">{Number(day.slice(8))}</span>
          )}
        </label>
      ))}
    </fieldset>
  );
}

function monthAndDay(day: string): string {
  return `${Number(day.slice(5, 7))}.${Number(day.slice(8))}`;
}
