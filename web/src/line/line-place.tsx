import { useState } from "react";
import { type Entry, shortOfferMinutes } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { useSession } from "../accounts/session.tsx";
import { SignIn } from "../accounts/sign-in.tsx";
import { write } from "../api.ts";
import { PinnedNote } from "../chat/pinned-note.tsx";
import { useMessages } from "../messages/use-messages.ts";
import { HostSays } from "../notifications/host-says.tsx";
import { seatsLeft } from "../slots/slot-stage.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useDocumentTitle } from "../ui/heading-focus.ts";
import { Note } from "../ui/note.tsx";
import { Link } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { useKeptFocus } from "../ui/use-kept-focus.ts";
import { rankOf, seatsMissing } from "./rank.ts";
import { RankSide } from "./rank-side.tsx";
import { Rope } from "./rope.tsx";
import { SpokenRank } from "./spoken-rank.tsx";
import { usePlaceTexts } from "./texts.ts";

interface LinePlaceState {
  readonly slot: Slot;
  readonly store: Store;
  readonly entry: Entry;
  readonly isLost: boolean;
  readonly onEntry: (entry: Entry) => void;
}

/** My place in the line: the rank, who is behind, what must happen for a seat, and the way out. */
export function LinePlace({ slot, store, entry, isLost, onEntry }: LinePlaceState) {
  const { figure, slots, waiters } = useMessages();
  const { place } = usePlaceTexts();
  const { hasExpired } = useSession();
  const isOld = isLost || hasExpired;
  const focus = useKeptFocus(hasExpired ? "asking" : "known");
  const rank = rankOf(entry);
  useDocumentTitle(place.title(rank, store.name));
  const facts = [
    { name: place.behind, value: waiters(entry.behind ?? 0, store.largestParty > 1) },
    { name: place.seatsLeft, value: figure(seatsLeft(slot)) },
  ];
  return (
    <>
      <RankSide
        at={{ storeName: store.name, startsAt: slot.startsAt, timeZone: slot.timeZone }}
        entry={entry}
        facts={facts}
        isOld={isOld}
        titleRef={hasExpired ? null : focus}
      />
      <LineProgress rank={rank} behind={entry.behind ?? 0} inGroups={store.largestParty > 1} isLost={isOld} />
      <section className="outlook-side">
        <HostSays storeId={store.id} timeZone={store.timeZone} />
        {hasExpired && <SignIn to="place" titleRef={focus} />}
        {!hasExpired && isLost && (
          <Note icon="network" title={place.lostTitle} tone="warn">
            {place.lostWhy}
          </Note>
        )}
        {!isOld && <Odds slot={slot} store={store} entry={entry} />}
        <PinnedNote storeId={store.id} />
        <Note icon="shield" title={place.safe} tone="calm">
          {place.safeWhy}
        </Note>
        <div className="pair">
          <Link className="button line" to={`/stores/${store.id}`}>
            {slots.seeOtherTimes}
          </Link>
          {!hasExpired && <LeaveButton entry={entry} onEntry={onEntry} />}
        </div>
      </section>
      {!hasExpired && <SpokenRank rank={rank} isLost={isLost} />}
    </>
  );
}

interface Progress {
  readonly rank: number;
  readonly behind: number;
  readonly inGroups: boolean;
  readonly isLost: boolean;
}

/** The way to the door, in a picture and in words. */
function LineProgress({ rank, behind, inGroups, isLost }: Progress) {
  const { waiters } = useMessages();
  const { place } = usePlaceTexts();
  const inLine = rank + behind;
  const done = Math.round((1 - Math.sqrt((rank - 1) / Math.max(inLine - 1, 1))) * 100);
  return (
    <section className={isLost ? "line-side lost" : "line-side"} aria-label={place.progress}>
      <div
        role="progressbar"
        aria-label={place.progressWhy}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={done}
        aria-valuetext={place.rank(rank)}
      >
        <Rope rank={rank} inLine={inLine} />
      </div>
      <p className="legend" aria-hidden="true">
        <span className="legend-door">{place.door}</span>
        <span className="legend-ahead">{place.aheadOfMe(waiters(rank - 1, inGroups))}</span>
        <span className="legend-me">{place.me}</span>
        <span className="legend-behind">{place.behindMe(waiters(behind, inGroups))}</span>
      </p>
    </section>
  );
}

/** Honest odds: how many seats must come back before one is mine, and what happens then. */
function Odds({ slot, store, entry }: { slot: Slot; store: Store; entry: Entry }) {
  const { waiters } = useMessages();
  const { place } = usePlaceTexts();
  if (entry.receipt !== undefined) return <Queued entry={entry} />;
  if (entry.state === "waiting") {
    return (
      <Note icon="pause" title={place.paused}>
        {place.pausedWhy}
      </Note>
    );
  }
  const ahead = rankOf(entry) - 1;
  const inGroups = store.largestParty > 1;
  const missing = seatsMissing(entry, slot);
  const nearest = missing === 1 ? place.next : place.nextOfGroups;
  const title = ahead === 0 ? nearest : place.nextAfter(waiters(ahead, inGroups));
  return (
    <Note icon={ahead === 0 ? "check" : "line"} title={title} tone="mine">
      {missing <= slot.capacity ? place.odds(slot.capacity, missing, inGroups) : place.thin(slot.capacity)}{" "}
      {store.offerMinutes > 0
        ? place.promiseOffer(Math.min(shortOfferMinutes, store.offerMinutes), store.offerMinutes)
        : place.promiseSeat}
    </Note>
  );
}

/** My ticket is given and my seat is not decided yet; where the line's record was lost before, the page says so. */
function Queued({ entry }: { entry: Entry }) {
  const { place } = usePlaceTexts();
  return entry.afterLoss === true ? (
    <Note icon="line" title={place.returned} tone="warn">
      {place.returnedWhy}
    </Note>
  ) : (
    <Note icon="line" title={place.queued} tone="mine">
      {place.queuedWhy}
    </Note>
  );
}

function LeaveButton({ entry, onEntry }: { entry: Entry; onEntry: (entry: Entry) => void }) {
  const { problems } = useMessages();
  const { place } = usePlaceTexts();
  const [isAsking, setIsAsking] = useState(false);
  const leaving = useAction<Entry>(onEntry);
  function leave(): void {
    setIsAsking(false);
    leaving.run(() => write<Entry>("DELETE", `/api/entries/${entry.id}`));
  }
  return (
    <>
      <button className="button line" type="button" disabled={leaving.isBusy} onClick={() => setIsAsking(true)}>
        {place.leave}
      </button>
      {leaving.problem !== null && (
        <p className="problem" role="alert">
          {problems[leaving.problem.problem]}
        </p>
      )}
      {isAsking && (
        <Confirm
          title={place.leaveTitle}
          consequence={place.leaveWhy(rankOf(entry))}
          yes={place.leave}
          no={place.leaveNo}
          onYes={leave}
          onNo={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
