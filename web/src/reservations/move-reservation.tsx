import { useId, useState } from "react";
import type { Reservation } from "../../../shared/reservations.ts";
import type { Slot } from "../../../shared/slots.ts";
import { isProblem, write } from "../api.ts";
import { serverClock } from "../clock.ts";
import { createKeeper } from "../kept.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { useSlots } from "../slots/read-slots.ts";
import { SlotSeats } from "../slots/slot-seats.tsx";
import { seatsAtOnce, stageOf } from "../slots/slot-stage.ts";
import { Confirm } from "../ui/confirm.tsx";
import { LoadingBars } from "../ui/loading.tsx";
import { formatDay, formatMoment, formatTime } from "../ui/moments.ts";
import { navigate } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { keepMoved } from "./keep-pass.ts";
import { useMovingTexts } from "./moving-texts.ts";

const everyMs = 15_000;

/** Moves the reservation to another time of its store, in one step and after naming what it means. */
export function MoveReservation({ reservation }: { reservation: Reservation }) {
  const { problems } = useMessages();
  const texts = useMovingTexts();
  const language = useLanguage();
  const timesId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<Slot | null>(null);
  const [refusals, setRefusals] = useState(0);
  const moving = useAction<Reservation>(
    ({ id }) => navigate(`/reservations/${id}`),
    () => setRefusals((before) => before + 1),
  );
  function move(slotId: string): void {
    setChosen(null);
    moving.run(async () => {
      const keeper = createKeeper();
      const path = `/api/reservations/${reservation.id}/reschedule`;
      const answer = await write<Reservation>("POST", path, { body: { slotId } });
      if (!isProblem(answer)) await keepMoved(keeper, reservation, answer.id);
      return answer;
    });
  }
  const momentOf = ({ startsAt, timeZone }: Slot | Reservation) => formatMoment(startsAt, timeZone, language);
  return (
    <div className="moving">
      <button
        className="button line"
        type="button"
        aria-expanded={isOpen}
        aria-controls={timesId}
        onClick={() => setIsOpen((before) => !before)}
      >
        {texts.move}
      </button>
      <div id={timesId} hidden={!isOpen}>
        {/* After a refusal the times are asked for anew. */}
        {isOpen && <Times key={refusals} reservation={reservation} isBusy={moving.isBusy} onChosen={setChosen} />}
      </div>
      {moving.problem !== null && (
        <p className="problem" role="alert">
          {problems[moving.problem.problem]}
        </p>
      )}
      {chosen !== null && (
        <Confirm
          title={texts.title}
          consequence={texts.consequence(momentOf(reservation), momentOf(chosen))}
          yes={texts.yes}
          no={texts.no}
          isSafe
          onYes={() => move(chosen.id)}
          onNo={() => setChosen(null)}
        />
      )}
    </div>
  );
}

interface Choice {
  readonly reservation: Reservation;
  readonly isBusy: boolean;
  readonly onChosen: (slot: Slot) => void;
}

/** The times of the store that have a seat for this party at once. */
function Times({ reservation, isBusy, onChosen }: Choice) {
  const texts = useMovingTexts();
  const language = useLanguage();
  const slots = useSlots(reservation.storeId, everyMs);
  if (slots === null) return <LoadingBars />;
  const free = slots
    .filter(({ id }) => id !== reservation.slotId)
    .filter((slot) => stageOf(slot, serverClock.now()) === "open" && seatsAtOnce(slot, reservation.partySize));
  if (free.length === 0) return <p className="sub small">{texts.none}</p>;
  return (
    <ul className="other-times" aria-label={texts.times}>
      {free.map((slot) => (
        <li key={slot.id}>
          <button type="button" disabled={isBusy} onClick={() => onChosen(slot)}>
            <span>{formatDay(slot.startsAt, slot.timeZone, language)}</span>
            <b>{formatTime(slot.startsAt, slot.timeZone, language)}</b>
            <SlotSeats slot={slot} />
          </button>
        </li>
      ))}
    </ul>
  );
}
