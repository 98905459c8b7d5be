import { useState } from "react";
import { serverClock } from "../../clock.ts";
import { Absent } from "../../ui/absent.tsx";
import { Empty } from "../../ui/empty.tsx";
import { useHeadingFocus } from "../../ui/heading-focus.ts";
import { LoadingBars } from "../../ui/loading.tsx";
import { dayOf } from "../../ui/moments.ts";
import { DayPicker } from "../day-picker.tsx";
import { daysOf, firstDay } from "../store-days.ts";
import { HostHeading } from "./host-heading.tsx";
import { SlotPlanForm } from "./slot-plan-form.tsx";
import { SlotRow } from "./slot-row.tsx";
import { useHostRefusals, useHostSlotTexts } from "./texts.ts";
import { type HostSlots, useHostSlots } from "./use-host-slots.ts";

/** The times of a store: add many at once, and look after each. */
export function SlotsPage({ storeId }: { storeId: string }) {
  const { known, refresh } = useHostSlots(storeId);
  const refusals = useHostRefusals();
  useHeadingFocus(known === null ? null : "slots");
  if (known === null) return <LoadingBars />;
  if (known === "absent") return <Absent />;
  if (known === "lost") {
    return (
      <p className="problem" role="alert">
        {refusals.unreachable}
      </p>
    );
  }
  return <Slots known={known} onChange={() => void refresh()} />;
}

interface SlotsShown {
  readonly known: HostSlots;
  readonly onChange: () => void;
}

function Slots({ known, onChange }: SlotsShown) {
  const texts = useHostSlotTexts();
  const { edition, slots } = known;
  const hasDates = edition.startsOn !== null && edition.endsOn !== null;
  return (
    <div className="host">
      <HostHeading edition={edition} here="slots" />
      {hasDates ? (
        <div className="host-columns">
          {slots.length > 0 && <Existing known={known} onChange={onChange} />}
          <SlotPlanForm edition={edition} onMade={onChange} />
        </div>
      ) : (
        <Empty
          title={texts.none}
          why={texts.needDates}
          action={{ to: `/host/stores/${edition.id}/edit?step=where`, label: texts.toDates }}
        />
      )}
    </div>
  );
}

/** A calendar of what there is, and the times of the day that was chosen. Where there are some they come first. */
function Existing({ known: { edition, slots }, onChange }: SlotsShown) {
  const texts = useHostSlotTexts();
  const [chosen, setChosen] = useState<string | null>(null);
  const { startsOn, endsOn, timeZone } = edition;
  const run = { startsOn: startsOn ?? "", endsOn: endsOn ?? "", timeZone };
  const days = daysOf(run, slots, true, serverClock.now());
  const day = days.some((each) => each.day === chosen && each.seats !== "none") ? chosen : firstDay(days);
  const ofDay = slots.filter(({ startsAt }) => dayOf(Date.parse(startsAt), timeZone) === day);
  return (
    <section className="host-times" aria-labelledby="existing-title">
      <div className="host-times-head">
        <h2 className="section-title" id="existing-title">
          {texts.existing}
        </h2>
        <p className="sub small">{texts.total(slots.length)}</p>
      </div>
      {day !== null && (
        <>
          <DayPicker days={days} chosen={day} onChoose={setChosen} />
          <ul className="host-slots">
            {ofDay.map((slot) => (
              <SlotRow key={slot.id} slot={slot} onChange={onChange} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
