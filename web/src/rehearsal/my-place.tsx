import type { Entry } from "../../../shared/line.ts";
import { isInLine } from "../../../shared/live-place.ts";
import type { RehearsalState } from "../../../shared/rehearsals.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { NameForm } from "../accounts/name-form.tsx";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { useRemaining } from "../clock.ts";
import { rankOf } from "../line/rank.ts";
import { ReserveForm } from "../line/reserve-form.tsx";
import { Rope } from "../line/rope.tsx";
import { SpokenRank } from "../line/spoken-rank.tsx";
import { usePlaceTexts } from "../line/texts.ts";
import { type Press, usePress } from "../line/use-press.ts";
import { useMessages } from "../messages/use-messages.ts";
import { Countdown } from "../slots/countdown.tsx";
import { useSlot } from "../slots/follow-slot.ts";
import { Icon } from "../ui/icon.tsx";
import { Link } from "../ui/router.tsx";
import { useKeptFocus } from "../ui/use-kept-focus.ts";
import { useTexts } from "./texts.ts";
import { isRunning } from "./use-rehearsal.ts";

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
    </section>
  );
}

/** Its title takes the focus from the form for a name, which is gone once there is one. */
function Invitation({ visitors }: { visitors: number }) {
  const texts = useTexts();
  const { person } = useSession();
  const focus = useKeptFocus(person === null ? "nameless" : "named");
  return (
    <div>
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
  if (slot === null || store === null || entry === undefined) return null;
  if (entry === null && !isRunning(rehearsal)) return null;
  if (entry?.state === "confirmed") return <Seated slotId={slotId} visitors={rehearsal.visitors} />;
  if (entry && isInLine(entry)) return <InLine entry={entry} isLost={isLost} />;
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
      <Link className="quiet-link" to={`/slots/${slot.id}`}>
        {texts.toPlace}
        <Icon name="chevron" size={18} />
      </Link>
    </section>
  );
}

/** The rank, and the rope on which I come nearer as others leave. */
function InLine({ entry, isLost }: { entry: Entry; isLost: boolean }) {
  const { figure, people } = useMessages();
  const { place } = usePlaceTexts();
  const texts = useTexts();
  const { hasExpired } = useSession();
  const rank = rankOf(entry);
  const behind = entry.behind ?? 0;
  return (
    <section className={isLost || hasExpired ? "my-place lost" : "my-place"} aria-label={place.mine}>
      <p className="rank">
        <span>{place.mine}</span>
        <b>{figure(rank)}</b>
        <i>{place.rankUnit(rank)}</i>
      </p>
      <Rope rank={rank} inLine={rank + behind} />
      <p className="legend">
        <span className="legend-ahead">{place.aheadOfMe(people(rank - 1))}</span>
        <span className="legend-me">{place.me}</span>
        <span className="legend-behind">{place.behindMe(people(behind))}</span>
      </p>
      {hasExpired ? <SignIn to="place" /> : <SpokenRank rank={rank} isLost={isLost} />}
      <Link className="button line wide" to={`/slots/${entry.slotId}`}>
        {texts.toPlace}
      </Link>
    </section>
  );
}

function Seated({ slotId, visitors }: { slotId: string; visitors: number }) {
  const texts = useTexts();
  return (
    <section className="my-place seated">
      <h2>{texts.seated}</h2>
      <p>{texts.seatedWhy(visitors)}</p>
      <Link className="button" to={`/slots/${slotId}`}>
        {texts.toPass}
        <Icon name="arrow" size={20} />
      </Link>
    </section>
  );
}
