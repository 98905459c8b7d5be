import { useState } from "react";
import type { CheckIn } from "../../../../shared/check-ins.ts";
import { doorOpensMinutes } from "../../../../shared/door-hours.ts";
import type { Slot } from "../../../../shared/slots.ts";
import { write } from "../../api.ts";
import { serverClock } from "../../clock.ts";
import { PartyStepper } from "../../line/party-stepper.tsx";
import { useLanguage } from "../../messages/use-messages.ts";
import { formatTime } from "../../ui/moments.ts";
import { useAction } from "../../ui/use-action.ts";
import { useDoorTexts } from "./texts.ts";
import type { DoorDay } from "./use-door.ts";
import { refusedBy, type Verdict } from "./verdict.ts";

interface WalkInState {
  readonly day: DoorDay;
  readonly onVerdict: (verdict: Verdict) => void;
}

/** Slots whose door is open now. */
function openSlots(slots: readonly Slot[]): readonly Slot[] {
  const now = serverClock.now();
  const opensMs = doorOpensMinutes * 60_000;
  return slots.filter(({ startsAt, endsAt }) => now >= Date.parse(startsAt) - opensMs && now < Date.parse(endsAt));
}

/** Somebody without a reservation: which hour, how many, and whether there is room. */
export function WalkIn({ day, onVerdict }: WalkInState) {
  const texts = useDoorTexts();
  const [partySize, setPartySize] = useState(1);
  const [chosen, setChosen] = useState<string | null>(null);
  const open = openSlots(day.slots);
  const slotId = (open.find(({ id }) => id === chosen) ?? open[0])?.id;
  const { isBusy, run } = useAction<CheckIn>(
    (party) => onVerdict({ kind: "in", party, isOffline: false }),
    (problem) => onVerdict(refusedBy(problem)),
  );
  const register = () => run(() => write("POST", "/api/walk-ins", { body: { slotId, partySize } }));
  return (
    <details className="walk-in">
      <summary>{texts.walkIn}</summary>
      <p className="sub small">{texts.walkInWhy}</p>
      {slotId === undefined ? (
        <p className="sub">{texts.noSlots}</p>
      ) : (
        <>
          <SlotChoice slots={open} slotId={slotId} timeZone={day.store.timeZone} onChange={setChosen} />
          <PartyStepper partySize={partySize} largest={day.store.largestParty} onChange={setPartySize} />
          <button className="button primary wide" type="button" disabled={isBusy} onClick={register}>
            {texts.register}
          </button>
        </>
      )}
    </details>
  );
}

interface SlotChosen {
  readonly slots: readonly Slot[];
  readonly slotId: string;
  readonly timeZone: string;
  readonly onChange: (slotId: string) => void;
}

function SlotChoice({ slots, slotId, timeZone, onChange }: SlotChosen) {
  const texts = useDoorTexts();
  const language = useLanguage();
  return (
    <div className="door-code">
      <label htmlFor="walk-in-slot">{texts.walkInSlot}</label>
      <select id="walk-in-slot" value={slotId} onChange={({ target }) => onChange(target.value)}>
        {slots.map(({ id, startsAt, bookableNow }) => (
          <option key={id} value={id}>
            {`${formatTime(startsAt, timeZone, language)} · ${
              bookableNow > 0 ? texts.walkInFree(bookableNow) : texts.walkInFull
            }`}
          </option>
        ))}
      </select>
    </div>
  );
}
