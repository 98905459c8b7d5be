import { type FormEvent, useRef, useState } from "react";
import type { OpeningSlot } from "../../../shared/openings.ts";
import type { Slot } from "../../../shared/slots.ts";
import { isPassing, write } from "../api.ts";
import { isConflict } from "../conflict.ts";
import { useMessages } from "../messages/use-messages.ts";
import { useAction } from "../ui/use-action.ts";
import { useOpeningTexts } from "./texts.ts";
import "./slot-rows.css";

/** The API takes up to 100,000 seats in all; so many at once are a slip of the finger. */
const mostAtOnce = 10_000;

interface Row {
  readonly slot: OpeningSlot;
  /** When it begins, in words: also what its buttons are told apart by. */
  readonly name: string;
  readonly isOwner: boolean;
  readonly onSaid: (said: string) => void;
}

/** One slot while its opening is on: its figures, and what the owner can do with it. */
export function SlotRow({ slot, name, isOwner, onSaid }: Row) {
  const { figure, problems } = useMessages();
  const texts = useOpeningTexts();
  const [isAdding, setIsAdding] = useState(false);
  const adding = useRef<{ readonly more: number; readonly seenCapacity: number } | null>(null);
  const changing = useAction<Slot>(
    (after) => {
      setIsAdding(false);
      adding.current = null;
      if (after.capacity !== slot.capacity) onSaid(texts.added(name, after.capacity));
    },
    (problem) => {
      if (!isPassing(problem)) adding.current = null;
    },
  );
  const change = (body: object) => changing.run(() => write<Slot>("PATCH", `/api/slots/${slot.id}`, { body }));
  // Pressed again while nobody knows what came of it, it is the same press, whatever the page has now.
  function add(more: number): void {
    if (adding.current?.more !== more) adding.current = { more, seenCapacity: slot.capacity };
    const { seenCapacity } = adding.current;
    change({ capacity: seenCapacity + more, seenCapacity });
  }
  const figures = [
    { name: texts.joins, value: figure(Math.round(slot.joinsPerSecond)) },
    { name: texts.waiting, value: figure(slot.waiting) },
    { name: texts.held, value: texts.seats(slot.held, slot.capacity) },
    { name: texts.refusals, value: figure(Math.round(slot.refusalsPerSecond)) },
    { name: texts.p95, value: texts.ms(slot.p95Ms) },
  ];
  return (
    <li className={slot.paused ? "slot-row paused" : "slot-row"}>
      <h3>
        {name}
        {slot.paused && <span className="seat low">{texts.paused}</span>}
      </h3>
      <dl>
        {figures.map((each) => (
          <div key={each.name}>
            <dt>{each.name}</dt>
            <dd>{each.value}</dd>
          </div>
        ))}
      </dl>
      {isOwner && (
        <div className="slot-acts">
          <button
            className="button line"
            type="button"
            disabled={changing.isBusy}
            aria-label={slot.paused ? texts.resumeOf(name) : texts.pauseOf(name)}
            onClick={() => change({ paused: !slot.paused })}
          >
            {slot.paused ? texts.resume : texts.pause}
          </button>
          <button
            className="button line"
            type="button"
            aria-expanded={isAdding}
            aria-label={texts.addSeatsTo(name)}
            onClick={() => setIsAdding(!isAdding)}
          >
            {texts.addSeats}
          </button>
        </div>
      )}
      {isAdding && <AddSeats name={name} isBusy={changing.isBusy} onAdd={add} />}
      {changing.problem !== null && (
        <p className="problem" role="alert">
          {isConflict(changing.problem) ? texts.changedMeanwhile : problems[changing.problem.problem]}
        </p>
      )}
    </li>
  );
}

interface Adding {
  readonly name: string;
  readonly isBusy: boolean;
  readonly onAdd: (more: number) => void;
}

function AddSeats({ name, isBusy, onAdd }: Adding) {
  const texts = useOpeningTexts();
  const [more, setMore] = useState("5");
  function add(event: FormEvent): void {
    event.preventDefault();
    onAdd(Number(more));
  }
  return (
    <form className="add-seats" onSubmit={add}>
      <label>
        <span className="fine">{texts.moreSeats(name)}</span>
        <input
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={mostAtOnce}
          value={more}
          onChange={({ currentTarget }) => setMore(currentTarget.value)}
        />
      </label>
      <button className="button primary" type="submit" disabled={isBusy}>
        {texts.add}
      </button>
    </form>
  );
}
