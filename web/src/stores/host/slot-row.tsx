import { type FormEvent, useId, useState } from "react";
import { largestCapacity, type Slot } from "../../../../shared/slots.ts";
import { type Problem, write } from "../../api.ts";
import { isConflict } from "../../conflict.ts";
import { useLanguage } from "../../messages/use-messages.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { formatTime } from "../../ui/moments.ts";
import { type Action, useAction } from "../../ui/use-action.ts";
import { refusalOf, useHostRefusals, useHostSlotTexts } from "./texts.ts";

interface RowContent {
  readonly slot: Slot;
  readonly onChange: () => void;
}

/** One time: its seats, who is in it, and what its host can do with it. */
export function SlotRow({ slot, onChange }: RowContent) {
  const texts = useHostSlotTexts();
  const language = useLanguage();
  const [isChanging, setIsChanging] = useState(false);
  const action = useAction<Slot>(
    () => {
      setIsChanging(false);
      onChange();
    },
    (refused) => {
      if (isConflict(refused)) onChange();
    },
  );
  const [from, to] = [slot.startsAt, slot.endsAt].map((moment) => formatTime(moment, slot.timeZone, language));
  const time = `${from} – ${to}`;
  const url = `/api/slots/${slot.id}`;
  const pausing = slot.paused ? texts.resumeOf(time) : texts.pauseOf(time);
  return (
    <li>
      <div className="host-slot-facts">
        <b>{time}</b>
        <span>{texts.seats(slot.capacity)}</span>
        <span>{texts.held(slot.held)}</span>
        {slot.waiting > 0 && <span>{texts.waiting(slot.waiting)}</span>}
        {slot.paused && <span className="seat low">{texts.paused}</span>}
      </div>
      <div className="host-slot-acts">
        <button
          className="quiet"
          type="button"
          aria-label={pausing}
          disabled={action.isBusy}
          onClick={() => action.run(() => write<Slot>("PATCH", url, { body: { paused: !slot.paused } }))}
        >
          {slot.paused ? texts.resume : texts.pause}
        </button>
        <button
          className="quiet"
          type="button"
          aria-label={texts.changeOf(time)}
          aria-expanded={isChanging}
          onClick={() => setIsChanging(!isChanging)}
        >
          {texts.change}
        </button>
        <CloseSlot slot={slot} time={time} onClosed={onChange} />
      </div>
      {isChanging && <Capacity slot={slot} action={action} />}
      {action.problem !== null && <Refused problem={action.problem} slot={slot} />}
    </li>
  );
}

function Refused({ problem, slot }: { problem: Problem; slot: Slot }) {
  const texts = useHostSlotTexts();
  const refusals = useHostRefusals();
  const refusal = refusalOf(problem);
  if (isConflict(problem)) {
    return (
      <p className="problem" role="alert">
        {texts.changedMeanwhile}
      </p>
    );
  }
  return (
    <p className="problem" role="alert">
      {refusal === "capacity-too-small" ? texts.tooSmall(slot.held) : refusals[refusal]}
    </p>
  );
}

/** Seats: more go to whoever waits first, fewer only as long as nobody loses one. */
function Capacity({ slot, action }: { slot: Slot; action: Action<Slot> }) {
  const texts = useHostSlotTexts();
  const id = useId();
  const [seats, setSeats] = useState(String(slot.capacity));
  function save(event: FormEvent): void {
    event.preventDefault();
    const body = { capacity: Number(seats), seenCapacity: slot.capacity };
    action.run(() => write<Slot>("PATCH", `/api/slots/${slot.id}`, { body }));
  }
  return (
    <form className="host-capacity" onSubmit={save}>
      <label htmlFor={id}>{texts.newCapacity}</label>
      <p className="fine" id={`${id}-why`}>
        {texts.changeWhy}
      </p>
      <input
        id={id}
        type="number"
        min={1}
        max={largestCapacity}
        required
        aria-describedby={`${id}-why`}
        value={seats}
        onChange={(event) => setSeats(event.currentTarget.value)}
      />
      <button className="button line" type="submit" disabled={action.isBusy}>
        {texts.keep}
      </button>
    </form>
  );
}

/** Asks first, and names whoever would lose their place. */
function CloseSlot({ slot, time, onClosed }: { slot: Slot; time: string; onClosed: () => void }) {
  const texts = useHostSlotTexts();
  const [people, setPeople] = useState<number | null>(null);
  const action = useAction<null>(onClosed, (refused) => {
    // Somebody came meanwhile.
    if (refusalOf(refused) === "people-concerned") setPeople(refused.people ?? 0);
  });
  const close = (knowingly: boolean) => {
    setPeople(null);
    action.run(() => write<null>("POST", `/api/slots/${slot.id}/close`, { body: { knowingly } }));
  };
  return (
    <>
      <button
        className="quiet"
        type="button"
        aria-label={texts.closeOf(time)}
        disabled={action.isBusy}
        onClick={() => setPeople(slot.held + slot.waiting)}
      >
        {texts.close}
      </button>
      {people !== null && (
        <Confirm
          title={texts.closeTitle(time)}
          consequence={people === 0 ? texts.closeEmpty : texts.closeWithPeople(people)}
          yes={texts.closeYes}
          no={texts.closeNo}
          onNo={() => setPeople(null)}
          onYes={() => close(people > 0)}
        />
      )}
    </>
  );
}
