import { isInLine } from "../../../shared/live-place.ts";
import type { RehearsalPhase, RehearsalState } from "../../../shared/rehearsals.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { NameForm } from "../accounts/name-form.tsx";
import { useSession } from "../accounts/session.tsx";
import { useRemaining } from "../clock.ts";
import { ReserveForm } from "../line/reserve-form.tsx";
import { type Press, usePress } from "../line/use-press.ts";
import { Countdown } from "../slots/countdown.tsx";
import { useSlot } from "../slots/follow-slot.ts";
import { useKeptFocus } from "../ui/use-kept-focus.ts";
import { InLine } from "./in-line.tsx";
import { Seated } from "./seated.tsx";
import { useTexts } from "./texts.ts";
import { useGivingBack } from "./use-giving-back.ts";
import { isRunning } from "./use-rehearsal.ts";

/** While people leave: whoever joins the line then sees their rank fall. */
const movingPhases: ReadonlySet<RehearsalPhase> = new Set(["rush", "moving"]);

/** My own place among the crowd: a name before the opening, one button at it, and the rank while others leave. */
export function MyPlace({ rehearsal }: { rehearsal: RehearsalState }) {
  const { slotId } = rehearsal;
  if (slotId !== null) return <PlaceInSlot slotId={slotId} rehearsal={rehearsal} />;
  return isRunning(rehearsal) ? <NameFirst visitors={rehearsal.visitors} /> : null;
}

/** Whoever gives a name now has one thing less to do when it opens. */
function NameFirst({ visitors }: { visitors: number }) {
  const texts = useTexts();
  const { person, isUnknown } = useSession();
  if (isUnknown) return null;
  return (
    <section className="my-place">
      <Invitation visitors={visitors} />
      {person === null && <p className="sub small">{texts.nameFirst}</p>}
      {person === null && <NameForm />}
      {person !== null && (
        <p className="small" role="status">
          {texts.ready(person.name)}
        </p>
      )}
    </section>
  );
}

/** Its title takes the focus from the form for a name, which is gone once there is one. */
function Invitation({ visitors }: { visitors: number }) {
  const texts = useTexts();
  const { person } = useSession();
  const focus = useKeptFocus(person === null ? "nameless" : "named");
  return (
    <div className="invitation">
      <h2 ref={focus} tabIndex={-1}>
        {texts.join}
      </h2>
      <p className="sub small">{texts.joinWhy(visitors)}</p>
    </div>
  );
}

function PlaceInSlot({ slotId, rehearsal }: { slotId: string; rehearsal: RehearsalState }) {
  const { expire } = useSession();
  const { slot, store, entry, isLost, keep } = useSlot(slotId);
  const press = usePress(slotId, { onEntry: keep, onSignInNeeded: expire });
  const givingBack = useGivingBack(press);
  const isSeated = entry?.state === "confirmed" || givingBack.isUnderWay;
  const isWaiting = !isSeated && entry != null && isInLine(entry);
  const focus = useKeptFocus(`${isSeated} ${isWaiting}`);
  if (slot === null || store === null || entry === undefined) return null;
  if (entry === null && !isRunning(rehearsal)) return null;
  if (isSeated) {
    const doesLineMove = slot.waiting > 0 && movingPhases.has(rehearsal.phase);
    return (
      <Seated
        slotId={slotId}
        visitors={rehearsal.visitors}
        givingBack={givingBack}
        onGiveBack={doesLineMove && entry ? () => givingBack.begin(entry) : null}
        ref={focus}
      />
    );
  }
  if (isWaiting) return <InLine entry={entry} isLost={isLost} ref={focus} />;
  return <BeforePress slot={slot} store={store} press={press} visitors={rehearsal.visitors} hasLeft={entry !== null} />;
}

interface BeforePressState {
  readonly slot: Slot;
  readonly store: Store;
  readonly press: Press;
  readonly visitors: number;
  readonly hasLeft: boolean;
}

function BeforePress({ slot, store, press, visitors, hasLeft }: BeforePressState) {
  const texts = useTexts();
  const { person, isUnknown } = useSession();
  const remaining = useRemaining(slot.opensAt);
  const needsName = person === null && !isUnknown && remaining > 0;
  return (
    <section className="my-place">
      {hasLeft ? <p className="sub small">{texts.gone}</p> : <Invitation visitors={visitors} />}
      {needsName && <Countdown remainingMs={remaining} label={texts.opensIn} />}
      {needsName && <p className="sub small">{texts.nameFirst}</p>}
      {needsName ? <NameForm /> : <ReserveForm slot={slot} store={store} press={press} />}
    </section>
  );
}
