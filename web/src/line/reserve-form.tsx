import { useEffect, useState } from "react";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { useHasCome, useRemaining } from "../clock.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { Countdown } from "../slots/countdown.tsx";
import { HereTime } from "../slots/here-time.tsx";
import { seatsAtOnce, shutAt } from "../slots/slot-stage.ts";
import { formatMoment, formatSecond } from "../ui/moments.ts";
import { Note } from "../ui/note.tsx";
import { useKeptFocus } from "../ui/use-kept-focus.ts";
import { PartyStepper } from "./party-stepper.tsx";
import { keepPress, takePress } from "./pending-press.ts";
import { earlyMs, ReserveButton } from "./reserve-button.tsx";
import type { Press } from "./use-press.ts";

interface ReserveFormState {
  readonly slot: Slot;
  readonly store: Store;
  readonly press: Press;
}

/** What lies between a visitor and the press: the countdown, how many come, who they are, what it will bring. */
export function ReserveForm({ slot, store, press }: ReserveFormState) {
  const messages = useMessages();
  const { person, isUnknown, hasExpired } = useSession();
  const [partySize, setPartySize] = useState(1);
  const [asking, setAsking] = useState<"press" | "ahead" | null>(null);
  const opensInMs = useRemaining(slot.opensAt);
  // Whoever waited for the opening finds everything where it was: their thumb is on the button.
  const [hasWaited] = useState(opensInMs > 0);
  usePendingPress(slot.id, person !== null && opensInMs <= earlyMs, press);
  const isClosed = useHasCome(shutAt(slot));
  const asksWho = person === null && !isUnknown && (asking !== null || hasExpired);
  const focus = useKeptFocus(asksWho ? "asking" : "ready");
  if (isClosed) return <ClosedNote slot={slot} />;

  const largest = Math.min(store.largestParty, slot.capacity);
  const onPress = () => (person === null ? setAsking("press") : press.press(partySize));
  const onSignedIn = () => {
    // Whoever signed in to reserve has pressed already.
    if (asking === "press") press.press(partySize);
    setAsking(null);
  };
  const onLeave = () => asking === "press" && keepPress(slot.id, partySize);
  return (
    <div className="reserve">
      <div className="moment">
        {(hasWaited || opensInMs > 0) && <Opening slot={slot} opensInMs={opensInMs} />}
        {opensInMs === 0 && <Outlook slot={slot} partySize={partySize} />}
      </div>
      {largest > 1 && <PartyStepper partySize={partySize} largest={largest} onChange={setPartySize} />}
      {asksWho ? (
        <SignIn to="seat" onSignedIn={onSignedIn} onLeave={onLeave} titleRef={focus} />
      ) : (
        <ReserveButton
          slot={slot}
          partySize={partySize}
          inGroups={store.largestParty > 1}
          opensInMs={opensInMs}
          pressing={press.pressing}
          onPress={onPress}
          ref={focus}
        />
      )}
      {person === null && !isUnknown && !asksWho && (hasWaited || opensInMs > earlyMs) && (
        <button
          className={`button line wide ${opensInMs > earlyMs ? "" : "gone"}`}
          type="button"
          onClick={() => setAsking("ahead")}
        >
          {messages.reserve.signInAhead}
        </button>
      )}
      <output className="sub small" aria-live="polite">
        {press.problem === null ? hintOf(press, messages) : messages.problems[press.problem.problem]}
      </output>
    </div>
  );
}

/** A press whose person had to sign in at Kakao first goes on by itself when they are back. */
function usePendingPress(slotId: string, isReady: boolean, { press }: Press): void {
  useEffect(() => {
    const partySize = isReady ? takePress(slotId) : null;
    if (partySize !== null) press(partySize);
  }, [slotId, isReady, press]);
}

function hintOf({ pressing }: Press, { reserve }: ReturnType<typeof useMessages>): string {
  if (pressing === "opening") return reserve.openingWhy;
  return pressing === "retrying" ? reserve.retryingWhy : reserve.oneAnswer;
}

function Opening({ slot, opensInMs }: { slot: Slot; opensInMs: number }) {
  const { countdown, slots } = useMessages();
  const language = useLanguage();
  return (
    <div>
      <p className="kick">{countdown.opensIn}</p>
      <Countdown remainingMs={opensInMs} label={countdown.opensIn} />
      <p className="sub small">{slots.opensAt(formatMoment(slot.opensAt, slot.timeZone, language))}</p>
      <HereTime moment={slot.opensAt} timeZone={slot.timeZone} />
      <p className="fine">{countdown.clock}</p>
    </div>
  );
}

/** Says before the press whether it will bring a seat or a rank: always something, in a place of the same height. */
function Outlook({ slot, partySize }: { slot: Slot; partySize: number }) {
  const { problems, reserve } = useMessages();
  const language = useLanguage();
  if (slot.paused && slot.listOpen) {
    return (
      <Note icon="pause" title={reserve.paused}>
        {reserve.pausedWhy}
      </Note>
    );
  }
  if (seatsAtOnce(slot, partySize)) {
    return (
      <Note icon="check" title={reserve.open}>
        {reserve.openWhy}
      </Note>
    );
  }
  if (!slot.listOpen) return <Note icon="pause" title={problems["list-closed"]} />;
  if (slot.bookableNow > 0) return <Note icon="line" title={reserve.tooFew} />;
  const filledAt = slot.held >= slot.capacity ? slot.filledAt : null;
  return (
    <Note icon="line" title={reserve.soldOut}>
      {filledAt === null
        ? reserve.soldOutWhy
        : reserve.filledWhy(slot.capacity, formatSecond(filledAt, slot.timeZone, language))}
      {filledAt !== null && <HereTime moment={filledAt} timeZone={slot.timeZone} />}
    </Note>
  );
}

function ClosedNote({ slot }: { slot: Slot }) {
  const { reserve } = useMessages();
  const language = useLanguage();
  const moment = shutAt(slot);
  return (
    <Note icon="clock" title={reserve.closed}>
      {reserve.closedWhy(formatMoment(moment, slot.timeZone, language))}
      <HereTime moment={moment} timeZone={slot.timeZone} />
    </Note>
  );
}
