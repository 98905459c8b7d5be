import { type SubmitEvent, useState } from "react";
import { useMessages } from "../messages/use-messages.ts";
import { useTexts } from "./texts.ts";
import type { FollowedRehearsal } from "./use-rehearsal.ts";

const visitorChoices = [1_000, 3_000, 10_000] as const;
const seatChoices = [100, 500, 2_000] as const;

export const usualVisitors = 10_000;

interface Plan extends Pick<FollowedRehearsal, "begin" | "beginning"> {
  readonly visitors: number;
  readonly onVisitors: (visitors: number) => void;
}

/** What a rehearsal is, how large it is to be, and one large button. */
export function PlanForm({ begin, beginning, visitors, onVisitors }: Plan) {
  const texts = useTexts();
  const { problems } = useMessages();
  const [seats, setSeats] = useState<number>(500);
  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    begin({ visitors, seats });
  }
  return (
    <form className="plan" onSubmit={submit}>
      <h1 className="rehearsal-title" tabIndex={-1}>
        {texts.title(visitors)}
      </h1>
      <p className="sub">{texts.what(visitors)}</p>
      <Choice
        name={texts.visitors}
        choices={visitorChoices}
        label={texts.people}
        chosen={visitors}
        onChoose={onVisitors}
      />
      <Choice name={texts.seats} choices={seatChoices} label={texts.seatCount} chosen={seats} onChoose={setSeats} />
      <button className="button primary wide call" type="submit" disabled={beginning.isBusy}>
        {beginning.isBusy ? texts.beginning : texts.begin(visitors)}
      </button>
      {beginning.problem !== null && (
        <p className="problem" role="alert">
          {problems[beginning.problem.problem]}
        </p>
      )}
      <p className="fine">{`${texts.mess} ${texts.takes}`}</p>
    </form>
  );
}

interface ChoiceState {
  readonly name: string;
  readonly choices: readonly number[];
  readonly label: (count: number) => string;
  readonly chosen: number;
  readonly onChoose: (count: number) => void;
}

function Choice({ name, choices, label, chosen, onChoose }: ChoiceState) {
  return (
    <fieldset className="choice">
      <legend>{name}</legend>
      {choices.map((count) => (
        <label key={count}>
          <input type="radio" name={name} checked={count === chosen} onChange={() => onChoose(count)} />
          <span>{label(count)}</span>
        </label>
      ))}
    </fieldset>
  );
}
