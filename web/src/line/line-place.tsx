import { useState } from "react";
import type { Entry } from "../../../shared/line.ts";
import type { Slot } from "../../../shared/slots.ts";
import type { Store } from "../../../shared/stores.ts";
import { write } from "../api.ts";
import { useLanguage, useMessages } from "../messages/use-messages.ts";
import { seatsLeft } from "../slots/slot-stage.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useDocumentTitle } from "../ui/heading-focus.ts";
import { formatMoment } from "../ui/moments.ts";
import { Note } from "../ui/note.tsx";
import { Link } from "../ui/router.tsx";
import { useAction } from "../ui/use-action.ts";
import { rankOf } from "./rank.ts";
import { SpokenRank } from "./spoken-rank.tsx";

interface LinePlaceState {
  readonly slot: Slot;
  readonly store: Store;
  readonly entry: Entry;
  readonly isLost: boolean;
  readonly onEntry: (entry: Entry) => void;
}

/** My place in the line: the rank, who is behind, what must happen for a seat, and the way out. */
export function LinePlace({ slot, store, entry, isLost, onEntry }: LinePlaceState) {
  const { figure, people, place, slots, waiters } = useMessages();
  const language = useLanguage();
  const rank = rankOf(entry);
  useDocumentTitle(place.title(rank, store.name));
  const facts = [
    { name: place.behind, value: waiters(entry.behind ?? 0, store.largestParty > 1) },
    { name: place.seatsLeft, value: figure(seatsLeft(slot)) },
    { name: place.ticket, value: place.ticketNumber(entry.ticket) },
  ];
  return (
    <>
      <section className={isLost ? "rank-side lost" : "rank-side"}>
        <h1 className="room-title" tabIndex={-1}>
          {store.name}
          <span>{`${formatMoment(slot.startsAt, slot.timeZone, language)}, ${people(entry.partySize)}`}</span>
        </h1>
        <p className="rank">
          <span>{place.mine}</span>
          <b>{figure(rank)}</b>
          <i>{place.rankUnit(rank)}</i>
        </p>
        <dl className="facts">
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="outlook-side">
        {isLost ? (
          <Note icon="network" title={place.lostTitle} tone="warn">
            {place.lostWhy}
          </Note>
        ) : (
          <Odds store={store} entry={entry} />
        )}
        <Note icon="shield" title={place.safe} tone="calm">
          {place.safeWhy}
        </Note>
        <div className="pair">
          <Link className="button line" to={`/stores/${store.id}`}>
            {slots.seeOtherTimes}
          </Link>
          <LeaveButton entry={entry} onEntry={onEntry} />
        </div>
      </section>
      <SpokenRank rank={rank} isLost={isLost} />
    </>
  );
}

/** Honest odds: who must give up a seat before it is mine, and what happens then. */
function Odds({ store, entry }: { store: Store; entry: Entry }) {
  const { place, waiters } = useMessages();
  if (entry.state === "waiting") {
    return (
      <Note icon="pause" title={place.paused}>
        {place.pausedWhy}
      </Note>
    );
  }
  const ahead = rankOf(entry) - 1;
  const title = ahead === 0 ? place.next : place.nextAfter(waiters(ahead, store.largestParty > 1));
  return (
    <Note icon={ahead === 0 ? "check" : "line"} title={title} tone="mine">
      {store.offerMinutes > 0 ? place.promiseOffer(store.offerMinutes) : place.promiseSeat}
    </Note>
  );
}

function LeaveButton({ entry, onEntry }: { entry: Entry; onEntry: (entry: Entry) => void }) {
  const { place, problems } = useMessages();
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
