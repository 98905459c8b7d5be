import { type FormEvent, useState } from "react";
import type { Edition } from "../../../../shared/editions.ts";
import { type AddedSlots, largestCapacity } from "../../../../shared/slots.ts";
import { write } from "../../api.ts";
import { serverClock } from "../../clock.ts";
import { useLanguage } from "../../messages/use-messages.ts";
import { dayOf, weekdayNames } from "../../ui/moments.ts";
import { useAction } from "../../ui/use-action.ts";
import { Exceptions } from "./exceptions.tsx";
import { PlanCount } from "./plan-count.tsx";
import { everyDay, firstDayOf, firstPlan, type Plan, wishOf } from "./slot-plan.ts";
import { refusalOf, useHostRefusals, useHostSlotTexts } from "./texts.ts";
import { useCount } from "./use-count.ts";

interface FormContent {
  readonly edition: Edition;
  readonly onMade: () => void;
}

/** The day it is where the store is. */
const todayAt = ({ timeZone }: Edition) => dayOf(serverClock.now(), timeZone);

/** Days × hours × seats, with exceptions; how many that is stands beside the button before it is pressed. */
export function SlotPlanForm({ edition, onMade }: FormContent) {
  const texts = useHostSlotTexts();
  const refusals = useHostRefusals();
  const [plan, setPlan] = useState(() => firstPlan(edition, todayAt(edition)));
  const [made, setMade] = useState<number | null>(null);
  const wish = wishOf(plan);
  const { counted, problem: uncounted } = useCount(edition.id, wish, made);
  const { isBusy, problem, run } = useAction<AddedSlots>(({ count }) => {
    setMade(count);
    onMade();
  });
  const change = (some: Partial<Plan>) => {
    setMade(null);
    setPlan({ ...plan, ...some });
  };
  function make(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    if (wish === null || !counted?.count) return;
    run(() => write<AddedSlots>("POST", `/api/stores/${edition.id}/slots`, { body: wish }));
  }
  return (
    <form className="host-form" onSubmit={make} aria-labelledby="add-title">
      <h2 className="section-title" id="add-title">
        {texts.add}
      </h2>
      <Days plan={plan} edition={edition} onChange={change} />
      <Hours plan={plan} onChange={change} />
      <Exceptions exceptions={plan.exceptions} onChange={(exceptions) => change({ exceptions })} />
      <PlanCount counted={counted} problem={uncounted} hasWish={wish !== null} timeZone={edition.timeZone} />
      {problem !== null && (
        <p className="problem" role="alert">
          {refusals[refusalOf(problem)]}
        </p>
      )}
      <button className="button primary" type="submit" disabled={isBusy} aria-disabled={!counted?.count}>
        {counted?.count ? texts.make(counted.count) : texts.add}
      </button>
      <output className="sub small">{made === null ? "" : texts.made(made)}</output>
    </form>
  );
}

interface PartContent {
  readonly plan: Plan;
  readonly onChange: (some: Partial<Plan>) => void;
}

function Days({ plan, edition, onChange }: PartContent & { edition: Edition }) {
  const texts = useHostSlotTexts();
  const names = weekdayNames(useLanguage());
  const [min, max] = [firstDayOf(edition, todayAt(edition)), edition.endsOn ?? undefined];
  const toggle = (weekday: number) =>
    plan.weekdays.includes(weekday) ? plan.weekdays.filter((each) => each !== weekday) : [...plan.weekdays, weekday];
  return (
    <>
      <div className="host-pair">
        <PlanField
          label={texts.from}
          type="date"
          min={min}
          max={max}
          value={plan.from}
          onSay={(from) => onChange({ from })}
        />
        <PlanField label={texts.to} type="date" min={min} max={max} value={plan.to} onSay={(to) => onChange({ to })} />
      </div>
      <fieldset className="field">
        <legend>{texts.weekdays}</legend>
        <div className="picks host-weekdays">
          {everyDay.map((weekday) => (
            <label key={weekday}>
              <input
                type="checkbox"
                checked={plan.weekdays.includes(weekday)}
                onChange={() => onChange({ weekdays: toggle(weekday) })}
              />
              <span>{names[weekday - 1]}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}

function Hours({ plan, onChange }: PartContent) {
  const texts = useHostSlotTexts();
  const number = (value: string) => Number(value);
  return (
    <>
      <div className="host-pair">
        <PlanField label={texts.first} type="time" value={plan.first} onSay={(first) => onChange({ first })} />
        <PlanField label={texts.last} type="time" value={plan.last} onSay={(last) => onChange({ last })} />
      </div>
      <div className="host-pair">
        <PlanField
          label={texts.every}
          type="number"
          min={5}
          max={1440}
          value={plan.every}
          onSay={(said) => onChange({ every: number(said) })}
        />
        <PlanField
          label={texts.minutes}
          type="number"
          min={5}
          max={1440}
          value={plan.minutes}
          onSay={(said) => onChange({ minutes: number(said) })}
        />
      </div>
      <PlanField
        label={texts.capacity}
        type="number"
        min={1}
        max={largestCapacity}
        value={plan.capacity}
        onSay={(said) => onChange({ capacity: number(said) })}
      />
    </>
  );
}

interface PlanFieldContent extends Omit<React.InputHTMLAttributes<HTMLInputElement>, "onChange"> {
  readonly label: string;
  readonly onSay: (value: string) => void;
}

function PlanField({ label, onSay, ...input }: PlanFieldContent) {
  return (
    <div className="field">
      <label>
        <span>{label}</span>
        <input required {...input} onChange={(event) => onSay(event.currentTarget.value)} />
      </label>
    </div>
  );
}
